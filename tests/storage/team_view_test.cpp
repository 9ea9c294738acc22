#include "storage/team_view.h"

#include "storage/code_locks.h"
#include "storage/contacts.h"
#include "storage/household_care.h"
#include "storage/invites.h"
#include "storage/notices.h"
#include "storage/organisations.h"
#include "storage/people.h"
#include "storage/places.h"
#include "storage/register_view.h"
#include "storage/reports.h"
#include "storage/requests.h"
#include "storage/roles.h"
#include "storage/turn_commit.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <map>
#include <stdexcept>
#include <string>

// The register with the eyes of people of the team: only what is theirs, only in their term.

using conversation::ContactId;
using conversation::HouseholdId;
using conversation::PersonId;
using storage::Day;
using storage::Roles;
using storage::TeamView;
using support::kNow;
using support::TempDatabase;

namespace {

constexpr std::string_view kBy = "test";
const conversation::Office kOffice{"สพอ.ชุมแสง", "056 000 000"};
constexpr conversation::Period kNovember{2025, 11};

Day day(std::string_view text) {
    return conversation::parse_day(text).value();
}

const Day kToday = conversation::bangkok_day(kNow);

// Houses 14 and 15 in moo 3, a volunteer there.
struct Village {
    TempDatabase db;
    HouseholdId house14 = support::add_house(db.connection, "14");
    HouseholdId house15 = support::add_house(db.connection, "15");
    storage::VillageId moo3 = storage::Places(db.connection).village_id("60030403");
    PersonId wandee = person("วันดี");
    ContactId contact = storage::Contacts(db.connection).find_or_create("line", "line:U1", kNow).id;

    Village() { volunteer(wandee); }

    PersonId person(const std::string& name) {
        storage::People::Record record;
        record.given_name = name;
        return storage::People(db.connection).put(record, kNow, kBy).id;
    }

    void volunteer(PersonId who, std::optional<Day> to = {}) {
        Roles(db.connection)
            .put({.person = who,
                  .role = "VOLUNTEER",
                  .village = moo3,
                  .from = day("2025-01-01"),
                  .to = to},
                 kNow,
                 kBy);
    }

    void care(HouseholdId house, PersonId who) {
        storage::HouseholdCare(db.connection).assign(house, who, day("2025-01-01"), kNow, kBy);
    }

    std::string numbers(PersonId who, Day on = kToday) {
        std::string text;
        for (const auto& one : TeamView(db.connection).assigned(who, contact, kNovember, on)) {
            text += one.house.house_no + (one.closed ? "x " : " ");
        }
        return text;
    }

    [[nodiscard]] bool may(PersonId who, HouseholdId house) {
        return TeamView(db.connection).may_report_for(who, house, kToday);
    }
};

}  // namespace

TEST_CASE("houses given to nobody are the whole village team's", "[storage][roles]") {
    Village village;
    CHECK(village.numbers(village.wandee) == "14 15 ");
    const auto other = village.person("อีกคน");
    village.volunteer(other);
    CHECK(village.numbers(other) == "14 15 ");
    CHECK(village.numbers(village.person("คนอื่น")).empty());
}

TEST_CASE("a house given to one is nobody else's, until that one's term is over",
          "[storage][roles]") {
    Village village;
    const auto other = village.person("อีกคน");
    village.volunteer(other, day("2025-12-05"));
    village.care(village.house15, other);
    CHECK(village.numbers(village.wandee) == "14 ");
    CHECK(village.numbers(other) == "14 15 ");
    CHECK_FALSE(village.may(village.wandee, village.house15));
    CHECK(village.may(other, village.house15));
    CHECK(village.numbers(other, day("2025-12-06")).empty());
    CHECK(village.numbers(village.wandee, day("2025-12-06")) == "14 15 ");
}

TEST_CASE("who has a house by name but no role there may not report for it", "[storage][roles]") {
    Village village;
    const auto stranger = village.person("คนอื่น");
    village.care(village.house14, stranger);
    CHECK(village.numbers(stranger).empty());
    CHECK_FALSE(village.may(stranger, village.house14));
    Roles(village.db.connection)
        .put(
            {.person = stranger, .role = "VOLUNTEER_LEADER", .from = day("2025-01-01")}, kNow, kBy);
    CHECK(village.numbers(stranger) == "14 ");
}

TEST_CASE("a house that withdrew, or wants to be erased, is closed; one that moved is gone",
          "[storage][roles]") {
    Village village;
    storage::Households(village.db.connection).set_status(village.house14, "WITHDRAWN", kNow);
    CHECK(village.numbers(village.wandee) == "14x 15 ");
    CHECK_FALSE(village.may(village.wandee, village.house14));
    storage::Households(village.db.connection).set_status(village.house14, "MOVED", kNow);
    CHECK(village.numbers(village.wandee) == "15 ");
    const auto inbox = storage::TurnCommit(village.db.connection)
                           .start(support::say("e1", "ลบข้อมูล", "line:U7"), kNow);
    storage::Requests(village.db.connection)
        .add({.kind = "ERASE", .household = village.house15, .text = "r", .attachment = {}},
             inbox.contact.id,
             inbox.inbox,
             kNow);
    CHECK(village.numbers(village.wandee) == "15x ");
    CHECK_FALSE(village.may(village.wandee, village.house15));
}

TEST_CASE("one's own home is not reported for on behalf", "[storage][roles]") {
    Village village;
    storage::Contacts(village.db.connection).link(village.contact, village.house14, kNow);
    CHECK(village.numbers(village.wandee) == "15 ");
}

TEST_CASE("roles are those of the day, with what they are there for", "[storage][roles]") {
    Village village;
    storage::Organisations::Record women;
    women.kind = "WOM";
    women.name_th = "กพสอ.ชุมแสง";
    const auto organisation =
        storage::Organisations(village.db.connection).put(women, kNow, kBy).id;
    const auto chair = village.person("ประธาน");
    Roles(village.db.connection)
        .put({.person = chair,
              .role = "CHAIR",
              .organisation = organisation,
              .from = day("2025-01-01"),
              .to = day("2025-12-31")},
             kNow,
             kBy);
    TeamView view(village.db.connection);
    const auto now = view.member(chair, village.contact, "1", kToday);
    REQUIRE(now.roles.size() == 1);
    CHECK(now.roles[0].organisation_kind == "WOM");
    CHECK(now.roles[0].duties.at("th").find("ตัวอย่าง") != std::string::npos);
    CHECK_FALSE(now.consented);
    const auto later = view.member(chair, village.contact, "1", day("2026-01-01"));
    CHECK(later.roles.empty());
    CHECK(later.ended == day("2025-12-31"));
}

TEST_CASE("a contact is a person of the team only by that person's code", "[storage][roles]") {
    Village village;
    auto& connection = village.db.connection;
    storage::Notices(connection).put("1", "th", "ประกาศ", kNow - std::chrono::hours(1));
    const auto code = storage::Invites(connection)
                          .create_for_person(village.wandee, std::chrono::days(30), kNow, kBy);
    storage::TurnCommit commit(connection);
    const auto start = commit.start(support::say("e1", code), kNow);
    const storage::RegisterView before(connection, start.contact, kOffice, kNow);
    CHECK_FALSE(before.team());
    CHECK(before.assigned(kNovember).empty());
    const auto invite = before.invite(code);
    REQUIRE(invite);
    REQUIRE(invite->member);
    CHECK(invite->member->roles.size() == 1);
    conversation::TurnResult result;
    result.events = {conversation::TeamLinked{code},
                     conversation::TeamConsent{"1", {"DATA", "MESSAGES"}}};
    commit.finish(start, support::say("e1", code), result, result.messages, kNow);
    const auto known = storage::Contacts(connection).find("line", "line:U1");
    REQUIRE(known);
    CHECK(known->person == village.wandee);
    const storage::RegisterView after(connection, *known, kOffice, kNow);
    REQUIRE(after.team());
    CHECK(after.team()->consented);
    CHECK(after.assigned(kNovember).size() == 2);
    CHECK(village.db.value("SELECT count(*) FROM person_consent") == "2");
    CHECK(village.db.value("SELECT state FROM invite WHERE person IS NOT NULL") == "USED");
    CHECK(village.db.value("SELECT count(*) FROM audit WHERE action = 'team.linked'") == "1");
    // A stranger with the same code learns nothing of whose it is.
    const auto stranger = storage::Contacts(connection).find_or_create("line", "line:U9", kNow);
    const storage::RegisterView outside(connection, stranger, kOffice, kNow);
    const auto seen = outside.invite(code);
    REQUIRE(seen);
    CHECK(seen->state == conversation::Invite::State::UsedByOther);
    CHECK(seen->member->roles.empty());
}

TEST_CASE("choice lists of forms hold no house that is not one's own or assigned",
          "[storage][roles]") {
    Village village;
    const auto other = village.person("อีกคน");
    village.volunteer(other);
    village.care(village.house15, other);
    storage::Contacts contacts(village.db.connection);
    contacts.set_person(village.contact, village.wandee, kNow);
    const auto wandee = contacts.find(village.contact);
    REQUIRE(wandee);
    const storage::RegisterView view(village.db.connection, *wandee, kOffice, kNow);
    const auto rows = view.rows("households.csv", 10);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].at("house_no") == "14");
    CHECK_FALSE(rows[0].contains("poor"));
    CHECK_FALSE(view.report(village.house15, kNovember));
    CHECK_FALSE(view.saved_in_year(village.house14, 2569));
    const auto stranger = contacts.find_or_create("line", "line:U9", kNow);
    const storage::RegisterView outside(village.db.connection, stranger, kOffice, kNow);
    CHECK(outside.rows("households.csv", 10).empty());
}

TEST_CASE("who reports for a house sees that others reported it, not how much",
          "[storage][roles]") {
    Village village;
    storage::Contacts contacts(village.db.connection);
    contacts.set_person(village.contact, village.wandee, kNow);
    storage::Reports::Source source;
    source.reporter = contacts.find_or_create("line", "line:U7", kNow).id;
    source.relation = "HEAD";
    source.channel = "line";
    source.language = "th";
    source.form_version = "3";
    std::map<std::string, conversation::FieldAnswer> fields;
    fields["income_total"].value = "8500";
    fields["occ_main"].value = "RICE";
    (void)storage::Reports(village.db.connection)
        .revise(village.house14, kNovember, fields, {}, source, kNow);
    const auto wandee = contacts.find(village.contact);
    REQUIRE(wandee);
    const storage::RegisterView view(village.db.connection, *wandee, kOffice, kNow);
    const auto seen = view.report(village.house14, kNovember);
    REQUIRE(seen);
    CHECK(seen->reporter_relation == "HEAD");
    CHECK_FALSE(seen->values.contains("income_total"));
    CHECK_FALSE(view.conflict(village.house14, kNovember));
    CHECK(village.numbers(village.wandee) == "14 15 ");
}

TEST_CASE("a turn that reports for a house that is not assigned is refused whole",
          "[storage][roles]") {
    Village village;
    conversation::FormSubmitted form;
    form.form_id = "household_report";
    form.household = village.house14;
    form.period = kNovember;
    form.entity = "household_report";
    form.instance_json = R"({"answers":{}})";
    form.on_behalf = true;
    storage::TurnCommit commit(village.db.connection);
    const auto start = commit.start(support::say("e1", "x"), kNow);
    conversation::TurnResult result;
    result.events = {form};
    CHECK_THROWS_AS(commit.finish(start, support::say("e1", "x"), result, result.messages, kNow),
                    std::logic_error);
}

TEST_CASE("tries are counted anew after a lock, and an officer may lift it", "[storage][codes]") {
    Village village;
    auto& connection = village.db.connection;
    storage::CodeLocks locks(connection);
    storage::Invites invites(connection);
    for (int i = 0; i < 5; ++i) {
        invites.log_wrong(village.contact, kNow);
    }
    CHECK(locks.tries(village.contact, kNow).wrong == 5);
    CHECK(locks.tries(village.contact, kNow).last == kNow);
    const auto until = kNow + std::chrono::hours(1);
    locks.lock(village.contact, until, kNow);
    auto tries = locks.tries(village.contact, kNow + std::chrono::minutes(1));
    CHECK(tries.wrong == 0);
    CHECK(tries.locked_until == until);
    CHECK(tries.locks == 1);
    locks.lift(village.contact, kNow + std::chrono::minutes(2), "officer:a");
    tries = locks.tries(village.contact, kNow + std::chrono::minutes(3));
    CHECK_FALSE(tries.locked_until);
    CHECK(tries.locks == 0);
}
