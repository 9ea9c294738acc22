#include "storage/model_choice.h"

#include "storage/model_view.h"
#include "storage/office_settings.h"
#include "storage/organisations.h"
#include "storage/people.h"
#include "storage/roles.h"
#include "storage/turn_commit.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <string>

using conversation::HouseholdId;
using storage::ModelChoice;
using storage::PersonId;
using support::kNow;
using support::TempDatabase;

namespace {

// Three houses of one village, a trainer who looks after them, a committee with its chair.
struct Choosing {
    TempDatabase db;
    HouseholdId first = support::add_house(db.connection, "14");
    HouseholdId second = support::add_house(db.connection, "15");
    PersonId trainer = person("วันดี");
    PersonId member = person("มาลี");
    PersonId chair = person("สมใจ");
    PersonId stranger = person("ใคร");

    Choosing() {
        (void)storage::OfficeSettings(db.connection).put("model_nominees", "2", kNow, "test");
        const auto women = storage::Organisations(db.connection)
                               .put({.kind = "WOM", .name_th = "กพสอ."}, kNow, "test")
                               .id;
        give(trainer, "TRAINER", {});
        give(member, "MEMBER", women);
        give(chair, "CHAIR", women);
    }

    PersonId person(const std::string& name) {
        return storage::People(db.connection).put({.given_name = name}, kNow, "test").id;
    }

    void give(PersonId who, const std::string& role, storage::OrganisationId organisation) {
        storage::Roles::Role fresh;
        fresh.person = who;
        fresh.role = role;
        fresh.organisation = organisation;
        if (!organisation) {
            fresh.village = storage::Places(db.connection).village_id("60030403");
        }
        fresh.from = conversation::parse_day("2024-01-01");
        (void)storage::Roles(db.connection).put(fresh, kNow, "test");
    }

    ModelChoice::Deed by(PersonId who = {}) { return {who, kNow, "contact:1"}; }

    void nominate(HouseholdId house) {
        ModelChoice(db.connection).nominate(form(house, "yes"), {}, by(trainer));
    }

    static conversation::FormSubmitted form(HouseholdId house, const std::string& answer) {
        conversation::FormSubmitted form;
        form.household = house;
        for (const auto criterion : storage::kCriteria) {
            form.fields[std::string(criterion)].value = answer;
        }
        return form;
    }

    void shortlist(HouseholdId house) {
        ModelChoice choice(db.connection);
        nominate(house);
        (void)choice.answer(house, true, by());
        choice.move({house, "SHORTLISTED"}, by(chair));
        choice.score(form(house, "7"), by(member));
    }

    std::string stage(HouseholdId house) {
        return db.value("SELECT stage FROM nomination WHERE household = " +
                        std::to_string(house.value));
    }
};

}  // namespace

TEST_CASE("the officer's confirmation closes the choice of its place, and giving back opens it",
          "[storage][model]") {
    Choosing office;
    ModelChoice choice(office.db.connection);
    office.shortlist(office.first);
    office.shortlist(office.second);
    CHECK(choice.confirm(office.first, office.by()) == ModelChoice::Confirmation::NotChosen);
    choice.move({office.first, "CHOSEN"}, office.by(office.chair));
    CHECK_THROWS_AS(choice.move({office.second, "CHOSEN"}, office.by(office.chair)),
                    std::logic_error);  // one per district
    CHECK(choice.confirm(office.first, office.by()) == ModelChoice::Confirmation::Done);
    CHECK(office.stage(office.first) == "CHOSEN");
    CHECK(office.stage(office.second) == "NOT_CHOSEN");
    CHECK_THROWS_AS(choice.move({office.first, "SHORTLISTED"}, office.by(office.chair)),
                    std::logic_error);  // confirmed
    CHECK(choice.give_back(office.first, "นับคะแนนใหม่", office.by()) ==
          ModelChoice::Confirmation::Done);
    CHECK(office.stage(office.first) == "SHORTLISTED");
    CHECK(office.stage(office.second) == "SHORTLISTED");
    CHECK(office.db.value("SELECT reason FROM nomination_stage ORDER BY id DESC LIMIT 1") ==
          "GIVEN_BACK");
}

TEST_CASE("nobody takes a part in the choice that is not hers", "[storage][model]") {
    Choosing office;
    ModelChoice choice(office.db.connection);
    for (const auto who : {office.stranger, office.member, PersonId{}}) {
        CHECK_THROWS_AS(choice.nominate(office.form(office.first, "yes"), {}, office.by(who)),
                        std::logic_error);
    }
    office.nominate(office.first);
    CHECK_THROWS_AS(office.nominate(office.first), std::logic_error);
    CHECK_THROWS_AS(choice.move({office.first, "SHORTLISTED"}, office.by(office.chair)),
                    std::logic_error);  // the house was not asked
    (void)choice.answer(office.first, true, office.by());
    CHECK_THROWS_AS(choice.move({office.first, "SHORTLISTED"}, office.by(office.member)),
                    std::logic_error);
    CHECK_THROWS_AS(choice.score(office.form(office.first, "7"), office.by(office.member)),
                    std::logic_error);  // not on the shortlist
    choice.move({office.first, "SHORTLISTED"}, office.by(office.chair));
    CHECK_THROWS_AS(choice.score(office.form(office.first, "7"), office.by(office.trainer)),
                    std::logic_error);
    CHECK_THROWS_AS(choice.score(office.form(office.first, "11"), office.by(office.member)),
                    std::logic_error);
    choice.score(office.form(office.first, "7"), office.by(office.member));
    choice.score(office.form(office.first, "9"), office.by(office.member));  // instead
    CHECK(office.db.value("SELECT sum(score) FROM nomination_score") == "45");
}

TEST_CASE("a house that declines stands no more, and its paper brings it back",
          "[storage][model]") {
    Choosing office;
    ModelChoice choice(office.db.connection);
    office.shortlist(office.first);
    CHECK(choice.answer(office.first, false, office.by()));
    CHECK(office.stage(office.first) == "WITHDRAWN");
    CHECK(office.db.value("SELECT agreed_by_household_at IS NULL FROM nomination") == "1");
    CHECK(choice.answer(office.first, true, office.by()));
    CHECK(office.stage(office.first) == "NOMINATED");
    CHECK_FALSE(choice.answer(office.second, true, office.by()));
    CHECK(office.db.value("SELECT group_concat(action, ' ') FROM audit WHERE action LIKE "
                          "'model.%'") ==
          "model.nominated model.agreed model.moved model.scored model.declined model.agreed");
}

TEST_CASE("the committee sees every proposed house, others theirs without scores",
          "[storage][model]") {
    Choosing office;
    office.shortlist(office.first);
    storage::ModelView view(office.db.connection);
    const auto today = conversation::bangkok_day(kNow);
    const auto seen = view.seen_by(office.member, {}, today);
    REQUIRE(seen.nominees.size() == 1);
    CHECK(seen.nominees[0].score == 35);
    CHECK(seen.nominees[0].own == 35);
    CHECK(seen.nominees[0].criteria.size() == 5);
    const auto of_trainer = view.seen_by(office.trainer, {}, today);
    REQUIRE(of_trainer.nominees.size() == 1);
    CHECK(of_trainer.nominees[0].score == 0);
    CHECK(view.seen_by(office.stranger, {}, today).nominees.empty());
    CHECK(view.seen_by({}, {}, today).nominees.empty());
    office.nominate(office.second);
    CHECK(view.year(conversation::fiscal_year_be(today)).full_villages.contains("60030403"));
}

TEST_CASE("a house that withdraws its consent is judged no more", "[storage][model]") {
    Choosing office;
    office.shortlist(office.first);
    const auto message = support::say("e1", "ถอนความยินยอม");
    storage::TurnCommit commit(office.db.connection);
    const auto start = commit.start(message, kNow);
    conversation::TurnResult result;
    result.events = {conversation::ConsentWithdrawn{office.first, {"PUBLISH"}}};
    (void)commit.finish(start, message, result, result.messages, kNow);
    CHECK(office.stage(office.first) == "SHORTLISTED");  // only its name stays out of public
    result.events = {conversation::ConsentWithdrawn{office.first}};
    (void)commit.finish(start, message, result, result.messages, kNow);
    CHECK(office.stage(office.first) == "WITHDRAWN");
}
