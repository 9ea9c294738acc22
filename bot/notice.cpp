#include "bot/notice.h"

#include "conversation/text/clusters.h"
#include "conversation/text/sms_segments.h"
#include "storage/contacts.h"
#include "storage/outbox.h"
#include "storage/reach.h"

#include <algorithm>
#include <vector>

namespace bot {

namespace {

using conversation::Instant;

constexpr std::chrono::days kNoticeLives{3};
constexpr std::size_t kShortest = 6;     // letters an argument is left
constexpr std::string_view kCut = "..";  // of both SMS alphabets

// What the office pays for a message of a channel, and what is left of its budget.
void put_costs(const SmsRuleBook* sms,
               std::int64_t spent,
               std::size_t segments,
               KnownAddress& address) {
    const auto rules = sms == nullptr ? SmsRuleBook::const_iterator{} : sms->find(address.channel);
    if (sms == nullptr || rules == sms->end()) {
        return;
    }
    address.price = rules->second.price * static_cast<std::int64_t>(segments);
    if (rules->second.budget) {
        address.left = std::max<std::int64_t>(*rules->second.budget - spent, 0);
    }
}

KnownAddress known_address(const storage::Reach::Address& reached,
                           const SmsRuleBook* sms,
                           std::size_t segments) {
    KnownAddress address{.channel = reached.channel,
                         .address = reached.address,
                         .active = reached.active,
                         .stopped = reached.stopped,
                         .failed = reached.failed,
                         .quota = {},
                         .left = {}};
    if (reached.quota) {
        address.quota =
            Quota{reached.quota->limit, reached.quota->used + reached.quota->sent_since};
    }
    put_costs(sms, reached.spent, segments, address);
    return address;
}

// The short form, its longest argument cut between letters until the whole is one SMS.
std::string one_sms(const conversation::Texts& texts,
                    const NoticeWords& words,
                    std::string_view language) {
    auto arguments = words.text_arguments();
    auto text = texts.get_short(words.key, language, arguments);
    while (!arguments.empty() && conversation::count_sms(text).segments > 1) {
        auto& longest = *std::ranges::max_element(arguments, {}, [](const auto& argument) {
            return conversation::grapheme_count(argument.second);
        });
        const auto letters = conversation::grapheme_count(longest.second);
        if (letters <= kShortest) {
            break;
        }
        longest.second =
            std::string{conversation::cut_graphemes(longest.second, letters - 1 - kCut.size())} +
            std::string{kCut};
        text = texts.get_short(words.key, language, arguments);
    }
    return text;
}

}  // namespace

NoticePlan plan_notice(storage::Connection& connection,
                       const NoticeTerms& terms,
                       conversation::ContactId contact,
                       const NoticeWords& words,
                       MessagePurpose purpose,
                       std::string_view not_there,
                       Instant now) {
    const auto person = storage::Contacts(connection).find(contact);
    const std::string language = person ? person->language : "th";
    const auto arguments = words.text_arguments();
    const auto brief = one_sms(terms.texts, words, language);
    const auto segments = conversation::count_sms(brief).segments;
    std::vector<KnownAddress> addresses;
    for (const auto& reached : storage::Reach(connection).of(contact, now)) {
        if (reached.address != words.not_to && reached.address != not_there) {
            addresses.push_back(known_address(reached, terms.sms, segments));
        }
    }
    const auto choice = choose_address(addresses, purpose);
    NoticePlan plan{choice.verdict, {}};
    if (choice.verdict != AddressVerdict::Chosen) {
        return plan;
    }
    const auto& chosen = addresses[choice.index];
    conversation::OutgoingMessage message;
    message.text = chosen.address.starts_with("tel:")
                       ? brief
                       : terms.texts.get(words.key, language, arguments);
    plan.draft.channel = chosen.channel;
    plan.draft.address = chosen.address;
    plan.draft.contact = contact;
    plan.draft.messages = {std::move(message)};
    plan.draft.priority = storage::Outbox::Priority::Reminder;
    return plan;
}

NoticeOutcome send_notice(storage::Connection& connection,
                          const TurnContext& context,
                          const Notice& notice,
                          Instant now) {
    const NoticeWords words{.key = std::string(notice.key),
                            .arguments = {notice.arguments.begin(), notice.arguments.end()},
                            .not_to = std::string(notice.not_to)};
    auto plan = plan_notice(
        connection, {context.texts, context.sms}, notice.contact, words, notice.purpose, {}, now);
    if (plan.verdict != AddressVerdict::Chosen) {
        return {plan.verdict, {}, {}};
    }
    plan.draft.expires_at = now + kNoticeLives;
    plan.draft.notice = to_json(words);
    const auto row = storage::Outbox(connection).enqueue(plan.draft, now);
    return {plan.verdict, std::move(plan.draft.channel), row};
}

}  // namespace bot
