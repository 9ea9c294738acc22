#include "storage/people_search.h"

#include "storage/household_care.h"
#include "storage/organisations.h"
#include "storage/people.h"
#include "storage/terms.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

using storage::PeopleSearch;
using storage::PersonId;
using storage::Roles;
using support::kNow;
using support::TempDatabase;

namespace {

constexpr std::string_view kBy = "test";

storage::Day day(std::string_view text) {
    return conversation::parse_day(text).value();
}

// A trainer of village 60030403, a member of the women's committee, and one whose term is over.
struct Team {
    TempDatabase db;
    storage::Connection& connection = db.connection;
    storage::OrganisationId women;
    PersonId trainer = person("บุญใจ", "ทองเจริญ", "+66800000001");
    PersonId member = person("สมศรี", "ศรีคง");
    PersonId former = person("ประยูร", "ศรีคง");
    PersonId head = person("ทองดี", "ศรีคง");  // of a household, nobody of the team

    Team() {
        support::add_village(connection);
        women = storage::Organisations(connection)
                    .put({.kind = "WOM", .name_th = "กพสอ."}, kNow, kBy)
                    .id;
        const auto village = storage::Places(connection).village_id("60030403");
        give({.person = trainer, .role = "TRAINER", .village = village, .from = day("2025-01-01")});
        give(
            {.person = member, .role = "MEMBER", .organisation = women, .from = day("2025-01-01")});
        give({.person = former,
              .role = "VOLUNTEER",
              .village = village,
              .from = day("2024-01-01"),
              .to = day("2024-12-31")});
    }

    PersonId person(const char* given, const char* family, const char* phone = "") {
        return storage::People(connection)
            .put({.prefix = "นาง", .given_name = given, .family_name = family, .phone = phone},
                 kNow,
                 kBy)
            .id;
    }

    void give(const Roles::Role& role) { (void)storage::add_term(connection, role, kNow, kBy); }

    std::string names(const PeopleSearch::Wish& wish) {
        auto asked = wish;
        asked.today = day("2025-12-05");
        std::string names;
        for (const auto& one : PeopleSearch(connection).find(asked)) {
            names += (names.empty() ? "" : ", ") + one.name;
        }
        return names;
    }
};

}  // namespace

TEST_CASE("people of the team are found by name, telephone, role, place and organisation",
          "[storage][register]") {
    Team team;
    const std::string trainer = "นางบุญใจ ทองเจริญ";
    const std::string member = "นางสมศรี ศรีคง";
    CHECK(team.names({}) == trainer + ", " + member);
    CHECK(team.names({.text = "ศรีคง"}) == member);
    CHECK(team.names({.text = "นางบุญ"}) == trainer);
    CHECK(team.names({.text = "080-000-0001"}) == trainer);
    CHECK(team.names({.text = "ไม่มีชื่อนี้"}).empty());
    CHECK(team.names({.area = "6003"}) == trainer);
    CHECK(team.names({.area = "6004"}).empty());
    CHECK(team.names({.village = "60030403"}) == trainer);
    CHECK(team.names({.role = "MEMBER"}) == member);
    CHECK(team.names({.organisation = team.women}) == member);
    CHECK(team.names({.text = "ศรีคง", .former = true}) == "นางประยูร ศรีคง, " + member);
    CHECK(team.names({.limit = 1}) == trainer);
}

TEST_CASE("a person's terms and houses are told with the names of their places",
          "[storage][register]") {
    Team team;
    const auto house = support::add_house(team.connection, "14");
    storage::HouseholdCare(team.connection)
        .assign(house, team.trainer, day("2025-01-01"), kNow, kBy);
    const auto care = PeopleSearch(team.connection).looked_after_by(team.trainer);
    REQUIRE(care.size() == 1);
    CHECK(care[0].village_name == "บ้านกลาง");
    CHECK(care[0].households == 1);
    const auto terms = PeopleSearch(team.connection).terms_of(team.former);
    REQUIRE(terms.size() == 1);
    CHECK(terms[0].village_code == "60030403");
    CHECK(terms[0].to == day("2024-12-31"));
    CHECK(PeopleSearch(team.connection).terms_of(team.member)[0].organisation_name == "กพสอ.");
}

TEST_CASE("a term that is given puts her into the team, one that ends takes her out",
          "[storage][register]") {
    Team team;
    Roles roles(team.connection);
    REQUIRE(roles.support_team(day("2025-12-05")).size() == 1);
    const auto role = roles.of_person(team.member, day("2025-12-05")).front();
    CHECK(storage::add_term(team.connection, role, kNow, kBy) == storage::Change::Unchanged);
    SECTION("her only role there") {
        storage::end_term(team.connection, role, day("2025-12-05"), kNow, kBy);
        CHECK(roles.of_person(team.member, day("2025-12-05")).size() == 1);
        CHECK(roles.of_person(team.member, day("2025-12-06")).empty());
        CHECK(roles.support_team(day("2025-12-05")).size() == 1);
        CHECK(roles.support_team(day("2025-12-06")).empty());
    }
    SECTION("she chairs it, too") {
        team.give({.person = team.member,
                   .role = "CHAIR",
                   .organisation = team.women,
                   .from = day("2025-06-01")});
        storage::end_term(team.connection, role, day("2025-12-05"), kNow, kBy);
        CHECK(roles.support_team(day("2025-12-06")).size() == 1);
    }
}

TEST_CASE("houses whose file names her telephone are hers with a term in a village",
          "[storage][register]") {
    Team team;
    storage::Households::Record record;
    record.village_code = "60030403";
    record.house_no = "9";
    record.trainer_phone = "+66800000009";
    const auto house = storage::Households(team.connection).put(record, kNow, kBy).id;
    const auto fresh = team.person("วันดี", "ใจงาม", "+66800000009");
    team.give({.person = fresh,
               .role = "TRAINER",
               .village = storage::Places(team.connection).village_id("60030403")});
    CHECK(storage::HouseholdCare(team.connection).of(house) == fresh);
}

TEST_CASE("a role is one of a village, of an organisation, or of the district",
          "[storage][register]") {
    using storage::RoleOf;
    const auto [role, of] = GENERATE(table<std::string, RoleOf>({
        {"MEMBER", RoleOf::Organisation},
        {"CHAIR", RoleOf::Organisation},
        {"TRAINER", RoleOf::Village},
        {"SAGE", RoleOf::Village},
        {"VOLUNTEER", RoleOf::Village},
        {"VOLUNTEER_LEADER", RoleOf::District},
        {"OFFICER", RoleOf::District},
    }));
    CAPTURE(role);
    CHECK(storage::role_of_what(role) == of);
}

TEST_CASE("a corrected name or telephone stands as it is given, also where it is empty",
          "[storage][register]") {
    Team team;
    storage::People people(team.connection);
    auto record = *people.find(team.trainer);
    record.prefix = "";
    record.family_name = "ทองเจริญดี";
    record.phone = "";
    people.correct(record, kNow);
    const auto now = people.find(team.trainer);
    CHECK(storage::full_name(*now) == "บุญใจ ทองเจริญดี");
    CHECK(now->phone.empty());
}
