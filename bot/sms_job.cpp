#include "bot/sms_job.h"

#include "conversation/thai/normalize.h"
#include "storage/contacts.h"
#include "storage/inbox.h"
#include "storage/outbox.h"
#include "storage/sha256.h"
#include "storage/sms_arrivals.h"
#include "storage/sms_parts.h"

#include <span>
#include <utility>

namespace bot {

namespace {

using conversation::IncomingMessage;
using conversation::Instant;
using storage::Connection;

SmsRules rules_of(const TurnContext& context, const std::string& channel) {
    if (context.sms != nullptr) {
        if (const auto found = context.sms->find(channel); found != context.sms->end()) {
            return found->second;
        }
    }
    return {};
}

EventOutcome keep_aside(Connection& connection,
                        const IncomingMessage& message,
                        std::string_view reason,
                        Instant now) {
    EventOutcome outcome;
    const auto inbox = storage::Inbox(connection).record(message, {}, now);
    outcome.repeated = !inbox;
    if (inbox) {
        const auto& facts = *message.sms;
        storage::SmsArrivals(connection)
            .set_aside(*inbox, facts.sender, reason, std::as_bytes(std::span(facts.raw)), now);
    }
    return outcome;
}

// What is said when the parts are late waits in the outbox from the first part on, so that it is
// said once and survives a restart. It must not stand in the way of answers.
storage::OutboxId queue_apology(Connection& connection,
                                const TurnContext& context,
                                const IncomingMessage& message,
                                Instant due,
                                Instant now) {
    const auto contact = storage::Contacts(connection).find(message.channel, message.address);
    conversation::OutgoingMessage sorry;
    sorry.text = context.texts.get("sms_fragment", contact ? contact->language : "th", {});
    storage::Outbox::Draft draft;
    draft.channel = message.channel;
    draft.address = message.address;
    draft.contact = contact ? contact->id : conversation::ContactId{};
    draft.messages = {std::move(sorry)};
    draft.priority = storage::Outbox::Priority::Reminder;
    draft.due = due;
    return storage::Outbox(connection).enqueue(draft, now);
}

bool writes_too_fast(Connection& connection,
                     const TurnContext& context,
                     const IncomingMessage& message,
                     Instant now) {
    const auto messages =
        storage::SmsArrivals(connection).count(message.channel, message.address, now);
    return messages > rules_of(context, message.channel).most_a_minute;
}

SmsVerdict take_part(Connection& connection,
                     const TurnContext& context,
                     const IncomingMessage& message,
                     Instant now) {
    IncomingMessage noted = message;  // its text is kept with its message until that is whole
    noted.text.clear();
    SmsVerdict verdict;
    verdict.outcome.emplace();
    (void)storage::Inbox(connection).record(noted, {}, now);
    const auto window = rules_of(context, message.channel).parts_wait;
    storage::SmsParts parts(connection);
    const auto added = parts.add(message, window, now);
    verdict.outcome->repeated = added.repeated;
    if (added.first && !writes_too_fast(connection, context, message, now)) {
        const auto due = now + window;
        parts.set_apology(
            added.message, queue_apology(connection, context, message, due, now), now);
        verdict.outcome->answered = true;
    }
    if (added.whole) {
        if (added.apology) {
            storage::Outbox(connection).withdraw(added.apology, "complete", now);
        }
        verdict.outcome.reset();
        verdict.whole = message;
        verdict.whole->event_id = "parts:" + std::to_string(added.message.value);
        verdict.whole->message_id = verdict.whole->event_id;
        verdict.whole->text = *added.whole;
        verdict.whole->sms->part.reset();
        verdict.whole->sms->has_id = true;
    }
    return verdict;
}

bool is_repeated_text(Connection& connection, const IncomingMessage& message, Instant now) {
    const std::string text = conversation::normalize(message.text);
    return !storage::SmsArrivals(connection)
                .is_new(message.channel,
                        message.address,
                        storage::sha256_hex(std::as_bytes(std::span(text))),
                        kSameTextWindow,
                        now);
}

EventOutcome repeated() {
    EventOutcome outcome;
    outcome.repeated = true;
    return outcome;
}

}  // namespace

SmsVerdict receive_sms(Connection& connection,
                       const TurnContext& context,
                       const IncomingMessage& message,
                       Instant now) {
    if (storage::Inbox(connection).seen(message.channel, message.event_id)) {
        return {repeated(), {}};
    }
    const auto& facts = *message.sms;
    if (!facts.set_aside.empty()) {
        return {keep_aside(connection, message, facts.set_aside, now), {}};
    }
    SmsVerdict verdict;
    if (facts.part) {
        verdict = take_part(connection, context, message, now);
        if (verdict.outcome) {
            return verdict;
        }
    } else if (!facts.has_id && is_repeated_text(connection, message, now)) {
        return {repeated(), {}};
    }
    if (writes_too_fast(connection, context, message, now)) {
        const auto& kept = verdict.whole ? *verdict.whole : message;
        return {keep_aside(connection, kept, "too_many", now), {}};
    }
    return verdict;
}

}  // namespace bot
