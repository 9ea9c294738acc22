// What is asked of the talk by SMS (reports said twice, silence), through the whole job of an
// event: the gateway's rules, the turn, the storage.
#include "bot/event_job.h"
#include "bot/form_files.h"
#include "storage/contacts.h"
#include "storage/households.h"
#include "storage/invites.h"
#include "storage/notices.h"
#include "storage/opt_out.h"
#include "storage/outbox.h"
#include "storage/submissions.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <filesystem>

using conversation::IncomingMessage;
using conversation::Instant;
using storage::Contacts;
using storage::Outbox;
using support::kNow;
using support::TempDatabase;
using namespace std::chrono_literals;

namespace {

constexpr const char* kPhone = "tel:+66800000001";

// A phone that reports for a house, behind a gateway whose messages have ids.
struct Phone {
    TempDatabase db;
    conversation::Forms forms = read();
    conversation::Texts texts = conversation::Texts::built_in();
    conversation::Office office{"สพอ.ชุมแสง", "056 000 000"};
    Instant now = kNow;
    int sent = 0;

    Phone() {
        storage::Notices(db.connection).put("1", "th", "ประกาศ", kNow - 24h);
        const auto house = support::add_house(db.connection, "14");
        const auto contact = Contacts(db.connection).find_or_create("kannel", kPhone, kNow).id;
        Contacts(db.connection).link(contact, house, kNow);
        Contacts(db.connection).set_relation(contact, house, "HEAD", kNow);
        storage::Notices(db.connection)
            .give({house, contact, "HEAD", "1", "kannel", {"DATA", "MESSAGES"}}, kNow);
        storage::Households(db.connection)
            .apply_baseline_form(
                house,
                {{"occ_main", {"RICE", {}, ""}}, {"income_month", {"8000", {}, ""}}},
                kNow,
                "test");
        storage::Submissions(db.connection).add(joined(house), contact, {}, kNow);
    }

    static conversation::Forms read() {
        auto files = bot::read_forms({std::filesystem::path(SAMMACHIP_SOURCE_DIR) / "flows"});
        return bot::usable_forms(files);
    }

    static conversation::FormSubmitted joined(conversation::HouseholdId house) {
        conversation::FormSubmitted form;
        form.form_id = "household_join";
        form.household = house;
        form.instance_json = R"({"answers":{"/data/occ_main":{"value":"RICE"}}})";
        return form;
    }

    // The text of the answer.
    std::string say(const std::string& text) {
        IncomingMessage message = support::say(fmt::format("id-{}", ++sent), text, kPhone);
        message.channel = "kannel";
        message.reply_token.clear();
        message.sms.emplace();
        message.sms->has_id = true;
        message.sent_at = message.received_at = now;
        (void)bot::handle_event(db.connection, {forms, texts, office}, message, now);
        now += 5s;
        return db.value("SELECT messages FROM outbox ORDER BY id DESC LIMIT 1");
    }

    std::string count(const std::string& table) {
        return db.value("SELECT count(*) FROM " + table);
    }
};

bool holds(const std::string& text, std::string_view words) {
    return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("the same report with two ids within ten minutes is one report", "[bot][sms]") {
    Phone phone;
    CHECK(holds(phone.say("8500 300"), "8,500"));
    CHECK(holds(phone.say("8500 300"), "ยังไม่บันทึก"));
    CHECK(phone.count("report_revision") == "0");
    CHECK(holds(phone.say("1"), "บันทึก พ.ย. 68 แล้ว"));
    CHECK(holds(phone.say("8500 300"), "ไม่บันทึกซ้ำ"));
    CHECK(holds(phone.say("รด 8500 ออม 300"), "ไม่บันทึกซ้ำ"));
    CHECK(phone.count("report_revision") == "1");
    phone.now += 11min;
    CHECK(holds(phone.say("8500 300"), "ไม่มีอะไรเปลี่ยน"));
    CHECK(phone.count("report_revision") == "1");
}

TEST_CASE("the same digit to two questions counts twice", "[bot][sms]") {
    Phone phone;
    CHECK(holds(phone.say("รายงาน"), "ใช่ตอบ 1"));
    CHECK(holds(phone.say("1"), "รายได้"));
    CHECK(holds(phone.say("1"), "ออม"));
    CHECK(holds(phone.say("1"), "ถูกตอบ 1"));
    CHECK(holds(phone.say("1"), "บันทึก"));
    CHECK(phone.db.value("SELECT income_total || ' ' || saving_amount FROM report_revision") ==
          "1 1");
}

TEST_CASE("silence is at once, for what waits too, and answers still go", "[bot][sms]") {
    Phone phone;
    const auto queue = [&] {
        Outbox::Draft reminder;
        reminder.channel = "kannel";
        reminder.address = kPhone;
        reminder.messages = {support::words("เตือน")};
        reminder.priority = Outbox::Priority::Reminder;
        Outbox(phone.db.connection).enqueue(reminder, phone.now);
    };
    const auto waiting = [&](int priority) {
        return phone.db.value(fmt::format(
            "SELECT count(*) FROM outbox WHERE state = 'queued' AND priority = {}", priority));
    };
    queue();
    (void)phone.say("รายงาน");
    CHECK(holds(phone.say("Stop ค่ะ"), "หยุดส่งข้อความแล้ว"));
    CHECK(waiting(1) == "0");
    CHECK(waiting(0) == "2");  // the question and the one confirmation
    CHECK(Contacts(phone.db.connection).find("kannel", kPhone)->stopped);
    CHECK(holds(phone.say("8500 300"), "ถูกตอบ 1"));
    CHECK(holds(phone.say("1"), "บันทึก"));
    CHECK(waiting(0) == "4");
    CHECK(holds(phone.say("START"), "ยินดีต้อนรับ"));
    CHECK_FALSE(Contacts(phone.db.connection).find("kannel", kPhone)->stopped);
    // A gateway's own opt-out sets the same flag.
    queue();
    storage::OptOut(phone.db.connection).stop("kannel", kPhone, "channel:kannel", phone.now);
    CHECK(waiting(1) == "0");
    CHECK(Contacts(phone.db.connection).find("kannel", kPhone)->stopped);
    CHECK(holds(phone.say("เริ่ม"), "ยินดีต้อนรับ"));
}
