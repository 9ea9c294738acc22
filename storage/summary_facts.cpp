#include "storage/summary_facts.h"

#include "storage/merge.h"

namespace storage {

namespace {

// ?1 W's last day.
constexpr Sql kFunds{"summary_facts.funds", R"sql(
SELECT f.kind, count(DISTINCT a.household)
FROM fund_access a JOIN fund f ON f.id = a.fund JOIN household h ON h.id = a.household
WHERE a.kind IN ('GRANTED', 'MEMBER') AND a.on_day <= ?1 AND h.status IN ('ACTIVE', 'PAUSED')
    AND EXISTS (SELECT 1 FROM household_flag g WHERE g.household = h.id AND g.kind = 'TARGET'
        AND g.from_day <= ?1 AND coalesce(g.to_day, '9999') > ?1)
GROUP BY f.kind ORDER BY f.kind)sql"};

// ?1 fiscal year, ?2 W's last day.
constexpr Sql kTambonPlans{"summary_facts.tambon_plans", R"sql(
SELECT t.code, t.name_th,
    max(iif(a.into_plan = 'LOCAL_PLAN', a.on_day, NULL)),
    max(iif(a.into_plan = 'STRATEGIC_PLAN', a.on_day, NULL)),
    max(iif(a.into_plan = 'ORDINANCE', a.on_day, NULL)),
    max(iif(a.into_plan = 'PROVINCE_PLAN', a.on_day, NULL))
FROM tambon t
LEFT JOIN tambon_plan p ON p.tambon = t.id AND p.fy = ?1
LEFT JOIN tambon_plan_adoption a ON a.plan = p.id AND a.on_day <= ?2
GROUP BY t.id ORDER BY t.code)sql"};

constexpr Sql kConflicts{"summary_facts.conflicts", R"sql(
SELECT count(*) FROM report_conflict c JOIN report r ON r.id = c.report
WHERE c.state = 'OPEN' AND r.period BETWEEN ?1 AND ?2)sql"};

constexpr Sql kRemarks{"summary_facts.remarks", R"sql(
SELECT o.kind, a.title, x.result, trim(x.reason || ' ' || x.note)
FROM plan n JOIN organisation o ON o.id = n.organisation JOIN activity a ON a.plan = n.id
JOIN outcome x ON x.activity = a.id
WHERE n.fy = ?1 AND (x.reason <> '' OR x.note <> '')
    AND x.revision = (SELECT max(y.revision) FROM outcome y WHERE y.activity = a.id)
ORDER BY x.id DESC LIMIT ?2)sql"};

}  // namespace

std::vector<SummaryFacts::Fund> SummaryFacts::funds() {
    std::vector<Fund> all;
    auto rows = reader_.query(kFunds, conversation::last_day(window_.to));
    while (rows.step()) {
        all.push_back({rows.text(0), rows.integer(1)});
    }
    return all;
}

std::vector<SummaryFacts::TambonPlan> SummaryFacts::tambon_plans() {
    std::vector<TambonPlan> all;
    auto rows = reader_.query(
        kTambonPlans, conversation::fiscal_year_be(window_.to), conversation::last_day(window_.to));
    while (rows.step()) {
        TambonPlan plan{.tambon_code = rows.text(0), .tambon_th = rows.text(1)};
        for (std::size_t at = 0; at < plan.adopted.size(); ++at) {
            plan.adopted[at] = optional_day(rows, static_cast<int>(at) + 2);
        }
        all.push_back(std::move(plan));
    }
    return all;
}

std::int64_t SummaryFacts::open_conflicts() {
    auto row = reader_.query(kConflicts, window_.from, window_.to);
    return row.step() ? row.integer(0) : 0;
}

std::vector<SummaryFacts::Remark> SummaryFacts::remarks(unsigned limit) {
    std::vector<Remark> all;
    auto rows = reader_.query(kRemarks, conversation::fiscal_year_be(window_.to), limit);
    while (rows.step()) {
        all.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3)});
    }
    return all;
}

}  // namespace storage
