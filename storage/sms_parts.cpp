#include "storage/sms_parts.h"

#include "conversation/answer/national_id.h"

namespace storage {

namespace {

constexpr Sql kFind{"sms_parts.find", R"sql(
SELECT id, state, apology FROM sms_long
WHERE channel = ?1 AND address = ?2 AND reference = ?3 AND parts = ?4 AND created_at > ?5
ORDER BY created_at DESC LIMIT 1)sql"};

constexpr Sql kBegin{"sms_parts.begin", R"sql(
INSERT INTO sms_long (id, channel, address, reference, parts, state, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', ?6, ?6))sql"};

constexpr Sql kAdd{"sms_parts.add", R"sql(
INSERT INTO sms_part (id, long, number, text, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (long, number) DO NOTHING)sql"};

constexpr Sql kParts{"sms_parts.parts",
                     "SELECT number, text FROM sms_part WHERE long = ?1 ORDER BY number"};

// The whole text is in the inbox then: the pieces need not be kept.
constexpr Sql kDrop{"sms_parts.drop", "DELETE FROM sms_part WHERE long = ?1"};

constexpr Sql kJoined{"sms_parts.joined",
                      "UPDATE sms_long SET state = 'joined', updated_at = ?2 WHERE id = ?1"};

constexpr Sql kSetApology{"sms_parts.set_apology",
                          "UPDATE sms_long SET apology = ?2, updated_at = ?3 WHERE id = ?1"};

constexpr Sql kIncomplete{"sms_parts.incomplete", R"sql(
SELECT id, channel, address, parts, created_at FROM sms_long
WHERE state = 'waiting' AND created_at <= ?1 ORDER BY created_at DESC LIMIT ?2)sql"};

constexpr Sql kCountIncomplete{"sms_parts.count_incomplete", R"sql(
SELECT count(*) FROM sms_long WHERE state = 'waiting' AND created_at <= ?1)sql"};

struct Found {
    RowId id;
    bool is_joined = false;
    OutboxId apology;
};

}  // namespace

SmsParts::Added SmsParts::add(const conversation::IncomingMessage& message,
                              std::chrono::seconds window,
                              Instant now) {
    const auto& part = message.sms->part.value();
    Found found;
    {
        auto row = connection_.query(
            kFind, message.channel, message.address, part.reference, part.total, now - window);
        if (row.step()) {
            found = {row.id<RowId>(0), row.view(1) == "joined", row.id<OutboxId>(2)};
        }
    }
    Added added;
    added.first = !found.id;
    if (added.first) {
        found.id = connection_.new_id<RowId>(now);
        connection_.run(
            kBegin, found.id, message.channel, message.address, part.reference, part.total, now);
    }
    added.message = found.id;
    added.apology = found.apology;
    added.repeated =
        found.is_joined ||
        connection_.run(
            kAdd, connection_.new_id<RowId>(now), found.id, part.number, message.text, now) == 0;
    if (!added.repeated) {
        added.whole = joined(found.id, part.total);
    }
    if (added.whole) {
        connection_.run(kDrop, found.id);
        connection_.run(kJoined, found.id, now);
    }
    return added;
}

std::optional<std::string> SmsParts::joined(RowId message, std::int64_t parts) {
    std::string text;
    std::int64_t count = 0;
    auto rows = connection_.query(kParts, message);
    for (; rows.step(); ++count) {
        text += rows.view(1);
    }
    return count == parts ? std::optional(std::move(text)) : std::nullopt;
}

void SmsParts::set_apology(RowId message, OutboxId apology, Instant now) {
    connection_.run(kSetApology, message, apology, now);
}

std::vector<SmsParts::Fragment> SmsParts::incomplete(Instant before, unsigned limit) {
    std::vector<std::pair<RowId, Fragment>> found;
    {
        auto rows = connection_.query(kIncomplete, before, limit);
        while (rows.step()) {
            found.push_back({rows.id<RowId>(0),
                             {rows.text(1), rows.text(2), rows.integer(3), {}, rows.instant(4)}});
        }
    }
    std::vector<Fragment> all;
    for (auto& [id, fragment] : found) {
        std::int64_t next = 1;
        auto rows = connection_.query(kParts, id);
        while (rows.step()) {
            fragment.text += rows.integer(0) == next ? "" : "…";
            fragment.text += rows.view(1);
            next = rows.integer(0) + 1;
        }
        fragment.text += next > fragment.parts ? "" : "…";
        fragment.text = conversation::mask_national_ids(fragment.text);
        all.push_back(std::move(fragment));
    }
    return all;
}

std::int64_t SmsParts::count_incomplete(Instant before) {
    auto row = connection_.query(kCountIncomplete, before);
    return row.step() ? row.integer(0) : 0;
}

}  // namespace storage
