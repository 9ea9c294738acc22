#include "storage/summaries.h"

#include "storage/audit_log.h"
#include "storage/sha256.h"

#include <fmt/format.h>

#include <span>
#include <utility>

namespace storage {

namespace {

constexpr Sql kAdd{"summaries.add", R"sql(
INSERT INTO summary (id, fy, version, cut_off, body_json, sha256, signed_name, signed_position,
    frozen_at, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?9, ?10))sql"};

constexpr Sql kFind{"summaries.find", R"sql(
SELECT id, fy, version, cut_off, sha256, signed_name, signed_position, frozen_at, created_by,
    body_json
FROM summary WHERE fy = ?1 AND version = ?2)sql"};

constexpr Sql kNewest{"summaries.newest", "SELECT max(version) FROM summary WHERE fy = ?1"};

constexpr Sql kAll{"summaries.all", R"sql(
SELECT id, fy, version, cut_off, sha256, signed_name, signed_position, frozen_at, created_by, ''
FROM summary ORDER BY fy DESC, version DESC)sql"};

constexpr Sql kNotes{"summaries.notes", "SELECT section, text FROM summary_note WHERE fy = ?1"};

constexpr Sql kPutNote{"summaries.put_note", R"sql(
INSERT INTO summary_note (id, fy, section, text, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)
ON CONFLICT (fy, section) DO UPDATE SET text = excluded.text, updated_at = excluded.updated_at,
    created_by = excluded.created_by)sql"};

Summaries::Frozen frozen_of(const Statement& row) {
    return {.id = row.id<SummaryId>(0),
            .fiscal_year_be = static_cast<int>(row.integer(1)),
            .version = static_cast<int>(row.integer(2)),
            .cut_off = row.day(3),
            .body = row.text(9),
            .sha256 = row.text(4),
            .signed_by = {row.text(5), row.text(6)},
            .frozen_at = row.instant(7),
            .by = row.text(8)};
}

}  // namespace

Summaries::Frozen Summaries::freeze(int fiscal_year_be,
                                    Day cut_off,
                                    std::string_view body,
                                    const Signature& signature,
                                    Instant now,
                                    std::string_view by) {
    auto before = newest(fiscal_year_be);
    Frozen frozen{.id = connection_.new_id<SummaryId>(now),
                  .fiscal_year_be = fiscal_year_be,
                  .version = before ? before->version + 1 : 1,
                  .cut_off = cut_off,
                  .body = std::string(body),
                  .sha256 = sha256_hex(std::as_bytes(std::span(body))),
                  .signed_by = signature,
                  .frozen_at = now,
                  .by = std::string(by)};
    if (before && before->sha256 == frozen.sha256 && before->cut_off == cut_off &&
        before->signed_by.name == signature.name &&
        before->signed_by.position == signature.position) {
        return *std::move(before);
    }
    connection_.run(kAdd,
                    frozen.id,
                    frozen.fiscal_year_be,
                    frozen.version,
                    frozen.cut_off,
                    frozen.body,
                    frozen.sha256,
                    signature.name,
                    signature.position,
                    now,
                    by);
    AuditLog(connection_)
        .write({.actor = std::string(by),
                .action = "summary.frozen",
                .subject = fmt::format("summary:{}-{}", fiscal_year_be, frozen.version),
                .detail = frozen.sha256,
                .at = now});
    return frozen;
}

std::optional<Summaries::Frozen> Summaries::newest(int fiscal_year_be) {
    std::int64_t version = 0;
    if (auto row = connection_.query(kNewest, fiscal_year_be); row.step()) {
        version = row.integer(0);
    }
    return find(fiscal_year_be, static_cast<int>(version));
}

std::optional<Summaries::Frozen> Summaries::find(int fiscal_year_be, int version) {
    auto row = connection_.query(kFind, fiscal_year_be, version);
    return row.step() ? std::optional(frozen_of(row)) : std::nullopt;
}

std::vector<Summaries::Frozen> Summaries::all() {
    std::vector<Frozen> all;
    auto rows = connection_.query(kAll);
    while (rows.step()) {
        all.push_back(frozen_of(rows));
    }
    return all;
}

bool Summaries::is_frozen(int fiscal_year_be) {
    return newest(fiscal_year_be).has_value();
}

bool Summaries::is_intact(const Frozen& frozen) {
    return sha256_hex(std::as_bytes(std::span(frozen.body))) == frozen.sha256;
}

Summaries::Notes Summaries::notes(int fiscal_year_be) {
    Notes notes;
    auto rows = connection_.query(kNotes, fiscal_year_be);
    while (rows.step()) {
        notes.at(static_cast<std::size_t>(rows.integer(0) - 1)) = rows.text(1);
    }
    return notes;
}

Change Summaries::put_note(
    int fiscal_year_be, int section, std::string_view text, Instant now, std::string_view by) {
    const std::string before = notes(fiscal_year_be).at(static_cast<std::size_t>(section - 1));
    if (before == text) {
        return Change::Unchanged;
    }
    connection_.run(
        kPutNote, connection_.new_id<RowId>(now), fiscal_year_be, section, text, now, by);
    AuditLog(connection_)
        .write({.actor = std::string(by),
                .action = "summary.note",
                .subject = fmt::format("summary_note:{}-{}", fiscal_year_be, section),
                .detail = {},
                .at = now});
    return before.empty() ? Change::Created : Change::Changed;
}

}  // namespace storage
