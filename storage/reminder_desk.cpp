#include "storage/reminder_desk.h"

namespace storage {

namespace {

// A range of the index reminder_due for each rank.
constexpr Sql kAhead{"reminder_desk.ahead", R"sql(
SELECT kind, count(*), min(next_at) FROM reminder INDEXED BY reminder_due
WHERE state = 'DUE' AND rank IN (0, 1, 2, 3, 4) AND next_at <= ?1
GROUP BY kind ORDER BY min(next_at), kind)sql"};

constexpr Sql kUnsent{"reminder_desk.unsent", R"sql(
SELECT kind, reason, count(*), max(done_at) FROM reminder INDEXED BY reminder_unsent
WHERE state IN ('SUPPRESSED', 'EXPIRED', 'FAILED') AND reason <> 'changed' AND done_at >= ?1
GROUP BY kind, reason ORDER BY count(*) DESC, kind, reason)sql"};

}  // namespace

std::vector<ReminderDesk::Ahead> ReminderDesk::ahead(Instant until) {
    std::vector<Ahead> all;
    auto rows = connection_.query(kAhead, until);
    while (rows.step()) {
        all.push_back({rows.text(0), rows.integer(1), rows.instant(2)});
    }
    return all;
}

std::vector<ReminderDesk::Unsent> ReminderDesk::unsent(Instant since) {
    std::vector<Unsent> all;
    auto rows = connection_.query(kUnsent, since);
    while (rows.step()) {
        all.push_back({rows.text(0), rows.text(1), rows.integer(2), rows.instant(3)});
    }
    return all;
}

}  // namespace storage
