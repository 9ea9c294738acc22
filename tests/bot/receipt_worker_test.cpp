#include "bot/receipt_worker.h"

#include "storage/contacts.h"
#include "storage/database.h"
#include "storage/outbox.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temp_database.h"
#include "tests/support/until.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace bot;
using storage::Outbox;
using Outcome = webhooks::Intake::Outcome;
using State = Outbox::Receipt::State;

namespace {

// A database with one SMS that was sent, and one reminder that waits for the same number.
struct Desk {
    Desk() : database(storage::Database::open(folder.path() / "office.db")) {
        database->writer().run([this](storage::Connection& connection) {
            (void)storage::Contacts(connection).find_or_create("twilio", kNumber, clock.now());
            Outbox outbox(connection);
            Outbox::Draft draft;
            draft.channel = "twilio";
            draft.address = kNumber;
            draft.messages = {support::words("รับแล้ว")};
            sent = outbox.enqueue(draft, clock.now());
            (void)outbox.claim({.channel = "twilio"}, clock.now());
            Outbox::Settlement settlement;
            settlement.provider_id = "SM1";
            outbox.settle(sent, settlement, clock.now());
            draft.priority = Outbox::Priority::Reminder;
            (void)outbox.enqueue(draft, clock.now());
        });
    }

    std::optional<Outcome> take(std::vector<webhooks::SmsReceipt> receipts) {
        const auto outcome = std::make_shared<std::atomic<int>>(-1);
        worker.take(std::move(receipts),
                    [outcome](Outcome its_outcome) { *outcome = static_cast<int>(its_outcome); });
        support::until([&] { return *outcome >= 0; });
        return *outcome < 0 ? std::nullopt : std::optional(static_cast<Outcome>(outcome->load()));
    }

    [[nodiscard]] webhooks::SmsReceipt receipt(State state) const {
        webhooks::SmsReceipt made;
        made.receipt.state = state;
        made.receipt.channel = "twilio";
        made.receipt.own = sent;
        return made;
    }

    std::string value(const std::string& sql) {
        auto reader = database->reader();
        return reader.single_value("test", sql);
    }

    static constexpr const char* kNumber = "tel:+66812345678";
    support::TempFolder folder;
    support::FakeClock clock;
    webhooks::Metrics metrics;
    std::unique_ptr<storage::Database> database;
    ReceiptWorker worker{database->writer(), clock, metrics};
    storage::OutboxId sent;
};

}  // namespace

TEST_CASE("receipts are stored, repeated and unknown ones counted", "[bot][sms]") {
    Desk desk;
    auto unknown = desk.receipt(State::Failed);
    unknown.receipt.own = storage::OutboxId{7};
    CHECK(desk.take({desk.receipt(State::Delivered)}) == Outcome::Committed);
    CHECK(desk.take({desk.receipt(State::Failed), unknown}) == Outcome::Committed);
    CHECK(desk.take({}) == Outcome::Committed);
    CHECK(desk.value("SELECT state FROM outbox ORDER BY id LIMIT 1") == "delivered");
    const auto text = desk.metrics.text();
    CHECK(text.find("sammachip_receipts_total{result=\"applied\"} 1") != std::string::npos);
    CHECK(text.find("sammachip_receipts_total{result=\"nothing_new\"} 1") != std::string::npos);
    CHECK(text.find("sammachip_receipts_total{result=\"unknown_message\"} 1") != std::string::npos);
}

TEST_CASE("who told the gateway to stop is left in peace, named by either id", "[bot][sms]") {
    Desk desk;
    auto stop = desk.receipt(State::Failed);
    stop.opted_out = true;
    if (GENERATE(false, true)) {
        stop.receipt.own = {};
        stop.receipt.provider_id = "SM1";
    }
    CHECK(desk.take({stop}) == Outcome::Committed);
    CHECK(desk.value("SELECT stopped_at IS NOT NULL FROM address") == "1");
    CHECK(desk.value("SELECT group_concat(state) FROM (SELECT state FROM outbox ORDER BY id)") ==
          "failed,expired");
}

TEST_CASE(
    "a notice that the gateway reports lost, or whose number stopped it, goes by LINE, which is "
    "woken",
    "[bot][sms][fallback]") {
    const bool lost = GENERATE(true, false);
    Desk desk;
    const auto texts = conversation::Texts::built_in();
    std::vector<std::string> woken;
    desk.worker.set_notices({texts, nullptr},
                            [&](const std::string& channel) { woken.push_back(channel); });
    desk.database->writer().run([&](storage::Connection& connection) {
        storage::Contacts contacts(connection);
        const auto person = contacts.find_or_create("line", "line:U1", desk.clock.now()).id;
        contacts.move_address("twilio", Desk::kNumber, person, desk.clock.now());
        connection.run_script(
            "test.notices",
            "UPDATE outbox SET contact = (SELECT contact FROM address WHERE channel = 'line'), "
            "priority = 1, notice = '{\"format\":1,\"text\":\"menu\",\"arguments\":[]}'");
    });
    auto receipt = desk.receipt(lost ? State::Failed : State::Sent);
    receipt.opted_out = !lost;
    CHECK(desk.take({receipt}) == Outcome::Committed);
    CHECK(woken == std::vector<std::string>{"line"});
    CHECK(
        desk.value("SELECT group_concat(channel || ' ' || state) FROM (SELECT channel, state FROM "
                   "outbox ORDER BY id)") == (lost ? "twilio failed,twilio queued,line queued"
                                                   : "twilio sent,twilio expired,line queued"));
    CHECK(desk.take({receipt}) == Outcome::Committed);  // the same again moves nothing more
    CHECK(desk.value("SELECT count(*) FROM outbox") == "3");
}

TEST_CASE("what cannot be stored is not promised", "[bot][sms]") {
    Desk desk;
    desk.database->writer().stop();
    CHECK(desk.take({desk.receipt(State::Delivered)}) == Outcome::Unavailable);
}
