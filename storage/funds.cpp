#include "storage/funds.h"

namespace storage {

namespace {

using conversation::HouseholdId;

constexpr Sql kFindNamed{"funds.find_named", R"sql(
SELECT id FROM fund WHERE kind = ?1 AND name_th = ?2 AND coalesce(village, 0) = coalesce(?3, 0)
    AND coalesce(tambon, 0) = coalesce(?4, 0))sql"};

constexpr Sql kFind{"funds.find",
                    "SELECT id, kind, name_th, village, tambon FROM fund WHERE id = ?1"};

constexpr Sql kAdd{"funds.add", R"sql(
INSERT INTO fund (id, kind, name_th, village, tambon, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7))sql"};

constexpr Sql kAccess{"funds.access", R"sql(
SELECT id, amount FROM fund_access
WHERE household = ?1 AND fund = ?2 AND kind = ?3 AND on_day = ?4)sql"};

constexpr Sql kAddAccess{"funds.add_access", R"sql(
INSERT INTO fund_access (id, household, fund, kind, on_day, amount, submission, created_at,
    updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9))sql"};

constexpr Sql kSetAmount{"funds.set_amount",
                         "UPDATE fund_access SET amount = ?2, updated_at = ?3 WHERE id = ?1"};

constexpr Sql kOfHousehold{"funds.of_household", R"sql(
SELECT household, fund, kind, on_day, amount, submission FROM fund_access
WHERE household = ?1 ORDER BY on_day, id)sql"};

}  // namespace

Put<FundId> Funds::put(const Fund& fund, Instant now, std::string_view by) {
    if (auto row =
            connection_.query(kFindNamed, fund.kind, fund.name_th, fund.village, fund.tambon);
        row.step()) {
        return {row.id<FundId>(0), Change::Unchanged};
    }
    const auto id = connection_.new_id<FundId>(now);
    connection_.run(kAdd, id, fund.kind, fund.name_th, fund.village, fund.tambon, now, by);
    return {id, Change::Created};
}

std::optional<Funds::Fund> Funds::find(FundId id) {
    auto row = connection_.query(kFind, id);
    if (!row.step()) {
        return std::nullopt;
    }
    return Fund{.id = row.id<FundId>(0),
                .kind = row.text(1),
                .name_th = row.text(2),
                .village = row.id<VillageId>(3),
                .tambon = row.id<TambonId>(4)};
}

Put<RowId> Funds::put_access(const Access& access, Instant now, std::string_view by) {
    RowId known;
    std::optional<std::int64_t> amount;
    if (auto row =
            connection_.query(kAccess, access.household, access.fund, access.kind, access.on);
        row.step()) {
        known = row.id<RowId>(0);
        amount = row.optional_integer(1);
    }
    if (!known) {
        known = connection_.new_id<RowId>(now);
        connection_.run(kAddAccess,
                        known,
                        access.household,
                        access.fund,
                        access.kind,
                        access.on,
                        access.amount,
                        access.submission,
                        now,
                        by);
        return {known, Change::Created};
    }
    Merge merge;
    merge.take("amount", amount, access.amount);
    if (merge.changed()) {
        connection_.run(kSetAmount, known, amount, now);
    }
    const Change change = merge.change();
    return {known, change, std::move(merge).fields()};
}

std::vector<Funds::Access> Funds::of_household(HouseholdId household) {
    std::vector<Access> all;
    auto rows = connection_.query(kOfHousehold, household);
    while (rows.step()) {
        all.push_back({.household = rows.id<HouseholdId>(0),
                       .fund = rows.id<FundId>(1),
                       .kind = rows.text(2),
                       .on = optional_day(rows, 3),
                       .amount = rows.optional_integer(4),
                       .submission = rows.id<SubmissionId>(5)});
    }
    return all;
}

}  // namespace storage
