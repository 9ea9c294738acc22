#include "storage/outbox.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using storage::Outbox;
using storage::OutboxId;
using support::kNow;
using support::TempDatabase;
using Effect = Outbox::ReceiptEffect;
using State = Outbox::Receipt::State;
using Result = Outbox::Settlement::Result;
using namespace std::chrono_literals;

namespace {

struct Sms {
    Sms() {
        Outbox::Draft draft;
        draft.channel = "kannel";
        draft.address = "tel:+66800000001";
        draft.messages = {support::words("รับแล้ว")};
        id = outbox.enqueue(draft, kNow);
    }

    void claim() { REQUIRE(outbox.claim({.channel = "kannel"}, kNow).size() == 1); }

    void settle(Result result, const std::string& reason = {}) {
        Outbox::Settlement settlement;
        settlement.result = result;
        settlement.reason = reason;
        settlement.provider_id = result == Result::Sent ? "p1" : "";
        settlement.next_at = kNow + 30s;
        outbox.settle(id, settlement, kNow);
    }

    Effect receipt(State state, const std::string& reason = {}) {
        return outbox.receipt({state, "kannel", {}, id, reason}, kNow);
    }

    std::string state() { return db.value("SELECT state FROM outbox"); }

    TempDatabase db;
    Outbox outbox{db.connection};
    OutboxId id;
};

}  // namespace

TEST_CASE("receipts in any order and repeated end where they should", "[storage][sms]") {
    struct Order {
        std::vector<State> receipts;
        const char* state;
    };

    const auto order = GENERATE(values<Order>({
        {{State::Sent, State::Delivered}, "delivered"},
        {{State::Delivered, State::Sent}, "delivered"},
        {{State::Sent, State::Failed}, "failed"},
        {{State::Sent, State::Delivered, State::Sent}, "delivered"},
        {{State::Failed}, "failed"},
        {{State::Failed, State::Delivered}, "failed"},
        {{State::Delivered, State::Failed}, "delivered"},
        {{State::Sent, State::Sent, State::Delivered, State::Delivered}, "delivered"},
    }));
    Sms sms;
    sms.claim();
    sms.settle(Result::Sent);
    for (const auto state : order.receipts) {
        CHECK(sms.receipt(state) != Effect::UnknownMessage);
    }
    CHECK(sms.state() == order.state);
}

TEST_CASE("a receipt before the answer to the call settles the message", "[storage][sms]") {
    Sms sms;
    sms.claim();
    CHECK(sms.receipt(State::Sent) == Effect::Applied);
    sms.settle(Result::Retry, "outcome_unknown");
    CHECK(sms.state() == "sent");
    CHECK(sms.outbox.claim({.channel = "kannel"}, kNow + 1h).empty());
}

TEST_CASE("a receipt tells that a try of unknown outcome had arrived", "[storage][sms]") {
    Sms sms;
    sms.claim();
    SECTION("while it waits for another try") {
        sms.settle(Result::Retry, "outcome_unknown");
        CHECK(sms.receipt(State::Delivered) == Effect::Applied);
    }
    SECTION("after it was given up") {
        sms.settle(Result::Failed, "outcome_unknown");
        CHECK(sms.receipt(State::Delivered) == Effect::Applied);
    }
    CHECK(sms.state() == "delivered");
}

TEST_CASE("receipts of messages that are not ours change nothing", "[storage][sms]") {
    Sms sms;
    CHECK(sms.receipt(State::Delivered) == Effect::UnknownMessage);  // never tried
    sms.claim();
    sms.settle(Result::Sent);
    CHECK(sms.outbox.receipt({State::Failed, "other", "p1", {}, ""}, kNow) ==
          Effect::UnknownMessage);
    CHECK(sms.outbox.receipt({State::Failed, "kannel", "p2", {}, ""}, kNow) ==
          Effect::UnknownMessage);
    CHECK(sms.outbox.receipt({State::Failed, "kannel", {}, OutboxId{7}, ""}, kNow) ==
          Effect::UnknownMessage);
    CHECK(sms.state() == "sent");
    CHECK(sms.outbox.receipt({State::Failed, "kannel", "p1", {}, "rejected"}, kNow) ==
          Effect::Applied);
    CHECK(sms.db.value("SELECT reason FROM outbox") == "rejected");
}

TEST_CASE("what a crash interrupted waits for its receipt, or fails", "[storage][sms]") {
    Sms sms;
    sms.claim();
    SECTION("where receipts come") {
        CHECK(sms.outbox.recover_unsure("kannel", kNow + 30s, kNow) == 1);
        CHECK(sms.outbox.recover(kNow) == 0);
        CHECK(sms.outbox.claim({.channel = "kannel"}, kNow + 29s).empty());
        CHECK(sms.outbox.claim({.channel = "kannel"}, kNow + 30s).size() == 1);
    }
    SECTION("where nothing tells") {
        CHECK(sms.outbox.recover_unsure("line", std::nullopt, kNow) == 0);
        CHECK(sms.outbox.recover_unsure("kannel", std::nullopt, kNow) == 1);
        CHECK(sms.state() == "failed");
    }
}

TEST_CASE("a claim may leave the less urgent rows where they are", "[storage][sms]") {
    Sms sms;
    sms.db.connection.run_script("test", "UPDATE outbox SET priority = 1");
    CHECK(sms.outbox.claim({.channel = "kannel", .least = Outbox::Priority::Answer}, kNow).empty());
    CHECK(sms.outbox.waiting().at(0).queued == 1);
    sms.claim();
}

TEST_CASE("a message can be withdrawn while it waits, not later", "[storage][sms]") {
    Sms sms;
    SECTION("waiting") {
        sms.outbox.withdraw(sms.id, "complete", kNow);
        CHECK(sms.state() == "expired");
    }
    SECTION("on its way") {
        sms.claim();
        sms.outbox.withdraw(sms.id, "complete", kNow);
        CHECK(sms.state() == "sending");
    }
}
