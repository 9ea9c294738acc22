#include "storage/people.h"

#include <algorithm>

namespace storage {

namespace {

constexpr Sql kFind{"people.find", R"sql(
SELECT id, prefix, given_name, family_name, sex, birth_year_be, phone FROM person
WHERE id = ?1)sql"};

constexpr Sql kWithPhone{"people.with_phone", R"sql(
SELECT id, prefix, given_name, family_name, sex, birth_year_be, phone FROM person
WHERE phone = ?1 AND phone IS NOT NULL ORDER BY id)sql"};

constexpr Sql kNamed{"people.named", R"sql(
SELECT id, prefix, given_name, family_name, sex, birth_year_be, phone FROM person p
WHERE given_name = ?1 AND family_name = ?2
    AND (EXISTS (SELECT 1 FROM role r WHERE r.person = p.id AND r.village = ?3)
        OR EXISTS (SELECT 1 FROM household h WHERE h.head = p.id AND h.village = ?3))
ORDER BY id)sql"};

constexpr Sql kAdd{"people.add", R"sql(
INSERT INTO person (id, prefix, given_name, family_name, sex, birth_year_be, phone, created_at,
    updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9))sql"};

constexpr Sql kChange{"people.change", R"sql(
UPDATE person SET prefix = ?2, given_name = ?3, family_name = ?4, sex = ?5, birth_year_be = ?6,
    phone = ?7, updated_at = ?8
WHERE id = ?1)sql"};

People::Record record_of(const Statement& row) {
    return {.id = row.id<PersonId>(0),
            .prefix = row.text(1),
            .given_name = row.text(2),
            .family_name = row.text(3),
            .sex = row.text(4),
            .birth_year_be = row.optional_integer(5),
            .phone = row.text(6)};
}

std::vector<People::Record> all_of(Statement rows) {
    std::vector<People::Record> all;
    while (rows.step()) {
        all.push_back(record_of(rows));
    }
    return all;
}

bool same_name(const People::Record& left, const People::Record& right) {
    return left.given_name == right.given_name &&
           (left.family_name == right.family_name || left.family_name.empty() ||
            right.family_name.empty());
}

// Whether one may be the other with a corrected name: nothing known, or one half the same.
bool may_be(const People::Record& known, const People::Record& given) {
    return known.given_name.empty() || given.given_name.empty() ||
           known.given_name == given.given_name ||
           (!known.family_name.empty() && known.family_name == given.family_name);
}

People::Match of_these(const std::vector<People::Record>& fitting) {
    using Kind = People::Match::Kind;
    if (fitting.empty()) {
        return {};
    }
    return {fitting.size() == 1 ? Kind::One : Kind::Several, fitting.front()};
}

}  // namespace

std::optional<People::Record> People::find(PersonId id) {
    auto row = connection_.query(kFind, id);
    return row.step() ? std::optional(record_of(row)) : std::nullopt;
}

std::vector<People::Record> People::with_phone(std::string_view phone) {
    return all_of(connection_.query(kWithPhone, phone));
}

std::vector<People::Record> People::named(std::string_view given_name,
                                          std::string_view family_name,
                                          VillageId village) {
    return all_of(connection_.query(kNamed, given_name, family_name, village));
}

People::Match People::identify(const Record& given, const std::vector<VillageId>& villages) {
    if (!given.phone.empty()) {
        const std::vector<Record> owners = with_phone(given.phone);
        std::vector<Record> fitting;
        std::copy_if(owners.begin(),
                     owners.end(),
                     std::back_inserter(fitting),
                     [&given](const Record& owner) { return same_name(owner, given); });
        if (fitting.empty()) {
            std::copy_if(owners.begin(),
                         owners.end(),
                         std::back_inserter(fitting),
                         [&given](const Record& owner) { return may_be(owner, given); });
        }
        if (fitting.empty() && !owners.empty()) {
            return {Match::Kind::Another, owners.front()};
        }
        if (!fitting.empty()) {
            return of_these(fitting);
        }
    }
    std::vector<Record> fitting;
    for (const VillageId village : villages) {
        for (Record& person : named(given.given_name, given.family_name, village)) {
            // Another telephone of the same name: somebody else, or a new number. The file says
            // who.
            const bool other_phone =
                !given.phone.empty() && !person.phone.empty() && person.phone != given.phone;
            const bool known = std::any_of(fitting.begin(), fitting.end(), [&](const Record& one) {
                return one.id == person.id;
            });
            if (!known && !other_phone) {
                fitting.push_back(std::move(person));
            }
        }
    }
    return of_these(fitting);
}

PersonId People::only_with_phone(std::string_view phone) {
    const auto owners = with_phone(phone);
    return owners.size() == 1 ? owners.front().id : PersonId{};
}

Put<PersonId> People::put(const Record& record, Instant now, std::string_view by) {
    if (!record.id) {
        const auto id = connection_.new_id<PersonId>(now);
        connection_.run(kAdd,
                        id,
                        record.prefix,
                        record.given_name,
                        record.family_name,
                        some(record.sex),
                        record.birth_year_be,
                        some(record.phone),
                        now,
                        by);
        return {id, Change::Created};
    }
    Record merged = find(record.id).value_or(record);
    Merge merge;
    merge.take("prefix", merged.prefix, record.prefix);
    merge.take("given", merged.given_name, record.given_name);
    merge.take("family", merged.family_name, record.family_name);
    merge.take("sex", merged.sex, record.sex);
    merge.take("birth_year", merged.birth_year_be, record.birth_year_be);
    merge.take("phone", merged.phone, record.phone);
    if (merge.changed()) {
        connection_.run(kChange,
                        merged.id,
                        merged.prefix,
                        merged.given_name,
                        merged.family_name,
                        some(merged.sex),
                        merged.birth_year_be,
                        some(merged.phone),
                        now);
    }
    const Change change = merge.change();
    return {merged.id, change, std::move(merge).fields()};
}

void People::correct(const Record& record, Instant now) {
    const auto known = find(record.id);
    if (!known) {
        return;
    }
    connection_.run(kChange,
                    record.id,
                    record.prefix,
                    record.given_name,
                    record.family_name,
                    some(known->sex),
                    known->birth_year_be,
                    some(record.phone),
                    now);
}

std::string full_name(const People::Record& person) {
    return full_name(person.prefix, person.given_name, person.family_name);
}

std::string full_name(std::string_view prefix,
                      std::string_view given_name,
                      std::string_view family_name) {
    std::string name = std::string(prefix) + std::string(given_name);
    if (!family_name.empty()) {
        name += (name.empty() ? "" : " ") + std::string(family_name);
    }
    return name;
}

}  // namespace storage
