#include "console/api_door.h"

#include "storage/reader_pool.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

using console::ApiDoor;
using storage::ApiTokens;
using support::kNow;
using support::TempDatabase;

namespace {

// An office with one token and the API's door.
struct Door {
    support::TempFolder folder;
    std::filesystem::path path = folder.path() / "office.db";
    storage::Writer writer{TempDatabase::opened(path)};
    storage::ReaderPool readers{[this] { return storage::Connection::open_reader(path); }};
    ApiDoor door{writer, [this](const auto& use) { readers.lend(use); }};
    std::string token;

    Door() {
        writer.run([&](storage::Connection& connection) {
            token = ApiTokens(connection)
                        .make({.name = "powerbi",
                               .kinds = {"*"},
                               .expires_at = kNow + std::chrono::days(30)},
                              kNow,
                              "command")
                        .value();
        });
    }

    // 200, or the refusal's status.
    int enter(const std::string& text,
              conversation::Instant at = kNow,
              std::string_view address = "192.0.2.1") {
        const std::string header = "Bearer " + text;
        const webhooks::Request request{.headers = {{"Authorization", header}},
                                        .client_address = address};
        const auto outcome = door.open(request, at);
        const auto* refusal = std::get_if<webhooks::Response>(&outcome);
        return refusal == nullptr ? 200 : refusal->status;
    }

    std::string value(const std::string& sql) {
        std::string found;
        readers.lend(
            [&](storage::Connection& reader) { found = reader.single_value("test", sql); });
        return found;
    }
};

}  // namespace

TEST_CASE("a token in force opens, one that ended does not", "[console][api]") {
    Door door;
    CHECK(door.enter(door.token) == 200);
    CHECK(door.enter(door.token + "0") == 401);
    CHECK(door.enter("") == 401);
    CHECK(door.enter(door.token, kNow + std::chrono::days(31)) == 401);
    door.writer.run([&](storage::Connection& connection) {
        (void)ApiTokens(connection).revoke("powerbi", kNow, "command");
    });
    CHECK(door.enter(door.token) == 401);
    CHECK(door.value("SELECT group_concat(actor, ' ') FROM (SELECT actor FROM audit WHERE action = "
                     "'token.refused' ORDER BY id)") == "nobody token:powerbi token:powerbi");
}

TEST_CASE("wrong tokens are slowed by address, the right one never", "[console][api]") {
    Door door;
    for (int i = 0; i < 5; ++i) {
        CHECK(door.enter("wrong") == 401);
    }
    CHECK(door.enter("wrong") == 429);
    CHECK(door.enter(door.token) == 200);
    CHECK(door.enter("wrong", kNow, "192.0.2.2") == 401);
    CHECK(door.value("SELECT count(*) FROM audit WHERE action = 'token.refused'") == "6");
    // An officer who signs in from there is not kept out by them.
    CHECK(door.value("SELECT count(*) FROM login_failure WHERE address = '192.0.2.1'") == "0");
    CHECK(door.enter("wrong", kNow + std::chrono::seconds(16)) == 401);
    CHECK(door.enter("wrong", kNow + std::chrono::seconds(17)) == 429);
}

TEST_CASE("a token's use is noted once a minute", "[console][api]") {
    Door door;
    const auto used = [&] { return door.value("SELECT last_used_at FROM api_token"); };
    (void)door.enter(door.token);
    CHECK(used() == conversation::to_text(kNow));
    (void)door.enter(door.token, kNow + std::chrono::seconds(59));
    CHECK(used() == conversation::to_text(kNow));
    (void)door.enter(door.token, kNow + std::chrono::seconds(61));
    CHECK(used() == conversation::to_text(kNow + std::chrono::seconds(61)));
}
