#include "bot/notice.h"

#include "storage/contacts.h"
#include "storage/invites.h"
#include "storage/notices.h"
#include "storage/opt_out.h"
#include "storage/outbox.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using bot::AddressVerdict;
using bot::NoticeOutcome;
using conversation::IncomingMessage;
using storage::Contacts;
using support::kNow;
using support::TempDatabase;

namespace {

constexpr const char* kPhone = "tel:+66800001234";

// Somebody who is reached by LINE and by SMS.
struct Person {
    TempDatabase db;
    conversation::Forms forms;
    conversation::Texts texts = conversation::Texts::built_in();
    conversation::Office office{"สพอ.ชุมแสง", "056 000 000"};
    bot::SmsRuleBook sms{{"kannel", {.price = 7'000, .budget = 10'000}}};
    conversation::ContactId contact;

    Person() {
        Contacts contacts(db.connection);
        contact = contacts.find_or_create("line", "line:U1", kNow).id;
        (void)contacts.find_or_create("kannel", kPhone, kNow);
        contacts.move_address("kannel", kPhone, contact, kNow);
    }

    NoticeOutcome tell(std::string_view not_to = {}) {
        return bot::send_notice(db.connection,
                                {forms, texts, office, &sms},
                                {.contact = contact,
                                 .key = "link.joined_notice",
                                 .arguments = {{"channel", "SMS"}, {"tail", "1234"}},
                                 .not_to = not_to},
                                kNow);
    }

    std::string sent() {
        return db.value("SELECT address || ' ' || priority FROM outbox ORDER BY id DESC LIMIT 1");
    }
};

}  // namespace

TEST_CASE("a notice goes to LINE first, and falls back to SMS", "[bot][fallback]") {
    Person person;
    CHECK(person.tell().channel == "line");
    CHECK(person.sent() == "line:U1 1");
    Contacts(person.db.connection)
        .set_address_state("line", "line:U1", Contacts::AddressState::Blocked, kNow);
    CHECK(person.tell().channel == "kannel");
    CHECK(person.sent() == std::string(kPhone) + " 1");
    const auto text = person.db.value("SELECT messages FROM outbox ORDER BY id DESC LIMIT 1");
    CHECK(text.find("ท่านใช้ SMS ลงท้าย 1234 ได้แล้ว") != std::string::npos);  // the short form
    storage::OptOut(person.db.connection).stop("kannel", kPhone, "contact:1", kNow);
    CHECK(person.tell().verdict == AddressVerdict::Stopped);
}

TEST_CASE("a notice that the budget does not hold is not sent by SMS", "[bot][fallback]") {
    Person person;
    person.sms["kannel"].budget = 6'999;
    CHECK(person.tell("line:U1").verdict == AddressVerdict::NothingLeft);
    CHECK(person.db.value("SELECT count(*) FROM outbox") == "0");
}

TEST_CASE("who was known first is told when an address is joined", "[bot][fallback]") {
    TempDatabase db;
    const auto house = support::add_house(db.connection, "14");
    const std::string code =
        storage::Invites(db.connection).create(house, std::chrono::days(30), kNow, "test");
    storage::Notices(db.connection).put("1", "th", "ประกาศ", kNow - std::chrono::hours(1));
    const auto line = Contacts(db.connection).find_or_create("line", "line:U1", kNow);
    storage::Invites(db.connection).use(code, line.id, kNow);
    Contacts(db.connection).link(line.id, house, kNow);

    const conversation::Forms forms;
    const auto texts = conversation::Texts::built_in();
    const conversation::Office office{"สพอ.ชุมแสง", "056 000 000"};
    const auto say = [&](const std::string& event, const std::string& text) {
        auto message = support::say(event, text, kPhone);
        message.channel = "kannel";
        message.reply_token.clear();
        return bot::handle_event(db.connection, {forms, texts, office}, message, kNow);
    };
    CHECK(say("e1", code).notified.empty());
    const auto joined = say("e2", "1");
    CHECK(joined.answered);
    CHECK(joined.notified == std::vector<std::string>{"line"});
    CHECK(db.value("SELECT count(*) FROM outbox WHERE address = 'line:U1' AND priority = 1") ==
          "1");
    const auto phone = Contacts(db.connection).find("kannel", kPhone);
    REQUIRE(phone);
    CHECK(phone->id == line.id);
    CHECK(
        db.value("SELECT contact FROM outbox WHERE channel = 'kannel' ORDER BY id DESC LIMIT 1") ==
        std::to_string(line.id.value));
    CHECK(db.value("SELECT count(*) FROM audit WHERE action = 'address.joined'") == "1");
}
