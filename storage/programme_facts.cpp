#include "storage/programme_facts.h"

#include "storage/people.h"

namespace storage {

namespace {

// ?1 W's last day, ?2 fiscal year. A model household is counted where it lived on that day.
constexpr Sql kVillages{"programme_facts.villages", R"sql(
SELECT v.id, v.code, v.moo, v.name_th, v.tambon,
    EXISTS (SELECT 1 FROM village_target t WHERE t.village = v.id AND t.fy = ?2),
    (SELECT count(*) FROM learning_centre c WHERE c.village = v.id
        AND coalesce(c.opened_on, '') <= ?1 AND coalesce(c.closed_on, '9999') > ?1),
    (SELECT count(*) FROM occ_group g WHERE g.village = v.id
        AND coalesce(g.formed_on, '') <= ?1 AND coalesce(g.ended_on, '9999') > ?1),
    (SELECT count(*) FROM nomination n JOIN household h ON h.id = n.household
        WHERE n.fy = ?2 AND n.stage = 'CHOSEN' AND v.id = coalesce(
            (SELECT m.from_village FROM household_move m WHERE m.household = h.id
                AND m.moved_on > ?1 ORDER BY m.moved_on, m.id LIMIT 1), h.village))
FROM village v ORDER BY v.code)sql"};

constexpr Sql kTambons{"programme_facts.tambons", R"sql(
SELECT t.id, t.code, t.name_th, t.district_code,
    (SELECT count(*) FROM tambon_plan p JOIN tambon_plan_adoption a ON a.plan = p.id
        WHERE p.tambon = t.id AND p.fy = ?2 AND a.on_day <= ?1)
FROM tambon t ORDER BY t.code)sql"};

// ?1 and ?2 W's days.
constexpr Sql kTrainers{"programme_facts.trainers", R"sql(
SELECT DISTINCT r.person, r.village,
    EXISTS (SELECT 1 FROM trainer_session s WHERE s.trainer = r.person
        AND s.on_day BETWEEN ?1 AND ?2)
FROM role r
WHERE r.role IN ('TRAINER', 'SAGE') AND r.village IS NOT NULL AND r.from_day <= ?2
    AND coalesce(r.to_day, '9999') >= ?2
ORDER BY r.person, r.village)sql"};

// ?1 fiscal year, ?2 the day of as_of.
constexpr Sql kOrganisations{"programme_facts.organisations", R"sql(
SELECT o.id, o.kind, o.name_th, n.id IS NOT NULL, coalesce(n.status, '') IN ('APPROVED', 'CLOSED'),
    count(a.id), coalesce(sum(a.state = 'DONE'), 0),
    coalesce(sum(a.state = 'DONE' AND a.kind = 'PREP'), 0),
    coalesce(sum(a.state = 'DONE' AND a.kind = 'MONITOR'), 0),
    coalesce(sum(a.state = 'DONE'
        AND NOT EXISTS (SELECT 1 FROM outcome x WHERE x.activity = a.id AND x.result = 'DONE')), 0),
    coalesce(sum(a.state IN ('PLANNED', 'POSTPONED') AND a.planned_end < ?2), 0),
    EXISTS (SELECT 1 FROM summary s WHERE s.fy = ?1)
FROM organisation o
LEFT JOIN plan n ON n.organisation = o.id AND n.fy = ?1
LEFT JOIN activity a ON a.plan = n.id
GROUP BY o.id ORDER BY o.kind, o.name_th)sql"};

// ?1 organisation, ?2 W's last day.
constexpr Sql kOrganisationVillages{"programme_facts.organisation_villages", R"sql(
SELECT DISTINCT r.village FROM role r
WHERE r.organisation = ?1 AND r.village IS NOT NULL AND r.from_day <= ?2
    AND coalesce(r.to_day, '9999') >= ?2)sql"};

// ?1 fiscal year, ?2 the day of as_of.
constexpr Sql kDue{"programme_facts.due", R"sql(
SELECT n.organisation, a.village, a.tambon, a.responsible, a.state,
    a.state = 'DONE' AND coalesce((SELECT x.done_on FROM outcome x
        WHERE x.activity = a.id ORDER BY x.revision DESC LIMIT 1), '9999') <= a.original_end,
    a.state IN ('PLANNED', 'POSTPONED') AND a.planned_end < ?2
FROM plan n JOIN activity a ON a.plan = n.id
WHERE n.fy = ?1 AND a.planned_end <= ?2)sql"};

constexpr Sql kPerson{"programme_facts.person", R"sql(
SELECT prefix, given_name, family_name FROM person WHERE id = ?1)sql"};

}  // namespace

ProgrammeFacts::ProgrammeFacts(Connection& reader, const FactsWindow& window)
    : reader_(reader),
      first_day_(conversation::first_day(window.from)),
      last_day_(conversation::last_day(window.to)),
      as_of_day_(conversation::bangkok_day(window.as_of)),
      fiscal_year_be_(conversation::fiscal_year_be(window.to)) {}

std::vector<ProgrammeFacts::Village> ProgrammeFacts::villages() {
    std::vector<Village> all;
    auto rows = reader_.query(kVillages, last_day_, fiscal_year_be_);
    while (rows.step()) {
        all.push_back({.id = rows.id<VillageId>(0),
                       .code = rows.text(1),
                       .moo = rows.integer(2),
                       .name_th = rows.text(3),
                       .tambon = rows.id<TambonId>(4),
                       .target = rows.flag(5),
                       .centres = rows.integer(6),
                       .groups = rows.integer(7),
                       .chosen = rows.integer(8)});
    }
    return all;
}

std::vector<ProgrammeFacts::Tambon> ProgrammeFacts::tambons() {
    std::vector<Tambon> all;
    auto rows = reader_.query(kTambons, last_day_, fiscal_year_be_);
    while (rows.step()) {
        all.push_back({.id = rows.id<TambonId>(0),
                       .code = rows.text(1),
                       .name_th = rows.text(2),
                       .district_code = rows.text(3),
                       .adoptions = rows.integer(4)});
    }
    return all;
}

std::vector<ProgrammeFacts::Trainer> ProgrammeFacts::trainers() {
    std::vector<Trainer> all;
    auto rows = reader_.query(kTrainers, first_day_, last_day_);
    while (rows.step()) {
        all.push_back({rows.id<PersonId>(0), rows.id<VillageId>(1), rows.flag(2)});
    }
    return all;
}

std::vector<ProgrammeFacts::Organisation> ProgrammeFacts::organisations() {
    std::vector<Organisation> all;
    {
        auto rows = reader_.query(kOrganisations, fiscal_year_be_, as_of_day_);
        while (rows.step()) {
            all.push_back({.id = rows.id<OrganisationId>(0),
                           .kind = rows.text(1),
                           .name_th = rows.text(2),
                           .approved = rows.flag(4),
                           .has_plan = rows.flag(3),
                           .activities = rows.integer(5),
                           .done = rows.integer(6),
                           .prep_done = rows.integer(7),
                           .monitor_done = rows.integer(8),
                           .done_without_outcome = rows.integer(9),
                           .late = rows.integer(10),
                           .summary_frozen = rows.flag(11)});
        }
    }
    for (Organisation& organisation : all) {
        auto rows = reader_.query(kOrganisationVillages, organisation.id, last_day_);
        while (rows.step()) {
            organisation.villages.push_back(rows.id<VillageId>(0));
        }
    }
    return all;
}

std::vector<ProgrammeFacts::DueActivity> ProgrammeFacts::due_activities() {
    std::vector<DueActivity> all;
    auto rows = reader_.query(kDue, fiscal_year_be_, as_of_day_);
    while (rows.step()) {
        all.push_back({.organisation = rows.id<OrganisationId>(0),
                       .village = rows.id<VillageId>(1),
                       .tambon = rows.id<TambonId>(2),
                       .responsible = rows.id<PersonId>(3),
                       .state = rows.text(4),
                       .on_time = rows.flag(5),
                       .late = rows.flag(6)});
    }
    return all;
}

std::string ProgrammeFacts::person_name(PersonId person) {
    auto row = reader_.query(kPerson, person);
    return row.step() ? full_name(row.view(0), row.view(1), row.view(2)) : std::string();
}

}  // namespace storage
