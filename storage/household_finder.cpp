#include "storage/household_finder.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace storage {

namespace {

using conversation::HouseholdId;

constexpr std::size_t kCodeDigits = 6;
constexpr std::size_t kVillageDigits = 8;

// The newest card of the number: codes are never given twice.
constexpr Sql kByCode{"household_finder.by_code",
                      "SELECT household FROM invite WHERE code = ?1 AND household IS NOT NULL"};

constexpr Sql kByPlace{"household_finder.by_place", R"sql(
SELECT h.id FROM household h JOIN village v ON v.id = h.village
WHERE v.code = ?1 AND h.house_no = ?2)sql"};

constexpr Sql kById{"household_finder.by_id", "SELECT id FROM household WHERE id = ?1"};

constexpr Sql kLabel{"household_finder.label", R"sql(
SELECT h.house_no, v.moo, v.name_th, t.name_th
FROM household h JOIN village v ON v.id = h.village JOIN tambon t ON t.id = v.tambon
WHERE h.id = ?1)sql"};

std::optional<HouseholdId> first(Statement row) {
    return row.step() ? std::optional(row.id<HouseholdId>(0)) : std::nullopt;
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::optional<HouseholdId> find_household(Connection& connection, std::string_view named) {
    if (all_digits(named)) {
        if (named.size() == kCodeDigits) {
            return first(connection.query(kByCode, named));
        }
        std::int64_t id = 0;
        const auto read = std::from_chars(named.data(), named.data() + named.size(), id);
        return read.ec == std::errc{} ? first(connection.query(kById, id)) : std::nullopt;
    }
    const auto village = named.substr(0, kVillageDigits);
    if (named.size() > kVillageDigits + 1 && all_digits(village)) {
        return first(connection.query(kByPlace, village, named.substr(kVillageDigits + 1)));
    }
    return std::nullopt;
}

std::string household_label(Connection& connection, HouseholdId household) {
    auto row = connection.query(kLabel, household);
    return row.step() ? fmt::format("บ้านเลขที่ {} หมู่ {} {} ต.{}",
                                    row.view(0),
                                    row.integer(1),
                                    row.view(2),
                                    row.view(3))
                      : "";
}

}  // namespace storage
