#include "bot/reminder_pass.h"

#include "storage/chat_groups.h"
#include "storage/household_care.h"
#include "storage/households.h"
#include "storage/notices.h"
#include "storage/quota.h"
#include "storage/reminder_sources.h"
#include "storage/reports.h"
#include "storage/transaction.h"
#include "tests/support/reminder_office.h"

#include <catch2/catch.hpp>

#include <string>
#include <thread>

using bot::PassTerms;
using conversation::Holidays;
using conversation::parse_day;
using storage::Activities;
using support::bangkok;
using support::kNow;
using support::ReminderOffice;
using support::TempDatabase;

namespace {

struct Scene {
    TempDatabase db;
    conversation::Texts texts = conversation::Texts::built_in();
    Holidays holidays = Holidays::built_in();
    bot::SmsRuleBook sms;
    PassTerms terms{.notices = {texts, &sms}, .planning = {.holidays = holidays}};
    ReminderOffice office{db.connection};

    void at(const std::string& time) { support::remind_all(db.connection, terms, bangkok(time)); }

    // "MORNING SENT" of all rows, by time.
    std::string rows() {
        return db.value(
            "SELECT coalesce(group_concat(x, ', '), '') FROM (SELECT kind || ' ' || state || "
            "iif(reason = '', '', ' ' || reason) AS x FROM reminder ORDER BY due_at, rank, id)");
    }

    std::string outbox() {
        return db.value(
            "SELECT coalesce(group_concat(x, ', '), '') FROM (SELECT address AS x FROM outbox "
            "ORDER BY id)");
    }

    std::string last_text() {
        return db.value("SELECT messages FROM outbox ORDER BY id DESC LIMIT 1");
    }

    void answer(storage::ActivityId activity, const Activities::Outcome& outcome) {
        auto given = outcome;
        given.activity = activity;
        (void)Activities(db.connection).record(given, kNow, "test");
    }
};

}  // namespace

TEST_CASE("an activity is reminded of in time, asked about, and then left to the officer",
          "[reminder]") {
    Scene scene;
    scene.office.activity("A1", "2026-03-05", "2026-03-05");
    scene.at("2026-02-26T08:59");
    CHECK(scene.outbox().empty());
    scene.at("2026-02-26T09:00");
    CHECK(scene.outbox() == "line:Umember");
    scene.at("2026-02-26T09:00");
    scene.at("2026-03-01T12:00");
    CHECK(scene.outbox() == "line:Umember");
    scene.at("2026-03-04T09:00");
    CHECK_THAT(scene.last_text(), Catch::Contains("พรุ่งนี้ 5 มี.ค. 2569 มีงาน อบรม A1 ศาลาหมู่ 4"));
    scene.at("2026-03-05T07:00");
    CHECK_THAT(scene.last_text(), Catch::Contains("วันนี้ 5 มี.ค. 2569"));
    scene.at("2026-03-06T08:00");
    scene.at("2026-03-07T08:00");
    CHECK(scene.outbox() == "line:Umember, line:Umember, line:Umember, line:Umember, line:Uchair");
    CHECK(scene.db.value("SELECT count(*) FROM request") == "0");
    scene.at("2026-03-08T08:00");
    CHECK(scene.db.value("SELECT kind || ': ' || text FROM request") ==
          "ACTIVITY_UNANSWERED: อบรม A1 (5 มี.ค. 2569)");
    scene.at("2026-03-20T08:00");
    CHECK(scene.rows() ==
          "WEEK_BEFORE SENT, DAY_BEFORE SENT, MORNING SENT, ASK SENT, ASK_CHAIR SENT, "
          "OFFICER_LIST SENT");
    CHECK(scene.db.value("SELECT sum(cost_units) FROM reminder") == "5");
}

TEST_CASE("what is done or called off is not reminded of", "[reminder]") {
    Scene scene;
    const auto done = scene.office.activity("A1", "2026-03-05", "2026-03-05");
    const auto off = scene.office.activity("A2", "2026-03-05", "2026-03-05");
    scene.at("2026-03-03T10:00");  // rows of the day before are made
    scene.answer(done, {.result = "DONE", .done_on = parse_day("2026-03-03")});
    scene.answer(off, {.result = "CANCELLED", .reason = "ฝนตก"});
    const auto before = scene.outbox();
    scene.at("2026-03-04T09:00");
    scene.at("2026-03-05T07:00");
    scene.at("2026-03-09T08:00");
    CHECK(scene.outbox() == before);
    CHECK(scene.db.value("SELECT count(*) FROM reminder WHERE state = 'DUE'") == "0");
}

TEST_CASE("a moved activity voids its old times, and one moved back comes to life again",
          "[reminder]") {
    Scene scene;
    const auto id = scene.office.activity("A1", "2026-03-05", "2026-03-06");
    scene.at("2026-03-03T10:00");
    const auto sent = scene.outbox();  // the week before, late but useful
    CHECK(sent == "line:Umember");
    scene.answer(id, {.result = "POSTPONED", .new_day = parse_day("2026-03-12"), .reason = "ฝน"});
    scene.at("2026-03-04T09:00");
    CHECK(scene.outbox() == sent);
    CHECK_THAT(scene.rows(), Catch::Contains("DAY_BEFORE SUPPRESSED changed"));
    scene.answer(id, {.result = "POSTPONED", .new_day = parse_day("2026-03-05"), .reason = "แดด"});
    scene.at("2026-03-04T09:01");
    CHECK_THAT(scene.last_text(), Catch::Contains("พรุ่งนี้ 5 มี.ค. 2569"));
    CHECK(scene.outbox() == "line:Umember, line:Umember");
}

TEST_CASE("an edit seen only when the row falls due still holds", "[reminder]") {
    Scene scene;
    const auto id = scene.office.activity("A1", "2026-03-05", "2026-03-05");
    scene.at("2026-03-03T10:00");
    Activities::Activity moved{.plan = scene.office.plan,
                               .code = "A1",
                               .start = parse_day("2026-03-20"),
                               .end = parse_day("2026-03-20")};
    (void)Activities(scene.db.connection).put(moved, kNow, "test");
    scene.db.connection.run_script("test", "DELETE FROM reminder_stale");
    const auto before = scene.outbox();
    while (bot::remind(scene.db.connection, scene.terms, bangkok("2026-03-04T09:00")).handled > 0) {
    }
    CHECK(scene.outbox() == before);
    CHECK(id);
}

TEST_CASE("a window that was slept through is used while it helps, else expires with a reason",
          "[reminder]") {
    Scene scene;
    scene.office.activity("A1", "2026-03-05", "2026-03-05");
    scene.at("2026-03-03T10:00");
    SECTION("up again in time") {
        scene.at("2026-03-05T11:00");
        CHECK_THAT(scene.rows(), Catch::Contains("DAY_BEFORE EXPIRED too_late, MORNING SENT"));
    }
    SECTION("up again after the activity") {
        scene.at("2026-03-05T15:00");
        CHECK_THAT(scene.rows(),
                   Catch::Contains("DAY_BEFORE EXPIRED too_late, MORNING EXPIRED too_late"));
    }
    SECTION("up again at night") {
        scene.at("2026-03-05T23:00");
        scene.at("2026-03-06T07:59");
        CHECK(scene.outbox() == "line:Umember");
        scene.at("2026-03-06T08:00");
        CHECK(scene.outbox() == "line:Umember, line:Umember");
    }
}

TEST_CASE("what recurs is reminded of each time", "[reminder]") {
    Scene scene;
    scene.office.activity("A1", "2026-03-10", "2026-06-30", "FREQ=MONTHLY;BYDAY=2TU");
    scene.at("2026-03-10T07:00");
    scene.at("2026-04-14T07:00");
    CHECK_THAT(scene.last_text(), Catch::Contains("ตรงกับ วันสงกรานต์"));
    scene.at("2026-05-12T07:00");
    CHECK(scene.db.value(
              "SELECT count(*) FROM reminder WHERE kind = 'MORNING' AND state = 'SENT'") == "3");
}

TEST_CASE("who has left office is not reminded, the chair is", "[reminder]") {
    Scene scene;
    scene.office.activity("A1", "2026-03-05", "2026-03-05");
    scene.db.connection.run_script("test",
                                   "UPDATE role SET to_day = '2026-03-03' WHERE role = 'MEMBER'");
    scene.at("2026-03-04T09:00");
    CHECK(scene.outbox() == "line:Uchair");
}

TEST_CASE("a switch turns a kind of reminder off", "[reminder]") {
    Scene scene;
    scene.office.activity("A1", "2026-03-05", "2026-03-05");
    scene.at("2026-03-03T10:00");
    storage::ReminderSources(scene.db.connection)
        .put_switch({.reminder = "MORNING", .activity_kind = "TRAIN"}, kNow, "officer:a");
    scene.at("2026-03-04T09:00");
    scene.at("2026-03-05T07:00");
    CHECK(scene.outbox() == "line:Umember, line:Umember");
    CHECK(scene.db.value("SELECT count(*) FROM audit WHERE action = 'reminder.switched'") == "1");
}

TEST_CASE("two servers on one database say a thing once", "[reminder]") {
    Scene scene;
    scene.office.activity("A1", "2026-03-05", "2026-03-05");
    while (
        bot::plan_piece(scene.db.connection, scene.terms.planning, bangkok("2026-03-04T08:00"))) {
    }
    auto other = storage::Connection::open_writer(scene.db.path);
    // Both have read the same rows before either takes one.
    const auto now = bangkok("2026-03-04T09:00");
    const auto first = storage::Reminders(scene.db.connection).due(1, now, 10);
    const auto second = storage::Reminders(other).due(1, now, 10);
    REQUIRE(first.size() == 2);  // the week before, too late now, and the day before
    REQUIRE(second.size() == 2);
    CHECK(storage::Reminders(scene.db.connection).take(first[1].id, now));
    CHECK_FALSE(storage::Reminders(other).take(second[1].id, now));
    // And the same time cannot be planned twice.
    storage::Reminders(other).put(first[1], now);
    CHECK(scene.db.value("SELECT count(*) FROM reminder WHERE kind = 'DAY_BEFORE'") == "1");
}

TEST_CASE("two servers that pass at the same moment say each thing once", "[reminder]") {
    Scene scene;
    for (int i = 0; i < 20; ++i) {
        scene.office.activity("A" + std::to_string(i), "2026-03-05", "2026-03-05");
    }
    const auto now = bangkok("2026-03-05T07:00");
    const auto serve = [&] {
        auto connection = storage::Connection::open_writer(scene.db.path);
        auto terms = scene.terms;
        terms.at_once = 1;
        bool more = true;
        while (more) {
            storage::Transaction transaction(connection);
            more = bot::plan_piece(connection, terms.planning, now);
            more = bot::remind(connection, terms, now).handled > 0 || more;
            transaction.commit();
        }
    };
    {
        const std::jthread one(serve);
        const std::jthread two(serve);
    }
    CHECK(scene.db.value("SELECT count(*) FROM outbox") == "20");
    CHECK(scene.db.value("SELECT count(DISTINCT outbox) FROM reminder WHERE state = 'SENT'") ==
          "20");
}

TEST_CASE("houses that have reported hear nothing, the others twice", "[reminder]") {
    Scene scene;
    auto& connection = scene.db.connection;
    storage::Notices notices(connection);
    notices.put("1", "th", "ประกาศ", kNow - std::chrono::hours(1));
    const auto join = [&](const std::string& number) {
        const auto house = support::add_house(connection, number);
        const auto contact =
            storage::Contacts(connection).find_or_create("line", "line:U" + number, kNow).id;
        storage::Contacts(connection).link(contact, house, kNow);
        storage::Households(connection).set_status(house, "ACTIVE", kNow);
        notices.give({house, contact, "HEAD", "1", "line", {"DATA", "MESSAGES"}}, kNow);
        return house;
    };
    const auto silent = join("14");
    const auto reported = join("15");
    storage::HouseholdCare(connection)
        .assign(silent, scene.office.member, *parse_day("2025-01-01"), kNow, "test");
    scene.at("2026-04-02T09:00");  // before the first of them
    storage::Reports::Source source;
    source.channel = "line";
    source.language = "th";
    (void)storage::Reports(connection)
        .revise(reported, {2026, 3}, {{"income_total", {"8500", {}, ""}}}, {}, source, kNow);
    scene.at("2026-04-03T09:00");
    CHECK(scene.outbox() == "line:U14");
    CHECK_THAT(scene.last_text(), Catch::Contains("รายงานเดือนมีนาคม 2569 ของบ้านเลขที่ 14"));
    CHECK_THAT(scene.last_text(), Catch::Contains(R"("send":"รายงาน")"));
    scene.at("2026-04-07T09:00");
    CHECK_THAT(scene.last_text(), Catch::Contains("ยังไม่รายงาน 1 บ้าน: 14"));
    scene.at("2026-04-09T09:00");
    scene.at("2026-04-30T09:00");
    CHECK(scene.outbox() == "line:U14, line:Umember, line:U14");
    CHECK_THAT(scene.rows(), Catch::Contains("REPORT SUPPRESSED reported"));
}

TEST_CASE("scarce messages go to activities of today, groups wait and are dropped with a reason",
          "[reminder][quota]") {
    Scene scene;
    auto& connection = scene.db.connection;
    storage::ChatGroups groups(connection);
    const auto group = groups.joined("line", "line:C1", kNow);
    const auto code = groups.make_code(scene.office.team, std::chrono::days(300), kNow, "test");
    CHECK_FALSE(groups.bind(group.id, "00000000x", {}, bangkok("2026-03-01T08:00")));
    CHECK(groups.bind(group.id, code, {}, bangkok("2026-03-01T08:00")) == scene.office.team);
    CHECK_FALSE(groups.bind(group.id, code, {}, bangkok("2026-03-01T08:00")));
    scene.office.activity("A1", "2026-03-05", "2026-03-05");
    storage::Quota quota(connection);
    SECTION("the cost of a group that nobody knows is not risked") {
        quota.put("line", {2026, 3}, 300, 0, kNow);
        scene.at("2026-03-04T09:00");
        CHECK(scene.outbox() == "line:Umember");
    }
    SECTION("enough for all") {
        groups.set_members(group.id, 12, kNow);
        quota.put("line", {2026, 3}, 300, 200, kNow);
        scene.at("2026-03-04T09:00");
        CHECK(scene.outbox() == "line:Umember, line:C1");
        CHECK(scene.db.value("SELECT push_cost FROM outbox WHERE address = 'line:C1'") == "12");
        CHECK_THAT(scene.last_text(), Catch::Contains("พรุ่งนี้") && !Catch::Contains("สมศรี"));
    }
    SECTION("enough for people only") {
        groups.set_members(group.id, 12, kNow);
        quota.put("line", {2026, 3}, 300, 260, kNow);  // 40 left, 30 of them for answers
        scene.at("2026-03-04T09:00");
        CHECK(scene.outbox() == "line:Umember");
        scene.at("2026-03-04T19:30");
        CHECK_THAT(scene.rows(), Catch::Contains("GROUP_DAY SUPPRESSED quota"));
    }
    SECTION("nothing left: by SMS, within its budget") {
        quota.put("line", {2026, 3}, 300, 300, kNow);
        storage::Contacts contacts(connection);
        const auto contact = contacts.find("line", "line:Umember")->id;
        (void)contacts.find_or_create("kannel", "tel:+66800000001", kNow);
        contacts.move_address("kannel", "tel:+66800000001", contact, kNow);
        scene.sms = {{"kannel", {.price = 7'000, .budget = 100'000}}};
        scene.at("2026-03-04T09:00");
        CHECK(scene.outbox() == "tel:+66800000001");
    }
}

TEST_CASE("what is due rides on an answer and is not pushed", "[reminder][quota]") {
    Scene scene;
    scene.office.activity("A1", "2026-03-05", "2026-03-05");
    scene.at("2026-03-03T10:00");
    const conversation::Forms forms;
    const conversation::Office names{"สพอ.ชุมแสง", "056 000 000"};
    const auto outcome =
        bot::handle_event(scene.db.connection,
                          {forms, scene.texts, names, &scene.sms, false, &scene.holidays},
                          support::say("e1", "เมนู", "line:Umember"),
                          bangkok("2026-03-03T21:00"));
    CHECK(outcome.answered);
    CHECK_THAT(scene.last_text(), Catch::Contains("พรุ่งนี้ 5 มี.ค. 2569"));
    CHECK_THAT(scene.rows(), Catch::Contains("DAY_BEFORE SENT rode_along"));
    const auto before = scene.outbox();
    scene.at("2026-03-04T09:00");
    CHECK(scene.outbox() == before);
}

TEST_CASE("an answer about one day of what recurs leaves the others as they are", "[reminder]") {
    Scene scene;
    const auto id = scene.office.activity("A1", "2026-03-02", "2026-03-31", "FREQ=WEEKLY");
    scene.at("2026-03-02T07:00");
    scene.answer(id,
                 {.result = "DONE",
                  .done_on = parse_day("2026-03-02"),
                  .occurrence = parse_day("2026-03-02")});
    scene.at("2026-03-03T08:00");  // not asked about
    scene.answer(id,
                 {.result = "POSTPONED",
                  .new_day = parse_day("2026-03-11"),
                  .occurrence = parse_day("2026-03-09"),
                  .reason = "ฝน"});
    scene.at("2026-03-09T07:00");
    scene.at("2026-03-11T07:00");
    CHECK(scene.db.value("SELECT group_concat(day) FROM reminder WHERE kind = 'MORNING' AND state "
                         "= 'SENT'") == "2026-03-02,2026-03-11");
    CHECK(scene.db.value("SELECT count(*) FROM reminder WHERE kind = 'ASK' AND state = 'SENT'") ==
          "0");
    CHECK(Activities(scene.db.connection).find(id)->state == "PLANNED");
}

TEST_CASE("a group becomes a team's by the officer's code, shows its board, and its end is told",
          "[reminder][group]") {
    Scene scene;
    auto& connection = scene.db.connection;
    const conversation::Forms forms;
    const conversation::Office names{"สพอ.ชุมแสง", "056 000 000"};
    const auto tell =
        [&](const std::string& event, conversation::IncomingKind kind, const std::string& text) {
            auto message = support::say(event, text, "line:Umember");
            message.kind = kind;
            message.group = "line:C1";
            (void)bot::handle_event(connection,
                                    {forms, scene.texts, names, nullptr, false, &scene.holidays},
                                    message,
                                    kNow);
        };
    using enum conversation::IncomingKind;
    tell("e1", Join, "");
    CHECK(scene.db.value("SELECT count(*) FROM outbox") == "1");
    tell("e2", Text, "กระดาน");  // nobody's group has no board
    tell("e3", Text, "พรุ่งนี้เจอกันกี่โมง");
    CHECK(scene.db.value("SELECT count(*) FROM outbox") == "1");
    tell("e4", Text, "ผูก 00000000");
    CHECK_THAT(scene.last_text(), Catch::Contains("รหัสนี้ใช้ไม่ได้"));
    const auto code = storage::ChatGroups(connection)
                          .make_code(scene.office.team, std::chrono::days(7), kNow, "test");
    tell("e5", Text, "ผูก " + code);
    CHECK_THAT(scene.last_text(), Catch::Contains("กพสอ.ชุมแสง"));
    tell("e6", Text, "กระดาน");
    CHECK_THAT(scene.last_text(), Catch::Contains("งานเสร็จ 0 จาก 0 งาน"));
    CHECK(scene.db.value("SELECT count(*) FROM audit WHERE action = 'group.bound'") == "1");
    tell("e7", Leave, "");
    CHECK(scene.db.value("SELECT kind || ' ' || text FROM request") == "GROUP_LEFT กพสอ.ชุมแสง");
    CHECK(storage::ChatGroups(connection).bound().empty());
    tell("e8", Join, "");
    CHECK(storage::ChatGroups(connection).bound().size() == 1);
}

TEST_CASE("after ten days without power what still helps is said, the rest is marked",
          "[reminder]") {
    Scene scene;
    scene.office.activity("A1", "2026-03-05", "2026-03-05");
    scene.at("2026-02-20T10:00");  // nothing is near enough yet
    CHECK(scene.rows().empty());
    scene.at("2026-03-15T10:00");
    CHECK(scene.rows() ==
          "WEEK_BEFORE EXPIRED too_late, DAY_BEFORE EXPIRED too_late, MORNING EXPIRED too_late, "
          "ASK EXPIRED too_late, ASK_CHAIR EXPIRED too_late, OFFICER_LIST SENT");
    CHECK(scene.outbox().empty());
    CHECK(scene.db.value("SELECT kind FROM request") == "ACTIVITY_UNANSWERED");
}

TEST_CASE("nobody is reminded of a closed plan, and again when it is opened", "[reminder]") {
    Scene scene;
    scene.office.activity("A1", "2026-03-05", "2026-03-05");
    scene.at("2026-03-03T10:00");  // the week before, late but useful
    storage::Plans plans(scene.db.connection);
    plans.set_status(scene.office.plan, "CLOSED", {}, kNow);
    scene.at("2026-03-04T09:00");
    CHECK(scene.outbox() == "line:Umember");
    CHECK_THAT(scene.rows(), Catch::Contains("DAY_BEFORE SUPPRESSED changed"));
    plans.set_status(scene.office.plan, "DRAFT", {}, kNow);
    scene.at("2026-03-04T09:05");
    CHECK(scene.outbox() == "line:Umember, line:Umember");
}

TEST_CASE("a reminder on LINE has its four answers as buttons", "[reminder]") {
    Scene scene;
    const auto id = scene.office.activity("A1", "2026-03-05", "2026-03-05");
    scene.at("2026-03-05T07:00");
    const auto text = scene.last_text();
    for (const char* word : {"done", "postpone", "cancel", "details"}) {
        CHECK_THAT(text,
                   Catch::Contains(std::string("activity:") + word + ":" +
                                   std::to_string(id.value) + ":2026-03-05"));
    }
}

TEST_CASE("other members of the team hear of it the day before only where that is switched on",
          "[reminder]") {
    Scene scene;
    (void)scene.office.activity("A1", "2026-03-05", "2026-03-05");
    storage::ReminderSources(scene.db.connection)
        .put_switch({.reminder = "TEAM_DAY", .organisation = scene.office.team, .enabled = true},
                    kNow,
                    "test");
    scene.at("2026-03-04T09:00");
    CHECK(scene.db.value("SELECT group_concat(address, ' ') FROM (SELECT o.address FROM reminder r "
                         "JOIN outbox o ON o.id = r.outbox WHERE r.kind = 'TEAM_DAY')") ==
          "line:Uchair");
    CHECK(scene.last_text().find("activity:") == std::string::npos);  // who cannot answer
}
