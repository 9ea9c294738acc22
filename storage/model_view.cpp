#include "storage/model_view.h"

#include "storage/nominations.h"
#include "storage/office_settings.h"
#include "storage/team_view.h"

#include <utility>

namespace storage {

namespace {

using conversation::ContactId;
using conversation::ModelYear;
using conversation::Nominee;

constexpr Sql kOnCommittee{"model_view.on_committee", R"sql(
SELECT 1 FROM role r JOIN organisation o ON o.id = r.organisation
WHERE r.person = ?1 AND o.kind = 'WOM' AND r.from_day <= ?2
    AND coalesce(r.to_day, '9999-12-31') >= ?2
    AND (r.role = 'CHAIR' OR (?3 = 0 AND r.role = 'MEMBER')) LIMIT 1)sql"};

// ?2: the member whose own points are wanted.
constexpr Sql kNominees{"model_view.nominees", R"sql(
SELECT n.id, h.id, h.house_no, v.moo, v.code, v.name_th, t.name_th, h.status, n.stage,
    n.agreed_by_household_at IS NOT NULL, n.confirmed_at IS NOT NULL, n.note,
    (SELECT count(DISTINCT member) FROM nomination_score WHERE nomination = n.id),
    (SELECT coalesce(sum(score), 0) FROM nomination_score WHERE nomination = n.id),
    (SELECT sum(score) FROM nomination_score WHERE nomination = n.id AND member = ?2)
FROM nomination n JOIN household h ON h.id = n.household JOIN village v ON v.id = h.village
JOIN tambon t ON t.id = v.tambon
WHERE n.fy = ?1 ORDER BY n.nominated_on, n.id)sql"};

constexpr Sql kFullVillages{"model_view.full_villages", R"sql(
SELECT v.code FROM nomination n JOIN household h ON h.id = n.household
JOIN village v ON v.id = h.village
WHERE n.fy = ?1 AND n.stage <> 'WITHDRAWN' GROUP BY v.code HAVING count(*) >= ?2)sql"};

constexpr Sql kSpeaksFor{"model_view.speaks_for", R"sql(
SELECT 1 FROM contact_household WHERE contact = ?1 AND household = ?2 AND to_at IS NULL)sql"};

Nominee nominee_of(const Statement& row) {
    Nominee nominee;
    nominee.house.id = row.id<conversation::HouseholdId>(1);
    nominee.house.house_no = row.text(2);
    nominee.house.moo = static_cast<unsigned>(row.integer(3));
    nominee.house.village_code = row.text(4);
    nominee.house.village_name = row.text(5);
    nominee.house.tambon_name = row.text(6);
    nominee.house.status = row.text(7);
    nominee.stage = row.text(8);
    nominee.agreed = row.flag(9);
    nominee.confirmed = row.flag(10);
    nominee.note = row.text(11);
    nominee.scorers = row.integer(12);
    nominee.score = row.integer(13);
    if (!row.is_null(14)) {
        nominee.own = row.integer(14);
    }
    return nominee;
}

}  // namespace

bool ModelView::is_committee(PersonId person, Day today) {
    return person && connection_.query(kOnCommittee, person, today, 0).step();
}

bool ModelView::is_committee_chair(PersonId person, Day today) {
    return person && connection_.query(kOnCommittee, person, today, 1).step();
}

std::vector<Nominee> ModelView::nominees(int fiscal_year_be, PersonId member) {
    std::vector<Nominee> all;
    std::vector<NominationId> ids;
    {
        auto rows = connection_.query(kNominees, fiscal_year_be, member);
        while (rows.step()) {
            ids.push_back(rows.id<NominationId>(0));
            all.push_back(nominee_of(rows));
        }
    }
    Nominations nominations(connection_);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        for (const auto& one : nominations.criteria(ids[i])) {
            all[i].criteria.push_back({one.criterion, one.met});
        }
    }
    return all;
}

ModelYear ModelView::year(int fiscal_year_be) {
    OfficeSettings settings(connection_);
    ModelYear year;
    year.fiscal_year_be = fiscal_year_be;
    year.scope = settings.get("model_scope");
    year.quota = settings.number("model_quota");
    auto rows = connection_.query(kFullVillages, fiscal_year_be, settings.number("model_nominees"));
    while (rows.step()) {
        year.full_villages.insert(rows.text(0));
    }
    year.nominees = nominees(fiscal_year_be, PersonId{});
    return year;
}

ModelYear ModelView::seen_by(PersonId person, ContactId contact, Day today) {
    ModelYear all = year(conversation::fiscal_year_be(today));
    if (is_committee(person, today)) {
        all.nominees = nominees(all.fiscal_year_be, person);
        return all;
    }
    TeamView team(connection_);
    std::erase_if(all.nominees, [&](const Nominee& one) {
        const bool own = connection_.query(kSpeaksFor, contact, one.house.id).step();
        return !own && !team.may_report_for(person, one.house.id, today);
    });
    for (auto& one : all.nominees) {
        one.scorers = one.score = 0;
    }
    return all;
}

}  // namespace storage
