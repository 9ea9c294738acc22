#pragma once
#include "conversation/message.h"
#include "storage/connection.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// What is to be sent: the table is the queue. A row is one answer of up to five messages to one
// address. It gets its retry key (a UUID) when it is enqueued and keeps it for life.
//
//   queued → sending → sent → delivered
//               ↓ ↘ queued again (tries later), failed, expired
class Outbox {
  public:
    // Answers go before reminders, reminders before messages to many.
    enum class Priority { Answer = 0, Reminder = 1, Bulk = 2 };
    enum class Way { Reply, Push };

    struct Draft {
        std::string channel;
        std::string address;  // also of a group: "line:C…"
        conversation::ContactId contact;
        std::vector<conversation::OutgoingMessage> messages;
        Priority priority = Priority::Answer;
        std::string reply_token;     // empty: none
        Instant reply_token_at{};    // when the channel gave it to us
        InboxId inbox;               // what it answers
        std::optional<Instant> due;  // not before
        std::optional<Instant> expires_at;
        std::string notice;   // what a notice says, to say it elsewhere; empty: an answer
        OutboxId instead_of;  // the row it stands for; Constraint when another one does already
        // Pushes it costs: a group's members. 0: one of a person, not known of a group.
        std::int64_t push_cost = 0;
    };

    struct Row {
        OutboxId id;
        std::string channel;
        std::string address;
        conversation::ContactId contact;
        // As stored, for the sender to read: the writer's thread has better to do. Empty when the
        // messages are at hand.
        std::string messages_json;
        std::vector<conversation::OutgoingMessage> at_hand;
        Priority priority = Priority::Answer;
        std::string retry_key;
        int attempts = 0;  // this one included
        std::string reply_token;
        Instant reply_token_at{};
        // A reply with this token may have arrived already: try it as a reply again or give up, but
        // never push it.
        bool reply_only = false;
        Way way = Way::Push;  // decided at the claim
        Instant queued_at{};
        std::int64_t push_cost = 0;  // as Draft's

        // Nothing when they cannot be read.
        [[nodiscard]] std::optional<std::vector<conversation::OutgoingMessage>> messages() const;
    };

    struct Claim {
        std::string_view channel;
        unsigned limit = 100;
        // A reply token older than this is not used any more.
        std::chrono::milliseconds token_life = std::chrono::seconds(50);
        // Off while the channel's push quota is used up: only replies are claimed, and a row that
        // can only be pushed holds back no later one of its address.
        bool pushes = true;
        // Rows that failed least come first, so that one that always fails does not stand for the
        // channel as a whole.
        bool untried_first = false;
        // Less urgent rows stay where they are.
        Priority least = Priority::Bulk;
    };

    // How a try ended.
    struct Settlement {
        enum class Result { Sent, Retry, Failed, Expired } result = Result::Sent;
        std::string reason;       // a short word of the sender's table; empty when sent
        Instant next_at{};        // Retry: not before
        bool uncertain = false;   // Retry: a reply may have arrived although no answer came
        bool token_dead = false;  // Retry: the reply token is not valid: forget it, push instead
        std::string provider_id;  // the channel's id of the message, for receipts
    };

    // What waits for one channel.
    struct Waiting {
        std::string channel;
        std::int64_t queued = 0;
        std::optional<Instant> oldest_due;
    };

    struct Counts {
        std::int64_t queued = 0;
        std::int64_t sending = 0;
        std::int64_t failed = 0;
        std::int64_t expired = 0;
        std::optional<Instant> oldest_due;  // of what should be out by now
    };

    struct Enqueued {
        OutboxId id;             // none: there was nothing to enqueue
        std::optional<Row> row;  // it was claimed in the same step
    };

    explicit Outbox(Connection& connection) : connection_(connection) {}

    OutboxId enqueue(const Draft& draft, Instant now);

    // For an answer with a fresh reply token that there is room to send at once: it is enqueued and
    // claimed in one step, unless something else to its address waits or is being sent.
    [[nodiscard]] Enqueued enqueue_claimed(Draft draft, Instant now);

    // Takes due rows to send now and marks them sending: highest priority first, then oldest; of
    // one address never more than one at a time, and none while an earlier one of the same or
    // higher priority waits. Rows past their expiry become expired instead. The claim must be
    // committed before the first byte is sent.
    [[nodiscard]] std::vector<Row> claim(const Claim& claim, Instant now);

    // Rows that are no longer `sending` are left alone.
    void settle(OutboxId id, const Settlement& settlement, Instant now);

    // At start: puts rows that a crash left `sending` back into the queue. Pushes are safe to
    // repeat (same retry key); replies become reply_only. Returns how many.
    std::int64_t recover(Instant now);

    // What waits for another try of a channel is due now: the channel works again, or the clock was
    // set back. Returns how many.
    std::int64_t hasten(std::string_view channel, Instant now);

    // What a channel says later about a message, named by its own id or by ours.
    struct Receipt {
        enum class State { Sent, Delivered, Failed } state = State::Sent;
        std::string channel;
        std::string provider_id;  // looked for when `own` is none
        OutboxId own;
        std::string reason;  // of Failed: a word of the channel's, no personal data
    };

    enum class ReceiptEffect { Applied, Nothing, UnknownMessage };

    // Receipts come in any order and more than once: sending → sent → delivered or failed, never
    // back. One for a message whose last try has no known outcome tells that it had arrived.
    ReceiptEffect receipt(const Receipt& receipt, Instant now);

    // The message of a receipt; none when it is not ours.
    [[nodiscard]] OutboxId id_of(const Receipt& receipt);
    // Whom it was for.
    [[nodiscard]] std::optional<std::string> address_of(const Receipt& receipt);

    // Before recover(), for a channel where a try that a crash interrupted must not be repeated
    // blindly: what is left `sending` waits until `next_at` for a receipt, or without one fails.
    std::int64_t recover_unsure(std::string_view channel,
                                std::optional<Instant> next_at,
                                Instant now);

    // A queued message is not needed any more.
    void withdraw(OutboxId id, std::string_view reason, Instant now);

    // When the next queued row of a channel falls due; nothing when none waits.
    [[nodiscard]] std::optional<Instant> next_due(std::string_view channel);
    [[nodiscard]] Counts counts(Instant now);
    [[nodiscard]] std::vector<Waiting> waiting();

    // Queued messages to an address that are not answers become expired: the person asked for
    // silence.
    std::int64_t cancel_unasked(std::string_view channel, std::string_view address, Instant now);

  private:
    Connection& connection_;
};

}  // namespace storage
