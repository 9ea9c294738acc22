#include "storage/office_settings.h"

#include "storage/audit_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace storage {

namespace {

constexpr std::int64_t kMost = 999;

constexpr Sql kGet{"office_settings.get", R"sql(
SELECT value FROM office_setting WHERE key = ?1 AND to_at IS NULL)sql"};

constexpr Sql kEnd{"office_settings.end", R"sql(
UPDATE office_setting SET to_at = ?2, updated_at = ?2 WHERE key = ?1 AND to_at IS NULL)sql"};

constexpr Sql kAdd{"office_settings.add", R"sql(
INSERT INTO office_setting (id, key, value, from_at, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?4, ?4, ?5))sql"};

constexpr Sql kHistory{"office_settings.history", R"sql(
SELECT value, created_by, from_at, to_at FROM office_setting WHERE key = ?1 ORDER BY id)sql"};

constexpr Sql kBmnLine{"office_settings.bmn_line", R"sql(
SELECT baht FROM bmn_threshold WHERE year_from_be <= ?1 ORDER BY year_from_be DESC LIMIT 1)sql"};

constexpr Sql kBmnFrom{"office_settings.bmn_from",
                       "SELECT baht, source FROM bmn_threshold WHERE year_from_be = ?1"};

constexpr Sql kPutBmnLine{"office_settings.put_bmn_line", R"sql(
INSERT INTO bmn_threshold (id, year_from_be, baht, source, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)
ON CONFLICT (year_from_be) DO UPDATE SET baht = excluded.baht, source = excluded.source,
    updated_at = excluded.updated_at)sql"};

const OfficeSettings::Known& setting(std::string_view key) {
    const auto all = OfficeSettings::known();
    const auto found = std::find_if(
        all.begin(), all.end(), [key](const OfficeSettings::Known& one) { return one.key == key; });
    if (found == all.end()) {
        throw std::logic_error("no setting of the office: " + std::string(key));
    }
    return *found;
}

std::int64_t number_of(std::string_view text) {
    std::int64_t number = 0;
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, number);
    return error == std::errc() && end == last ? number : 0;
}

bool may_have(const OfficeSettings::Known& setting, std::string_view value) {
    if (setting.values.empty()) {
        const std::int64_t number = number_of(value);
        return number >= 1 && number <= kMost;
    }
    return std::find(setting.values.begin(), setting.values.end(), value) != setting.values.end();
}

}  // namespace

std::span<const OfficeSettings::Known> OfficeSettings::known() {
    static const std::array<Known, 4> all = {{{.key = "model_scope",
                                               .standard = "DISTRICT",
                                               .values = {"DISTRICT", "TAMBON", "VILLAGE"}},
                                              {.key = "model_quota", .standard = "1"},
                                              {.key = "model_nominees", .standard = "1"},
                                              {.key = "invite_days", .standard = "180"}}};
    return all;
}

std::string OfficeSettings::get(std::string_view key) {
    const Known& known = setting(key);
    auto row = connection_.query(kGet, key);
    return row.step() ? row.text(0) : std::string(known.standard);
}

std::int64_t OfficeSettings::number(std::string_view key) {
    return number_of(get(key));
}

std::optional<Change> OfficeSettings::put(std::string_view key,
                                          std::string_view value,
                                          Instant now,
                                          std::string_view by) {
    if (!may_have(setting(key), value)) {
        return std::nullopt;
    }
    const std::string before = get(key);
    if (before == value) {
        return Change::Unchanged;
    }
    connection_.run(kEnd, key, now);
    connection_.run(kAdd, connection_.new_id<RowId>(now), key, value, now, by);
    AuditLog(connection_)
        .write({.actor = std::string(by),
                .action = "setting.changed",
                .subject = fmt::format("setting:{}", key),
                .detail = fmt::format("{} -> {}", before, value),
                .at = now});
    return Change::Changed;
}

std::vector<OfficeSettings::Past> OfficeSettings::history(std::string_view key) {
    std::vector<Past> all;
    auto rows = connection_.query(kHistory, key);
    while (rows.step()) {
        all.push_back({rows.text(0), rows.text(1), rows.instant(2), rows.optional_instant(3)});
    }
    return all;
}

std::optional<std::int64_t> OfficeSettings::bmn_line(int year_be) {
    auto row = connection_.query(kBmnLine, year_be);
    return row.step() ? std::optional(row.integer(0)) : std::nullopt;
}

Change OfficeSettings::put_bmn_line(int from_year_be,
                                    std::int64_t baht,
                                    std::string_view source,
                                    Instant now,
                                    std::string_view by) {
    bool known = false;
    if (auto row = connection_.query(kBmnFrom, from_year_be); row.step()) {
        known = true;
        if (row.integer(0) == baht && row.view(1) == source) {
            return Change::Unchanged;
        }
    }
    connection_.run(
        kPutBmnLine, connection_.new_id<RowId>(now), from_year_be, baht, source, now, by);
    return known ? Change::Changed : Change::Created;
}

}  // namespace storage
