#include "bot/outbox_sender.h"

#include "storage/database.h"
#include "storage/delivery_log.h"
#include "storage/outbox.h"
#include "storage/quota.h"
#include "tests/support/fake_channel.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temp_database.h"
#include "tests/support/until.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace bot;
using namespace std::chrono_literals;
using storage::Outbox;
using support::FakeChannel;
using support::until;

namespace {

// A sender over a real database, with a channel and a clock in memory.
struct Post {
    Post()
        : database(storage::Database::open(folder.path() / "office.db")),
          reader(database->reader()) {
        begin();
    }

    void begin() {
        sender = std::make_unique<OutboxSender>(
            database->writer(), std::vector<Channel*>{&channel}, clock, metrics);
    }

    storage::OutboxId put(const std::string& person,
                          const std::string& words,
                          const std::string& token,
                          Outbox::Priority priority = Outbox::Priority::Answer) {
        storage::OutboxId id;
        database->writer().run([&](storage::Connection& connection) {
            Outbox::Draft draft;
            draft.channel = "line";
            draft.address = "line:" + person;
            draft.messages.resize(1);
            draft.messages[0].text = words;
            draft.reply_token = token;
            draft.reply_token_at = clock.now();
            draft.priority = priority;
            id = Outbox(connection).enqueue(draft, clock.now());
        });
        sender->wake("line");
        return id;
    }

    // As a turn does it: room reserved, the row written as claimed, handed over once committed.
    // Nothing where there is no room.
    std::optional<storage::OutboxId> answer_at_once(const std::string& person,
                                                    const std::string& words) {
        auto slot = sender->reserve("line");
        if (!slot) {
            return std::nullopt;
        }
        Outbox::Enqueued made;
        database->writer().run([&](storage::Connection& connection) {
            Outbox::Draft draft;
            draft.channel = "line";
            draft.address = "line:" + person;
            draft.messages = {support::words(words)};
            draft.reply_token = "token";
            draft.reply_token_at = clock.now();
            made = Outbox(connection).enqueue_claimed(draft, clock.now());
        });
        if (made.row) {
            sender->send(*std::move(slot),
                         std::make_shared<const storage::Outbox::Row>(*std::move(made.row)));
        } else {
            sender->wake("line");
        }
        return made.id;
    }

    std::string state(storage::OutboxId id) {
        static constexpr storage::Sql kState{"test.state",
                                             "SELECT state FROM outbox WHERE id = ?1"};
        auto row = reader.query(kState, id);
        return row.step() ? row.text(0) : "";
    }

    bool becomes(storage::OutboxId id, const std::string& wanted) {
        return until([&] { return state(id) == wanted; });
    }

    // The same, with the clock going on while the row waits for another try, and only then.
    bool becomes_in_time(storage::OutboxId id, const std::string& wanted) {
        return until([&] {
            const std::string now = state(id);
            if (now == "queued") {
                clock.advance(1s);
                sender->wake("line");
            }
            return now == wanted;
        });
    }

    support::TempFolder folder;
    support::FakeClock clock;
    FakeChannel channel{"line"};
    webhooks::Metrics metrics;
    std::unique_ptr<storage::Database> database;
    storage::Connection reader;
    std::unique_ptr<OutboxSender> sender;
};

}  // namespace

TEST_CASE("a new row is replied to at once and settled", "[bot][sender]") {
    Post post;
    post.sender->start();
    const auto id = post.put("U1", "สวัสดี", "token-1");
    CHECK(post.becomes(id, "sent"));
    const auto calls = post.channel.calls();
    REQUIRE(calls.size() == 1);
    CHECK(calls[0].way == SendWay::Reply);
    CHECK(calls[0].reply_token == "token-1");
    CHECK(calls[0].text == "สวัสดี");
}

TEST_CASE("an answer there is room for is sent without waiting in the queue", "[bot][sender]") {
    Post post;
    CHECK_FALSE(post.sender->reserve("line"));  // not begun yet
    post.sender->start();
    REQUIRE(until([&] { return post.sender->reserve("line").has_value(); }));
    CHECK_FALSE(post.sender->reserve("elsewhere"));
    const auto id = post.answer_at_once("U1", "สวัสดี");
    REQUIRE(id);
    CHECK(post.becomes(*id, "sent"));
    REQUIRE(post.channel.calls().size() == 1);
    CHECK(post.channel.calls()[0].reply_token == "token");
}

TEST_CASE("answers to one person keep their order, sent at once or queued", "[bot][sender]") {
    Post post;
    std::atomic<bool> go_on = false;
    post.channel.before_answer(
        [&](const FakeChannel::Call&) { (void)until([&] { return go_on.load(); }); });
    post.sender->start();
    REQUIRE(until([&] { return post.sender->reserve("line").has_value(); }));
    const auto first = post.answer_at_once("U1", "ก");
    REQUIRE(first);
    REQUIRE(until([&] { return post.channel.calls().size() == 1; }));
    const auto second = post.answer_at_once("U1", "ข");
    REQUIRE(second);
    CHECK(post.state(*second) == "queued");
    go_on = true;
    CHECK(post.becomes(*second, "sent"));
    CHECK(post.state(*first) == "sent");
    const auto calls = post.channel.calls();
    REQUIRE(calls.size() == 2);
    CHECK(calls[0].text == "ก");
    CHECK(calls[1].text == "ข");
}

TEST_CASE("there is no room at once in trouble, or while others wait", "[bot][sender]") {
    Post post;
    post.sender->start();
    REQUIRE(until([&] { return post.sender->reserve("line").has_value(); }));
    post.channel.always([](const FakeChannel::Call&) { return SendOutcome::Unauthorized; });
    const auto id = post.put("U1", "ก", "token");
    REQUIRE(until([&] { return post.sender->status().at(0).trouble.has_value(); }));
    CHECK_FALSE(post.sender->reserve("line"));
    post.channel.always([](const FakeChannel::Call&) { return SendOutcome::Sent; });
    CHECK(post.becomes_in_time(id, "sent"));
    CHECK(until([&] { return post.sender->reserve("line").has_value(); }));
}

TEST_CASE("room reserved by turns is counted, and free again when it is given back",
          "[bot][sender]") {
    Post post;
    post.sender->start();
    std::vector<SendSlot> slots;
    REQUIRE(until([&] { return post.sender->reserve("line").has_value(); }));
    while (auto slot = post.sender->reserve("line")) {
        slots.push_back(*std::move(slot));
    }
    CHECK(slots.size() == 3);  // what a channel that has said nothing yet is tried with
    slots.pop_back();
    CHECK(post.sender->reserve("line"));
}

TEST_CASE("an answer handed over while stopping goes back to the queue untouched",
          "[bot][sender]") {
    Post post;
    post.sender->start();
    REQUIRE(until([&] { return post.sender->reserve("line").has_value(); }));
    auto slot = post.sender->reserve("line");
    REQUIRE(slot);
    std::jthread stopping([&] { post.sender->stop(10s, [] {}); });
    CHECK(until([&] { return !post.sender->reserve("line"); }));
    storage::OutboxId id;
    post.database->writer().run([&](storage::Connection& connection) {
        Outbox::Draft draft;
        draft.channel = "line";
        draft.address = "line:U1";
        draft.messages = {support::words("ก")};
        draft.reply_token = "token";
        draft.reply_token_at = post.clock.now();
        auto made = Outbox(connection).enqueue_claimed(draft, post.clock.now());
        id = made.id;
        post.sender->send(*std::move(slot),
                          std::make_shared<const storage::Outbox::Row>(*std::move(made.row)));
    });
    stopping.join();
    CHECK(post.channel.calls().empty());
    CHECK(post.state(id) == "queued");
}

TEST_CASE("what was there before the start is sent too", "[bot][sender]") {
    Post post;
    const auto id = post.put("U1", "เก่า", "token-1");
    post.sender->start();
    CHECK(post.becomes(id, "sent"));
}

TEST_CASE("a row whose messages cannot be read fails and holds up nobody", "[bot][sender]") {
    Post post;
    const auto broken = post.put("U1", "ก", "token-1");
    const auto next = post.put("U1", "ข", "token-2");
    post.database->writer().run([](storage::Connection& connection) {
        connection.run_script("test",
                              "UPDATE outbox SET messages = '?' WHERE reply_token = 'token-1'");
    });
    post.sender->start();
    CHECK(post.becomes(broken, "failed"));
    CHECK(post.becomes(next, "sent"));
    CHECK(post.channel.calls().size() == 1);
}

TEST_CASE("one person whose calls always fail delays nobody", "[bot][sender]") {
    Post post;
    const auto outcome = GENERATE(SendOutcome::OutcomeUnknown, SendOutcome::ProviderError);
    post.channel.always([outcome](const FakeChannel::Call& call) {
        return call.address == "line:Upoor" ? outcome : SendOutcome::Sent;
    });
    post.sender->start();
    const auto poor = post.put("Upoor", "ก", "t0");
    for (int i = 0; i < 20; ++i) {  // the clock stands: nothing that waits for a pause goes out
        CHECK(post.becomes(post.put("U" + std::to_string(i), "ข", "t"), "sent"));
    }
    CHECK(post.state(poor) == "queued");
    CHECK(post.channel.calls().size() == 21);
}

TEST_CASE("a row is marked sending on disk before its call begins", "[bot][sender]") {
    Post post;
    std::atomic<bool> seen = false;
    post.channel.before_answer([&](const FakeChannel::Call&) {
        static constexpr storage::Sql kSending{
            "test.sending", "SELECT count(*) FROM outbox WHERE state = 'sending'"};
        auto reader = post.database->reader();
        auto row = reader.query(kSending);
        seen = row.step() && row.integer(0) == 1;
    });
    post.sender->start();
    CHECK(post.becomes(post.put("U1", "ก", "t"), "sent"));
    CHECK(seen);
}

TEST_CASE("an answer whose token is dead is pushed", "[bot][sender]") {
    Post post;
    post.channel.then(SendOutcome::TokenInvalid);
    post.sender->start();
    const auto id = post.put("U1", "ก", "token-1");
    CHECK(post.becomes(id, "sent"));
    const auto calls = post.channel.calls();
    REQUIRE(calls.size() == 2);
    CHECK(calls[0].way == SendWay::Reply);
    CHECK(calls[1].way == SendWay::Push);
    CHECK(calls[1].retry_key.size() == 36);
    CHECK(post.channel.quota_readings() == 1);
}

TEST_CASE("an answer whose token is too old is pushed without trying it", "[bot][sender]") {
    Post post;
    const auto id = post.put("U1", "ก", "token-1");
    post.clock.advance(51s);
    post.sender->start();
    CHECK(post.becomes(id, "sent"));
    REQUIRE(post.channel.calls().size() == 1);
    CHECK(post.channel.calls()[0].way == SendWay::Push);
}

TEST_CASE("a reply of unknown outcome is repeated as a reply and never pushed", "[bot][sender]") {
    Post post;
    post.channel.then(SendOutcome::OutcomeUnknown);
    post.channel.then(SendOutcome::ProviderError);
    post.channel.then(SendOutcome::TokenInvalid);
    post.sender->start();
    const auto id = post.put("U1", "ก", "token-1");
    CHECK(post.becomes_in_time(id, "sent"));
    const auto calls = post.channel.calls();
    REQUIRE(calls.size() == 3);
    for (const auto& call : calls) {
        CHECK(call.way == SendWay::Reply);
        CHECK(call.reply_token == "token-1");
    }
}

TEST_CASE("a crash while sending leaves a try of unknown outcome", "[bot][sender][crash]") {
    Post post;
    const auto reply = post.put("U1", "ก", "token-1");
    const auto push = post.put("U2", "ข", "");
    std::map<std::string, std::string> keys;
    post.database->writer().run([&](storage::Connection& connection) {
        Outbox::Claim claim;
        claim.channel = "line";
        for (const auto& row : Outbox(connection).claim(claim, post.clock.now())) {
            keys[row.address] = row.retry_key;
        }
    });
    REQUIRE(keys.size() == 2);
    post.clock.advance(10min);  // the program is away: the token is dead now
    post.channel.always([](const FakeChannel::Call& call) {
        return call.way == SendWay::Reply ? SendOutcome::TokenInvalid
                                          : SendOutcome::AlreadyAccepted;
    });
    post.sender->start();
    CHECK(post.becomes(reply, "sent"));
    CHECK(post.becomes(push, "sent"));
    for (const auto& call : post.channel.calls()) {
        CHECK((call.way == SendWay::Reply) == (call.address == "line:U1"));
        if (call.way == SendWay::Push) {
            CHECK(call.retry_key == keys["line:U2"]);
        }
    }
}

TEST_CASE("a person's messages keep their order, whatever fails", "[bot][sender]") {
    Post post;
    post.channel.then(SendOutcome::ProviderError);
    post.channel.then(SendOutcome::Unreachable);
    storage::OutboxId last;
    for (int i = 0; i < 5; ++i) {
        last = post.put("U1", std::to_string(i), "token-" + std::to_string(i));
    }
    post.sender->start();
    CHECK(post.becomes_in_time(last, "sent"));
    std::string order;
    for (const auto& call : post.channel.calls()) {
        if (order.empty() || order.back() != call.text[0]) {
            order += call.text;
        }
    }
    CHECK(order == "01234");
}

TEST_CASE("answers go before reminders", "[bot][sender]") {
    Post post;
    for (int i = 0; i < 50; ++i) {
        (void)post.put("U" + std::to_string(i), "เตือน", "", Outbox::Priority::Reminder);
    }
    const auto answer = post.put("U99", "ตอบ", "token");
    post.sender->start();
    CHECK(post.becomes(answer, "sent"));
    const auto calls = post.channel.calls();
    const auto at = std::ranges::find(calls, std::string("ตอบ"), &FakeChannel::Call::text);
    CHECK(at - calls.begin() < 5);
}

TEST_CASE("used-up pushes hold back pushes, and only them", "[bot][sender]") {
    Post post;
    post.channel.set_quota(Quota{10, 10});
    post.sender->start();
    const auto held = post.put("U1", "ค้าง", "");
    CHECK(until([&] { return post.sender->status().at(0).pushes_off; }));
    const auto later = post.put("U1", "ตอบ", "token");
    CHECK(post.becomes(later, "sent"));
    CHECK(post.state(held) == "queued");
    REQUIRE(post.channel.calls().size() == 1);
    CHECK(post.channel.calls()[0].text == "ตอบ");

    post.channel.set_quota(Quota{20, 10});
    CHECK(post.becomes_in_time(held, "sent"));
}

TEST_CASE("a message that is refused is failed with its reason and blocks nobody",
          "[bot][sender]") {
    Post post;
    post.channel.always([](const FakeChannel::Call& call) {
        return call.text == "เสีย" ? SendOutcome::Rejected : SendOutcome::Sent;
    });
    post.sender->start();
    const auto bad = post.put("U1", "เสีย", "t1");
    const auto same = post.put("U1", "ดี", "t2");
    CHECK(post.becomes(bad, "failed"));
    CHECK(post.becomes(same, "sent"));
    auto reader = post.database->reader();
    const auto attempts = storage::DeliveryLog(reader).of(bad);
    REQUIRE(attempts.size() == 1);
    CHECK(attempts[0].result == "rejected");
}

TEST_CASE("a refused token is said, and what waits goes when it is mended", "[bot][sender]") {
    Post post;
    post.channel.then(SendOutcome::Unauthorized);
    post.sender->start();
    const auto id = post.put("U1", "ก", "token");
    CHECK(until([&] { return post.sender->status().at(0).trouble == SendOutcome::Unauthorized; }));
    CHECK(post.becomes_in_time(id, "sent"));
    CHECK_FALSE(post.sender->status().at(0).trouble);
}

TEST_CASE("a clock set back a year does not stall what waits for another try", "[bot][sender]") {
    Post post;
    post.channel.then(SendOutcome::Unreachable);
    post.sender->start();
    const auto id = post.put("U1", "ก", "token");
    CHECK(until([&] { return post.channel.calls().size() == 1; }));
    CHECK(post.becomes(id, "queued"));
    post.clock.advance(-365 * 24h);
    CHECK(post.becomes(id, "sent"));
}

TEST_CASE("a hundred people are served at once by a slow channel", "[bot][sender]") {
    Post post;
    std::atomic<int> now_calling = 0;
    std::atomic<int> most = 0;
    post.channel.before_answer([&](const FakeChannel::Call&) {
        const int calling = ++now_calling;
        int known = most;
        while (calling > known && !most.compare_exchange_weak(known, calling)) {
        }
        // Slow: until others have begun too, or it is clear that none will.
        (void)until([&] { return most >= 20; }, 1s);
        --now_calling;
    });
    post.sender->start();
    storage::OutboxId last;
    for (int i = 0; i < 300; ++i) {
        last = post.put("U" + std::to_string(i), "ก", "token" + std::to_string(i));
    }
    CHECK(until([&] { return post.channel.calls().size() == 300; }));
    CHECK(most >= 20);
    CHECK(post.becomes(last, "sent"));
}

TEST_CASE("stopping gives up what hangs, and keeps it for the next start", "[bot][sender]") {
    Post post;
    std::atomic<bool> abort = false;
    post.channel.before_answer(
        [&](const FakeChannel::Call&) { (void)until([&] { return abort.load(); }); });
    post.channel.then(SendOutcome::OutcomeUnknown);
    post.sender->start();
    const auto id = post.put("U1", "ก", "token");
    CHECK(until([&] { return post.channel.calls().size() == 1; }));
    post.sender->stop(0ms, [&] { abort = true; });
    CHECK(post.state(id) == "queued");

    post.channel.then(SendOutcome::TokenInvalid);
    post.clock.advance(1min);
    post.begin();
    post.sender->start();
    CHECK(post.becomes(id, "sent"));
    CHECK(post.channel.calls().back().way == SendWay::Reply);
}

TEST_CASE("what was claimed while stopping goes back to the queue untouched", "[bot][sender]") {
    Post post;
    post.sender->start();
    REQUIRE(post.becomes(post.put("U0", "ก", "token"), "sent"));
    // The claim waits behind this job; by the time it is done, the sender is stopping.
    std::atomic<bool> begun = false;
    std::atomic<bool> let_go = false;
    REQUIRE(post.database->writer().submit(
        [&](storage::Connection& connection) {
            begun = true;
            Outbox::Draft draft;
            draft.channel = "line";
            draft.address = "line:U1";
            draft.messages = {support::words("ก")};
            draft.reply_token = "token";
            draft.reply_token_at = post.clock.now();
            Outbox(connection).enqueue(draft, post.clock.now());
            (void)until([&] { return let_go.load(); });
        },
        {}));
    REQUIRE(until([&] { return begun.load(); }));  // and what went before it is over
    post.sender->wake("line");
    std::jthread stopping([&] { post.sender->stop(10s, [] {}); });
    CHECK(until([&] {  // stopping has begun when courtesies are refused
        std::atomic<bool> made = false;
        post.sender->courtesy("line", [&](Channel&) { made = true; });
        return !until([&] { return made.load(); }, 50ms);
    }));
    let_go = true;
    stopping.join();
    CHECK(post.channel.calls().size() == 1);
    static constexpr storage::Sql kRow{
        "test.row", "SELECT state, reply_only FROM outbox ORDER BY id DESC LIMIT 1"};
    auto row = post.reader.query(kRow);
    REQUIRE(row.step());
    CHECK(row.text(0) == "queued");
    CHECK(row.integer(1) == 0);
}

TEST_CASE("pushes are counted against the month", "[bot][sender]") {
    Post post;
    post.channel.set_quota(Quota{300, 7});
    post.sender->start();
    CHECK(post.becomes(post.put("U1", "ก", ""), "sent"));
    CHECK(until([&] {
        auto reader = post.database->reader();
        const auto reading = storage::Quota(reader).find(
            "line", conversation::period_of(conversation::bangkok_day(post.clock.now())));
        return reading && reading->limit == 300 && reading->used == 7 && reading->sent_since == 1;
    }));
}

TEST_CASE("courtesies are made while the channel works, and left out in trouble", "[bot][sender]") {
    Post post;
    post.sender->start();
    std::atomic<int> made = 0;
    post.sender->courtesy("line", [&](Channel&) { ++made; });
    post.sender->courtesy("elsewhere", [&](Channel&) { ++made; });
    CHECK(until([&] { return made == 1; }));
    post.channel.then(SendOutcome::Unauthorized);
    (void)post.put("U1", "ก", "token");
    CHECK(until([&] { return post.sender->status().at(0).trouble.has_value(); }));
    post.sender->courtesy("line", [&](Channel&) { ++made; });
    post.sender->stop(1s, [] {});
    CHECK(made == 1);
}
