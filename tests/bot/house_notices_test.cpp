#include "bot/house_notices.h"

#include "bot/event_job.h"
#include "bot/form_files.h"
#include "storage/contacts.h"
#include "storage/household_care.h"
#include "storage/invites.h"
#include "storage/notices.h"
#include "storage/people.h"
#include "storage/places.h"
#include "storage/reports.h"
#include "storage/roles.h"
#include "storage/tellings.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <vector>

using storage::Contacts;
using support::kNow;
using support::TempDatabase;

namespace {

// A volunteer who reports for house 14 by one line, all the way through the job of an event.
struct Reported {
    TempDatabase db;
    std::vector<bot::FormFile> files =
        bot::read_forms({std::filesystem::path(SAMMACHIP_SOURCE_DIR) / "flows"});
    conversation::Forms forms = bot::usable_forms(files);
    conversation::Texts texts = conversation::Texts::built_in();
    conversation::Office office{"สพอ.ชุมแสง", "056 000 000"};
    bot::SmsRuleBook sms{{"kannel", {.price = 7'000, .budget = 10'000'000}}};
    conversation::HouseholdId house = support::add_house(db.connection, "14");
    std::string code;  // of the volunteer
    int events = 0;

    Reported() {
        auto& connection = db.connection;
        storage::Notices(connection).put("1", "th", "ประกาศ", kNow - std::chrono::hours(1));
        storage::People::Record record;
        record.given_name = "วันดี";
        const auto person = storage::People(connection).put(record, kNow, "test").id;
        (void)storage::Roles(connection)
            .put({.person = person,
                  .role = "VOLUNTEER",
                  .village = storage::Places(connection).village_id("60030403"),
                  .from = conversation::parse_day("2025-01-01")},
                 kNow,
                 "test");
        code = storage::Invites(connection)
                   .create_for_person(person, std::chrono::days(30), kNow, "test");
        for (const auto& text : {code, std::string("ใช่"), std::string("ยินยอม")}) {
            (void)say(text);
        }
    }

    bot::EventOutcome say(const std::string& text, const std::string& from = "line:U1") {
        const auto message = support::say("e" + std::to_string(++events), text, from);
        return bot::handle_event(db.connection, {forms, texts, office, &sms}, message, kNow);
    }

    void text(const std::string& words) {
        auto message = support::say("s" + std::to_string(++events), words, "tel:+66810000001");
        message.channel = "kannel";
        message.reply_token.clear();
        (void)bot::handle_event(db.connection, {forms, texts, office, &sms}, message, kNow);
    }

    conversation::ContactId linked(const std::string& channel, const std::string& address) {
        Contacts contacts(db.connection);
        const auto contact = contacts.find_or_create(channel, address, kNow).id;
        contacts.link(contact, house, kNow);
        contacts.set_relation(contact, house, "HEAD", kNow);
        return contact;
    }

    void report() {
        for (const char* text : {"14 8500 300", "ทำนา", "หัวหน้า"}) {
            (void)say(text);
        }
    }

    std::string told() {
        return db.value(
            "SELECT group_concat(address || ' ' || messages) FROM outbox "
            "WHERE notice IS NOT NULL");
    }
};

}  // namespace

TEST_CASE("a house that somebody speaks for is told what was reported for it", "[bot][behalf]") {
    Reported chat;
    (void)chat.linked("line", "line:U7");
    chat.report();
    const auto outcome = chat.say("ถูกต้อง");
    CHECK(outcome.notified == std::vector<std::string>{"line"});
    CHECK(chat.told().find("line:U7") == 0);
    CHECK(chat.told().find("รายได้ 8,500 · ออม 300") != std::string::npos);
    CHECK(chat.db.value("SELECT on_behalf || informant || reporter_relation FROM "
                        "report_revision") == "1HEADVOLUNTEER");
    storage::Tellings tellings(chat.db.connection);
    CHECK(tellings.need_slip(10).empty());  // on its way
    CHECK(tellings.open(10).size() == 1);
    chat.db.connection.run_script("test",
                                  "UPDATE outbox SET state = 'sent' WHERE notice IS NOT NULL");
    CHECK(tellings.take_over_sent(kNow) == 1);
    CHECK(chat.db.value("SELECT told_by FROM telling") == "message");
}

TEST_CASE("a house that no message reaches gets a slip", "[bot][behalf]") {
    Reported chat;
    chat.report();
    CHECK(chat.say("ถูกต้อง").notified.empty());
    CHECK(storage::Tellings(chat.db.connection).need_slip(10).size() == 1);
    CHECK(chat.db.value("SELECT count(*) FROM outbox WHERE notice IS NOT NULL") == "0");
}

TEST_CASE("a message that was given up makes a slip due", "[bot][behalf]") {
    Reported chat;
    (void)chat.linked("line", "line:U7");
    chat.report();
    (void)chat.say("ถูกต้อง");
    chat.db.connection.run_script("test",
                                  "UPDATE outbox SET state = 'failed' WHERE notice IS NOT NULL");
    storage::Tellings tellings(chat.db.connection);
    CHECK(tellings.take_over_sent(kNow) == 0);
    CHECK(tellings.need_slip(10).size() == 1);
}

TEST_CASE("the head's telephone of the office's file is told without figures", "[bot][behalf]") {
    Reported chat;
    storage::Households::Record record;
    record.village_code = "60030403";
    record.house_no = "14";
    record.head.given_name = "บุญใจ";
    record.head.phone = "+66800000009";
    (void)storage::Households(chat.db.connection).put(record, kNow, "test");
    chat.report();
    CHECK(chat.say("ถูกต้อง").notified == std::vector<std::string>{"kannel"});
    CHECK(chat.told().find("tel:+66800000009") == 0);
    CHECK(chat.told().find("8,500") == std::string::npos);
}

TEST_CASE("a telephone of several houses is told without figures", "[bot][behalf]") {
    Reported chat;
    const auto contact = chat.linked("line", "line:U7");
    Contacts(chat.db.connection).link(contact, support::add_house(chat.db.connection, "15"), kNow);
    chat.report();
    (void)chat.say("ถูกต้อง");
    CHECK(chat.told().find("line:U7") == 0);
    CHECK(chat.told().find("8,500") == std::string::npos);
}

TEST_CASE("people of the house are asked when two reports differ, the one who wrote is not",
          "[bot][conflict]") {
    Reported chat;
    const auto mother = chat.linked("line", "line:U7");
    conversation::FormSubmitted form;
    form.household = chat.house;
    form.period = conversation::Period{2025, 11};
    form.fields["income_total"].value = "9000";
    storage::Reports::Source source;
    source.reporter = mother;
    source.relation = "HEAD";
    source.channel = "line";
    source.language = "th";
    source.form_version = "3";
    (void)storage::Reports(chat.db.connection)
        .revise(chat.house, *form.period, form.fields, {}, source, kNow);
    (void)chat.say("14 7000 200");
    (void)chat.say("รายงานใหม่");
    (void)chat.say("ทำนา");
    (void)chat.say("หัวหน้า");
    (void)chat.say("ถูกต้อง");
    CHECK(chat.db.value("SELECT count(*) FROM report_conflict WHERE state = 'OPEN'") == "1");
    CHECK(chat.told().find("เลือกรายงาน") != std::string::npos);
    CHECK(chat.db.value("SELECT count(*) FROM outbox WHERE notice IS NOT NULL "
                        "AND address = 'line:U1'") == "0");
}

TEST_CASE("who uses her code by LINE and again by SMS is one person of the team", "[bot][behalf]") {
    Reported chat;
    chat.text(chat.code);
    CHECK(
        chat.db.value("SELECT messages FROM outbox ORDER BY id DESC LIMIT 1").find("คนเดียวกันไหม") !=
        std::string::npos);
    chat.text("1");
    CHECK(chat.db.value("SELECT count(*) FROM address WHERE contact = "
                        "(SELECT id FROM contact WHERE person IS NOT NULL)") == "2");
    chat.text("ยังไม่รายงาน");  // works from there without another code
    CHECK(chat.db.value("SELECT messages FROM outbox ORDER BY id DESC LIMIT 1").find("14") !=
          std::string::npos);
}

TEST_CASE("a house that is proposed as the model household is asked whether it agrees",
          "[bot][model]") {
    Reported chat;
    (void)chat.linked("line", "line:U7");
    chat.db.connection.run_script("test", "UPDATE household SET status = 'ACTIVE'");
    for (const char* words : {"เสนอครัวเรือนตัวอย่าง", "14", "ใช่", "ใช่", "ใช่", "ใช่", "ใช่", "ข้าม"}) {
        (void)chat.say(words);
    }
    CHECK(chat.told().empty());
    CHECK(chat.say("ถูกต้อง").notified == std::vector<std::string>{"line"});
    CHECK(chat.told().find("line:U7") == 0);
    CHECK(chat.told().find("ครัวเรือนสัมมาชีพตัวอย่าง") != std::string::npos);
}
