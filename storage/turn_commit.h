#pragma once
#include "conversation/turn.h"
#include "storage/connection.h"
#include "storage/outbox.h"
#include "storage/register_ids.h"

#include <optional>
#include <string>
#include <vector>

namespace storage {

// Makes a turn true: the inbox row, the session, every event and the outbox rows, in the one
// transaction of the writer's job around it. If the job throws between start and finish, nothing of
// the turn is stored.
//
//     writer.submit([=](Connection& connection) {
//         TurnCommit commit(connection);
//         auto start = commit.start(message, now);
//         if (start.repeated) return;
//         RegisterView view(connection, start.contact, office, now);
//         auto result = run_turn({forms, texts, view, start.session, message, now});
//         commit.finish(start, message, result, result.messages, now);
//     }, done);
class TurnCommit {
  public:
    struct Start {
        bool repeated = false;  // the event was handled before: change nothing, say nothing
        InboxId inbox;
        conversation::Contact contact;
        std::optional<conversation::Session> session;
    };

    explicit TurnCommit(Connection& connection) : connection_(connection) {}

    // Records the event and loads (or makes) the contact and the open session. The message must be
    // from a private chat and have an address.
    [[nodiscard]] Start start(const conversation::IncomingMessage& message, Instant now);
    // The same for a message whose inbox row is there already, because its picture had to be
    // fetched first: content_fetches guards against doing it twice.
    [[nodiscard]] Start resume(InboxId inbox,
                               const conversation::IncomingMessage& message,
                               Instant now);

    // Applies the result's session and events; returns the outbox row of the answer, none when
    // nothing is said. `answer` are the result's messages, moved by who needs them no more. It
    // carries the message's reply token. `at_once`: there is room to send it as soon as it is
    // committed.
    Outbox::Enqueued finish(const Start& start,
                            const conversation::IncomingMessage& message,
                            const conversation::TurnResult& result,
                            std::vector<conversation::OutgoingMessage> answer,
                            Instant now,
                            bool at_once = false);

    // Conflicts between two people's reports that the finished turn opened.
    [[nodiscard]] const std::vector<ConflictId>& opened_conflicts() const { return opened_; }

  private:
    Connection& connection_;
    std::vector<ConflictId> opened_;
};

}  // namespace storage
