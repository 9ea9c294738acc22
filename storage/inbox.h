#pragma once
#include "conversation/message.h"
#include "storage/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// What came in: one row an event, unique on channel and event id, so that an event delivered twice
// is known. The row of a handled event is `done`; that of one that could not be handled is `dead`
// and keeps the whole message with the reason until an officer has dealt with it.
class Inbox {
  public:
    struct DeadLetter {
        InboxId id;
        std::string channel;
        std::string event_id;
        std::string reason;
        Instant received_at{};
        std::optional<conversation::IncomingMessage> message;
    };

    struct Counts {
        std::int64_t done = 0;
        std::int64_t dead = 0;
    };

    explicit Inbox(Connection& connection) : connection_(connection) {}

    // Records an event as done; nothing when it is there already (then nothing is changed). Text of
    // groups is not kept, national IDs in a text are masked. `contact` may be none.
    [[nodiscard]] std::optional<InboxId> record(const conversation::IncomingMessage& message,
                                                conversation::ContactId contact,
                                                Instant now);
    // Records an event that could not be handled; false when the event is there already.
    bool record_dead(const conversation::IncomingMessage& message,
                     std::string_view reason,
                     Instant now);
    // A dead letter was handled after all (run again by an officer).
    void revive(InboxId id);

    [[nodiscard]] bool seen(std::string_view channel, std::string_view event_id);
    [[nodiscard]] std::vector<DeadLetter> dead_letters(unsigned limit);
    // Reads the whole index: not for every request.
    [[nodiscard]] Counts counts();
    [[nodiscard]] std::int64_t dead();

    // Whether a later edit of the same message has come before this one: the newest is the truth.
    [[nodiscard]] bool newer_edit_known(const conversation::IncomingMessage& edit);

    // Takes back what a person unsent: removes the text of the message wherever it is kept (inbox,
    // dead letter, raw answers of reports and submissions, session, requests). Figures understood
    // from it stay. Returns whether the message was known.
    bool erase_message(std::string_view channel, std::string_view message_id, Instant now);

  private:
    Connection& connection_;
};

}  // namespace storage
