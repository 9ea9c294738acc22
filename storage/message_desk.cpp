#include "storage/message_desk.h"

#include "storage/quota.h"
#include "storage/spending.h"

#include <map>

namespace storage {

namespace {

// ?1 the first id there can be at the instant asked for: what is younger is found by the primary
// key.
constexpr Sql kReceived{"message_desk.received", R"sql(
SELECT channel, count(*) FROM inbox WHERE id >= ?1 GROUP BY channel)sql"};

constexpr Sql kOut{"message_desk.out", R"sql(
SELECT channel, sum(state IN ('sent', 'delivered')),
    sum(state IN ('sent', 'delivered') AND way = 'push'), sum(state IN ('queued', 'sending')),
    sum(state IN ('failed', 'expired'))
FROM outbox WHERE id >= ?1 GROUP BY channel)sql"};

constexpr Sql kFailures{"message_desk.failures", R"sql(
SELECT channel, state, coalesce(reason, ''), count(*), max(updated_at)
FROM outbox WHERE state IN ('failed', 'expired') AND id >= ?1
GROUP BY channel, state, reason ORDER BY count(*) DESC, channel)sql"};

constexpr Sql kSetAside{"message_desk.set_aside", R"sql(
SELECT channel, coalesce(reason, ''), received_at FROM inbox WHERE state = 'dead'
ORDER BY id DESC LIMIT ?1)sql"};

}  // namespace

std::vector<MessageDesk::Channel> MessageDesk::channels(Instant since, conversation::Period month) {
    std::map<std::string, Channel> found;
    {
        auto rows = connection_.query(kReceived, first_id_at(since));
        while (rows.step()) {
            found[rows.text(0)].received = rows.integer(1);
        }
    }
    {
        auto rows = connection_.query(kOut, first_id_at(since));
        while (rows.step()) {
            Channel& channel = found[rows.text(0)];
            channel.sent = rows.integer(1);
            channel.pushes = rows.integer(2);
            channel.queued = rows.integer(3);
            channel.failed = rows.integer(4);
        }
    }
    std::vector<Channel> all;
    for (auto& [name, channel] : found) {
        channel.channel = name;
        if (const auto quota = Quota(connection_).find(name, month)) {
            channel.quota = quota->limit;
            channel.quota_used = quota->used + quota->sent_since;
        }
        const auto spent = Spending(connection_).of(name, month);
        channel.segments = spent.segments;
        channel.cost = spent.cost;
        all.push_back(std::move(channel));
    }
    return all;
}

std::vector<MessageDesk::Failure> MessageDesk::failures(Instant since) {
    std::vector<Failure> all;
    auto rows = connection_.query(kFailures, first_id_at(since));
    while (rows.step()) {
        all.push_back({.channel = rows.text(0),
                       .state = rows.text(1),
                       .reason = rows.text(2),
                       .messages = rows.integer(3),
                       .last_at = rows.instant(4)});
    }
    return all;
}

std::vector<MessageDesk::SetAside> MessageDesk::set_aside(unsigned limit) {
    std::vector<SetAside> all;
    auto rows = connection_.query(kSetAside, limit);
    while (rows.step()) {
        all.push_back({rows.text(0), rows.text(1), rows.instant(2)});
    }
    return all;
}

}  // namespace storage
