#include "storage/coverage.h"

#include "storage/card_query.h"
#include "storage/people.h"

#include <algorithm>

namespace storage {

namespace {

#define IS_COUNTED                                                                     \
    "h.status IN ('ACTIVE', 'PAUSED') AND EXISTS (SELECT 1 FROM household_flag f"      \
    "    WHERE f.household = h.id AND f.kind = 'TARGET' AND f.from_day <= ?2 || '-31'" \
    "        AND coalesce(f.to_day, '9999') > ?2 || '-31')"
#define HAS_REPORT(month)                                                        \
    "EXISTS (SELECT 1 FROM report r JOIN report_revision rr ON rr.report = r.id" \
    "    WHERE r.household = h.id AND r.period = " month " AND rr.status <> 'VOID')"

// ?1 first and ?4 last village code, ?2 month, ?3 the one before.
constexpr Sql kVillages{"coverage.villages",
                        "SELECT v.code, v.moo, v.name_th, t.name_th, count(*), "
                        "sum(" HAS_REPORT("?2") "), sum(" HAS_REPORT("?3") ") "
                        "FROM village v JOIN tambon t ON t.id = v.tambon "
                        "JOIN household h ON h.village = v.id "
                        "WHERE v.code BETWEEN ?1 AND ?4 AND " IS_COUNTED
                        " GROUP BY v.id ORDER BY v.code"};

// ?1 village code, ?2 month.
constexpr Sql kMissing{"coverage.missing",
                       "SELECT h.id, h.house_no, p.prefix, p.given_name, p.family_name, "
                       "c.prefix, c.given_name, c.family_name, "
                       "EXISTS (SELECT 1 FROM contact_household ch WHERE ch.household = h.id "
                       "    AND ch.to_at IS NULL), "
                       "(SELECT max(r.period) FROM report r JOIN report_revision rr "
                       "    ON rr.report = r.id WHERE r.household = h.id AND rr.status <> 'VOID') "
                       "FROM village v JOIN household h ON h.village = v.id "
                       "LEFT JOIN person p ON p.id = h.head "
                       "LEFT JOIN household_care hc ON hc.household = h.id AND hc.to_day IS NULL "
                       "LEFT JOIN person c ON c.id = hc.person "
                       "WHERE v.code = ?1 AND " IS_COUNTED " AND NOT " HAS_REPORT("?2")};

// ?1 first and ?3 last village code, ?2 month, ?4 who looks after them, ?5 after, ?6 limit.
constexpr Sql kSilent{
    "coverage.silent",
    "SELECT h.id, h.status = 'PAUSED', "
    "EXISTS (SELECT 1 FROM contact_household ch WHERE ch.household = h.id AND ch.to_at IS NULL), "
    "(SELECT max(m.done_at) FROM reminder m WHERE m.household = h.id AND m.kind = 'REPORT' "
    "    AND m.state = 'SENT'), "
    "(SELECT min(m.next_at) FROM reminder m WHERE m.household = h.id AND m.kind = 'REPORT' "
    "    AND m.state = 'DUE') "
    "FROM village v JOIN household h ON h.village = v.id "
    "WHERE v.code BETWEEN ?1 AND ?3 AND h.id > ?5 "
    "AND (?4 IS NULL OR EXISTS (SELECT 1 FROM household_care c "
    "    WHERE c.household = h.id AND c.person = ?4 AND c.to_day IS NULL)) "
    "AND " IS_COUNTED " AND NOT " HAS_REPORT("?2") "ORDER BY h.id LIMIT ?6"};

// ?1 first and ?3 last village code, ?2 month.
constexpr Sql kCarers{"coverage.carers",
                      "SELECT p.id, p.prefix, p.given_name, p.family_name, count(*), "
                      "sum(" HAS_REPORT("?2") ") "
                      "FROM village v JOIN household h ON h.village = v.id "
                      "JOIN household_care c ON c.household = h.id AND c.to_day IS NULL "
                      "JOIN person p ON p.id = c.person "
                      "WHERE v.code BETWEEN ?1 AND ?3 AND " IS_COUNTED
                      " GROUP BY p.id ORDER BY p.given_name, p.family_name, p.id"};

#undef HAS_REPORT
#undef IS_COUNTED

std::string name_of(const Statement& row, int column) {
    return full_name(row.view(column), row.view(column + 1), row.view(column + 2));
}

}  // namespace

std::vector<Coverage::Village> Coverage::villages(std::string_view area, Period period) {
    std::vector<Village> all;
    auto rows = connection_.query(
        kVillages, area, period, conversation::previous(period), std::string(area) + "99999999");
    while (rows.step()) {
        all.push_back({rows.text(0),
                       rows.integer(1),
                       rows.text(2),
                       rows.text(3),
                       rows.integer(4),
                       rows.integer(5),
                       rows.integer(6)});
    }
    return all;
}

std::vector<Coverage::Missing> Coverage::missing(std::string_view village_code, Period period) {
    std::vector<Missing> all;
    auto rows = connection_.query(kMissing, village_code, period);
    while (rows.step()) {
        all.push_back({rows.id<conversation::HouseholdId>(0),
                       rows.text(1),
                       name_of(rows, 2),
                       name_of(rows, 5),
                       rows.flag(8),
                       rows.text(9)});
    }
    std::ranges::sort(all, house_no_before, &Missing::house_no);
    return all;
}

std::vector<Coverage::Silent> Coverage::silent(const Scope& scope,
                                               conversation::HouseholdId after,
                                               unsigned limit) {
    std::vector<Silent> all;
    auto rows = connection_.query(kSilent,
                                  scope.area,
                                  scope.period,
                                  scope.area + "99999999",
                                  scope.carer,
                                  after.value,
                                  limit);
    while (rows.step()) {
        all.push_back({rows.id<conversation::HouseholdId>(0),
                       {.paused = rows.flag(1),
                        .linked = rows.flag(2),
                        .reminded = rows.optional_instant(3),
                        .planned = rows.optional_instant(4)}});
    }
    return all;
}

std::vector<Coverage::Carer> Coverage::carers(std::string_view area, Period period) {
    std::vector<Carer> all;
    auto rows = connection_.query(kCarers, area, period, std::string(area) + "99999999");
    while (rows.step()) {
        all.push_back({rows.id<PersonId>(0), name_of(rows, 1), rows.integer(4), rows.integer(5)});
    }
    return all;
}

}  // namespace storage
