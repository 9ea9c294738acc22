#pragma once
#include "bot/notice.h"
#include "bot/reminder_budget.h"
#include "bot/reminder_planner.h"
#include "storage/connection.h"
#include "storage/reminders.h"

#include <map>
#include <set>
#include <string>
#include <vector>

// Says what is due: each row is taken, put into the outbox and marked with it in one transaction,
// so that a crash at any point loses and doubles nothing. Within jobs of the writer.
namespace bot {

struct PassTerms {
    NoticeTerms notices;
    PlanningTerms planning;
    unsigned at_once = 200;  // rows a pass
};

struct PassResult {
    std::size_t handled = 0;  // 0: nothing is due; the next pass may wait
    std::size_t sent = 0;
    std::size_t suppressed = 0;
    std::size_t expired = 0;
    std::size_t held = 0;            // put off: night, or messages are scarce
    std::set<std::string> channels;  // that have something to send now
};

// What would be done with one row now.
struct ReminderDecision {
    enum class What { Send, List, Suppress, Expire, PutOff, Replan } what = What::Suppress;
    std::string reason;             // of Suppress, Expire and PutOff
    conversation::Instant until{};  // of PutOff
    storage::Outbox::Draft draft;   // of Send
    std::int64_t cost = 0;          // of Send: pushes or segments
};

// Reads only. The means are of the channel the row goes by, kept between the rows of a pass.
class ReminderJudge {
  public:
    ReminderJudge(storage::Connection& connection, const PassTerms& terms)
        : connection_(connection), terms_(terms) {}

    // `now` is the time the row is looked at. Throws StorageError.
    [[nodiscard]] ReminderDecision judge(const storage::Reminders::Row& row,
                                         conversation::Instant now);
    // A push of a channel was put into the outbox.
    void spent(const std::string& channel, std::int64_t cost);
    [[nodiscard]] PushMeans& means(const std::string& channel, conversation::Instant now);

  private:
    [[nodiscard]] ReminderDecision to_group(const storage::Reminders::Row& row,
                                            conversation::Instant now);
    [[nodiscard]] ReminderDecision to_contact(const storage::Reminders::Row& row,
                                              conversation::Instant now);
    [[nodiscard]] std::string closed(const storage::Reminders::Row& row, conversation::Instant now);

    storage::Connection& connection_;
    const PassTerms& terms_;
    std::map<std::string, PushMeans> means_;
};

// Takes a DUE row, puts what was decided (Send) into the outbox and links the two. False when
// another server was first: then nothing is said.
[[nodiscard]] bool say(storage::Connection& connection,
                       ReminderJudge& judge,
                       storage::ReminderId row,
                       const ReminderDecision& decision,
                       conversation::Instant now);

// One pass over what is due now. Throws StorageError.
[[nodiscard]] PassResult remind(storage::Connection& connection,
                                const PassTerms& terms,
                                conversation::Instant now);

// What is due for a contact, or will be within the day and does not lose by coming early, goes with
// an answer she gets anyway, which costs nothing: messages to add (at most `most`). The rows are
// taken; `link_riders` says in which outbox row they went.
struct Riders {
    std::vector<conversation::OutgoingMessage> messages;
    std::vector<storage::ReminderId> rows;
};

[[nodiscard]] Riders take_riders(storage::Connection& connection,
                                 const PassTerms& terms,
                                 const conversation::Contact& contact,
                                 std::size_t most,
                                 conversation::Instant now);
void link_riders(storage::Connection& connection,
                 const Riders& riders,
                 storage::OutboxId outbox,
                 std::string_view channel,
                 conversation::Instant now);

}  // namespace bot
