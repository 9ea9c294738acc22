#include "storage/opt_out.h"

#include "storage/outbox.h"
#include "storage/quota.h"
#include "storage/reach.h"
#include "storage/spending.h"
#include "tests/support/old_schema.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

using storage::Contacts;
using storage::OptOut;
using storage::Outbox;
using storage::Reach;
using support::kNow;
using support::TempDatabase;
using support::words;
using namespace std::chrono_literals;

namespace {

constexpr const char* kPhone = "tel:+66800000001";

storage::OutboxId queue(TempDatabase& db,
                        const char* channel,
                        const char* address,
                        Outbox::Priority priority) {
    Outbox::Draft draft;
    draft.channel = channel;
    draft.address = address;
    draft.messages = {words("x")};
    draft.priority = priority;
    return Outbox(db.connection).enqueue(draft, kNow);
}

// One person, reached by LINE and by SMS.
conversation::ContactId two_addresses(TempDatabase& db) {
    Contacts contacts(db.connection);
    const auto contact = contacts.find_or_create("line", "line:U1", kNow);
    (void)contacts.find_or_create("kannel", kPhone, kNow);
    contacts.move_address("kannel", kPhone, contact.id, kNow);
    return contact.id;
}

bool is_stopped(TempDatabase& db, const char* channel, const char* address) {
    const auto found = Contacts(db.connection).find(channel, address);
    return found && found->stopped;
}

}  // namespace

TEST_CASE("silence is kept by address and calls off what is queued, but no answer",
          "[storage][opt_out]") {
    TempDatabase db;
    (void)two_addresses(db);
    queue(db, "kannel", kPhone, Outbox::Priority::Reminder);
    queue(db, "kannel", kPhone, Outbox::Priority::Bulk);
    queue(db, "kannel", kPhone, Outbox::Priority::Answer);
    queue(db, "line", "line:U1", Outbox::Priority::Reminder);
    OptOut(db.connection).stop("kannel", kPhone, "contact:1", kNow);
    CHECK(is_stopped(db, "kannel", kPhone));
    CHECK_FALSE(is_stopped(db, "line", "line:U1"));
    CHECK(db.value("SELECT group_concat(state) FROM (SELECT state FROM outbox ORDER BY id)") ==
          "expired,expired,queued,queued");
    CHECK(db.value("SELECT count(*) FROM outbox WHERE reason = 'stopped'") == "2");
    OptOut(db.connection).resume("kannel", kPhone, "contact:1", kNow);
    CHECK_FALSE(is_stopped(db, "kannel", kPhone));
    CHECK(db.value("SELECT group_concat(action) FROM (SELECT action FROM audit ORDER BY id)") ==
          "contact.stopped,contact.resumed");
}

TEST_CASE("a gateway may say that somebody stopped us, known or not", "[storage][opt_out]") {
    TempDatabase db;
    OptOut opt_out(db.connection);
    opt_out.stop("twilio", kPhone, "channel:twilio", kNow);
    opt_out.stop("twilio", kPhone, "channel:twilio", kNow + 1h);
    CHECK(is_stopped(db, "twilio", kPhone));
    CHECK(db.value("SELECT count(*) FROM audit WHERE actor = 'channel:twilio'") == "1");
    opt_out.resume("twilio", "tel:+66899999999", "channel:twilio", kNow);  // nobody: nothing
    CHECK(db.value("SELECT count(*) FROM contact") == "1");
}

TEST_CASE("silence asked for before it was kept by address stays asked for", "[storage][opt_out]") {
    const support::TempFolder folder;
    auto connection = support::with_schema(folder, 2);
    connection.run_script("test", R"sql(
INSERT INTO contact (id, stopped_at, created_at, updated_at) VALUES
    (1, '2025-12-01T00:00:00.000Z', '2025-11-01T00:00:00.000Z', '2025-12-01T00:00:00.000Z'),
    (2, NULL, '2025-11-01T00:00:00.000Z', '2025-11-01T00:00:00.000Z');
INSERT INTO address (id, contact, channel, address, created_at, updated_at) VALUES
    (11, 1, 'line', 'line:U1', '2025-11-01T00:00:00.000Z', '2025-11-01T00:00:00.000Z'),
    (12, 1, 'kannel', 'tel:+66812345678', '2025-11-01T00:00:00.000Z', '2025-11-01T00:00:00.000Z'),
    (13, 2, 'line', 'line:U2', '2025-11-01T00:00:00.000Z', '2025-11-01T00:00:00.000Z');)sql");
    CHECK(storage::migrate(connection, kNow) == storage::newest_schema() - 2);
    Contacts contacts(connection);
    REQUIRE(contacts.addresses(conversation::ContactId{1}).size() == 2);
    for (const auto& address : contacts.addresses(conversation::ContactId{1})) {
        CHECK(address.stopped);
    }
    CHECK_FALSE(contacts.addresses(conversation::ContactId{2}).at(0).stopped);
}

TEST_CASE("what is known of a contact's addresses", "[storage][reach]") {
    TempDatabase db;
    const auto contact = two_addresses(db);
    const conversation::Period month{2025, 12};
    storage::Quota(db.connection).put("line", month, 300, 20, kNow);
    storage::Spending(db.connection)
        .add("kannel", month, {.messages = 1, .segments = 1, .cost = 7000}, kNow);
    Contacts(db.connection)
        .set_address_state("line", "line:U1", Contacts::AddressState::Blocked, kNow);
    OptOut(db.connection).stop("kannel", kPhone, "contact:1", kNow);
    queue(db, "line", "line:U1", Outbox::Priority::Reminder);
    Outbox outbox(db.connection);
    const auto taken = outbox.claim({.channel = "line"}, kNow);
    REQUIRE(taken.size() == 1);
    Outbox::Settlement failed;
    failed.result = Outbox::Settlement::Result::Failed;
    failed.reason = "rejected";
    outbox.settle(taken.front().id, failed, kNow);

    const auto all = Reach(db.connection).of(contact, kNow);
    REQUIRE(all.size() == 2);
    CHECK(all[0].address == "line:U1");
    CHECK_FALSE(all[0].active);
    CHECK_FALSE(all[0].stopped);
    CHECK(all[0].failed);
    REQUIRE(all[0].quota);
    CHECK(all[0].quota->left() == 280);
    CHECK(all[1].address == kPhone);
    CHECK(all[1].active);
    CHECK(all[1].stopped);
    CHECK_FALSE(all[1].failed);
    CHECK_FALSE(all[1].quota);
    CHECK(all[1].spent == 7000);
    // A week later a failure says nothing any more.
    CHECK_FALSE(Reach(db.connection).of(contact, kNow + std::chrono::days(8)).front().failed);
}
