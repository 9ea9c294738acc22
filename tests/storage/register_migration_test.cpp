#include "storage/invites.h"
#include "storage/requests.h"
#include "tests/support/old_schema.h"

#include <catch2/catch.hpp>

using storage::Connection;
using support::kNow;
using support::TempFolder;

namespace {

// An office as a program of schema 4 left it: a house with a trainer's number, whose trainer is
// head of the house beside it; a used card, an open one and a void one; requests with and without
// receipt.
constexpr const char* kOffice = R"sql(
INSERT INTO tambon VALUES (10, '600304', 'เกยไชย', '', '6003', '', '2025-01-02T03:04:05.000Z',
    '2025-01-02T03:04:05.000Z', 'command');
INSERT INTO village VALUES (11, '60030403', 10, 3, 'บ้านกลาง', '2025-01-02T03:04:05.000Z',
    '2025-01-02T03:04:05.000Z', 'command');
INSERT INTO person (id, given_name, phone, created_at, updated_at, created_by) VALUES
    (12, 'บุญใจ', '+66800000001', '2025-01-02T03:04:05.000Z', '2025-01-02T03:04:05.000Z', 'command'),
    (13, 'สมชัย', '+66800000002', '2025-01-02T03:04:05.000Z', '2025-01-02T03:04:05.000Z', 'command'),
    (14, 'สมศรี', '+66800000003', '2025-01-02T03:04:05.000Z', '2025-01-02T03:04:05.000Z', 'command'),
    (15, 'สมใจ', '+66800000003', '2025-01-02T03:04:05.000Z', '2025-01-02T03:04:05.000Z', 'command');
INSERT INTO household (id, village, house_no, head, trainer_phone, status, created_at, updated_at,
    created_by) VALUES
    (21, 11, '14/2', 12, '+66800000002', 'ACTIVE', '2025-01-02T03:04:05.000Z',
        '2025-01-02T03:04:05.000Z', 'command'),
    (22, 11, '15', 13, '+66800000003', 'INVITED', '2025-01-02T03:04:05.000Z',
        '2025-01-02T03:04:05.000Z', 'command');
INSERT INTO contact (id, created_at, updated_at) VALUES
    (31, '2025-01-02T03:04:05.000Z', '2025-01-02T03:04:05.000Z');
INSERT INTO invite (id, code, household, state, expires_at, used_by, used_at, tries, created_at,
    updated_at, created_by) VALUES
    (41, '000000', 21, 'USED', '2025-04-02T03:04:05.000Z', 31, '2025-02-02T03:04:05.000Z', 2,
        '2025-01-02T03:04:05.000Z', '2025-02-02T03:04:05.000Z', 'command'),
    (42, '000013', 22, 'OPEN', '2026-04-02T03:04:05.000Z', NULL, NULL, 0,
        '2025-01-02T03:04:05.000Z', '2025-01-02T03:04:05.000Z', 'command'),
    (43, '000021', 22, 'VOID', '2025-04-02T03:04:05.000Z', NULL, NULL, 0,
        '2025-01-02T03:04:05.000Z', '2025-01-02T03:04:05.000Z', 'command');
INSERT INTO inbox (id, channel, event_id, state, kind, contact, received_at) VALUES
    (51, 'line', 'e1', 'done', 'text', 31, '2025-03-02T03:04:05.000Z');
INSERT INTO request (id, number, kind, household, contact, message, text, state, due_on, created_at,
    updated_at) VALUES
    (61, 1, 'ERASE', 21, 31, 51, '680302-0042', 'OPEN', '2025-04-01', '2025-03-02T03:04:05.000Z',
        '2025-03-02T03:04:05.000Z'),
    (62, 2, 'QUESTION', 21, 31, NULL, 'ถามหน่อย', 'OPEN', '2025-03-09', '2025-03-02T03:04:05.000Z',
        '2025-03-02T03:04:05.000Z');
)sql";

Connection office_of_schema_4(const TempFolder& folder) {
    auto connection = support::with_schema(folder, 4);
    connection.run_script("test", kOffice);
    return connection;
}

}  // namespace

TEST_CASE("an office of schema 4 keeps its cards and requests in schema 5", "[storage]") {
    const TempFolder folder;
    auto connection = office_of_schema_4(folder);
    REQUIRE(storage::schema_of(connection) == 4);
    CHECK(storage::migrate(connection, kNow) == storage::newest_schema() - 4);
    CHECK(storage::check_structure(connection, storage::CheckDepth::Full) == "ok");

    storage::Invites invites(connection);
    const auto used = invites.find("000000", kNow);
    REQUIRE(used);
    CHECK(used->state == storage::Invites::State::Used);
    CHECK(used->household.value == 21);
    CHECK(used->used_by.value == 31);
    CHECK(connection.single_value("test", "SELECT tries || used_at FROM invite WHERE id = 41") ==
          "22025-02-02T03:04:05.000Z");
    CHECK(invites.find("000013", kNow)->state == storage::Invites::State::Open);
    CHECK(invites.find("000021", kNow)->state == storage::Invites::State::Void);
    CHECK(connection.single_value("test", "SELECT count(*) FROM invite") == "3");

    storage::Requests requests(connection);
    const auto erase = requests.with_receipt("680302-0042");
    REQUIRE(erase.size() == 1);
    CHECK(erase[0].kind == "ERASE");
    CHECK(erase[0].channel == "line");
    CHECK(requests.open(10).size() == 2);
    CHECK(requests.with_receipt("").empty());
}

TEST_CASE("a trainer's telephone becomes a person where it is only one person's", "[storage]") {
    const TempFolder folder;
    auto connection = office_of_schema_4(folder);
    storage::migrate(connection, kNow);
    CHECK(connection.single_value(
              "test", "SELECT group_concat(household || ':' || person) FROM household_care") ==
          "21:13");
    CHECK(connection.single_value("test", "SELECT from_day FROM household_care") == "2025-01-02");
    CHECK(storage::Households(connection).find(conversation::HouseholdId{22})->trainer_phone ==
          "+66800000003");
}
