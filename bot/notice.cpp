#include "bot/notice.h"

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

// What the office pays for a message of a channel, and what is left of its budget.
void put_costs(const TurnContext& context,
               std::int64_t spent,
               std::size_t segments,
               KnownAddress& address) {
    const auto rules =
        context.sms == nullptr ? SmsRuleBook::const_iterator{} : context.sms->find(address.channel);
    if (context.sms == nullptr || rules == context.sms->end()) {
        return;
    }
    address.price = rules->second.price * static_cast<std::int64_t>(segments);
    if (rules->second.budget) {
        address.left = std::max<std::int64_t>(*rules->second.budget - spent, 0);
    }
}

std::vector<KnownAddress> known_addresses(storage::Connection& connection,
                                          const TurnContext& context,
                                          const Notice& notice,
                                          std::size_t segments,
                                          Instant now) {
    std::vector<KnownAddress> all;
    for (const auto& reached : storage::Reach(connection).of(notice.contact, now)) {
        if (reached.address == notice.not_to) {
            continue;
        }
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
        put_costs(context, reached.spent, segments, address);
        all.push_back(std::move(address));
    }
    return all;
}

}  // namespace

NoticeOutcome send_notice(storage::Connection& connection,
                          const TurnContext& context,
                          const Notice& notice,
                          Instant now) {
    const auto contact = storage::Contacts(connection).find(notice.contact);
    const std::string language = contact ? contact->language : "th";
    const auto brief = context.texts.get_short(notice.key, language, notice.arguments);
    const auto addresses =
        known_addresses(connection, context, notice, conversation::count_sms(brief).segments, now);
    const auto choice = choose_address(addresses, notice.purpose);
    NoticeOutcome outcome{choice.verdict, {}};
    if (choice.verdict != AddressVerdict::Chosen) {
        return outcome;
    }
    const auto& chosen = addresses[choice.index];
    conversation::OutgoingMessage message;
    message.text = chosen.address.starts_with("tel:")
                       ? brief
                       : context.texts.get(notice.key, language, notice.arguments);
    storage::Outbox::Draft draft;
    draft.channel = outcome.channel = chosen.channel;
    draft.address = chosen.address;
    draft.contact = notice.contact;
    draft.messages = {std::move(message)};
    draft.priority = storage::Outbox::Priority::Reminder;
    draft.expires_at = now + kNoticeLives;
    storage::Outbox(connection).enqueue(draft, now);
    return outcome;
}

}  // namespace bot
