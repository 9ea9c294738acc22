#include "storage/card_query.h"

#include "storage/people.h"

#include <algorithm>
#include <charconv>

namespace storage {

namespace {

using conversation::HouseholdId;

// ?2 now. A code that was freed may stand open beside a newer one: the newest counts.
constexpr Sql kHouses{"card_query.houses", R"sql(
SELECT h.id, h.house_no, p.prefix, p.given_name, p.family_name,
    EXISTS (SELECT 1 FROM contact_household WHERE household = h.id AND to_at IS NULL),
    i.code, i.expires_at, i.printed_at
FROM village v JOIN household h ON h.village = v.id
LEFT JOIN person p ON p.id = h.head
LEFT JOIN invite i ON i.id = (SELECT max(id) FROM invite
    WHERE household = h.id AND state = 'OPEN' AND expires_at > ?2)
WHERE v.code = ?1 AND h.status NOT IN ('WITHDRAWN', 'MOVED', 'CLOSED'))sql"};

// ?1 today, ?2 now.
constexpr Sql kPeople{"card_query.people", R"sql(
SELECT p.id, p.prefix, p.given_name, p.family_name,
    EXISTS (SELECT 1 FROM contact WHERE person = p.id),
    i.code, i.expires_at, i.printed_at,
    r.role, o.name_th, v.moo, v.name_th, t.name_th
FROM role r JOIN person p ON p.id = r.person
LEFT JOIN organisation o ON o.id = r.organisation
LEFT JOIN village v ON v.id = r.village
LEFT JOIN tambon t ON t.id = v.tambon
LEFT JOIN invite i ON i.id = (SELECT max(id) FROM invite
    WHERE person = p.id AND state = 'OPEN' AND expires_at > ?2)
WHERE r.from_day <= ?1 AND (r.to_day IS NULL OR r.to_day >= ?1)
ORDER BY p.given_name, p.family_name, p.id, r.id)sql"};

// ?1 first and ?2 last village code, ?3 now.
constexpr Sql kVillages{"card_query.villages", R"sql(
SELECT v.code, v.moo, v.name_th, t.name_th, count(*),
    sum(EXISTS (SELECT 1 FROM contact_household WHERE household = h.id AND to_at IS NULL)),
    sum(EXISTS (SELECT 1 FROM invite WHERE household = h.id AND state = 'USED')),
    sum(EXISTS (SELECT 1 FROM invite WHERE household = h.id AND state = 'OPEN'
        AND expires_at > ?3)),
    sum(EXISTS (SELECT 1 FROM invite WHERE household = h.id AND state = 'OPEN'
        AND expires_at > ?3 AND printed_at IS NOT NULL))
FROM village v JOIN tambon t ON t.id = v.tambon JOIN household h ON h.village = v.id
WHERE v.code BETWEEN ?1 AND ?2 AND h.status NOT IN ('WITHDRAWN', 'MOVED', 'CLOSED')
GROUP BY v.id ORDER BY v.code)sql"};

std::string name_of(const Statement& row, int column) {
    return full_name(row.view(column), row.view(column + 1), row.view(column + 2));
}

std::optional<CardQuery::OpenCode> open_code(const Statement& row, int column) {
    if (row.is_null(column)) {
        return std::nullopt;
    }
    return CardQuery::OpenCode{row.text(column),
                               row.instant(column + 1),
                               !row.is_null(column + 2),
                               row.optional_instant(column + 2)};
}

// The number at the beginning, which is taken off; 0 when there is none.
std::uint64_t take_number(std::string_view& text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return error == std::errc() ? number : 0;
}

}  // namespace

std::vector<CardQuery::House> CardQuery::houses(std::string_view village_code, Instant now) {
    std::vector<House> all;
    auto rows = connection_.query(kHouses, village_code, now);
    while (rows.step()) {
        all.push_back({rows.id<HouseholdId>(0),
                       rows.text(1),
                       name_of(rows, 2),
                       rows.flag(5),
                       open_code(rows, 6)});
    }
    std::ranges::sort(all, house_no_before, &House::house_no);
    return all;
}

std::vector<CardQuery::Person> CardQuery::people(Instant now) {
    std::vector<Person> all;
    auto rows = connection_.query(kPeople, conversation::bangkok_day(now), now);
    while (rows.step()) {
        const auto id = rows.id<PersonId>(0);
        if (all.empty() || all.back().id != id) {
            all.push_back({id, name_of(rows, 1), {}, rows.flag(4), open_code(rows, 5)});
        }
        all.back().roles.push_back(
            {rows.text(8), rows.text(9), rows.integer(10), rows.text(11), rows.text(12)});
    }
    return all;
}

std::vector<CardQuery::Village> CardQuery::villages(std::string_view area, Instant now) {
    std::vector<Village> all;
    auto rows = connection_.query(kVillages, area, std::string(area) + "99999999", now);
    while (rows.step()) {
        all.push_back({rows.text(0),
                       rows.integer(1),
                       rows.text(2),
                       rows.text(3),
                       rows.integer(4),
                       rows.integer(5),
                       rows.integer(6),
                       rows.integer(7),
                       rows.integer(8)});
    }
    return all;
}

bool house_no_before(std::string_view first, std::string_view second) {
    while (!first.empty() && !second.empty()) {
        const bool digits = first.front() >= '0' && first.front() <= '9' && second.front() >= '0' &&
                            second.front() <= '9';
        if (digits) {
            const auto one = take_number(first);
            const auto other = take_number(second);
            if (one != other) {
                return one < other;
            }
        } else if (first.front() != second.front()) {
            return static_cast<unsigned char>(first.front()) <
                   static_cast<unsigned char>(second.front());
        } else {
            first.remove_prefix(1);
            second.remove_prefix(1);
        }
    }
    return first.empty() && !second.empty();
}

}  // namespace storage
