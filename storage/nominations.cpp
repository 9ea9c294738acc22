#include "storage/nominations.h"

namespace storage {

namespace {

using conversation::HouseholdId;

constexpr Sql kFind{"nominations.find", R"sql(
SELECT id, household, fy, nominated_by, nominated_on, stage, agreed_by_household_at,
    confirmed_at, note
FROM nomination WHERE id = ?1)sql"};

constexpr Sql kFindOf{"nominations.find_of", R"sql(
SELECT id, household, fy, nominated_by, nominated_on, stage, agreed_by_household_at,
    confirmed_at, note
FROM nomination WHERE household = ?1 AND fy = ?2)sql"};

constexpr Sql kOfYear{"nominations.of_year", R"sql(
SELECT id, household, fy, nominated_by, nominated_on, stage, agreed_by_household_at,
    confirmed_at, note
FROM nomination WHERE fy = ?1 ORDER BY nominated_on, id)sql"};

constexpr Sql kAdd{"nominations.add", R"sql(
INSERT INTO nomination (id, household, fy, nominated_by, nominated_on, stage, note, submission,
    created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, 'NOMINATED', ?6, ?7, ?8, ?8, ?9))sql"};

constexpr Sql kCriterion{"nominations.criterion", R"sql(
SELECT met, note FROM nomination_criterion WHERE nomination = ?1 AND criterion = ?2)sql"};

constexpr Sql kPutCriterion{"nominations.put_criterion", R"sql(
INSERT INTO nomination_criterion (id, nomination, criterion, met, note, created_at, updated_at,
    created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)
ON CONFLICT (nomination, criterion) DO UPDATE SET met = excluded.met, note = excluded.note,
    updated_at = excluded.updated_at)sql"};

// In the order of kCriteria, which is that in which they were answered.
constexpr Sql kAllCriteria{"nominations.criteria", R"sql(
SELECT criterion, met, note FROM nomination_criterion WHERE nomination = ?1 ORDER BY id)sql"};

constexpr Sql kAgree{"nominations.agree", R"sql(
UPDATE nomination SET agreed_by_household_at = ?2, updated_at = ?3
WHERE id = ?1 AND agreed_by_household_at IS NULL)sql"};

constexpr Sql kDisagree{"nominations.disagree", R"sql(
UPDATE nomination SET agreed_by_household_at = NULL, confirmed_at = NULL, confirmed_by = '',
    updated_at = ?2 WHERE id = ?1)sql"};

constexpr Sql kConfirm{"nominations.confirm", R"sql(
UPDATE nomination SET confirmed_at = ?2, confirmed_by = ?3, updated_at = ?2 WHERE id = ?1)sql"};

constexpr Sql kUnconfirm{"nominations.unconfirm", R"sql(
UPDATE nomination SET confirmed_at = NULL, confirmed_by = '', updated_at = ?2 WHERE id = ?1)sql"};

constexpr Sql kScore{"nominations.score", R"sql(
INSERT INTO nomination_score (id, nomination, member, criterion, score, created_at, updated_at,
    created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)
ON CONFLICT (nomination, member, criterion) DO UPDATE SET score = excluded.score,
    updated_at = excluded.updated_at)sql"};

constexpr Sql kScores{"nominations.scores", R"sql(
SELECT member, criterion, score FROM nomination_score WHERE nomination = ?1
ORDER BY member, criterion)sql"};

constexpr Sql kTotal{"nominations.total", R"sql(
SELECT coalesce(sum(score), 0) FROM nomination_score WHERE nomination = ?1)sql"};

constexpr Sql kMove{"nominations.move", R"sql(
UPDATE nomination SET stage = ?2, updated_at = ?3 WHERE id = ?1 AND stage <> ?2)sql"};

constexpr Sql kAddStage{"nominations.add_stage", R"sql(
INSERT INTO nomination_stage (id, nomination, stage, reason, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6))sql"};

constexpr Sql kHistory{"nominations.history", R"sql(
SELECT stage, reason, created_by, created_at FROM nomination_stage
WHERE nomination = ?1 ORDER BY id)sql"};

Nominations::Nomination nomination_of(const Statement& row) {
    return {.id = row.id<NominationId>(0),
            .household = row.id<HouseholdId>(1),
            .fiscal_year_be = static_cast<int>(row.integer(2)),
            .by = row.id<PersonId>(3),
            .on = optional_day(row, 4),
            .stage = row.text(5),
            .agreed_at = row.optional_instant(6),
            .confirmed_at = row.optional_instant(7),
            .note = row.text(8)};
}

}  // namespace

std::optional<Nominations::Nomination> Nominations::find(NominationId id) {
    auto row = connection_.query(kFind, id);
    return row.step() ? std::optional(nomination_of(row)) : std::nullopt;
}

std::optional<Nominations::Nomination> Nominations::find(HouseholdId household,
                                                         int fiscal_year_be) {
    auto row = connection_.query(kFindOf, household, fiscal_year_be);
    return row.step() ? std::optional(nomination_of(row)) : std::nullopt;
}

std::vector<Nominations::Nomination> Nominations::of_year(int fiscal_year_be) {
    std::vector<Nomination> all;
    auto rows = connection_.query(kOfYear, fiscal_year_be);
    while (rows.step()) {
        all.push_back(nomination_of(rows));
    }
    return all;
}

Put<NominationId> Nominations::nominate(const Nomination& nomination,
                                        Instant now,
                                        std::string_view by) {
    if (const auto known = find(nomination.household, nomination.fiscal_year_be)) {
        return {known->id, Change::Unchanged};
    }
    const auto id = connection_.new_id<NominationId>(now);
    connection_.run(kAdd,
                    id,
                    nomination.household,
                    nomination.fiscal_year_be,
                    nomination.by,
                    nomination.on.value_or(conversation::bangkok_day(now)),
                    nomination.note,
                    nomination.submission,
                    now,
                    by);
    connection_.run(kAddStage, connection_.new_id<RowId>(now), id, "NOMINATED", "", now, by);
    return {id, Change::Created};
}

Change Nominations::put_criterion(NominationId id,
                                  const Criterion& criterion,
                                  Instant now,
                                  std::string_view by) {
    bool known = false;
    if (auto row = connection_.query(kCriterion, id, criterion.criterion); row.step()) {
        known = true;
        if (row.flag(0) == criterion.met &&
            (criterion.note.empty() || row.view(1) == criterion.note)) {
            return Change::Unchanged;
        }
    }
    connection_.run(kPutCriterion,
                    connection_.new_id<RowId>(now),
                    id,
                    criterion.criterion,
                    criterion.met ? 1 : 0,
                    criterion.note,
                    now,
                    by);
    return known ? Change::Changed : Change::Created;
}

std::vector<Nominations::Criterion> Nominations::criteria(NominationId id) {
    std::vector<Criterion> all;
    auto rows = connection_.query(kAllCriteria, id);
    while (rows.step()) {
        all.push_back({rows.text(0), rows.flag(1), rows.text(2)});
    }
    return all;
}

Change Nominations::agree(NominationId id, Instant at, Instant now) {
    return connection_.run(kAgree, id, at, now) > 0 ? Change::Changed : Change::Unchanged;
}

void Nominations::disagree(NominationId id, Instant now) {
    connection_.run(kDisagree, id, now);
}

void Nominations::confirm(NominationId id, Instant now, std::string_view by) {
    connection_.run(kConfirm, id, now, by);
}

void Nominations::unconfirm(NominationId id, Instant now) {
    connection_.run(kUnconfirm, id, now);
}

void Nominations::score(NominationId id, const Score& score, Instant now, std::string_view by) {
    connection_.run(kScore,
                    connection_.new_id<RowId>(now),
                    id,
                    score.member,
                    score.criterion,
                    score.score,
                    now,
                    by);
}

std::vector<Nominations::Score> Nominations::scores(NominationId id) {
    std::vector<Score> all;
    auto rows = connection_.query(kScores, id);
    while (rows.step()) {
        all.push_back({rows.id<PersonId>(0), rows.text(1), rows.integer(2)});
    }
    return all;
}

std::int64_t Nominations::total_score(NominationId id) {
    auto row = connection_.query(kTotal, id);
    return row.step() ? row.integer(0) : 0;
}

Change Nominations::move_to(NominationId id,
                            std::string_view stage,
                            std::string_view reason,
                            Instant now,
                            std::string_view by) {
    if (connection_.run(kMove, id, stage, now) == 0) {
        return Change::Unchanged;
    }
    connection_.run(kAddStage, connection_.new_id<RowId>(now), id, stage, reason, now, by);
    return Change::Changed;
}

std::vector<Nominations::Stage> Nominations::history(NominationId id) {
    std::vector<Stage> all;
    auto rows = connection_.query(kHistory, id);
    while (rows.step()) {
        all.push_back({rows.text(0), rows.text(1), rows.text(2), rows.instant(3)});
    }
    return all;
}

}  // namespace storage
