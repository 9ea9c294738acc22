#include "bot/notice_fallback.h"

#include "bot/outbox_exchange.h"
#include "storage/contacts.h"
#include "storage/error.h"
#include "storage/notice_rows.h"
#include "storage/outbox.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace bot;
using storage::Contacts;
using storage::Outbox;
using support::kNow;
using support::TempDatabase;
using Result = Outbox::Settlement::Result;

namespace {

constexpr const char* kPhone = "tel:+66800001234";
constexpr std::chrono::hours kHour{1};

// Somebody reached by LINE and SMS, for whom a notice waits on LINE.
struct Person {
    TempDatabase db;
    conversation::Forms forms;
    conversation::Texts texts = conversation::Texts::built_in();
    conversation::Office office{"สพอ.ชุมแสง", "056 000 000"};
    SmsRuleBook sms{{"kannel", {.price = 7'000, .budget = 10'000}}};
    NoticeTerms terms{texts, &sms};
    conversation::ContactId contact;

    Person() {
        Contacts contacts(db.connection);
        contact = contacts.find_or_create("line", "line:U1", kNow).id;
        (void)contacts.find_or_create("kannel", kPhone, kNow);
        contacts.move_address("kannel", kPhone, contact, kNow);
        const Notice notice{.contact = contact,
                            .key = "link.joined_notice",
                            .arguments = {{"channel", "SMS"}, {"tail", "1234"}}};
        REQUIRE(send_notice(db.connection, {forms, texts, office, &sms}, notice, kNow).channel ==
                "line");
    }

    [[nodiscard]] OutboxExchange exchange_with(const std::string& channel) const {
        OutboxExchange exchange;
        exchange.channel = channel;
        exchange.now = kNow + kHour;
        exchange.notices = &terms;
        return exchange;
    }

    // One try of what is due on a channel, an hour later. `once`: its provider takes a key once.
    OutboxExchange settle(const std::string& channel,
                          Result result,
                          SendOutcome outcome,
                          bool once = false) {
        auto exchange = exchange_with(channel);
        for (const auto& row : Outbox(db.connection).claim({.channel = channel}, exchange.now)) {
            FinishedTry done;
            done.taken_once = once;
            done.opted_out = outcome == SendOutcome::OptedOut;
            done.id = row.id;
            done.address = row.address;
            done.attempt.outbox = row.id;
            done.attempt.attempt = row.attempts;
            done.attempt.way = "push";
            done.attempt.result = name(outcome);
            done.settlement.result = result;
            done.settlement.reason = name(outcome);
            done.settlement.next_at = exchange.now + kHour;
            exchange.finished.push_back(done);
        }
        carry_out(db.connection, exchange);
        return exchange;
    }

    // Waits for SMS as if LINE had not been there when it was made.
    void wait_for_sms() {
        db.connection.run_script(
            "test.by_sms",
            "UPDATE outbox SET channel = 'kannel', address = 'tel:+66800001234' "
            "WHERE priority = 1");
    }

    std::string rows() {
        return db.value(
            "SELECT group_concat(channel || ' ' || state) FROM "
            "(SELECT channel, state FROM outbox ORDER BY id)");
    }
};

}  // namespace

TEST_CASE("a notice LINE refuses goes by SMS once, in short words, for what is left of its life",
          "[bot][fallback]") {
    Person person;
    const auto exchange = person.settle("line", Result::Failed, SendOutcome::ContactGone);
    CHECK(exchange.moved_to == std::vector<std::string>{"kannel"});
    CHECK(person.rows() == "line failed,kannel queued");
    CHECK(person.db.value("SELECT count(DISTINCT expires_at) FROM outbox") == "1");
    CHECK(person.db.value("SELECT messages FROM outbox WHERE channel = 'kannel'")
              .find("ท่านใช้ SMS ลงท้าย 1234 ได้แล้ว") != std::string::npos);
    person.settle("kannel", Result::Failed, SendOutcome::Rejected);  // and ends there
    CHECK(person.rows() == "line failed,kannel failed");
}

TEST_CASE("what settles a notice decides whether it moves", "[bot][fallback]") {
    struct Case {
        Result result;
        SendOutcome outcome;
        std::string rows;
    };

    const auto one =
        GENERATE(Case{Result::Failed, SendOutcome::Rejected, "line failed,kannel queued"},
                 Case{Result::Expired, SendOutcome::ProviderError, "line expired,kannel queued"},
                 Case{Result::Retry, SendOutcome::QuotaExhausted, "line expired,kannel queued"},
                 Case{Result::Retry, SendOutcome::ProviderError, "line queued"},
                 Case{Result::Failed, SendOutcome::OutcomeUnknown, "line failed"},
                 Case{Result::Sent, SendOutcome::Sent, "line sent"});
    Person person;
    person.settle("line", one.result, one.outcome);
    CHECK(person.rows() == one.rows);
}

TEST_CASE("a notice that the SMS budget does not hold stays", "[bot][fallback]") {
    Person person;
    person.sms["kannel"].budget = 6'999;
    person.settle("line", Result::Retry, SendOutcome::QuotaExhausted);
    CHECK(person.rows() == "line queued");
}

TEST_CASE("an address that is blocked is left by notices, not by answers", "[bot][fallback]") {
    Person person;
    Outbox::Draft answer;
    answer.channel = "line";
    answer.address = "line:U1";
    answer.contact = person.contact;
    answer.messages = {support::words("รับแล้ว")};
    Outbox(person.db.connection).enqueue(answer, kNow);
    const auto leave = [&] {
        return leave_address(person.db.connection, person.terms, "line", "line:U1", kNow).size();
    };
    CHECK(leave() == 1);
    CHECK(leave() == 0);
    CHECK(person.rows() == "line expired,line queued,kannel queued");
}

TEST_CASE("a try that was cut off keeps a notice where it is, unless a key is taken once",
          "[bot][fallback]") {
    const bool once = GENERATE(false, true);
    Person person;
    (void)Outbox(person.db.connection).claim({.channel = "line"}, kNow);  // and then a crash
    (void)Outbox(person.db.connection).recover(kNow);
    person.settle("line", Result::Failed, SendOutcome::Rejected, once);
    CHECK(person.rows() == (once ? "line failed,kannel queued" : "line failed"));
}

TEST_CASE("what never answers is not known to be refused", "[bot][fallback]") {
    Person person;
    person.settle("line", Result::Failed, SendOutcome::OutcomeUnknown, true);
    CHECK(person.rows() == "line failed");
}

TEST_CASE("a notice about a telephone never goes to it", "[bot][fallback]") {
    Person person;
    person.db.connection.run_script("test.clear", "DELETE FROM outbox");
    const Notice notice{.contact = person.contact,
                        .key = "link.joined_notice",
                        .arguments = {{"channel", "SMS"}, {"tail", "1234"}},
                        .not_to = kPhone};
    const TurnContext context{person.forms, person.texts, person.office, &person.sms};
    REQUIRE(send_notice(person.db.connection, context, notice, kNow).channel == "line");
    person.settle("line", Result::Failed, SendOutcome::ContactGone);
    CHECK(person.rows() == "line failed");
}

TEST_CASE("what the month has no room for leaves before anything is claimed", "[bot][fallback]") {
    Person person;
    auto exchange = person.exchange_with("line");
    exchange.room = 5;
    exchange.pushes = false;
    carry_out(person.db.connection, exchange);
    CHECK(exchange.rows.empty());
    CHECK(exchange.moved_to == std::vector<std::string>{"kannel"});
    CHECK(person.rows() == "line expired,kannel queued");
}

TEST_CASE(
    "what has no other way while the month is used up is looked at again later, and goes at "
    "once when there is one",
    "[bot][fallback]") {
    Person person;
    person.sms["kannel"].budget = 0;
    CHECK(leave_used_up(person.db.connection, person.terms, "line", kNow).empty());
    CHECK(person.db.value("SELECT reason FROM outbox") == "quota_exhausted");
    storage::NoticeRows rows(person.db.connection);
    CHECK(rows.due("line", 10, kNow).empty());
    CHECK(rows.due("line", 10, kNow + kHour).size() == 1);
    person.sms["kannel"].budget = 10'000;
    CHECK(leave_address(person.db.connection, person.terms, "line", "line:U1", kNow).size() == 1);
    CHECK(Outbox(person.db.connection).claim({.channel = "kannel"}, kNow).size() == 1);
}

TEST_CASE("what was wanted for later is not sent sooner elsewhere", "[bot][fallback]") {
    Person person;
    person.db.connection.run_script(
        "test.later", "UPDATE outbox SET due_at = '2025-12-05T10:00:00.000Z'");  // eight hours on
    CHECK(leave_address(person.db.connection, person.terms, "line", "line:U1", kNow).size() == 1);
    CHECK(person.db.value("SELECT due_at FROM outbox WHERE channel = 'kannel'") ==
          "2025-12-05T10:00:00.000Z");
}

TEST_CASE("an SMS that fails, or whose number told the gateway to stop, goes by LINE",
          "[bot][fallback]") {
    const auto outcome = GENERATE(SendOutcome::Rejected, SendOutcome::OptedOut);
    Person person;
    person.wait_for_sms();
    const auto exchange = person.settle("kannel", Result::Failed, outcome);
    CHECK(exchange.moved_to == std::vector<std::string>{"line"});
    CHECK(person.rows() == "kannel failed,line queued");
    CHECK(person.db.value("SELECT messages FROM outbox WHERE channel = 'line'")
              .find("ท่านรายงานทาง SMS ที่ลงท้าย 1234 ได้แล้ว") != std::string::npos);
}

TEST_CASE("what else waits for a number that told the gateway to stop goes by LINE, too",
          "[bot][fallback]") {
    Person person;
    person.wait_for_sms();
    Outbox::Draft answer;
    answer.channel = "kannel";
    answer.address = kPhone;
    answer.contact = person.contact;
    answer.messages = {support::words("รับแล้ว")};
    person.db.connection.run_script("test.later",
                                    "UPDATE outbox SET due_at = '2025-12-05T10:00:00.000Z'");
    Outbox(person.db.connection).enqueue(answer, kNow);  // is told of the stop
    const auto exchange = person.settle("kannel", Result::Failed, SendOutcome::OptedOut);
    CHECK(exchange.moved_to == std::vector<std::string>{"line"});
    CHECK(person.rows() == "kannel expired,kannel failed,line queued");
}

TEST_CASE("who blocks us on LINE gets by SMS what waited there", "[bot][fallback]") {
    Person person;
    auto leaves = support::say("e1", "", "line:U1");
    leaves.kind = conversation::IncomingKind::Unfollow;
    leaves.reply_token.clear();
    const auto outcome = handle_event(person.db.connection,
                                      {person.forms, person.texts, person.office, &person.sms},
                                      leaves,
                                      kNow);
    CHECK(outcome.notified == std::vector<std::string>{"kannel"});
    CHECK(person.rows() == "line expired,kannel queued");
    CHECK(person.db.value("SELECT state FROM address WHERE address = 'line:U1'") != "ACTIVE");
}

TEST_CASE("a row stands for one other at most", "[bot][fallback]") {
    Person person;
    const auto first = storage::NoticeRows(person.db.connection).due("line", 1, kNow).at(0);
    Outbox::Draft again;
    again.channel = "kannel";
    again.address = kPhone;
    again.contact = person.contact;
    again.messages = {support::words("ใหม่")};
    again.instead_of = first;
    Outbox outbox(person.db.connection);
    (void)outbox.enqueue(again, kNow);
    CHECK_THROWS_AS(outbox.enqueue(again, kNow), storage::StorageError);
    CHECK_FALSE(storage::NoticeRows(person.db.connection).find(first));  // it was said again
}

TEST_CASE("what a notice says comes back from the outbox as it was", "[bot][fallback]") {
    const NoticeWords words{
        .key = "link.joined_notice",
        .arguments = {{"channel", "SMS \"x\" {tail}"}, {"tail", "ก\n😀"}, {"tail", ""}},
        .not_to = kPhone};
    CHECK(notice_words_from_json(to_json(words)) == words);
    CHECK(notice_words_from_json(to_json({.key = "menu", .arguments = {}, .not_to = {}})) ==
          NoticeWords{.key = "menu", .arguments = {}, .not_to = {}});
    const auto* broken =
        GENERATE("", "{", "[]", R"({"format":2,"text":"menu","arguments":[]})", R"({"format":1})");
    CAPTURE(broken);
    CHECK_FALSE(notice_words_from_json(broken));
}

TEST_CASE("of a row is known what decides about it", "[bot][fallback]") {
    Person person;
    storage::NoticeRows rows(person.db.connection);
    const auto id = rows.due("line", 10, kNow).at(0);
    auto row = rows.find(id);
    REQUIRE(row);
    CHECK(row->channel == "line");
    CHECK(row->address == "line:U1");
    CHECK(row->contact == person.contact);
    CHECK(row->priority == Outbox::Priority::Reminder);
    CHECK(row->queued);
    CHECK_FALSE(row->ended);
    CHECK_FALSE(row->postponed);
    CHECK(row->unsure == 0);
    CHECK(row->due == kNow);
    REQUIRE(notice_words_from_json(row->notice));
    CHECK(rows.queued_for("line", "line:U1").size() == 1);
    CHECK(rows.queued_for("line", "line:U2").empty());
    person.settle("line", Result::Failed, SendOutcome::OutcomeUnknown);
    row = rows.find(id);
    REQUIRE(row);
    CHECK_FALSE(row->queued);
    CHECK(row->ended);
    CHECK(row->postponed);
    CHECK(row->unsure == 1);
}
