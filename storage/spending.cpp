#include "storage/spending.h"

namespace storage {

namespace {

constexpr Sql kAdd{"spending.add", R"sql(
INSERT INTO channel_spending (channel, month, messages, segments, cost, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (channel, month) DO UPDATE SET messages = messages + excluded.messages,
    segments = segments + excluded.segments, cost = cost + excluded.cost,
    updated_at = excluded.updated_at)sql"};

constexpr Sql kOf{"spending.of", R"sql(
SELECT messages, segments, cost FROM channel_spending WHERE channel = ?1 AND month = ?2)sql"};

}  // namespace

void Spending::add(std::string_view channel,
                   conversation::Period month,
                   const Sum& more,
                   Instant now) {
    connection_.run(kAdd, channel, month, more.messages, more.segments, more.cost, now);
}

Spending::Sum Spending::of(std::string_view channel, conversation::Period month) {
    auto row = connection_.query(kOf, channel, month);
    return row.step() ? Sum{row.integer(0), row.integer(1), row.integer(2)} : Sum{};
}

}  // namespace storage
