#include "bot/outbox_sender.h"
#include "storage/contacts.h"
#include "storage/database.h"
#include "storage/outbox.h"
#include "storage/sms_arrivals.h"
#include "storage/spending.h"
#include "tests/support/fake_channel.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temp_database.h"
#include "tests/support/until.h"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <vector>

using namespace bot;
using namespace std::chrono_literals;
using storage::Outbox;
using support::until;
using Priority = Outbox::Priority;

namespace {

// A sender of SMS over a real database, with a channel and a clock in memory.
struct SmsPost {
    explicit SmsPost(ChannelTerms terms = {})
        : database(storage::Database::open(folder.path() / "office.db")) {
        terms.is_sms = true;
        channel.set_terms(terms);
        begin();
    }

    void begin() {
        sender = std::make_unique<OutboxSender>(
            database->writer(), std::vector<Channel*>{&channel}, clock, metrics);
    }

    storage::OutboxId put(const std::string& number, Priority priority = Priority::Answer) {
        storage::OutboxId id;
        database->writer().run([&](storage::Connection& connection) {
            Outbox::Draft draft;
            draft.channel = "kannel";
            draft.address = "tel:" + number;
            draft.messages = {support::words("รับแล้ว")};
            draft.priority = priority;
            id = Outbox(connection).enqueue(draft, clock.now());
        });
        sender->wake("kannel");
        return id;
    }

    std::string value(const std::string& sql) {
        auto reader = database->reader();
        return reader.single_value("test", sql);
    }

    bool becomes(const std::string& sql, const std::string& wanted) {
        return until([&] { return value(sql) == wanted; });
    }

    std::string spent() { return value("SELECT segments || '/' || cost FROM channel_spending"); }

    support::TempFolder folder;
    support::FakeClock clock;
    support::FakeChannel channel{"kannel"};
    webhooks::Metrics metrics;
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<OutboxSender> sender;
};

constexpr const char* kSent = "SELECT count(*) FROM outbox WHERE state = 'sent'";

}  // namespace

TEST_CASE("every segment is charged, and a used-up budget keeps reminders waiting",
          "[bot][sms][sender]") {
    SmsPost post({.price = 6'500, .budget = 13'000});
    post.put("+66800000001", Priority::Reminder);
    post.put("+66800000002", Priority::Reminder);
    post.sender->start();
    REQUIRE(post.becomes(kSent, "2"));
    CHECK(post.becomes("SELECT cost FROM channel_spending", "13000"));
    post.put("+66800000003", Priority::Reminder);
    post.put("+66800000004");
    post.put("+66800000005");
    REQUIRE(post.becomes(kSent, "4"));
    CHECK(post.becomes("SELECT cost FROM channel_spending", "26000"));
    CHECK(post.spent() == "4/26000");
    CHECK(post.value("SELECT state FROM outbox WHERE address = 'tel:+66800000003'") == "queued");
    // The bill is remembered over a restart.
    post.sender->stop(1s, [] {});
    post.begin();
    post.sender->start();
    post.put("+66800000006");
    REQUIRE(post.becomes(kSent, "5"));
    CHECK(post.value("SELECT state FROM outbox WHERE address = 'tel:+66800000003'") == "queued");
}

TEST_CASE("a refused message costs nothing", "[bot][sms][sender]") {
    SmsPost post({.price = 6'500});
    post.channel.then(SendOutcome::Rejected);
    post.put("+66800000001");
    post.sender->start();
    REQUIRE(post.becomes("SELECT state FROM outbox", "failed"));
    CHECK(post.spent().empty());
}

TEST_CASE("no more goes out than the rate allows, answers before reminders", "[bot][sms][sender]") {
    SmsPost post({.rate_messages = 10, .rate_in = 60s});
    post.put("+66800000001", Priority::Reminder);
    post.put("+66800000002", Priority::Reminder);
    post.put("+66800000003");
    post.sender->start();
    REQUIRE(post.becomes(kSent, "1"));
    CHECK(post.channel.calls().at(0).address == "tel:+66800000003");
    post.sender->wake("kannel");
    post.clock.advance(5s);
    post.sender->wake("kannel");
    CHECK(post.value(kSent) == "1");
    post.clock.advance(1s);
    post.sender->wake("kannel");
    REQUIRE(post.becomes(kSent, "2"));
}

TEST_CASE("an answer that was sent lets the same text count again", "[bot][sms][sender]") {
    SmsPost post;
    post.database->writer().run([&](storage::Connection& connection) {
        storage::SmsArrivals arrivals(connection);
        CHECK(arrivals.is_new("kannel", "tel:+66800000001", "d", 60s, post.clock.now()));
    });
    post.put("+66800000001");
    post.sender->start();
    REQUIRE(post.becomes(kSent, "1"));
    CHECK(post.becomes("SELECT count(*) FROM sms_seen", "0"));
}

TEST_CASE("who opted out at the gateway is not reminded any more", "[bot][sms][sender]") {
    SmsPost post;
    post.database->writer().run([&](storage::Connection& connection) {
        (void)storage::Contacts(connection)
            .find_or_create("kannel", "tel:+66800000001", post.clock.now());
    });
    post.channel.then(SendOutcome::OptedOut);
    post.put("+66800000001");
    post.put("+66800000001", Priority::Reminder);
    post.sender->start();
    REQUIRE(post.becomes("SELECT stopped_at IS NOT NULL FROM address", "1"));
    CHECK(post.value("SELECT group_concat(state) FROM (SELECT state FROM outbox ORDER BY id)") ==
          "failed,expired");
    CHECK(post.channel.calls().size() == 1);
}

TEST_CASE("a try of unknown outcome is not repeated before its receipt had time to come",
          "[bot][sms][sender]") {
    SmsPost post({.repeat = ChannelTerms::Repeat::AfterReceipt});
    post.channel.then(SendOutcome::OutcomeUnknown);
    const auto id = post.put("+66800000001");
    post.sender->start();
    REQUIRE(post.becomes("SELECT reason FROM outbox", "outcome_unknown"));
    post.clock.advance(29s);
    post.sender->wake("kannel");
    post.database->writer().run([&](storage::Connection& connection) {
        CHECK(Outbox(connection)
                  .receipt({Outbox::Receipt::State::Delivered, "kannel", {}, id, ""},
                           post.clock.now()) == Outbox::ReceiptEffect::Applied);
    });
    post.clock.advance(5min);
    post.put("+66800000002");
    REQUIRE(post.becomes(kSent, "1"));
    CHECK(post.channel.calls().size() == 2);
    CHECK(post.value("SELECT state FROM outbox ORDER BY id LIMIT 1") == "delivered");
}

TEST_CASE("after a crash nothing is sent again blindly", "[bot][sms][sender]") {
    using Repeat = ChannelTerms::Repeat;
    const auto repeat = GENERATE(Repeat::AfterReceipt, Repeat::Never);
    SmsPost post({.repeat = repeat});
    post.put("+66800000001");
    post.database->writer().run([&](storage::Connection& connection) {
        REQUIRE(Outbox(connection).claim({.channel = "kannel"}, post.clock.now()).size() == 1);
    });
    post.sender->start();
    post.put("+66800000002");
    REQUIRE(post.becomes(kSent, "1"));
    CHECK(post.channel.calls().size() == 1);
    if (repeat == Repeat::Never) {
        CHECK(post.value("SELECT state FROM outbox ORDER BY id LIMIT 1") == "failed");
    } else {
        post.clock.advance(31s);
        post.sender->wake("kannel");
        CHECK(post.becomes(kSent, "2"));
    }
}
