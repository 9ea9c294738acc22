#include "storage/audit_log.h"
#include "storage/household_care.h"
#include "storage/household_moves.h"
#include "storage/invites.h"
#include "storage/organisations.h"
#include "storage/people.h"
#include "storage/roles.h"
#include "storage/tombstones.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

// People of the register: who they are, what they are, whom they look after.

using storage::Change;
using storage::Day;
using storage::FieldChange;
using storage::HouseholdCare;
using storage::HouseholdMoves;
using storage::Organisations;
using storage::People;
using storage::Roles;
using support::kNow;
using support::TempDatabase;
using Kind = People::Match::Kind;

namespace {

constexpr std::string_view kBy = "test";

Day day(std::string_view text) {
    return conversation::parse_day(text).value();
}

storage::PersonId add_person(TempDatabase& db,
                             const std::string& given,
                             const std::string& family,
                             const std::string& phone = "") {
    People::Record person;
    person.given_name = given;
    person.family_name = family;
    person.phone = phone;
    return People(db.connection).put(person, kNow, kBy).id;
}

storage::VillageId village(TempDatabase& db) {
    if (!storage::Places(db.connection).village("60030403")) {
        support::add_village(db.connection);
    }
    return storage::Places(db.connection).village_id("60030403");
}

Roles::Role trainer(storage::PersonId person, storage::VillageId in) {
    return {.person = person, .role = "TRAINER", .village = in};
}

}  // namespace

TEST_CASE("a person is known by telephone, unless the name speaks against it",
          "[storage][register]") {
    TempDatabase db;
    const auto known = add_person(db, "บุญใจ", "ทองเจริญ", "+66800000001");
    People people(db.connection);
    const auto match = [&](const char* given, const char* family) {
        return people.identify(
            {.given_name = given, .family_name = family, .phone = "+66800000001"}, {});
    };
    CHECK(match("บุญใจ", "ทองเจริญ").person.id == known);
    CHECK(match("บุญใจ", "").kind == Kind::One);
    CHECK(match("บุญจัย", "ทองเจริญ").kind == Kind::One);   // a name corrected
    CHECK(match("บุญใจ", "ศรีคง").kind == Kind::One);      // another family name
    CHECK(match("สมศรี", "ศรีคง").kind == Kind::Another);  // somebody else's telephone
    CHECK(match("สมศรี", "ศรีคง").person.id == known);
    add_person(db, "สมศรี", "ศรีคง", "+66800000001");  // a telephone of two
    CHECK(match("สมศรี", "ศรีคง").kind == Kind::One);
    CHECK_FALSE(people.only_with_phone("+66800000001"));
}

TEST_CASE("without a telephone a person is known by name within the village",
          "[storage][register]") {
    TempDatabase db;
    const auto in = village(db);
    const auto known = add_person(db, "บุญใจ", "ทองเจริญ");
    People people(db.connection);
    const People::Record given{.given_name = "บุญใจ", .family_name = "ทองเจริญ"};
    CHECK(people.identify(given, {in}).kind == Kind::Nobody);
    Roles(db.connection).put(trainer(known, in), kNow, kBy);
    CHECK(people.identify(given, {in}).person.id == known);
    CHECK(people.identify(given, {}).kind == Kind::Nobody);
    const auto namesake = add_person(db, "บุญใจ", "ทองเจริญ");
    Roles(db.connection).put(trainer(namesake, in), kNow, kBy);
    CHECK(people.identify(given, {in}).kind == Kind::Several);
    auto with_phone = given;
    with_phone.phone = "+66800000009";
    People::Record changed = *people.find(known);
    changed.phone = "+66800000001";
    people.put(changed, kNow, kBy);
    CHECK(people.identify(with_phone, {in}).person.id == namesake);
}

TEST_CASE("putting a person tells which fields changed", "[storage][register]") {
    TempDatabase db;
    const auto id = add_person(db, "บุญใจ", "ทองเจริญ", "+66800000001");
    People people(db.connection);
    const auto put = people.put({.id = id, .family_name = "ศรีคง", .sex = "F"}, kNow, kBy);
    CHECK(put.change == Change::Changed);
    CHECK(put.fields == std::vector<FieldChange>{{"family", "ทองเจริญ", "ศรีคง"}, {"sex", "", "F"}});
    CHECK(people.put({.id = id, .family_name = "ศรีคง"}, kNow, kBy).change == Change::Unchanged);
    CHECK(full_name(*people.find(id)) == "บุญใจ ศรีคง");
    CHECK(people.find(id)->phone == "+66800000001");
}

TEST_CASE("four kinds of organisation have their own duties", "[storage][register]") {
    TempDatabase db;
    Organisations organisations(db.connection);
    CHECK(organisations.duties().size() == 6);
    const auto women = organisations.put({.kind = "WOM", .name_th = "กพสอ.ชุมแสง"}, kNow, kBy);
    CHECK(women.change == Change::Created);
    CHECK(organisations.has_duty(women.id, "MODEL"));
    CHECK_FALSE(organisations.has_duty(women.id, "CAPITAL"));
    CHECK(organisations.find(women.id)->level == "DISTRICT");
    CHECK(organisations.find(women.id)->constituted_as == "COMMITTEE");
    const auto club = organisations.put({.kind = "VOL", .name_th = "ชมรม อช."}, kNow, kBy);
    CHECK(organisations.find(club.id)->constituted_as == "CLUB");
    CHECK(organisations.put({.kind = "VOL", .name_th = "ชมรม อช."}, kNow, kBy).change ==
          Change::Unchanged);
    const auto changed = organisations.put(
        {.kind = "VOL", .name_th = "ชมรม อช.", .constituted_as = "ASSOCIATION"}, kNow, kBy);
    CHECK(changed.fields == std::vector<FieldChange>{{"constituted_as", "CLUB", "ASSOCIATION"}});
    CHECK(organisations.all().size() == 2);
}

TEST_CASE("a kind alone names the only organisation, or the only one of the district",
          "[storage][register]") {
    TempDatabase db;
    Organisations organisations(db.connection);
    CHECK_FALSE(organisations.only_of_kind("SAV"));
    const auto tambon =
        organisations.put({.kind = "SAV", .name_th = "ก", .level = "TAMBON"}, kNow, kBy).id;
    CHECK(organisations.only_of_kind("SAV") == tambon);
    const auto district = organisations.put({.kind = "SAV", .name_th = "ข"}, kNow, kBy).id;
    CHECK(organisations.only_of_kind("SAV") == district);
    organisations.put({.kind = "SAV", .name_th = "ค"}, kNow, kBy);
    CHECK_FALSE(organisations.only_of_kind("SAV"));
}

TEST_CASE("a role holds on the last day of its term and not the day after", "[storage][register]") {
    TempDatabase db;
    const auto in = village(db);
    const auto person = add_person(db, "บุญใจ", "ทองเจริญ");
    Roles roles(db.connection);
    auto role = trainer(person, in);
    role.from = day("2025-10-01");
    role.to = day("2026-09-30");
    CHECK(roles.put(role, kNow, kBy).change == Change::Created);
    CHECK(roles.put(role, kNow, kBy).change == Change::Unchanged);
    CHECK_FALSE(roles.has(person, "TRAINER", day("2025-09-30")));
    CHECK(roles.has(person, "TRAINER", day("2025-10-01")));
    CHECK(roles.has(person, "TRAINER", day("2026-09-30")));
    CHECK_FALSE(roles.has(person, "TRAINER", day("2026-10-01")));
    CHECK(roles.of_village(in, day("2026-01-01")).size() == 1);
    CHECK(roles.of_village(in, day("2026-10-01")).empty());

    role.from = day("2026-10-01");  // the next term: the first one stays as it was
    role.to.reset();
    CHECK(roles.put(role, kNow, kBy).change == Change::Created);
    CHECK(roles.history(person).size() == 2);
    role.to = day("2030-09-30");
    const auto ended = roles.put(role, kNow, kBy);
    CHECK(ended.fields == std::vector<FieldChange>{{"term_end", "", "2030-09-30"}});
    roles.end(ended.id, day("2027-01-01"), kNow);
    CHECK_FALSE(roles.has(person, "TRAINER", day("2027-01-02")));
}

TEST_CASE("a role without days begins today, and the same again changes nothing",
          "[storage][register]") {
    TempDatabase db;
    const auto person = add_person(db, "บุญใจ", "ทองเจริญ");
    const auto women =
        Organisations(db.connection).put({.kind = "WOM", .name_th = "กพสอ."}, kNow, kBy).id;
    Roles roles(db.connection);
    const Roles::Role member{.person = person, .role = "MEMBER", .organisation = women};
    CHECK(roles.put(member, kNow, kBy).change == Change::Created);
    CHECK(roles.put(member, kNow + std::chrono::days(400), kBy).change == Change::Unchanged);
    REQUIRE(roles.of_organisation(women, day("2025-12-05")).size() == 1);
    CHECK(roles.of_organisation(women, day("2025-12-04")).empty());
    auto chair = member;
    chair.role = "CHAIR";
    chair.to = day("2024-09-30");  // over long ago
    CHECK(roles.put(chair, kNow, kBy).change == Change::Created);
    CHECK(roles.put(chair, kNow, kBy).change == Change::Unchanged);
    CHECK_FALSE(roles.has(person, "CHAIR", day("2025-12-05")));
    auto nowhere = member;
    nowhere.organisation = {};
    CHECK_THROWS_AS(roles.put(nowhere, kNow, kBy), storage::StorageError);
}

TEST_CASE("the support team are members who were named to it", "[storage][register]") {
    TempDatabase db;
    const auto person = add_person(db, "บุญใจ", "ทองเจริญ");
    const auto women =
        Organisations(db.connection).put({.kind = "WOM", .name_th = "กพสอ."}, kNow, kBy).id;
    Roles roles(db.connection);
    Roles::TeamMember member{.person = person, .organisation = women};
    CHECK(roles.put_in_team(member, kNow, kBy) == Change::Created);
    CHECK(roles.put_in_team(member, kNow, kBy) == Change::Unchanged);
    CHECK(roles.support_team(day("2026-01-01")).size() == 1);
    member.to = day("2025-12-31");
    CHECK(roles.put_in_team(member, kNow, kBy) == Change::Changed);
    CHECK(roles.support_team(day("2025-12-31")).size() == 1);
    CHECK(roles.support_team(day("2026-01-01")).empty());
}

TEST_CASE("a trainer may report for the houses looked after, of the own village, in term",
          "[storage][register]") {
    TempDatabase db;
    const auto house = support::add_house(db.connection, "1");
    const auto first = add_person(db, "บุญใจ", "ทองเจริญ");
    const auto second = add_person(db, "สมชัย", "ศรีคง");
    HouseholdCare care(db.connection);
    CHECK(care.assign(house, first, day("2025-12-01"), kNow, kBy) == Change::Created);
    CHECK(care.houses_of(first, day("2025-12-05")).empty());  // looks after it, but is nothing
    auto role = trainer(first, village(db));
    role.from = day("2025-10-01");
    role.to = day("2025-12-10");
    Roles(db.connection).put(role, kNow, kBy);
    CHECK(care.houses_of(first, day("2025-12-10")) == std::vector{house});
    CHECK(care.houses_of(first, day("2025-12-11")).empty());  // the term is over
    CHECK(care.assign(house, second, day("2025-12-08"), kNow, kBy) == Change::Changed);
    CHECK(care.assign(house, second, day("2025-12-09"), kNow, kBy) == Change::Unchanged);
    CHECK(care.of(house) == second);
    CHECK(care.houses_of(first, day("2025-12-07")).size() == 1);
    CHECK(care.houses_of(first, day("2025-12-08")).empty());
    care.end(house, day("2025-12-20"), kNow);
    CHECK_FALSE(care.of(house));
}

TEST_CASE("houses are the trainer's whose telephone their file names", "[storage][register]") {
    TempDatabase db;
    support::add_village(db.connection);
    storage::Households::Record record;
    record.village_code = "60030403";
    record.trainer_phone = "+66800000001";
    storage::Households households(db.connection);
    record.house_no = "1";
    const auto first = households.put(record, kNow, kBy).id;
    record.house_no = "2";
    const auto second = households.put(record, kNow, kBy).id;
    const auto other = add_person(db, "สมชัย", "ศรีคง");
    HouseholdCare care(db.connection);
    care.assign(second, other, day("2025-12-01"), kNow, kBy);
    const auto person = add_person(db, "บุญใจ", "ทองเจริญ", "+66800000001");
    CHECK(care.assign_by_phone("+66800000001", person, day("2025-12-05"), kNow, kBy) == 1);
    CHECK(care.of(first) == person);
    CHECK(care.of(second) == other);
    CHECK(care.assign_by_phone("+66800000001", person, day("2025-12-05"), kNow, kBy) == 0);
}

TEST_CASE("a household that moves keeps its id and leaves its house free", "[storage][register]") {
    TempDatabase db;
    const auto house = support::add_house(db.connection, "1");
    storage::Places places(db.connection);
    places.put_village({"60030404", 4, "บ้านดอน", "600304", "เกยไชย"}, kNow, kBy);
    HouseholdMoves moves(db.connection);
    moves.move(house, {"60030404", "9"}, day("2025-11-01"), kNow, kBy);
    storage::Households households(db.connection);
    CHECK(households.find("60030404", "9")->id == house);
    CHECK_FALSE(households.find("60030403", "1"));
    CHECK(households.count() == 1);
    const auto all = moves.of(house);
    REQUIRE(all.size() == 1);
    CHECK(all[0].from.house_no == "1");
    CHECK(all[0].to.village_code == "60030404");
    const auto other = support::add_house(db.connection, "1");
    CHECK(other != house);
    CHECK_THROWS_AS(moves.move(other, {"60030404", "9"}, day("2025-11-01"), kNow, kBy),
                    storage::StorageError);
    CHECK_THROWS_AS(moves.move(other, {"60030499", "9"}, day("2025-11-01"), kNow, kBy),
                    storage::StorageError);
    CHECK_THROWS_AS(moves.move(other, {"60030403", "1"}, day("2025-11-01"), kNow, kBy),
                    storage::StorageError);
}

TEST_CASE("a tombstone knows what was erased without saying what it was", "[storage][register]") {
    TempDatabase db;
    storage::Tombstones tombstones(db.connection);
    CHECK_FALSE(tombstones.house("60030403", "14/2"));
    tombstones.bury_house("60030403", "14/2", kNow, kBy);
    tombstones.bury_house("60030403", "14/2", kNow, kBy);
    tombstones.bury_phone("+66800000001", kNow, kBy);
    tombstones.bury_name("60030403", "บุญใจ", "ทองเจริญ", kNow, kBy);
    storage::Tombstones others(db.connection);
    CHECK(others.house("60030403", "14/2") == day("2025-12-05"));
    CHECK_FALSE(others.house("60030403", "14"));
    CHECK_FALSE(others.house("60030404", "14/2"));
    CHECK(others.phone("+66800000001"));
    CHECK(others.name("60030403", "บุญใจ", "ทองเจริญ"));
    CHECK_FALSE(others.name("60030403", "บุญใจ", ""));
    CHECK(db.value("SELECT count(*) FROM tombstone") == "3");
    CHECK(db.value("SELECT count(DISTINCT digest) FROM tombstone WHERE length(digest) = 64") ==
          "3");
    CHECK(others.lift_house("60030403", "14/2", kNow, kBy));
    CHECK_FALSE(others.lift_house("60030403", "14/2", kNow, kBy));
    CHECK_FALSE(others.house("60030403", "14/2"));
    others.bury_house("60030403", "14/2", kNow, kBy);
    CHECK(others.house("60030403", "14/2"));

    TempDatabase elsewhere;  // another office: the same house has another digest
    storage::Tombstones(elsewhere.connection).bury_phone("+66800000001", kNow, kBy);
    CHECK(elsewhere.value("SELECT digest FROM tombstone") !=
          db.value("SELECT digest FROM tombstone WHERE kind = 'PHONE'"));
}

TEST_CASE("a person's code is not a household's", "[storage][register]") {
    TempDatabase db;
    const auto person = add_person(db, "บุญใจ", "ทองเจริญ");
    storage::Invites invites(db.connection);
    const auto old = invites.create_for_person(person, std::chrono::days(30), kNow, kBy);
    const auto code = invites.create_for_person(person, std::chrono::days(30), kNow, kBy);
    CHECK(invites.find(old, kNow)->state == storage::Invites::State::Void);
    CHECK(invites.find(code, kNow)->person == person);
    CHECK_FALSE(invites.find(code, kNow)->household);
    CHECK(invites.open_of_person(person, kNow)->code == code);
    CHECK(invites.count_open(kNow) == 1);
    invites.printed(code, kNow);
    CHECK(db.value("SELECT count(*) FROM invite WHERE printed_at IS NOT NULL") == "1");
}
