#include "storage/activities.h"
#include "storage/attachments.h"
#include "storage/audit_log.h"
#include "storage/breaches.h"
#include "storage/code_locks.h"
#include "storage/funds.h"
#include "storage/learning.h"
#include "storage/nominations.h"
#include "storage/occ_groups.h"
#include "storage/office_settings.h"
#include "storage/organisations.h"
#include "storage/people.h"
#include "storage/plans.h"
#include "storage/report_conflicts.h"
#include "storage/reports.h"
#include "storage/requests.h"
#include "storage/tambon_plans.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <stdexcept>

// What was planned and done, what came of it, and what the office keeps of people's rights.

using storage::Activities;
using storage::Change;
using storage::Day;
using storage::FieldChange;
using support::kNow;
using support::TempDatabase;

namespace {

constexpr std::string_view kBy = "test";

Day day(std::string_view text) {
    return conversation::parse_day(text).value();
}

storage::VillageId village(TempDatabase& db) {
    if (!storage::Places(db.connection).village("60030403")) {
        support::add_village(db.connection);
    }
    return storage::Places(db.connection).village_id("60030403");
}

storage::PersonId add_person(TempDatabase& db, const std::string& given) {
    return storage::People(db.connection).put({.given_name = given}, kNow, kBy).id;
}

storage::OrganisationId women(TempDatabase& db) {
    return storage::Organisations(db.connection)
        .put({.kind = "WOM", .name_th = "กพสอ.ชุมแสง"}, kNow, kBy)
        .id;
}

// A plan with one activity of two days.
struct Planned {
    TempDatabase db;
    storage::PlanId plan = storage::Plans(db.connection).open(women(db), 2569, kNow, kBy).id;
    Activities activities{db.connection};
    Activities::Activity given{.plan = plan,
                               .code = "W-01",
                               .title = "อบรมอาชีพ",
                               .kind = "TRAIN",
                               .village = village(db),
                               .start = day("2026-01-10"),
                               .end = day("2026-01-11"),
                               .target_people = 30};
    storage::ActivityId id = activities.put(given, kNow, kBy).id;
};

}  // namespace

TEST_CASE("an organisation has one plan a year, and five steps from the start",
          "[storage][register]") {
    TempDatabase db;
    const auto organisation = women(db);
    storage::Plans plans(db.connection);
    const auto plan = plans.open(organisation, 2569, kNow, kBy);
    CHECK(plan.change == Change::Created);
    CHECK(plans.open(organisation, 2569, kNow, kBy).id == plan.id);
    CHECK(plans.find(plan.id)->status == "DRAFT");
    plans.set_status(plan.id, "APPROVED", day("2025-11-01"), kNow);
    plans.set_status(plan.id, "CLOSED", std::nullopt, kNow);
    CHECK(plans.find(organisation, 2569)->approved_on == day("2025-11-01"));
    CHECK(plans.of_year(2569).size() == 1);
    CHECK(plans.of_year(2570).empty());

    REQUIRE(plans.steps(organisation, 2569).size() == 5);
    CHECK(plans.steps(organisation, 2569)[4].state == "NOT_STARTED");
    const storage::Plans::Step step{
        .step = 2, .state = "DONE", .done_on = day("2025-11-01"), .evidence = "มติที่ประชุม"};
    CHECK(plans.put_step(organisation, 2569, step, kNow, kBy) == Change::Created);
    CHECK(plans.put_step(organisation, 2569, step, kNow, kBy) == Change::Unchanged);
    CHECK(plans.steps(organisation, 2569)[1].evidence == "มติที่ประชุม");
    CHECK(plans.steps(organisation, 2569)[0].state == "NOT_STARTED");
}

TEST_CASE("an activity that is moved remembers the day it was to end first",
          "[storage][register]") {
    Planned planned;
    auto& activities = planned.activities;
    CHECK(activities.put(planned.given, kNow, kBy).change == Change::Unchanged);
    auto moved = planned.given;
    moved.start = day("2026-02-01");
    moved.end = day("2026-02-02");
    const auto put = activities.put(moved, kNow, kBy);
    CHECK(put.fields == std::vector<FieldChange>{{"start", "2026-01-10", "2026-02-01"},
                                                 {"end", "2026-01-11", "2026-02-02"}});
    auto known = activities.find(planned.id).value();
    CHECK(known.original_end == day("2026-01-11"));
    CHECK(known.version == 2);
    moved.title = "อบรมอาชีพจักสาน";  // no matter for reminders
    activities.put(moved, kNow, kBy);
    CHECK(activities.find(planned.id)->version == 2);
    const auto person = add_person(planned.db, "บุญใจ");
    Activities::Activity with_person{.plan = planned.plan, .code = "W-01", .responsible = person};
    CHECK(activities.put(with_person, kNow, kBy).fields ==
          std::vector<FieldChange>{{"responsible", "", "บุญใจ"}});
    known = activities.find(planned.id).value();
    CHECK(known.version == 3);
    CHECK(known.title == "อบรมอาชีพจักสาน");
    CHECK(activities.of_plan(planned.plan).size() == 1);
    Activities::Activity elsewhere{.plan = planned.plan, .code = "W-01"};
    elsewhere.tambon = storage::Places(planned.db.connection).tambon_id("600304");
    activities.put(elsewhere, kNow, kBy);
    CHECK_FALSE(activities.find(planned.id)->village);
}

TEST_CASE("an activity that the office changes stands as it is given, also where it is empty",
          "[storage][register]") {
    Planned planned;
    auto& activities = planned.activities;
    auto changed = activities.find(planned.id).value();
    changed.place = "ศาลาหมู่ 4";
    changed.responsible = add_person(planned.db, "บุญใจ");
    changed.budget_baht = 5000;
    CHECK(activities.change(changed, kNow));
    CHECK_FALSE(activities.change(changed, kNow));
    CHECK(activities.find(planned.id)->version == 2);  // reminders say the place
    changed.budget_baht = {};
    changed.target_people = {};
    CHECK(activities.change(changed, kNow));
    CHECK(activities.find(planned.id)->version == 2);
    changed.place.clear();
    changed.responsible = {};
    changed.state = "DONE";  // not what a change is for
    CHECK(activities.change(changed, kNow));
    const auto known = activities.find(planned.id).value();
    CHECK(known.version == 3);
    CHECK(known.place.empty());
    CHECK_FALSE(known.responsible);
    CHECK_FALSE(known.target_people);
    CHECK_FALSE(known.budget_baht);
    CHECK(known.state == "PLANNED");
    CHECK(known.title == "อบรมอาชีพ");
    CHECK(known.original_end == day("2026-01-11"));
}

TEST_CASE("the newest answer about an activity counts, older ones stay", "[storage][register]") {
    Planned planned;
    auto& activities = planned.activities;
    const auto postponed = activities.record({.activity = planned.id,
                                              .result = "POSTPONED",
                                              .new_day = day("2026-01-20"),
                                              .reason = "ฝนตก"},
                                             kNow,
                                             kBy);
    CHECK(postponed.revision == 1);
    auto known = activities.find(planned.id).value();
    CHECK(known.state == "POSTPONED");
    CHECK(known.start == day("2026-01-20"));
    CHECK(known.end == day("2026-01-21"));
    CHECK(known.version == 2);
    const auto done = activities.record({.activity = planned.id,
                                         .result = "DONE",
                                         .done_on = day("2026-01-20"),
                                         .headcount = 28,
                                         .answered_by = add_person(planned.db, "บุญใจ")},
                                        kNow,
                                        kBy);
    CHECK(activities.find(planned.id)->state == "DONE");
    const auto all = activities.outcomes(planned.id);
    REQUIRE(all.size() == 2);
    CHECK(all[0].headcount == 28);
    CHECK(all[1].reason == "ฝนตก");
    const auto photo = storage::Attachments(planned.db.connection).put({}, "image/jpeg", kNow);
    activities.attach(done.id, photo);
    activities.attach(done.id, photo);
    CHECK(planned.db.value("SELECT count(*) FROM outcome_attachment") == "1");
    CHECK_THROWS_AS(activities.record({.activity = planned.id, .result = "POSTPONED"}, kNow, kBy),
                    storage::StorageError);
    CHECK_THROWS_AS(activities.record({.activity = planned.id, .result = "DONE"}, kNow, kBy),
                    storage::StorageError);
}

TEST_CASE("a household's way to a fund is kept step by step", "[storage][register]") {
    TempDatabase db;
    const auto house = support::add_house(db.connection, "1");
    storage::Funds funds(db.connection);
    const storage::Funds::Fund given{
        .kind = "VILLAGEFUND", .name_th = "กองทุนหมู่บ้าน", .village = village(db)};
    const auto fund = funds.put(given, kNow, kBy);
    CHECK(funds.put(given, kNow, kBy).id == fund.id);
    CHECK(funds.put({.kind = "VILLAGEFUND", .name_th = "กองทุนหมู่บ้าน"}, kNow, kBy).id != fund.id);
    CHECK(funds.find(fund.id)->kind == "VILLAGEFUND");
    storage::Funds::Access access{
        .household = house, .fund = fund.id, .kind = "APPLIED", .on = day("2026-01-05")};
    CHECK(funds.put_access(access, kNow, kBy).change == Change::Created);
    CHECK(funds.put_access(access, kNow, kBy).change == Change::Unchanged);
    access.amount = 20'000;
    CHECK(funds.put_access(access, kNow, kBy).fields ==
          std::vector<FieldChange>{{"amount", "", "20000"}});
    access.kind = "GRANTED";
    access.on = day("2026-02-05");
    CHECK(funds.put_access(access, kNow, kBy).change == Change::Created);
    REQUIRE(funds.of_household(house).size() == 2);
    CHECK(funds.of_household(house)[0].kind == "APPLIED");
    CHECK(funds.of_household(house)[0].amount == 20'000);
}

TEST_CASE("a model household is chosen only when it agreed", "[storage][register]") {
    TempDatabase db;
    const auto house = support::add_house(db.connection, "1");
    storage::Nominations nominations(db.connection);
    const auto by = add_person(db, "บุญใจ");
    const storage::Nominations::Nomination given{
        .household = house, .fiscal_year_be = 2569, .by = by, .on = day("2026-03-01")};
    const auto id = nominations.nominate(given, kNow, kBy).id;
    CHECK(nominations.nominate(given, kNow, kBy).change == Change::Unchanged);
    for (const auto criterion : storage::kCriteria) {
        CHECK(nominations.put_criterion(id, {std::string(criterion), true, ""}, kNow, kBy) ==
              Change::Created);
    }
    CHECK(nominations.put_criterion(id, {"SAVING", false, "ยังไม่ออม"}, kNow, kBy) ==
          Change::Changed);
    CHECK(nominations.put_criterion(id, {"SAVING", false, ""}, kNow, kBy) == Change::Unchanged);
    REQUIRE(nominations.criteria(id).size() == 5);
    CHECK(nominations.criteria(id)[2].note == "ยังไม่ออม");
    const auto member = add_person(db, "สมศรี");
    nominations.score(id, {member, "SAVING", 4}, kNow, kBy);
    nominations.score(id, {member, "SAVING", 6}, kNow, kBy);
    nominations.score(id, {by, "INCOME", 9}, kNow, kBy);
    CHECK(nominations.scores(id).size() == 2);
    CHECK(nominations.total_score(id) == 15);
    CHECK_THROWS_AS(nominations.score(id, {member, "SAVING", 11}, kNow, kBy),
                    storage::StorageError);
    CHECK_THROWS_AS(nominations.move_to(id, "CHOSEN", "", kNow, kBy), storage::StorageError);
    CHECK(nominations.agree(id, kNow, kNow) == Change::Changed);
    CHECK(nominations.agree(id, kNow, kNow) == Change::Unchanged);
    CHECK(nominations.move_to(id, "SHORTLISTED", "", kNow, kBy) == Change::Changed);
    CHECK(nominations.move_to(id, "CHOSEN", "คะแนนสูงสุด", kNow, kBy) == Change::Changed);
    CHECK(nominations.move_to(id, "CHOSEN", "", kNow, kBy) == Change::Unchanged);
    const auto stages = nominations.history(id);
    REQUIRE(stages.size() == 3);
    CHECK(stages[0].stage == "NOMINATED");
    CHECK(stages[2].reason == "คะแนนสูงสุด");
    CHECK(nominations.of_year(2569).at(0).stage == "CHOSEN");
    CHECK(nominations.find(id)->agreed_at == kNow);
}

TEST_CASE("a tambon plan is taken up into four others, each once", "[storage][register]") {
    TempDatabase db;
    support::add_village(db.connection);
    storage::TambonPlans plans(db.connection);
    const auto plan = plans.put(
        {.tambon_code = "600304", .fiscal_year_be = 2569, .title = "แผนสัมมาชีพ"}, kNow, kBy);
    CHECK(plan.change == Change::Created);
    CHECK(plans
              .put({.tambon_code = "600304",
                    .fiscal_year_be = 2569,
                    .integrated_on = day("2026-01-15")},
                   kNow,
                   kBy)
              .change == Change::Changed);
    CHECK(plans.find("600304", 2569)->title == "แผนสัมมาชีพ");
    CHECK(plans.put_adoption(plan.id, {"ORDINANCE", day("2026-02-01"), "ข้อ 5"}, kNow, kBy).change ==
          Change::Created);
    CHECK(plans.put_adoption(plan.id, {"ORDINANCE", day("2026-02-01"), "ข้อ 6"}, kNow, kBy).fields ==
          std::vector<FieldChange>{{"reference", "ข้อ 5", "ข้อ 6"}});
    CHECK(plans.put_adoption(plan.id, {"LOCAL_PLAN", day("2026-01-20"), ""}, kNow, kBy).change ==
          Change::Created);
    REQUIRE(plans.adoptions(plan.id).size() == 2);
    CHECK(plans.adoptions(plan.id)[0].into == "LOCAL_PLAN");
}

TEST_CASE("learning centres, visits, sessions and groups are each kept once",
          "[storage][register]") {
    TempDatabase db;
    const auto in = village(db);
    const auto person = add_person(db, "บุญใจ");
    storage::Learning learning(db.connection);
    storage::Learning::Centre centre{.village = in, .name_th = "ศูนย์ผ้าทอ", .topics = "ทอผ้า"};
    const auto id = learning.put_centre(centre, kNow, kBy).id;
    centre.keeper = person;
    CHECK(learning.put_centre(centre, kNow, kBy).fields ==
          std::vector<FieldChange>{{"keeper", "", "บุญใจ"}});
    CHECK(learning.centres(in).at(0).keeper == person);
    CHECK(learning.put_visit(id, {day("2026-01-05"), 12, "นักเรียน"}, kNow, kBy).change ==
          Change::Created);
    CHECK(learning.put_visit(id, {day("2026-01-05"), 15, "นักเรียน"}, kNow, kBy).change ==
          Change::Changed);
    CHECK(learning.put_visit(id, {day("2026-01-05"), 3, "อบต."}, kNow, kBy).change ==
          Change::Created);
    CHECK(learning.visits(id).size() == 2);
    storage::Learning::Session session{
        .trainer = person, .village = in, .on = day("2026-01-06"), .topic = "ปุ๋ยหมัก"};
    CHECK(learning.put_session(session, kNow, kBy).change == Change::Created);
    session.people = 20;
    CHECK(learning.put_session(session, kNow, kBy).change == Change::Changed);
    CHECK(learning.sessions(person).at(0).people == 20);

    storage::OccGroups groups(db.connection);
    const auto group =
        groups.put({.village = in, .name_th = "กลุ่มจักสาน", .occ = "CRAFT"}, kNow, kBy).id;
    CHECK(groups.put({.village = in, .name_th = "กลุ่มจักสาน", .members_hh = 9}, kNow, kBy).change ==
          Change::Changed);
    CHECK(groups.of_village(in).at(0).occ == "CRAFT");
    const auto house = support::add_house(db.connection, "1");
    CHECK(groups.join(group, house, day("2026-01-01"), kNow, kBy) == Change::Created);
    CHECK(groups.join(group, house, day("2026-02-01"), kNow, kBy) == Change::Unchanged);
    groups.leave(group, house, day("2026-03-31"), kNow);
    CHECK(groups.members(group, day("2026-03-31")).size() == 1);
    CHECK(groups.members(group, day("2026-04-01")).empty());
}

TEST_CASE("two different reports of one month wait for a person to settle them",
          "[storage][register]") {
    TempDatabase db;
    const auto house = support::add_house(db.connection, "1");
    storage::Reports reports(db.connection);
    const auto report = [&](const char* income) {
        return reports.revise(
            house,
            {2025, 11},
            {{"income_total", {.value = income, .unknown = std::nullopt, .raw = ""}}},
            {},
            {},
            kNow);
    };
    const auto first = report("8000");
    const auto second = report("9500");
    storage::ReportConflicts conflicts(db.connection);
    const auto id = conflicts.open(first.report, first.id, second.id, kNow, kBy);
    CHECK(conflicts.open(first.report, first.id, second.id, kNow, kBy) == id);
    REQUIRE(conflicts.all_open(10).size() == 1);
    CHECK(conflicts.all_open(10)[0].household == house);
    CHECK(conflicts.all_open(10, "6003").size() == 1);
    CHECK(conflicts.all_open(10, "6004").empty());
    CHECK_FALSE(conflicts.settle(id, storage::RevisionId{1}, kNow, "officer:a"));
    CHECK(conflicts.settle(id, first.id, kNow, "officer:a"));
    CHECK_FALSE(conflicts.settle(id, second.id, kNow, "officer:a"));
    CHECK(reports.find(house, {2025, 11})->values.at("income_total") == "8000");
    CHECK(conflicts.find(id)->counts == first.id);
    CHECK(conflicts.find(id)->settled_by == "officer:a");
    CHECK(conflicts.find(id)->settled_at == kNow);
    CHECK_FALSE(conflicts.open_of(first.report));
    CHECK(storage::AuditLog(db.connection).latest(1).at(0).action == "report.conflict_settled");
}

TEST_CASE("the office's settings keep what they were", "[storage][register]") {
    TempDatabase db;
    storage::OfficeSettings settings(db.connection);
    CHECK(settings.get("model_scope") == "DISTRICT");
    CHECK(settings.number("model_quota") == 1);
    CHECK(settings.put("model_scope", "TAMBON", kNow, "officer:a") == Change::Changed);
    CHECK(settings.put("model_scope", "TAMBON", kNow, "officer:a") == Change::Unchanged);
    CHECK(settings.put("model_scope", "VILLAGE", kNow, "officer:b") == Change::Changed);
    CHECK_FALSE(settings.put("model_scope", "PLANET", kNow, "officer:a"));
    CHECK_FALSE(settings.put("model_quota", "0", kNow, "officer:a"));
    CHECK_FALSE(settings.put("model_quota", "2x", kNow, "officer:a"));
    CHECK(settings.put("model_quota", "3", kNow, "officer:a") == Change::Changed);
    CHECK(settings.number("model_quota") == 3);
    REQUIRE(settings.history("model_scope").size() == 2);
    CHECK(settings.history("model_scope")[0].to == kNow);
    CHECK(storage::AuditLog(db.connection).of("setting:model_scope", 9).size() == 2);
    CHECK_THROWS_AS(settings.get("colour"), std::logic_error);
}

TEST_CASE("the income line is that of the year", "[storage][register]") {
    TempDatabase db;
    storage::OfficeSettings settings(db.connection);
    CHECK_FALSE(settings.bmn_line(2559));
    CHECK(settings.bmn_line(2569) == 38'000);
    CHECK(settings.put_bmn_line(2565, 40'000, "จปฐ. 2565", kNow, kBy) == Change::Created);
    CHECK(settings.put_bmn_line(2565, 40'000, "จปฐ. 2565", kNow, kBy) == Change::Unchanged);
    CHECK(settings.bmn_line(2564) == 38'000);
    CHECK(settings.bmn_line(2569) == 40'000);
}

TEST_CASE("a breach has a clock of 72 hours", "[storage][register]") {
    TempDatabase db;
    storage::Breaches breaches(db.connection);
    storage::Breaches::Breach breach{.known_at = kNow, .happened = "ส่งไฟล์ผิดคน", .people = 3};
    const auto id = breaches.add(breach, kNow, "officer:a");
    REQUIRE(breaches.open().size() == 1);
    CHECK(breaches.open()[0].due_at() == kNow + std::chrono::hours(72));
    const auto house = support::add_house(db.connection, "1");
    breaches.add_household(id, house);
    breaches.add_household(id, house);
    CHECK(breaches.households(id) == std::vector{house});
    breach = breaches.find(id).value();
    breach.risk = "NONE";
    breach.assessment = "ผู้รับลบแล้ว";
    breach.closed_at = kNow;
    breaches.update(breach, kNow, "officer:a");
    CHECK(breaches.open().empty());
    CHECK(breaches.find(id)->assessment == "ผู้รับลบแล้ว");
    CHECK(storage::AuditLog(db.connection).latest(9).size() == 2);
}

TEST_CASE("who guesses codes is not listened to for a while", "[storage][register]") {
    TempDatabase db;
    const auto contact =
        storage::Contacts(db.connection).find_or_create("line", "line:U1", kNow).id;
    storage::CodeLocks locks(db.connection);
    const auto until = kNow + std::chrono::hours(1);
    locks.lock(contact, until, kNow);
    CHECK(locks.locked_until(contact, kNow) == until);
    CHECK_FALSE(locks.locked_until(contact, until));
    REQUIRE(locks.locked(kNow).size() == 1);
    locks.lift(contact, kNow, "officer:a");
    CHECK_FALSE(locks.locked_until(contact, kNow));
    CHECK(locks.locked(kNow).empty());
}

TEST_CASE("a request has a receipt, more time and an outcome", "[storage][register]") {
    TempDatabase db;
    storage::Requests requests(db.connection);
    const auto erase = requests.add(
        {.kind = "ERASE", .household = {}, .text = "681205-0001", .attachment = {}}, {}, {}, kNow);
    CHECK(erase.receipt == "681205-0001");
    const auto question = requests.add(
        {.kind = "QUESTION", .household = {}, .text = "ถาม", .attachment = {}}, {}, {}, kNow);
    CHECK(question.receipt.empty());
    requests.give_receipt(question.id, "681205-0002", kNow);
    requests.of_person(question.id, add_person(db, "บุญใจ"), kNow);
    CHECK(requests.with_receipt("681205-0002").at(0).person);
    requests.extend(question.id, day("2026-02-01"), kNow);
    CHECK(requests.open(9).at(0).id == erase.id);
    requests.done(question.id, "ตอบทางโทรศัพท์", kNow, "officer:a");
    CHECK(requests.find(question.id)->outcome == "ตอบทางโทรศัพท์");
    CHECK(requests.find(question.id)->state == "DONE");
}
