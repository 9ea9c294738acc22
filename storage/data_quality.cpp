#include "storage/data_quality.h"

#include <chrono>

namespace storage {

namespace {

// ?1, ?2 first and last village code, ?3 how many.
constexpr Sql kDoubtful{"data_quality.doubtful", R"sql(
SELECT h.id, v.code, h.house_no, r.period, rr.check_flags, rr.income_total, rr.saving_amount,
    EXISTS (SELECT 1 FROM report_conflict c WHERE c.report = r.id AND c.state = 'OPEN')
FROM report_revision rr
JOIN report r ON r.id = rr.report
JOIN household h ON h.id = r.household
JOIN village v ON v.id = h.village
WHERE rr.status = 'NEEDS_CHECK' AND v.code BETWEEN ?1 AND ?2
    AND NOT EXISTS (SELECT 1 FROM report_revision x WHERE x.report = r.id
        AND x.revision > rr.revision AND x.status <> 'VOID')
ORDER BY rr.id DESC LIMIT ?3)sql"};

// ?1, ?2 first and last village code, ?3 month.
constexpr Sql kUnknown{"data_quality.unknown", R"sql(
SELECT count(*), coalesce(sum(rr.income_total IS NULL), 0),
    coalesce(sum(rr.saving_amount IS NULL), 0), coalesce(sum(rr.occ_main IS NULL), 0),
    coalesce(sum(rr.on_behalf), 0)
FROM report r
JOIN report_revision rr ON rr.report = r.id AND rr.revision = (
    SELECT max(x.revision) FROM report_revision x WHERE x.report = r.id AND x.status <> 'VOID')
JOIN household h ON h.id = r.household
JOIN village v ON v.id = h.village
WHERE r.period = ?3 AND v.code BETWEEN ?1 AND ?2)sql"};

constexpr Sql kGaps{"data_quality.gaps", R"sql(
SELECT count(*), coalesce(sum(h.members_total IS NULL), 0),
    coalesce(sum(b.income_month IS NULL), 0),
    coalesce(sum(NOT EXISTS (SELECT 1 FROM household_care c WHERE c.household = h.id
        AND c.to_day IS NULL)), 0),
    coalesce(sum(NOT EXISTS (SELECT 1 FROM contact_household s WHERE s.household = h.id
        AND s.to_at IS NULL)), 0)
FROM household h JOIN village v ON v.id = h.village
LEFT JOIN baseline b ON b.household = h.id
WHERE h.status IN ('ACTIVE', 'PAUSED') AND v.code BETWEEN ?1 AND ?2)sql"};

constexpr Sql kUnfinished{"data_quality.unfinished", R"sql(
SELECT count(*) FROM session WHERE form_key IS NOT NULL AND updated_at < ?1)sql"};

std::string last_code(std::string_view area) {
    return std::string(area) + "99999999";
}

}  // namespace

std::vector<DataQuality::Doubtful> DataQuality::doubtful(std::string_view area, unsigned limit) {
    std::vector<Doubtful> all;
    auto rows = connection_.query(kDoubtful, area, last_code(area), limit);
    while (rows.step()) {
        all.push_back({.household = rows.id<conversation::HouseholdId>(0),
                       .village_code = rows.text(1),
                       .house_no = rows.text(2),
                       .period = rows.period(3),
                       .flags = rows.text(4),
                       .income = rows.optional_integer(5),
                       .saving = rows.optional_integer(6),
                       .conflict = rows.flag(7)});
    }
    return all;
}

DataQuality::Unknown DataQuality::unknown(std::string_view area, Period period) {
    auto row = connection_.query(kUnknown, area, last_code(area), period);
    if (!row.step()) {
        return {.period = period};
    }
    return {.period = period,
            .reports = row.integer(0),
            .income = row.integer(1),
            .saving = row.integer(2),
            .occupation = row.integer(3),
            .on_behalf = row.integer(4)};
}

DataQuality::Gaps DataQuality::gaps(std::string_view area) {
    auto row = connection_.query(kGaps, area, last_code(area));
    if (!row.step()) {
        return {};
    }
    return {.households = row.integer(0),
            .without_members = row.integer(1),
            .without_baseline = row.integer(2),
            .without_care = row.integer(3),
            .without_speaker = row.integer(4)};
}

std::int64_t DataQuality::unfinished(Instant now) {
    auto row = connection_.query(kUnfinished, now - std::chrono::hours(24));
    return row.step() ? row.integer(0) : 0;
}

}  // namespace storage
