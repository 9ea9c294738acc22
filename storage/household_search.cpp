#include "storage/household_search.h"

#include "conversation/answer/phone.h"
#include "storage/people.h"

namespace storage {

namespace {

// ?1 a part of a name, as typed; ?2 a house number; ?3 a telephone; with none of them all are
// meant. ?4, ?5 first and last village code; ?6 status; ?7 after; ?8 limit.
constexpr Sql kFind{"household_search.find", R"sql(
SELECT h.id, v.code, v.moo, v.name_th, t.name_th, h.house_no, p.prefix, p.given_name,
    p.family_name, h.status,
    (SELECT max(r.period) FROM report r JOIN report_revision rr ON rr.report = r.id
        WHERE r.household = h.id AND rr.status <> 'VOID')
FROM household h JOIN village v ON v.id = h.village JOIN tambon t ON t.id = v.tambon
LEFT JOIN person p ON p.id = h.head
WHERE h.id > ?7 AND v.code BETWEEN ?4 AND ?5 AND (?6 = '' OR h.status = ?6)
    AND (?1 = '' OR instr(p.given_name || ' ' || p.family_name, ?1) > 0 OR h.house_no = ?2
        OR (?3 <> '' AND p.phone = ?3))
ORDER BY h.id LIMIT ?8)sql"};

std::string_view trimmed(std::string_view text) {
    const auto from = text.find_first_not_of(' ');
    if (from == std::string_view::npos) {
        return {};
    }
    return text.substr(from, text.find_last_not_of(' ') - from + 1);
}

}  // namespace

std::vector<HouseholdSearch::Found> HouseholdSearch::find(const Wish& wish) {
    const std::string_view text = trimmed(wish.text);
    const std::string phone = conversation::read_phone(text).e164.value_or("");
    const std::string& first = wish.village.empty() ? wish.area : wish.village;
    std::vector<Found> all;
    auto rows = connection_.query(kFind,
                                  text,
                                  text,
                                  phone,
                                  first,
                                  first + "99999999",
                                  wish.status,
                                  wish.after.value,
                                  wish.limit);
    while (rows.step()) {
        all.push_back({rows.id<conversation::HouseholdId>(0),
                       rows.text(1),
                       rows.integer(2),
                       rows.text(3),
                       rows.text(4),
                       rows.text(5),
                       full_name(rows.view(6), rows.view(7), rows.view(8)),
                       rows.text(9),
                       rows.text(10)});
    }
    return all;
}

}  // namespace storage
