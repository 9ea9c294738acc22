#include "console/sign_in.h"

#include "console/password.h"
#include "console/totp.h"
#include "storage/audit_log.h"
#include "storage/reader_pool.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

using console::login_pause;
using console::SignIn;
using storage::Officers;
using support::kNow;
using support::TempDatabase;

namespace {

const std::string kPassword = "rice grows by the river";

// An office with one account and its door.
struct Door {
    support::TempFolder folder;
    std::filesystem::path path = folder.path() / "office.db";
    storage::Writer writer{TempDatabase::opened(path)};
    storage::ReaderPool readers{[this] { return storage::Connection::open_reader(path); }};
    SignIn sign_in{writer, [this](const auto& use) { readers.lend(use); }};
    storage::OfficerId id;

    Door() {
        static const std::string hash = console::hash_password(kPassword);
        write([&](storage::Connection& connection) {
            Officers officers(connection);
            id = officers.add(
                {.name = "somjai", .display_name = "สมใจ", .role = "OFFICER"}, kNow, "command");
            officers.set_password(id, hash, kNow);
        });
    }

    void write(const std::function<void(storage::Connection&)>& job) { writer.run(job); }

    SignIn::Outcome enter(const std::string& password,
                          conversation::Instant at = kNow,
                          const std::string& name = "somjai",
                          const std::string& address = "192.0.2.1") {
        return sign_in.sign_in({name, password, address, at});
    }

    std::string token(const std::string& password, conversation::Instant at = kNow) {
        const auto outcome = enter(password, at);
        const auto* welcome = std::get_if<SignIn::Welcome>(&outcome);
        return welcome == nullptr ? "" : welcome->token;
    }
};

template <class Kind>
bool is(const SignIn::Outcome& outcome) {
    return std::holds_alternative<Kind>(outcome);
}

}  // namespace

TEST_CASE("the door stays shut for longer the more often it was tried", "[console]") {
    const auto pause = [](int of_name, int of_address) {
        return login_pause({of_name, of_address, kNow}).count();
    };
    CHECK(pause(0, 0) == 0);
    CHECK(pause(4, 19) == 0);
    CHECK(pause(5, 5) == 15);
    CHECK(pause(6, 6) == 30);
    CHECK(pause(9, 9) == 240);
    CHECK(pause(50, 50) == 300);
    CHECK(pause(0, 20) == 15);
}

TEST_CASE("a clock that was set back keeps nobody out for longer", "[console]") {
    const auto left = [](int of_name, std::chrono::seconds ago) {
        return console::pause_left({of_name, 0, kNow - ago}, kNow).count();
    };
    CHECK(left(5, std::chrono::seconds(5)) == 10);
    CHECK(left(5, std::chrono::seconds(15)) == 0);
    CHECK(left(5, -std::chrono::days(31)) == 15);
    CHECK(left(2, -std::chrono::days(31)) == 0);
    CHECK(console::pause_left({}, kNow).count() == 0);
}

TEST_CASE("the right password opens, a wrong one and an unknown name are answered alike",
          "[console]") {
    Door door;
    CHECK(is<SignIn::Welcome>(door.enter(kPassword)));
    CHECK(is<SignIn::Refused>(door.enter("rice grows by the road")));
    CHECK(is<SignIn::Refused>(door.enter(kPassword, kNow, "nobody")));
    CHECK(is<SignIn::Refused>(door.enter("", kNow)));
}

TEST_CASE("five wrong tries make a stranger wait and not the officer at her own desk",
          "[console]") {
    Door door;
    REQUIRE(is<SignIn::Welcome>(door.enter(kPassword)));  // 192.0.2.1 is known now
    for (int tries = 0; tries < 5; ++tries) {
        CHECK(
            is<SignIn::Refused>(door.enter("wrong password here", kNow, "somjai", "198.51.100.9")));
    }
    CHECK(is<SignIn::Wait>(door.enter(kPassword, kNow, "somjai", "198.51.100.9")));
    CHECK(is<SignIn::Welcome>(door.enter(kPassword)));
    const auto later = kNow + std::chrono::seconds(16);
    CHECK(is<SignIn::Welcome>(door.enter(kPassword, later, "somjai", "198.51.100.9")));
}

TEST_CASE("a session ends after half an hour of silence and after half a day", "[console]") {
    Door door;
    const std::string token = door.token(kPassword);
    auto at = kNow;
    CHECK(door.sign_in.session(token, at + std::chrono::minutes(29)));
    for (int turns = 0; turns < 28; ++turns) {
        at += std::chrono::minutes(25);
        CHECK(door.sign_in.session(token, at));
    }
    CHECK_FALSE(door.sign_in.session(token, kNow + std::chrono::hours(12)));
    const std::string second = door.token(kPassword);
    CHECK_FALSE(door.sign_in.session(second, kNow + std::chrono::minutes(31)));
}

TEST_CASE("a session ends by signing out, by disabling and by a new password elsewhere",
          "[console]") {
    Door door;
    const std::string here = door.token(kPassword);
    const std::string there = door.token(kPassword);
    const auto officer = door.sign_in.session(here, kNow)->officer;
    CHECK_FALSE(door.sign_in.change_password(
        officer, "not the old one", {"somjai", "another good sentence", "192.0.2.1", kNow}, here));
    CHECK(door.sign_in.change_password(
        officer, kPassword, {"somjai", "another good sentence", "192.0.2.1", kNow}, here));
    CHECK(door.sign_in.session(here, kNow));
    CHECK_FALSE(door.sign_in.session(there, kNow));
    CHECK(door.token(kPassword).empty());
    door.sign_in.sign_out(here, kNow);
    CHECK_FALSE(door.sign_in.session(here, kNow));
    const std::string last = door.token("another good sentence");
    CHECK(door.sign_in.session(last, kNow));
    door.write([&](storage::Connection& connection) {
        Officers(connection).set_disabled(door.id, true, kNow);
    });
    CHECK_FALSE(door.sign_in.session(last, kNow));
    CHECK(door.token("another good sentence").empty());
}

TEST_CASE("a one-time code sets a password once, and not after it is too old", "[console]") {
    Door door;
    const auto code = [&](conversation::Instant expires) {
        const std::string text = console::random_once_code();
        door.write([&](storage::Connection& connection) {
            Officers(connection).set_once_code(door.id, console::digest(text), expires, kNow);
        });
        return text;
    };
    const SignIn::Attempt attempt{"somjai", "a sentence of my own", "192.0.2.1", kNow};
    const std::string good = code(kNow + std::chrono::hours(1));
    CHECK(is<SignIn::Refused>(door.sign_in.set_first_password(attempt, "wrong")));
    CHECK(is<SignIn::Welcome>(door.sign_in.set_first_password(attempt, good)));
    CHECK(is<SignIn::Refused>(door.sign_in.set_first_password(attempt, good)));
    CHECK(is<SignIn::Refused>(door.sign_in.set_first_password(attempt, "")));
    CHECK(is<SignIn::Refused>(door.sign_in.set_first_password(attempt, code(kNow))));
}

TEST_CASE("nothing secret of the door is stored: token, code and typed name are digests",
          "[console]") {
    Door door;
    const std::string token = door.token(kPassword);
    (void)door.enter(kPassword, kNow, "my password by mistake");
    const auto reader = storage::Connection::open_reader(door.path);
    std::string all;
    door.readers.lend([&](storage::Connection& connection) {
        all = connection.single_value("test",
                                      "SELECT (SELECT group_concat(token) FROM officer_session) || "
                                      "(SELECT group_concat(name) FROM login_failure) || "
                                      "(SELECT group_concat(actor || detail) FROM audit)");
    });
    CHECK(all.find(token) == std::string::npos);
    CHECK(all.find("mistake") == std::string::npos);
    CHECK(all.find(console::digest(token)) != std::string::npos);
}

TEST_CASE("passwords that are short, long, one run or repeated are refused", "[console]") {
    for (const char* bad : {"short",
                            "สั้นเกินไปนะ",
                            "aaaaaaaaaaaaaaaa",
                            "12345678901234567890",
                            "abcabcabcabcabcabc",
                            "somjaisomjaisomjai"}) {
        CAPTURE(bad);
        CHECK(console::password_fault(bad, "somjai"));
    }
    CHECK(console::password_fault(std::string(65, 'x') + "y", "somjai"));
    for (const char* good : {"rice grows by the river", "ข้าวหอมมะลิ สิบห้าตัวอักษร"}) {
        CAPTURE(good);
        CHECK_FALSE(console::password_fault(good, "somjai"));
    }
}

namespace {

// Turns the account's app on; its secret.
std::string with_app(Door& door, std::vector<std::string>* spares = nullptr) {
    const Officers::Officer officer{.id = door.id, .name = "somjai"};
    auto& factor = door.sign_in.factor();
    const auto secret = factor.propose(officer, kNow);
    REQUIRE(secret);
    CHECK_FALSE(factor.confirm(officer, "000000x", kNow));
    const auto made = factor.confirm(
        officer, console::totp_code(*secret, console::totp_step(kNow)).value(), kNow);
    REQUIRE(made);
    CHECK(made->size() == 10);
    CHECK_FALSE(factor.propose(officer, kNow));
    if (spares != nullptr) {
        *spares = *made;
    }
    return *secret;
}

std::string ticket_of(const SignIn::Outcome& outcome) {
    REQUIRE(is<SignIn::CodeWanted>(outcome));
    return std::get<SignIn::CodeWanted>(outcome).ticket;
}

}  // namespace

TEST_CASE("an account with an app needs its code after the password, each code once", "[console]") {
    Door door;
    const std::string secret = with_app(door);
    const auto later = kNow + std::chrono::minutes(1);
    const std::string code = console::totp_code(secret, console::totp_step(later)).value();
    const SignIn::Attempt attempt{"", "", "192.0.2.1", later};
    const std::string ticket = ticket_of(door.enter(kPassword, later));
    CHECK(is<SignIn::CodeWanted>(door.sign_in.enter_code(ticket, "123", attempt)));
    CHECK(is<SignIn::Refused>(door.sign_in.enter_code("not a ticket", code, attempt)));
    CHECK(is<SignIn::Welcome>(door.sign_in.enter_code(ticket, code, attempt)));
    CHECK(is<SignIn::Refused>(door.sign_in.enter_code(ticket, code, attempt)));
    const std::string second = ticket_of(door.enter(kPassword, later));
    CHECK(is<SignIn::CodeWanted>(door.sign_in.enter_code(second, code, attempt)));
}

TEST_CASE("the code of the app is wanted within five minutes of the password", "[console]") {
    Door door;
    const std::string secret = with_app(door);
    const std::string ticket = ticket_of(door.enter(kPassword));
    const auto late = kNow + std::chrono::minutes(5);
    const std::string code = console::totp_code(secret, console::totp_step(late)).value();
    CHECK(is<SignIn::Refused>(door.sign_in.enter_code(ticket, code, {"", "", "192.0.2.1", late})));
}

TEST_CASE("guessing codes of the app shuts the door as guessing passwords does", "[console]") {
    Door door;
    (void)with_app(door);
    const std::string ticket = ticket_of(door.enter(kPassword));
    const SignIn::Attempt attempt{"", "", "198.51.100.9", kNow};
    for (int tries = 0; tries < 5; ++tries) {
        CHECK(is<SignIn::CodeWanted>(door.sign_in.enter_code(ticket, "123456", attempt)));
    }
    CHECK(is<SignIn::Wait>(door.sign_in.enter_code(ticket, "123456", attempt)));
}

TEST_CASE("a spare code opens once, however it is typed, and turns the app off", "[console]") {
    Door door;
    std::vector<std::string> spares;
    (void)with_app(door, &spares);
    const SignIn::Attempt attempt{"somjai", "", "192.0.2.1", kNow};
    std::string typed = spares.front();
    std::erase(typed, '-');
    const std::string ticket = ticket_of(door.enter(kPassword));
    CHECK(is<SignIn::Welcome>(door.sign_in.enter_code(ticket, typed, attempt)));
    const std::string again = ticket_of(door.enter(kPassword));
    CHECK(is<SignIn::CodeWanted>(door.sign_in.enter_code(again, spares.front(), attempt)));
    const Officers::Officer officer{.id = door.id, .name = "somjai"};
    CHECK_FALSE(door.sign_in.remove_factor(officer, spares.front(), attempt));
    CHECK(door.sign_in.remove_factor(officer, spares.back(), attempt));
    CHECK(is<SignIn::Welcome>(door.enter(kPassword)));
}

TEST_CASE("a one-time code sets the password of an account with an app and asks for the app's code",
          "[console]") {
    Door door;
    (void)with_app(door);
    const std::string once = console::random_once_code();
    door.write([&](storage::Connection& connection) {
        Officers(connection)
            .set_once_code(door.id, console::digest(once), kNow + std::chrono::hours(1), kNow);
    });
    const SignIn::Attempt attempt{"somjai", "a sentence of my own", "192.0.2.1", kNow};
    CHECK(is<SignIn::CodeWanted>(door.sign_in.set_first_password(attempt, once)));
    CHECK(is<SignIn::CodeWanted>(door.enter("a sentence of my own")));
}
