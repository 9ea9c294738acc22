#include "storage/attachments.h"
#include "storage/contacts.h"
#include "storage/content_fetches.h"
#include "storage/form_editions.h"
#include "storage/inbox.h"
#include "storage/invites.h"
#include "storage/sha256.h"
#include "storage/simulator_people.h"
#include "storage/text_erasure.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

// The smaller tables, each with what it promises.

using storage::Contacts;
using storage::Invites;
using support::kNow;
using support::say;
using support::TempDatabase;
using namespace std::chrono_literals;

TEST_CASE("a dead letter keeps the message and its reason until it is dealt with", "[storage]") {
    TempDatabase db;
    storage::Inbox inbox(db.connection);
    CHECK(inbox.record_dead(say("e1", "ข้อความ"), "it threw", kNow));
    CHECK_FALSE(inbox.record_dead(say("e1", "ข้อความ"), "again", kNow));
    CHECK_FALSE(inbox.record(say("e1", "ข้อความ"), {}, kNow));
    const auto letters = inbox.dead_letters(10);
    REQUIRE(letters.size() == 1);
    CHECK(letters[0].reason == "it threw");
    REQUIRE(letters[0].message);
    CHECK(letters[0].message->text == "ข้อความ");
    CHECK(inbox.counts().dead == 1);
    inbox.revive(letters[0].id);
    CHECK(inbox.counts().dead == 0);
    CHECK(inbox.counts().done == 1);
    CHECK(db.value("SELECT payload IS NULL FROM inbox") == "1");
}

TEST_CASE("what others say in a group is not kept", "[storage]") {
    TempDatabase db;
    storage::Inbox inbox(db.connection);
    auto message = say("e1", "ข่าวในกลุ่ม");
    message.group = "line:C1";
    CHECK(inbox.record(message, {}, kNow));
    message.event_id = "e2";
    CHECK(inbox.record_dead(message, "it threw", kNow));
    CHECK(db.value("SELECT count(*) FROM inbox WHERE text IS NOT NULL") == "0");
    CHECK(inbox.dead_letters(1).at(0).message->text.empty());
}

TEST_CASE("erasing a message nobody knows is no error", "[storage]") {
    TempDatabase db;
    CHECK_FALSE(storage::Inbox(db.connection).erase_message("line", "m-none", kNow));
}

TEST_CASE("only raw answers that are the text are erased", "[storage]") {
    const std::string json =
        R"({"a":{"raw":"8500","value":"8500"},"inner":"{\"raw\":\" 8500 \"}","list":[{"raw":"9"}]})";
    const auto cleaned = storage::without_raw_answer(json, "8500 ");
    CHECK(cleaned ==
          R"({"a":{"raw":"","value":"8500"},"inner":"{\"raw\":\"\"}","list":[{"raw":"9"}]})");
    CHECK(storage::without_raw_answer(json, "1") == json);
    CHECK(storage::without_raw_answer(json, " ") == json);
    CHECK(storage::without_raw_answer("no json", "1") == "no json");
    CHECK(storage::without_raw_field(R"({"a":"x","b":"y"})", "x") == R"({"b":"y"})");
    CHECK(storage::without_raw_field("[1]", "1") == "[1]");
}

TEST_CASE("a check digit finds one wrong digit and two swapped", "[storage]") {
    for (int number = 0; number < 100'000; number += 37) {
        std::string code = std::to_string(100'000 + number).substr(1);
        code += storage::code_check_digit(code);
        REQUIRE(storage::is_code(code));
        for (std::size_t at = 0; at < code.size(); ++at) {
            std::string wrong = code;
            wrong[at] = static_cast<char>('0' + (wrong[at] - '0' + 1 + number % 9) % 10);
            REQUIRE_FALSE(storage::is_code(wrong));
            if (at > 0 && code[at] != code[at - 1]) {
                wrong = code;
                std::swap(wrong[at], wrong[at - 1]);
                REQUIRE_FALSE(storage::is_code(wrong));
            }
        }
    }
    for (const char* text : {"", "12345", "1234567", "12345a", "๑๒๓๔๕๖"}) {
        CHECK_FALSE(storage::is_code(text));
    }
}

TEST_CASE("a code is used once, expires, and a reprint voids it", "[storage]") {
    TempDatabase db;
    const auto house = support::add_house(db.connection, "1");
    const auto first = Contacts(db.connection).find_or_create("line", "line:U1", kNow).id;
    const auto second = Contacts(db.connection).find_or_create("line", "line:U2", kNow).id;
    Invites invites(db.connection);
    const auto old = invites.create(house, std::chrono::days(30), kNow, "test");
    const auto code = invites.create(house, std::chrono::days(30), kNow, "test");
    CHECK(storage::is_code(code));
    CHECK(invites.find(old, kNow)->state == Invites::State::Void);
    CHECK(invites.open_of(house, kNow)->code == code);
    CHECK(invites.find(code, kNow + std::chrono::days(30))->state == Invites::State::Expired);
    CHECK_FALSE(invites.use(code, first, kNow + std::chrono::days(30)));
    CHECK(invites.use(code, first, kNow));
    CHECK_FALSE(invites.use(code, second, kNow));
    CHECK_FALSE(invites.use(old, second, kNow));
    CHECK(invites.find(code, kNow)->used_by == first);
    invites.release(code, second, kNow);
    CHECK(invites.find(code, kNow)->state == Invites::State::Used);
    invites.release(code, first, kNow);
    CHECK(invites.find(code, kNow)->state == Invites::State::Open);
    CHECK_THROWS_AS(invites.create_with_code(code, house, std::chrono::days(1), kNow, "test"),
                    storage::StorageError);
}

TEST_CASE("a contact is found by its address, and by its id with the newest one", "[storage]") {
    TempDatabase db;
    Contacts contacts(db.connection);
    CHECK_FALSE(contacts.find("line", "line:U1"));
    const auto made = contacts.find_or_create("line", "line:U1", kNow);
    CHECK(contacts.find_or_create("line", "line:U1", kNow).id == made.id);
    CHECK(contacts.find_or_create("other", "line:U1", kNow).id != made.id);
    CHECK(contacts.find(made.id)->address == "line:U1");
    CHECK(contacts.find(made.id)->language == "th");
    contacts.set_address_state("line", "line:U1", Contacts::AddressState::Left, kNow);
    CHECK(contacts.addresses(made.id).at(0).state == Contacts::AddressState::Left);
    const auto house = support::add_house(db.connection, "1");
    contacts.link(made.id, house, kNow);
    contacts.link(made.id, house, kNow);
    CHECK(contacts.of_household(house).size() == 1);
    contacts.unlink(made.id, house, kNow);
    CHECK(contacts.of_household(house).empty());
    contacts.link(made.id, house, kNow);
    CHECK(contacts.relation(made.id, house).empty());
    CHECK(db.value("SELECT count(*) FROM contact_household") == "2");
}

TEST_CASE("the same picture is kept once, whatever bytes it has", "[storage]") {
    TempDatabase db;
    storage::Attachments attachments(db.connection);
    const std::vector<std::byte> picture = {std::byte{0xff}, std::byte{0}, std::byte{0x80}};
    const auto id = attachments.put(picture, "image/jpeg", kNow);
    CHECK(attachments.put(picture, "image/png", kNow) == id);
    const auto found = attachments.find(id);
    REQUIRE(found);
    CHECK(found->content == picture);
    CHECK(found->mime == "image/jpeg");
    CHECK(found->sha256 == storage::sha256_hex(picture));
    CHECK(attachments.put({}, "image/png", kNow) != id);
    CHECK_FALSE(attachments.find({}));
}

TEST_CASE("SHA-256 is the one everybody means", "[storage]") {
    CHECK(storage::sha256_hex({}) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    const std::string abc = "abc";
    CHECK(storage::sha256_hex(std::as_bytes(std::span(abc))) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a picture is fetched until it is there, and its turn runs once", "[storage]") {
    TempDatabase db;
    storage::ContentFetches fetches(db.connection);
    auto message = say("e1", "");
    message.attachment = conversation::Attachment{"remote", "image/jpeg"};
    const auto inbox = storage::Inbox(db.connection).record(message, {}, kNow);
    const auto id = fetches.enqueue(*inbox, message, kNow);
    CHECK(fetches.waiting() == 1);
    CHECK(fetches.claim("other", 9, 60s, kNow).empty());
    const auto claimed = fetches.claim("line", 9, 60s, kNow);
    REQUIRE(claimed.size() == 1);
    CHECK(claimed[0].message.attachment->remote_id == "remote");
    CHECK(claimed[0].inbox == *inbox);
    // Not before the lease is over, should the program die now.
    CHECK(fetches.claim("line", 9, 60s, kNow + 59s).empty());
    CHECK(fetches.claim("line", 9, 60s, kNow + 60s).at(0).attempts == 2);
    fetches.retry_at(id, kNow + 70s, "202");
    CHECK(fetches.next_due("line") == kNow + 70s);
    const std::vector<std::byte> picture(10);
    const auto stored = storage::Attachments(db.connection).put(picture, "image/jpeg", kNow);
    CHECK(fetches.finish(id, stored, "", kNow));
    CHECK_FALSE(fetches.finish(id, stored, "", kNow));
    CHECK_FALSE(fetches.next_due("line"));
    CHECK(db.value("SELECT state || message FROM content_fetch") == "done{}");
}

TEST_CASE("every edition of a form stays, each once", "[storage]") {
    TempDatabase db;
    storage::FormEditions editions(db.connection);
    conversation::Form form;
    form.id = "f";
    form.version = "1";
    form.key = "f:1:a";
    form.sheets_json = "[1]";
    CHECK(editions.put(form, kNow));
    CHECK_FALSE(editions.put(form, kNow));
    form.key = "f:1:b";
    form.sheets_json = "[2]";
    CHECK(editions.put(form, kNow));
    CHECK(editions.sheets("f:1:a") == "[1]");
    CHECK_FALSE(editions.sheets("f:2:a"));
    CHECK(editions.keys("f") == std::vector<std::string>{"f:1:a", "f:1:b"});
}

TEST_CASE("the simulator offers open cards and people who speak for a house", "[storage]") {
    TempDatabase db;
    const auto house = support::add_house(db.connection, "1");
    const auto other = support::add_house(db.connection, "2");
    const auto code = Invites(db.connection).create(house, std::chrono::days(1), kNow, "test");
    storage::SimulatorPeople people(db.connection);
    const auto invited = people.invited(9, kNow);
    REQUIRE(invited.size() == 1);
    CHECK(invited[0].code == code);
    CHECK(invited[0].house_no == "1");
    CHECK(people.invited(9, kNow + std::chrono::days(1)).empty());
    CHECK(people.linked("line", 9).empty());
    Contacts contacts(db.connection);
    const auto contact = contacts.find_or_create("line", "line:U1", kNow).id;
    for (const auto id : {house, other}) {
        contacts.link(contact, id, kNow);
        storage::Households(db.connection).set_status(id, "ACTIVE", kNow);
    }
    REQUIRE(people.linked("line", 9).size() == 1);
    CHECK(people.linked("line", 9)[0].address == "line:U1");
    CHECK(people.invited(9, kNow).empty());
}
