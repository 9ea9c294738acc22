#include "bot/event_job.h"

#include "bot/group_job.h"
#include "bot/house_notices.h"
#include "bot/model_notices.h"
#include "bot/notice.h"
#include "bot/notice_fallback.h"
#include "bot/reminder_pass.h"
#include "bot/sms_job.h"
#include "conversation/turn.h"
#include "storage/contacts.h"
#include "storage/inbox.h"
#include "storage/outbox.h"
#include "storage/register_view.h"
#include "storage/turn_commit.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

namespace bot {

namespace {

using conversation::IncomingKind;
using conversation::IncomingMessage;
using conversation::Instant;
using conversation::TurnResult;
using storage::Connection;

// What is said in a group is of no use to anybody later.
constexpr std::chrono::minutes kGroupAnswerLife{10};

// Of one answer; and how many reminders may go in it, so that they do not bury it.
constexpr std::size_t kMostMessages = 5;
constexpr std::size_t kMostRiders = 2;
constexpr unsigned kRidersLooked = 5;

// As much of an address as tells one's own from another.
constexpr std::size_t kTail = 4;

// Events that are only noted: nobody waits for an answer to them.
bool is_only_noted(const IncomingMessage& message) {
    switch (message.kind) {
        case IncomingKind::Leave:
        case IncomingKind::MemberJoined:
        case IncomingKind::MemberLeft:
        case IncomingKind::Other:
            return true;
        default:
            return message.standby || (message.address.empty() && message.group.empty());
    }
}

EventOutcome note(Connection& connection, const IncomingMessage& message, Instant now) {
    EventOutcome outcome;
    outcome.repeated = !storage::Inbox(connection).record(message, {}, now).has_value();
    if (!outcome.repeated && message.kind == IncomingKind::Leave) {
        note_removal(connection, message, now);
    }
    return outcome;
}

EventOutcome take_back(Connection& connection, const IncomingMessage& message, Instant now) {
    storage::Inbox inbox(connection);
    EventOutcome outcome;
    outcome.repeated = !inbox.record(message, {}, now).has_value();
    if (!outcome.repeated) {
        inbox.erase_message(message.channel, message.message_id, now);
    }
    return outcome;
}

// The old text goes, the newest one stays with its own event, in whatever order they come.
EventOutcome replace_text(Connection& connection, const IncomingMessage& message, Instant now) {
    storage::Inbox inbox(connection);
    EventOutcome outcome;
    outcome.repeated = inbox.seen(message.channel, message.event_id);
    if (outcome.repeated) {
        return outcome;
    }
    IncomingMessage kept = message;
    if (inbox.newer_edit_known(message)) {
        kept.text.clear();
    } else {
        inbox.erase_message(message.channel, message.message_id, now);
    }
    (void)inbox.record(kept, {}, now);
    return outcome;
}

EventOutcome answer_group(Connection& connection,
                          const TurnContext& context,
                          const IncomingMessage& message,
                          Instant now) {
    EventOutcome outcome;
    const auto inbox = storage::Inbox(connection).record(message, {}, now);
    if (!inbox) {
        outcome.repeated = true;
        return outcome;
    }
    conversation::Contact contact =
        storage::Contacts(connection)
            .find(message.channel, message.address)
            .value_or(conversation::Contact{
                .id = {}, .channel = message.channel, .address = message.address});
    const storage::RegisterView view(connection, contact, context.office, now);
    const std::optional<conversation::Session> no_session;
    TurnResult result = conversation::run_turn({.forms = context.forms,
                                                .texts = context.texts,
                                                .reg = view,
                                                .session = no_session,
                                                .message = message,
                                                .now = now});
    if (auto own = answer_team(connection, context, message, contact.id, now)) {
        result.messages = {*std::move(own)};
    }
    if (result.messages.empty() || message.reply_token.empty()) {
        return outcome;
    }
    storage::Outbox::Draft draft;
    draft.channel = message.channel;
    draft.address = message.group;
    draft.messages = std::move(result.messages);
    draft.reply_token = message.reply_token;
    draft.reply_token_at = message.received_at;
    draft.inbox = *inbox;
    draft.expires_at = now + kGroupAnswerLife;
    storage::Outbox(connection).enqueue(draft, now);
    outcome.answered = true;
    return outcome;
}

// Nothing unasked goes there until she comes back; what waits goes another way, where there is one.
std::vector<std::string> note_blocking(Connection& connection,
                                       const TurnContext& context,
                                       const IncomingMessage& message,
                                       Instant now) {
    auto channels = leave_address(
        connection, {context.texts, context.sms}, message.channel, message.address, now);
    storage::Outbox(connection).cancel_unasked(message.channel, message.address, now);
    return channels;
}

// Who was known first is told that a further address speaks for her: it may be somebody else's.
std::string tell_of_joining(Connection& connection,
                            const TurnContext& context,
                            const conversation::AddressJoined& joined,
                            const IncomingMessage& message,
                            Instant now) {
    const auto& address = message.address;
    const std::string tail = address.substr(address.size() - std::min(address.size(), kTail));
    const Notice notice{.contact = joined.contact,
                        .key = "link.joined_notice",
                        .arguments = {{"channel", std::string(conversation::channel_name(address))},
                                      {"tail", tail}},
                        .not_to = address};
    return send_notice(connection, context, notice, now).channel;
}

// The turn says nothing to a picture it wants before it has it.
bool waits_for_picture(const IncomingMessage& message, const TurnResult& result) {
    return message.kind == IncomingKind::Image && message.attachment &&
           !message.attachment->remote_id.empty() && message.attachment->stored_id == 0 &&
           message.attachment->failure == conversation::Attachment::Failure::None &&
           result.messages.empty();
}

// Nobody is reminded of something while she answers a form or for an activity.
bool is_in_question(const TurnResult& result) {
    const bool asks =
        result.session && (result.session->form || result.session->dialogue == "activity" ||
                           result.session->dialogue == "proposal");
    return asks || std::ranges::any_of(result.events, [](const conversation::Event& event) {
               return std::holds_alternative<conversation::ActivityAnswered>(event);
           });
}

// What is due to be said goes first in an answer that is free.
Riders add_riders(Connection& connection,
                  const TurnContext& context,
                  const conversation::Contact& contact,
                  const IncomingMessage& message,
                  TurnResult& result,
                  Instant now) {
    if (context.holidays == nullptr || message.reply_token.empty() || message.sms ||
        is_in_question(result) || message.standby || result.messages.empty() ||
        result.messages.size() >= kMostMessages) {
        return {};
    }
    const auto room = std::min(kMostRiders, kMostMessages - result.messages.size());
    auto riders = take_riders(connection,
                              {.notices = {context.texts, context.sms},
                               .planning = PlanningTerms{*context.holidays},
                               .at_once = kRidersLooked},
                              contact,
                              room,
                              now);
    result.messages.insert(result.messages.begin(), riders.messages.begin(), riders.messages.end());
    return riders;
}

EventOutcome answer_private(Connection& connection,
                            const TurnContext& context,
                            storage::TurnCommit::Start& start,
                            const IncomingMessage& message,
                            Instant now) {
    EventOutcome outcome;
    if (message.kind == IncomingKind::Unfollow) {
        outcome.notified = note_blocking(connection, context, message, now);
    }
    const storage::RegisterView view(connection, start.contact, context.office, now);
    TurnResult result = conversation::run_turn({.forms = context.forms,
                                                .texts = context.texts,
                                                .reg = view,
                                                .session = start.session,
                                                .message = message,
                                                .now = now});
    const Riders riders = add_riders(connection, context, start.contact, message, result, now);
    storage::TurnCommit commit(connection);
    const bool waits = waits_for_picture(message, result);
    auto answer =
        commit.finish(start, message, result, std::move(result.messages), now, context.at_once);
    link_riders(connection, riders, answer.id, message.channel, now);
    outcome.answered = answer.id && !answer.row;
    if (answer.row) {
        outcome.to_send = std::make_shared<const storage::Outbox::Row>(*std::move(answer.row));
    }
    for (const auto& event : result.events) {
        if (const auto* joined = std::get_if<conversation::AddressJoined>(&event)) {
            auto told = tell_of_joining(connection, context, *joined, message, now);
            if (!told.empty()) {
                outcome.notified.push_back(std::move(told));
            }
        }
    }
    tell_houses(
        connection, context, {result, commit.opened_conflicts(), message.address}, now, outcome);
    ask_nominated(connection, context, result, now, outcome);
    if (waits) {
        storage::ContentFetches(connection).enqueue(start.inbox, message, now);
        outcome.fetches = true;
    }
    return outcome;
}

EventOutcome converse(Connection& connection,
                      const TurnContext& context,
                      const IncomingMessage& message,
                      Instant now) {
    storage::TurnCommit commit(connection);
    auto start = commit.start(message, now);
    if (start.repeated) {
        EventOutcome outcome;
        outcome.repeated = true;
        return outcome;
    }
    return answer_private(connection, context, start, message, now);
}

// A word to somebody whose message we could not handle; false where there is no one to answer.
bool apologise(Connection& connection,
               const TurnContext& context,
               const IncomingMessage& message,
               Instant now) {
    const bool answerable = !message.reply_token.empty() || message.sms;
    if (message.standby || !message.group.empty() || message.address.empty() || !answerable) {
        return false;
    }
    const auto contact = storage::Contacts(connection).find(message.channel, message.address);
    conversation::OutgoingMessage sorry;
    sorry.text = context.texts.get(
        "sorry", contact ? contact->language : "th", {{"contact", context.office.contact}});
    storage::Outbox::Draft draft;
    draft.channel = message.channel;
    draft.address = message.address;
    draft.contact = contact ? contact->id : conversation::ContactId{};
    draft.messages = {std::move(sorry)};
    draft.reply_token = message.reply_token;
    draft.reply_token_at = message.received_at;
    storage::Outbox(connection).enqueue(draft, now);
    return true;
}

}  // namespace

EventOutcome handle_event(Connection& connection,
                          const TurnContext& context,
                          const IncomingMessage& message,
                          Instant now) {
    if (message.kind == IncomingKind::Unsend) {
        return take_back(connection, message, now);
    }
    if (message.kind == IncomingKind::Edited) {
        return replace_text(connection, message, now);
    }
    if (message.sms) {
        const auto sms = receive_sms(connection, context, message, now);
        if (sms.outcome) {
            return *sms.outcome;
        }
        return converse(connection, context, sms.whole ? *sms.whole : message, now);
    }
    if (is_only_noted(message)) {
        return note(connection, message, now);
    }
    if (!message.group.empty()) {
        return answer_group(connection, context, message, now);
    }
    return converse(connection, context, message, now);
}

EventOutcome handle_fetched(Connection& connection,
                            const TurnContext& context,
                            const storage::ContentFetches::Fetch& fetch,
                            const FetchedPicture& picture,
                            Instant now) {
    using Failure = conversation::Attachment::Failure;
    const std::string_view reason = picture.failure == Failure::None       ? ""
                                    : picture.failure == Failure::Gone     ? "gone"
                                    : picture.failure == Failure::TooLarge ? "too_large"
                                                                           : "unreachable";
    EventOutcome outcome;
    if (!storage::ContentFetches(connection).finish(fetch.id, picture.attachment, reason, now)) {
        outcome.repeated = true;
        return outcome;
    }
    IncomingMessage message = fetch.message;
    conversation::Attachment& attachment =
        message.attachment ? *message.attachment : message.attachment.emplace();
    attachment.stored_id = picture.attachment.value;
    attachment.failure = picture.failure;
    attachment.mime = picture.mime;
    auto start = storage::TurnCommit(connection).resume(fetch.inbox, message, now);
    return answer_private(connection, context, start, message, now);
}

EventOutcome bury_event(Connection& connection,
                        const TurnContext& context,
                        const IncomingMessage& message,
                        std::string_view reason,
                        Instant now) {
    EventOutcome outcome;
    outcome.repeated = !storage::Inbox(connection).record_dead(message, reason, now);
    outcome.answered = !outcome.repeated && apologise(connection, context, message, now);
    return outcome;
}

EventOutcome bury_fetch(Connection& connection,
                        const TurnContext& context,
                        const storage::ContentFetches::Fetch& fetch,
                        std::string_view reason,
                        Instant now) {
    EventOutcome outcome;
    outcome.repeated = !storage::ContentFetches(connection).finish(fetch.id, {}, reason, now);
    outcome.answered = !outcome.repeated && apologise(connection, context, fetch.message, now);
    return outcome;
}

}  // namespace bot
