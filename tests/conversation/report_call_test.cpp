#include "conversation/report_call.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using conversation::call_fate;
using conversation::CallFacts;
using conversation::CallFate;
using conversation::Instant;
using conversation::left_out;
using namespace std::chrono_literals;

namespace {

const Instant kNow = *conversation::parse_instant("2025-12-05T02:00:00.000Z");

struct Row {
    std::string what;
    CallFacts facts;
    std::optional<CallFate> fate;
};

}  // namespace

TEST_CASE("who is left in peace when the office reminds those not yet in", "[conversation]") {
    const auto row = GENERATE(values<Row>({
        {"reached, and not reminded yet", {.linked = true}, {}},
        {"nobody speaks for it", {}, CallFate::Volunteer},
        {"taking a rest, linked or not", {.paused = true, .linked = true}, CallFate::Paused},
        {"reminded just now", {.linked = true, .reminded = kNow}, CallFate::Reminded},
        {"reminded three days ago less a second",
         {.linked = true, .reminded = kNow - 72h + 1s},
         CallFate::Reminded},
        {"reminded three days ago", {.linked = true, .reminded = kNow - 72h}, {}},
        {"reminded by itself tomorrow at this time", {.linked = true, .planned = kNow + 24h}, {}},
        {"reminded by itself a second earlier",
         {.linked = true, .planned = kNow + 24h - 1s},
         CallFate::Planned},
        {"waits since yesterday for a free message",
         {.linked = true, .planned = kNow - 24h},
         CallFate::Planned},
    }));
    CAPTURE(row.what);
    CHECK(left_out(row.facts, kNow) == row.fate);
}

TEST_CASE("every word for a reminder that was not sent has its place in the office's table",
          "[conversation]") {
    const auto [word, fate] = GENERATE(table<std::string, CallFate>({
        {"not_linked", CallFate::Volunteer},
        {"no_consent", CallFate::NoConsent},
        {"stopped", CallFate::Stopped},
        {"no_address", CallFate::Unreachable},
        {"unreachable", CallFate::Unreachable},
        {"nothing_left", CallFate::NothingLeft},
        {"quota", CallFate::NothingLeft},
        {"reported", CallFate::Closed},
        {"too_late", CallFate::Closed},
    }));
    CAPTURE(word);
    CHECK(call_fate(word) == fate);
}
