#include "storage/tambon_plans.h"

namespace storage {

namespace {

constexpr Sql kFind{"tambon_plans.find", R"sql(
SELECT p.id, t.code, p.fy, p.title, p.integrated_on
FROM tambon_plan p JOIN tambon t ON t.id = p.tambon WHERE t.code = ?1 AND p.fy = ?2)sql"};

constexpr Sql kAdd{"tambon_plans.add", R"sql(
INSERT INTO tambon_plan (id, tambon, fy, title, integrated_on, created_at, updated_at, created_by)
VALUES (?1, (SELECT id FROM tambon WHERE code = ?2), ?3, ?4, ?5, ?6, ?6, ?7))sql"};

constexpr Sql kChange{"tambon_plans.change", R"sql(
UPDATE tambon_plan SET title = ?2, integrated_on = ?3, updated_at = ?4 WHERE id = ?1)sql"};

constexpr Sql kAdoption{"tambon_plans.adoption", R"sql(
SELECT id, on_day, reference FROM tambon_plan_adoption WHERE plan = ?1 AND into_plan = ?2)sql"};

constexpr Sql kAddAdoption{"tambon_plans.add_adoption", R"sql(
INSERT INTO tambon_plan_adoption (id, plan, into_plan, on_day, reference, created_at, updated_at,
    created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7))sql"};

constexpr Sql kChangeAdoption{"tambon_plans.change_adoption", R"sql(
UPDATE tambon_plan_adoption SET on_day = ?2, reference = ?3, updated_at = ?4 WHERE id = ?1)sql"};

constexpr Sql kAdoptions{"tambon_plans.adoptions", R"sql(
SELECT into_plan, on_day, reference FROM tambon_plan_adoption WHERE plan = ?1
ORDER BY on_day, id)sql"};

}  // namespace

std::optional<TambonPlans::Plan> TambonPlans::find(std::string_view tambon_code,
                                                   int fiscal_year_be) {
    auto row = connection_.query(kFind, tambon_code, fiscal_year_be);
    if (!row.step()) {
        return std::nullopt;
    }
    return Plan{.id = row.id<TambonPlanId>(0),
                .tambon_code = row.text(1),
                .fiscal_year_be = static_cast<int>(row.integer(2)),
                .title = row.text(3),
                .integrated_on = optional_day(row, 4)};
}

Put<TambonPlanId> TambonPlans::put(const Plan& plan, Instant now, std::string_view by) {
    auto known = find(plan.tambon_code, plan.fiscal_year_be);
    if (!known) {
        const auto id = connection_.new_id<TambonPlanId>(now);
        connection_.run(kAdd,
                        id,
                        plan.tambon_code,
                        plan.fiscal_year_be,
                        plan.title,
                        plan.integrated_on,
                        now,
                        by);
        return {id, Change::Created};
    }
    Merge merge;
    merge.take("title", known->title, plan.title);
    merge.take("integrated_on", known->integrated_on, plan.integrated_on);
    if (merge.changed()) {
        connection_.run(kChange, known->id, known->title, known->integrated_on, now);
    }
    const Change change = merge.change();
    return {known->id, change, std::move(merge).fields()};
}

Put<RowId> TambonPlans::put_adoption(TambonPlanId id,
                                     const Adoption& adoption,
                                     Instant now,
                                     std::string_view by) {
    RowId row_id;
    Adoption known;
    if (auto row = connection_.query(kAdoption, id, adoption.into); row.step()) {
        row_id = row.id<RowId>(0);
        known = {adoption.into, optional_day(row, 1), row.text(2)};
    }
    if (!row_id) {
        row_id = connection_.new_id<RowId>(now);
        connection_.run(
            kAddAdoption, row_id, id, adoption.into, adoption.on, adoption.reference, now, by);
        return {row_id, Change::Created};
    }
    Merge merge;
    merge.take("date", known.on, adoption.on);
    merge.take("reference", known.reference, adoption.reference);
    if (merge.changed()) {
        connection_.run(kChangeAdoption, row_id, known.on, known.reference, now);
    }
    const Change change = merge.change();
    return {row_id, change, std::move(merge).fields()};
}

std::vector<TambonPlans::Adoption> TambonPlans::adoptions(TambonPlanId id) {
    std::vector<Adoption> all;
    auto rows = connection_.query(kAdoptions, id);
    while (rows.step()) {
        all.push_back({rows.text(0), optional_day(rows, 1), rows.text(2)});
    }
    return all;
}

}  // namespace storage
