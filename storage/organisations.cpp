#include "storage/organisations.h"

namespace storage {

namespace {

constexpr Sql kFind{"organisations.find", R"sql(
SELECT id, kind, name_th, level, constituted_as FROM organisation WHERE id = ?1)sql"};

constexpr Sql kFindNamed{"organisations.find_named", R"sql(
SELECT id, kind, name_th, level, constituted_as FROM organisation
WHERE kind = ?1 AND name_th = ?2)sql"};

constexpr Sql kAll{"organisations.all", R"sql(
SELECT id, kind, name_th, level, constituted_as FROM organisation ORDER BY kind, name_th)sql"};

constexpr Sql kAdd{"organisations.add", R"sql(
INSERT INTO organisation (id, kind, name_th, level, constituted_as, created_at, updated_at,
    created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7))sql"};

constexpr Sql kChange{"organisations.change", R"sql(
UPDATE organisation SET level = ?2, constituted_as = ?3, updated_at = ?4 WHERE id = ?1)sql"};

constexpr Sql kDuties{"organisations.duties", R"sql(
SELECT kind, code, duty_th, duty_en FROM organisation_duty ORDER BY id)sql"};

constexpr Sql kHasDuty{"organisations.has_duty", R"sql(
SELECT 1 FROM organisation o JOIN organisation_duty d ON d.kind = o.kind
WHERE o.id = ?1 AND d.code = ?2)sql"};

Organisations::Record record_of(const Statement& row) {
    return {.id = row.id<OrganisationId>(0),
            .kind = row.text(1),
            .name_th = row.text(2),
            .level = row.text(3),
            .constituted_as = row.text(4)};
}

std::string_view usual_constitution(std::string_view kind) {
    if (kind == "VOL") {
        return "CLUB";
    }
    return kind == "SAV" ? "NETWORK" : "COMMITTEE";
}

}  // namespace

std::optional<Organisations::Record> Organisations::find(OrganisationId id) {
    auto row = connection_.query(kFind, id);
    return row.step() ? std::optional(record_of(row)) : std::nullopt;
}

std::optional<Organisations::Record> Organisations::find(std::string_view kind,
                                                         std::string_view name_th) {
    auto row = connection_.query(kFindNamed, kind, name_th);
    return row.step() ? std::optional(record_of(row)) : std::nullopt;
}

std::vector<Organisations::Record> Organisations::all() {
    std::vector<Record> all;
    auto rows = connection_.query(kAll);
    while (rows.step()) {
        all.push_back(record_of(rows));
    }
    return all;
}

OrganisationId Organisations::only_of_kind(std::string_view kind) {
    OrganisationId only;
    OrganisationId of_district;
    int found = 0;
    int in_district = 0;
    for (const Record& one : all()) {
        if (one.kind != kind) {
            continue;
        }
        only = one.id;
        ++found;
        if (one.level == "DISTRICT") {
            of_district = one.id;
            ++in_district;
        }
    }
    if (found == 1) {
        return only;
    }
    return in_district == 1 ? of_district : OrganisationId{};
}

Put<OrganisationId> Organisations::put(const Record& record, Instant now, std::string_view by) {
    auto known = find(record.kind, record.name_th);
    if (!known) {
        const auto id = connection_.new_id<OrganisationId>(now);
        connection_.run(kAdd,
                        id,
                        record.kind,
                        record.name_th,
                        some(record.level).value_or("DISTRICT"),
                        some(record.constituted_as).value_or(usual_constitution(record.kind)),
                        now,
                        by);
        return {id, Change::Created};
    }
    Merge merge;
    merge.take("level", known->level, record.level);
    merge.take("constituted_as", known->constituted_as, record.constituted_as);
    if (merge.changed()) {
        connection_.run(kChange, known->id, known->level, known->constituted_as, now);
    }
    const Change change = merge.change();
    return {known->id, change, std::move(merge).fields()};
}

std::vector<Organisations::Duty> Organisations::duties() {
    std::vector<Duty> all;
    auto rows = connection_.query(kDuties);
    while (rows.step()) {
        all.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3)});
    }
    return all;
}

bool Organisations::has_duty(OrganisationId id, std::string_view code) {
    return connection_.query(kHasDuty, id, code).step();
}

}  // namespace storage
