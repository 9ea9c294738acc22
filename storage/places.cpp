#include "storage/places.h"

namespace storage {

namespace {

constexpr Sql kTambon{"places.tambon", R"sql(
SELECT code, name_th, name_en, postal_code FROM tambon WHERE code = ?1)sql"};

constexpr Sql kAddTambon{"places.add_tambon", R"sql(
INSERT INTO tambon (id, code, name_th, name_en, district_code, postal_code, created_at, updated_at,
    created_by)
VALUES (?1, ?2, ?3, ?4, substr(?2, 1, 4), ?5, ?6, ?6, ?7))sql"};

constexpr Sql kChangeTambon{"places.change_tambon", R"sql(
UPDATE tambon SET name_th = ?2, name_en = ?3, postal_code = ?4, updated_at = ?5
WHERE code = ?1)sql"};

constexpr Sql kTambonId{"places.tambon_id", "SELECT id FROM tambon WHERE code = ?1"};

constexpr Sql kTambonsNamed{"places.tambons_named",
                            "SELECT code FROM tambon WHERE name_th = ?1 ORDER BY code"};

constexpr Sql kVillage{"places.village", R"sql(
SELECT v.code, v.moo, v.name_th, t.code, t.name_th FROM village v JOIN tambon t ON t.id = v.tambon
WHERE v.code = ?1)sql"};

constexpr Sql kVillages{"places.villages", R"sql(
SELECT v.code, v.moo, v.name_th, t.code, t.name_th FROM village v JOIN tambon t ON t.id = v.tambon
ORDER BY v.code)sql"};

constexpr Sql kVillageId{"places.village_id", "SELECT id FROM village WHERE code = ?1"};

constexpr Sql kAddVillage{"places.add_village", R"sql(
INSERT INTO village (id, code, tambon, moo, name_th, created_at, updated_at, created_by)
VALUES (?1, ?2, (SELECT id FROM tambon WHERE code = ?3), ?4, ?5, ?6, ?6, ?7))sql"};

constexpr Sql kChangeVillage{"places.change_village", R"sql(
UPDATE village SET tambon = (SELECT id FROM tambon WHERE code = ?2), moo = ?3, name_th = ?4,
    updated_at = ?5
WHERE code = ?1)sql"};

constexpr Sql kTarget{"places.target", R"sql(
SELECT strategy FROM village_target WHERE village = ?1 AND fy = ?2)sql"};

constexpr Sql kPutTarget{"places.put_target", R"sql(
INSERT INTO village_target (id, village, fy, strategy, created_at, updated_at, created_by)
VALUES (?1, (SELECT id FROM village WHERE code = ?2), ?3, ?4, ?5, ?5, ?6)
ON CONFLICT (village, fy) DO UPDATE SET strategy = excluded.strategy,
    updated_at = excluded.updated_at)sql"};

Places::Village village_of(const Statement& row) {
    return {
        row.text(0), static_cast<unsigned>(row.integer(1)), row.text(2), row.text(3), row.text(4)};
}

}  // namespace

Put<TambonId> Places::put_tambon(const Tambon& tambon, Instant now, std::string_view by) {
    auto known = this->tambon(tambon.code);
    if (!known) {
        const auto id = connection_.new_id<TambonId>(now);
        connection_.run(kAddTambon,
                        id,
                        tambon.code,
                        tambon.name_th,
                        tambon.name_en,
                        tambon.postal_code,
                        now,
                        by);
        return {id, Change::Created};
    }
    Merge merge;
    merge.take("tambon_th", known->name_th, tambon.name_th);
    merge.take("tambon_en", known->name_en, tambon.name_en);
    merge.take("postal_code", known->postal_code, tambon.postal_code);
    if (merge.changed()) {
        connection_.run(
            kChangeTambon, known->code, known->name_th, known->name_en, known->postal_code, now);
    }
    const Change change = merge.change();
    return {tambon_id(tambon.code), change, std::move(merge).fields()};
}

Put<VillageId> Places::put_village(const Village& village, Instant now, std::string_view by) {
    auto known = this->village(village.code);
    if (!known) {
        const auto id = connection_.new_id<VillageId>(now);
        connection_.run(kAddVillage,
                        id,
                        village.code,
                        village.tambon_code,
                        village.moo,
                        village.name_th,
                        now,
                        by);
        return {id, Change::Created};
    }
    Merge merge;
    std::optional<std::int64_t> moo = known->moo;
    merge.take("moo", moo, std::int64_t{village.moo});
    merge.take("village_th", known->name_th, village.name_th);
    merge.take("tambon_code", known->tambon_code, village.tambon_code);
    if (merge.changed()) {
        connection_.run(kChangeVillage, known->code, known->tambon_code, moo, known->name_th, now);
    }
    const Change change = merge.change();
    return {village_id(village.code), change, std::move(merge).fields()};
}

Places::Change Places::put_target(std::string_view village_code,
                                  int fiscal_year_be,
                                  std::string_view strategy,
                                  Instant now,
                                  std::string_view by) {
    std::optional<std::string> known;
    if (auto row = connection_.query(kTarget, village_id(village_code), fiscal_year_be);
        row.step()) {
        known = row.text(0);
    }
    if (known == strategy) {
        return Change::Unchanged;
    }
    connection_.run(kPutTarget,
                    connection_.new_id<RowId>(now),
                    village_code,
                    fiscal_year_be,
                    strategy,
                    now,
                    by);
    return known ? Change::Changed : Change::Created;
}

std::optional<Places::Tambon> Places::tambon(std::string_view code) {
    auto row = connection_.query(kTambon, code);
    if (!row.step()) {
        return std::nullopt;
    }
    return Tambon{row.text(0), row.text(1), row.text(2), row.text(3)};
}

std::optional<Places::Village> Places::village(std::string_view code) {
    auto row = connection_.query(kVillage, code);
    return row.step() ? std::optional(village_of(row)) : std::nullopt;
}

std::vector<Places::Village> Places::villages() {
    std::vector<Village> all;
    auto rows = connection_.query(kVillages);
    while (rows.step()) {
        all.push_back(village_of(rows));
    }
    return all;
}

VillageId Places::village_id(std::string_view code) {
    auto row = connection_.query(kVillageId, code);
    return row.step() ? row.id<VillageId>(0) : VillageId{};
}

TambonId Places::tambon_id(std::string_view code) {
    auto row = connection_.query(kTambonId, code);
    return row.step() ? row.id<TambonId>(0) : TambonId{};
}

std::vector<std::string> Places::tambons_named(std::string_view name_th) {
    std::vector<std::string> codes;
    auto rows = connection_.query(kTambonsNamed, name_th);
    while (rows.step()) {
        codes.push_back(rows.text(0));
    }
    return codes;
}

}  // namespace storage
