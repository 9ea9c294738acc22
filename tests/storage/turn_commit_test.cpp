#include "storage/turn_commit.h"

#include "storage/audit_log.h"
#include "storage/inbox.h"
#include "storage/invites.h"
#include "storage/notices.h"
#include "storage/outbox.h"
#include "storage/register_view.h"
#include "storage/reports.h"
#include "storage/requests.h"
#include "storage/sessions.h"
#include "storage/submissions.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

using conversation::FieldAnswer;
using conversation::HouseholdId;
using conversation::IncomingKind;
using conversation::Invite;
using conversation::Period;
using conversation::TurnResult;
using conversation::UnknownReason;
using storage::TurnCommit;
using support::kNow;
using support::say;
using support::TempDatabase;
using support::words;
using namespace std::chrono_literals;

namespace {

const conversation::Office kOffice{"สพอ.ชุมแสง", "056 000 000"};

// A turn whose result is given: what the conversation would have said.
TurnCommit::Start turn(storage::Connection& connection,
                       const conversation::IncomingMessage& message,
                       const TurnResult& result,
                       conversation::Instant now = kNow) {
    TurnCommit commit(connection);
    auto start = commit.start(message, now);
    if (!start.repeated) {
        commit.finish(start, message, result, result.messages, now);
    }
    return start;
}

TurnResult events(std::vector<conversation::Event> all) {
    TurnResult result;
    result.events = std::move(all);
    return result;
}

FieldAnswer answer(const std::string& value, const std::string& raw = {}) {
    return {value, {}, raw};
}

conversation::FormSubmitted report_of(HouseholdId house) {
    conversation::FormSubmitted form;
    form.form_id = "household_report";
    form.form_version = "3";
    form.household = house;
    form.period = Period{2025, 11};
    form.entity = "household_report";
    form.instance_json =
        R"({"format":1,"answers":{"/data/income_total":{"value":"8500","raw":"แปดพันห้า"},)"
        R"("/data/g/saving":{"unknown":"DontKnow"}}})";
    form.fields = {{"occ_main", answer("RICE")},
                   {"income_total", answer("8500", "แปดพันห้า")},
                   {"saving_amount", {{}, UnknownReason::DontKnow, "ไม่รู้"}}};
    form.flags = {"TENFOLD", "HIGH"};
    return form;
}

// A contact that is linked to a house by a code.
struct Linked {
    TempDatabase db;
    HouseholdId house = support::add_house(db.connection, "14");
    std::string code =
        storage::Invites(db.connection).create(house, std::chrono::days(30), kNow, "test");
    TurnCommit::Start start = turn(db.connection,
                                   say("e0", code),
                                   events({conversation::HouseholdLinked{house, code},
                                           conversation::RelationGiven{house, "HEAD"}}));

    [[nodiscard]] storage::RegisterView view(conversation::Instant now = kNow) {
        return {db.connection, start.contact, kOffice, now};
    }
};

}  // namespace

TEST_CASE("a turn leaves its inbox row, its session and one answer", "[storage]") {
    TempDatabase db;
    TurnResult result;
    result.session.emplace();
    result.session->dialogue = "menu";
    result.messages = {words("หนึ่ง"), words("สอง")};
    const auto start = turn(db.connection, say("e1", "เมนู"), result);
    CHECK_FALSE(start.repeated);
    CHECK_FALSE(start.session);
    CHECK(db.value("SELECT state || ' ' || text FROM inbox") == "done เมนู");
    CHECK(db.value("SELECT count(*) FROM outbox") == "1");
    CHECK(db.value("SELECT reply_token FROM outbox") == "token-e1");
    CHECK(db.value("SELECT inbox FROM outbox") == std::to_string(start.inbox.value));
    const auto next = turn(db.connection, say("e2", "x"), {});
    REQUIRE(next.session);
    CHECK(next.session->dialogue == "menu");
    CHECK(next.contact.id == start.contact.id);
    CHECK(storage::Sessions(db.connection).count() == 0);
}

TEST_CASE("a repeated event id changes nothing and is told apart", "[storage]") {
    TempDatabase db;
    TurnResult result;
    result.messages = {words("หนึ่ง")};
    turn(db.connection, say("e1", "a"), result);
    CHECK(turn(db.connection, say("e1", "a", "line:U9"), result).repeated);
    CHECK(db.value("SELECT count(*) FROM inbox") == "1");
    CHECK(db.value("SELECT count(*) FROM outbox") == "1");
    CHECK(db.value("SELECT count(*) FROM contact") == "1");
    auto other_channel = say("e1", "a");
    other_channel.channel = "sms";
    CHECK_FALSE(turn(db.connection, other_channel, result).repeated);
}

TEST_CASE("standby mode stores and says nothing", "[storage]") {
    TempDatabase db;
    auto message = say("e1", "a");
    message.standby = true;
    TurnResult result;
    result.messages = {words("หนึ่ง")};
    turn(db.connection, message, result);
    CHECK(db.value("SELECT count(*) FROM inbox") == "1");
    CHECK(db.value("SELECT count(*) FROM outbox") == "0");
}

TEST_CASE("a session keeps its form until it ends", "[storage]") {
    TempDatabase db;
    TurnResult result;
    result.session.emplace();
    result.session->form.emplace();
    for (const char* key : {"a:1:x", "b:1:y", "a:1:x"}) {
        result.session->form->form_key = key;
        turn(db.connection,
             say(std::string("e-") + key + db.value("SELECT count(*) FROM inbox"),
                 "x",
                 "line:U" + std::string(key)),
             result);
    }
    storage::Sessions sessions(db.connection);
    CHECK(sessions.form_keys() == std::vector<std::string>{"a:1:x", "b:1:y"});
    db.connection.run_script("test", "UPDATE session SET body = '{\"format\":999}'");
    CHECK_FALSE(turn(db.connection, say("e9", "x", "line:Ua:1:x"), {}).session);
}

TEST_CASE("a code links the contact, is used up, and can be freed", "[storage]") {
    Linked linked;
    auto view = linked.view();
    const auto houses = view.houses();
    REQUIRE(houses.size() == 1);
    CHECK(houses[0].house_no == "14");
    CHECK(houses[0].moo == 3);
    CHECK(houses[0].tambon_name == "เกยไชย");
    CHECK(houses[0].code == linked.code);
    CHECK(houses[0].relation == "HEAD");
    CHECK_FALSE(houses[0].has_baseline);
    CHECK(view.invite(linked.code)->state == Invite::State::UsedByYou);
    const auto other = turn(linked.db.connection, say("e1", "x", "line:U2"), {});
    const storage::RegisterView others(linked.db.connection, other.contact, kOffice, kNow);
    CHECK(others.invite(linked.code)->state == Invite::State::UsedByOther);
    CHECK_FALSE(others.invite(linked.code)->house.id);
    turn(linked.db.connection,
         say("e2", "ไม่ใช่"),
         events({conversation::CodeFreed{linked.house, linked.code}}));
    CHECK(linked.view().houses().empty());
    CHECK(others.invite(linked.code)->state == Invite::State::Open);
    CHECK(others.invite(linked.code)->house.house_no == "14");
    CHECK_FALSE(others.invite("999999"));
}

TEST_CASE("wrong codes are counted for an hour", "[storage]") {
    Linked linked;
    for (int i = 0; i < 3; ++i) {
        turn(linked.db.connection,
             say("w" + std::to_string(i), "x"),
             events({conversation::WrongCodeTried{}}));
    }
    CHECK(linked.view(kNow + 59min).code_tries().wrong == 3);
    CHECK(linked.view(kNow + 60min).code_tries().wrong == 0);
}

TEST_CASE("consent belongs to a notice's version, a contact and a house", "[storage]") {
    Linked linked;
    storage::Notices notices(linked.db.connection);
    notices.put("1", "th", "ประกาศ", kNow - 24h);
    CHECK_FALSE(linked.view().houses().at(0).consented);
    turn(linked.db.connection,
         say("e1", "ยินยอม"),
         events({conversation::ConsentGiven{linked.house, "1", {"DATA", "MESSAGES"}}}));
    CHECK(linked.view().houses().at(0).consented);
    CHECK(linked.view().houses().at(0).status == "ACTIVE");
    CHECK(linked.db.value("SELECT relation FROM consent LIMIT 1") == "HEAD");
    // A changed text asks again.
    notices.put("2", "th", "ประกาศใหม่", kNow + 1h);
    CHECK(linked.view().houses().at(0).consented);
    CHECK(linked.view(kNow + 1h).notice().version == "2");
    CHECK_FALSE(linked.view(kNow + 1h).houses().at(0).consented);
    CHECK_THROWS_AS(notices.put("1", "th", "อื่น", kNow), storage::StorageError);
    CHECK_NOTHROW(notices.put("1", "th", "ประกาศ", kNow));
    turn(linked.db.connection,
         say("e2", "ถอน"),
         events({conversation::ConsentWithdrawn{linked.house, {}}}));
    CHECK_FALSE(linked.view().houses().at(0).consented);
    CHECK(linked.view().houses().at(0).status == "WITHDRAWN");
    turn(linked.db.connection,
         say("e3", "ไม่"),
         events({conversation::ConsentRefused{linked.house, "1"}}));
    CHECK_FALSE(linked.view().houses().at(0).consented);
    CHECK(linked.db.value("SELECT count(*) FROM consent WHERE refused_at IS NOT NULL") == "1");
}

TEST_CASE("a submitted report is stored whole, as a revision and as a submission", "[storage]") {
    Linked linked;
    turn(linked.db.connection, say("e1", "ถูกต้อง"), events({report_of(linked.house)}));
    auto view = linked.view();
    const auto report = view.report(linked.house, {2025, 11});
    REQUIRE(report);
    CHECK(report->revision == 1);
    CHECK(report->status == "CONFIRMED");
    CHECK(report->values.at("income_total") == "8500");
    CHECK(report->values.at("occ_main") == "RICE");
    CHECK(report->unknown.at("saving_amount") == UnknownReason::DontKnow);
    CHECK(report->unknown.at("expense_total") == UnknownReason::NotAsked);
    CHECK(report->reporter == linked.start.contact.id);
    CHECK(report->reporter_relation == "HEAD");
    CHECK(linked.db.value("SELECT check_flags FROM report_revision") == "HIGH TENFOLD");
    CHECK(linked.db.value("SELECT raw FROM report_revision") ==
          R"({"income_total":"แปดพันห้า","saving_amount":"ไม่รู้"})");
    CHECK(linked.db.value("SELECT count(*) FROM report_revision rr JOIN inbox i ON i.id = "
                          "rr.message JOIN submission s ON s.id = rr.submission WHERE "
                          "i.event_id = 'e1' AND rr.channel = 'line' AND rr.lang = 'th'") == "1");
    CHECK(view.last_saved("household_report", linked.house) ==
          std::map<std::string, std::string>{{"income_total", "8500"}});
    CHECK(view.last_saved("household_report", {}).empty());
    CHECK(view.last_saved("other", linked.house).empty());
}

TEST_CASE("nobody sees a house that is not theirs", "[storage]") {
    Linked linked;
    turn(linked.db.connection, say("e1", "ถูกต้อง"), events({report_of(linked.house)}));
    const auto other = turn(linked.db.connection, say("e2", "x", "line:U2"), {});
    const storage::RegisterView view(linked.db.connection, other.contact, kOffice, kNow);
    CHECK(view.houses().empty());
    CHECK_FALSE(view.report(linked.house, {2025, 11}));
    CHECK(view.recent_reports(linked.house, 9).empty());
    CHECK_FALSE(view.median_income(linked.house));
    CHECK_FALSE(view.saved_in_year(linked.house, 2569));
    CHECK(view.last_saved("household_report", linked.house).empty());
    CHECK(view.rows("households.csv", 9).empty());
    CHECK(view.rows("people.csv", 9).empty());
    CHECK(view.rows("villages.csv", 9).size() == 1);
    CHECK(view.rows("villages.csv", 0).empty());
    CHECK(view.rows("nothing.csv", 9).empty());
    CHECK(linked.view().rows("households.csv", 9).at(0).at("house_no") == "14");
}

TEST_CASE("a baseline form fills the household", "[storage]") {
    Linked linked;
    conversation::FormSubmitted form;
    form.form_id = "register";
    form.household = linked.house;
    form.entity = "baseline";
    form.instance_json = "{}";
    form.fields = {{"members_total", answer("4")},
                   {"members_15_59", answer("99")},
                   {"occ_main", answer("RICE")},
                   {"income_month", answer("7999.5")},
                   {"saving_forms", answer("CASH NONSENSE SAVGROUP")}};
    turn(linked.db.connection, say("e1", "x"), events({form}));
    storage::Households households(linked.db.connection);
    const auto house = households.find(linked.house);
    CHECK(house->members == 4);
    CHECK_FALSE(house->members_15_59);
    CHECK(house->occ_main == "RICE");
    CHECK(households.baseline(linked.house)->income_month == 8000);
    CHECK_FALSE(households.baseline(linked.house)->saving_month);
    CHECK(households.baseline(linked.house)->source == "SELF");
    CHECK(households.saving_forms(linked.house, 2569) ==
          std::vector<std::string>{"CASH", "SAVGROUP"});
    CHECK(linked.view().houses().at(0).has_baseline);
}

TEST_CASE("a form that becomes no record is kept whole", "[storage]") {
    TempDatabase db;
    conversation::FormSubmitted form;
    form.form_id = "poll";
    form.instance_json = R"({"answers":{"/data/q":{"value":"yes"}}})";
    const auto start = turn(db.connection, say("e1", "x"), events({form}));
    CHECK(storage::Submissions(db.connection).count("poll") == 1);
    CHECK(storage::Submissions(db.connection).last_saved("poll", {}, start.contact.id).at("q") ==
          "yes");
}

TEST_CASE("stopping takes back what was not asked for, language and house are remembered",
          "[storage]") {
    Linked linked;
    const auto second = support::add_house(linked.db.connection, "15");
    storage::Outbox::Draft reminder;
    reminder.channel = "line";
    reminder.address = "line:U1";
    reminder.priority = storage::Outbox::Priority::Reminder;
    storage::Outbox(linked.db.connection).enqueue(reminder, kNow);
    turn(linked.db.connection,
         say("e1", "หยุด"),
         events({conversation::ContactStopped{},
                 conversation::LanguageChosen{"en"},
                 conversation::HouseholdLinked{second, "000000"}}));
    CHECK(linked.db.value("SELECT state FROM outbox") == "expired");
    auto next = turn(linked.db.connection,
                     say("e2", "x"),
                     events({conversation::HouseChosen{linked.house}}),
                     kNow + 1s);
    CHECK(next.contact.stopped);
    CHECK(next.contact.language == "en");
    CHECK(linked.view().houses().at(0).id == linked.house);
    turn(linked.db.connection, say("e3", "เริ่ม"), events({conversation::ContactResumed{}}));
    CHECK_FALSE(turn(linked.db.connection, say("e4", "x"), {}).contact.stopped);
}

TEST_CASE("what the officer must see has a number and a day", "[storage]") {
    Linked linked;
    turn(linked.db.connection,
         say("e1", "ลบข้อมูล"),
         events({conversation::OfficerAsked{"QUESTION", linked.house, "ถามหน่อย", {}},
                 conversation::OfficerAsked{"ERASE", linked.house, "ลบข้อมูล", {}}}));
    storage::Requests requests(linked.db.connection);
    const auto open = requests.open(10);
    REQUIRE(open.size() == 2);
    CHECK(open[0].number == 2);  // erasing is promised within the day
    CHECK(conversation::to_text(open[0].due) == "2025-12-06");
    CHECK(conversation::to_text(open[1].due) == "2025-12-12");
    requests.done(open[0].id, "answered by telephone", kNow, "officer:a");
    CHECK(requests.open(10).size() == 1);
}

TEST_CASE("every look and every change leaves an audit row that stays", "[storage]") {
    Linked linked;
    turn(linked.db.connection,
         say("e1", "ดู"),
         events({conversation::OwnDataShown{linked.house, false},
                 conversation::SessionEnded{"cancelled"},
                 conversation::SessionEnded{"finished"}}));
    storage::AuditLog audit(linked.db.connection);
    const auto latest = audit.latest(3);
    REQUIRE(latest.size() == 3);
    CHECK(latest[0].action == "session.ended");
    CHECK(latest[0].detail == "cancelled");
    CHECK(latest[1].action == "own_data.shown");
    const std::string subject = "household:" + std::to_string(linked.house.value);
    CHECK(audit.of(subject, 10).size() == 2);
    CHECK_THROWS_AS(linked.db.connection.run_script("test", "UPDATE audit SET actor = 'x'"),
                    storage::StorageError);
}

TEST_CASE("blocking and coming back move the address, unsending removes the text", "[storage]") {
    Linked linked;
    const auto state = [&] {
        return linked.db.value("SELECT state FROM address WHERE address = 'line:U1'");
    };
    auto message = say("f1", "");
    message.kind = IncomingKind::Unfollow;
    turn(linked.db.connection, message, {});
    CHECK(state() == "BLOCKED");
    message.event_id = "f2";
    message.kind = IncomingKind::Follow;
    turn(linked.db.connection, message, {});
    CHECK(state() == "ACTIVE");

    TurnResult result = events({report_of(linked.house)});
    result.events.emplace_back(
        conversation::OfficerAsked{"QUESTION", linked.house, " แปดพันห้า ", {}});
    result.session.emplace().dialogue = "form";
    result.session->form.emplace().form_key = "household_report:1:0123456789abcdef";
    result.session->form->stage = "ask";
    result.session->form->answers_json = report_of(linked.house).instance_json;
    turn(linked.db.connection, say("e1", " แปดพันห้า "), result);
    message.event_id = "f3";
    message.kind = IncomingKind::Unsend;
    message.message_id = "m-e1";
    const auto start = turn(linked.db.connection, message, {});
    for (const char* column : {"inbox:coalesce(text, '')",
                               "report_revision:raw",
                               "submission:instance",
                               "request:text"}) {
        const std::string both(column);
        const auto colon = both.find(':');
        CAPTURE(column);
        CHECK_THAT(linked.db.value("SELECT group_concat(" + both.substr(colon + 1) + ") FROM " +
                                   both.substr(0, colon)),
                   !Catch::Contains("แปดพันห้า"));
    }
    REQUIRE(start.session);
    CHECK_THAT(start.session->form->answers_json,
               !Catch::Contains("แปดพันห้า") && Catch::Contains("8500"));
    CHECK(linked.view().report(linked.house, {2025, 11})->values.at("income_total") == "8500");
}
