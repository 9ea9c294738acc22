#include "storage/api_tokens.h"

#include "storage/audit_log.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

using storage::ApiTokens;
using support::kNow;
using support::TempDatabase;

namespace {

ApiTokens::Wish wish(const std::string& name) {
    return {.name = name,
            .kinds = {"reports", "form:household_report"},
            .area = "600304",
            .personal = true,
            .reason = "ตรวจสอบทะเบียน",
            .expires_at = kNow + std::chrono::days(30)};
}

}  // namespace

TEST_CASE("a token is found by its text, of which only a digest is kept", "[storage][api]") {
    TempDatabase db;
    ApiTokens tokens(db.connection);
    const auto text = tokens.make(wish("powerbi"), kNow, "officer:somjai");
    REQUIRE(text);
    CHECK(text->starts_with("smc_"));
    CHECK(text->size() == 4 + 64);
    const auto found = tokens.find(*text);
    REQUIRE(found);
    CHECK(found->may.name == "powerbi");
    CHECK(found->may.kinds == std::vector<std::string>{"reports", "form:household_report"});
    CHECK(found->may.area == "600304");
    CHECK(found->may.personal);
    CHECK(found->may.reason == "ตรวจสอบทะเบียน");
    CHECK(found->created_by == "officer:somjai");
    CHECK(found->actor() == "token:powerbi");
    CHECK_FALSE(tokens.find(*text + "0"));
    CHECK_FALSE(tokens.find(""));
    for (const char* column : {"name", "digest", "kinds", "reason"}) {
        CHECK(db.value("SELECT count(*) FROM api_token WHERE instr(" + std::string(column) + ", '" +
                       text->substr(4, 20) + "')") == "0");
    }
    CHECK(tokens.make(wish("other"), kNow, "command") != text);
}

TEST_CASE("a token ends at its time or when it is revoked, and its name is free again",
          "[storage][api]") {
    TempDatabase db;
    ApiTokens tokens(db.connection);
    const auto text = tokens.make(wish("powerbi"), kNow, "command").value();
    const auto end = kNow + std::chrono::days(30);
    CHECK(tokens.find(text)->state(end - std::chrono::milliseconds(1)) == ApiTokens::State::Open);
    CHECK(tokens.find(text)->state(end) == ApiTokens::State::Expired);
    CHECK_FALSE(tokens.make(wish("powerbi"), kNow, "command"));
    CHECK(tokens.revoke("powerbi", kNow, "officer:somjai"));
    CHECK_FALSE(tokens.revoke("powerbi", kNow, "officer:somjai"));
    CHECK(tokens.find(text)->state(kNow) == ApiTokens::State::Revoked);
    CHECK(tokens.make(wish("powerbi"), kNow, "command"));
    CHECK(tokens.all().size() == 2);
}

TEST_CASE("making and revoking a token is written down, its text nowhere", "[storage][api]") {
    TempDatabase db;
    ApiTokens tokens(db.connection);
    const auto text = tokens.make(wish("powerbi"), kNow, "officer:somjai").value();
    (void)tokens.revoke("powerbi", kNow, "command");
    const auto rows = storage::AuditLog(db.connection).of("token:powerbi", 10);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].action == "token.revoked");
    CHECK(rows[1].action == "token.made");
    CHECK(rows[1].actor == "officer:somjai");
    CHECK(rows[1].detail.find("kinds=reports,form:household_report area=600304 personal=yes") == 0);
    CHECK(rows[1].detail.find("reason=ตรวจสอบทะเบียน") != std::string::npos);
    CHECK(rows[1].detail.find(text.substr(4, 20)) == std::string::npos);
}

TEST_CASE("when a token was last used is noted", "[storage][api]") {
    TempDatabase db;
    ApiTokens tokens(db.connection);
    const auto text = tokens.make(wish("powerbi"), kNow, "command").value();
    CHECK_FALSE(tokens.find(text)->last_used_at);
    tokens.note_use(tokens.find(text)->id, kNow);
    CHECK(tokens.find(text)->last_used_at == kNow);
}
