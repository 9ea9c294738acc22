#include "bot/notice_fallback.h"

#include "bot/outbox_exchange.h"
#include "storage/contacts.h"
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

    // One try of what is due on a channel, an hour later.
    OutboxExchange settle(const std::string& channel, Result result, SendOutcome outcome) {
        OutboxExchange exchange;
        exchange.channel = channel;
        exchange.now = kNow + kHour;
        exchange.notices = &terms;
        for (const auto& row : Outbox(db.connection).claim({.channel = channel}, exchange.now)) {
            FinishedTry done;
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
