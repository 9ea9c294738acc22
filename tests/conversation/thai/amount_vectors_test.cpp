#include "conversation/thai/amount.h"
#include "conversation/thai/money.h"
#include "tests/conversation/thai/vectors.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

using conversation::AmountReading;
using conversation::read_amount;
using nlohmann::json;

namespace {

using Kind = AmountReading::Kind;

std::set<std::string> candidates_of(const AmountReading& reading) {
    std::set<std::string> texts;
    for (const std::int64_t satang : reading.candidates) {
        texts.insert(conversation::plain_baht(satang));
    }
    return texts;
}

}  // namespace

TEST_CASE("amounts written by other software are read right, and never wrong", "[thai][amount]") {
    std::size_t all = 0;
    std::size_t right = 0;
    std::vector<std::string> missed;
    std::vector<std::string> wrong;
    vectors::each(vectors::load("thai-amounts.json"), [&](const std::string&, const json& one) {
        const auto text = one.at("in").get<std::string>();
        const AmountReading reading = read_amount(text);
        ++all;
        const bool reject = one.value("reject", false);
        const bool is_value = reading.kind == Kind::Value;
        const std::string expected = one.value("value", "");
        const std::string spoken = one.value("spoken_short_reading", "");
        const bool may_ask = !spoken.empty() && reading.kind == Kind::Ask;
        const bool same = is_value && (reading.baht == expected || reading.baht == spoken);
        if (reject ? !is_value : (same || may_ask)) {
            ++right;
        } else if (is_value) {
            wrong.push_back(text + " = " + reading.baht + ", not " + expected);
        } else {
            missed.push_back(text);
        }
    });
    CAPTURE(missed);
    CHECK(wrong == std::vector<std::string>{});
    CHECK(all == 1922);
    CHECK(vectors::share(right, all) >= 99.8);
}

TEST_CASE("legal wording is read literally", "[thai][amount]") {
    vectors::each(vectors::load("thai-amounts.json"), [&](const std::string&, const json& one) {
        if (one.value("formal", false) && !one.value("reject", false)) {
            CAPTURE(one.at("in").get<std::string>());
            const AmountReading reading = read_amount(one.at("in").get<std::string>());
            CHECK(reading.baht == one.at("value").get<std::string>());
            CHECK(reading.satang == one.at("satang").get<std::int64_t>());
        }
    });
}

TEST_CASE("words that hold a number word are no amounts", "[thai][amount]") {
    vectors::each(vectors::load("thai-not-amounts.json"), [&](const std::string&, const json& one) {
        CAPTURE(one.at("in").get<std::string>());
        CHECK(read_amount(one.at("in").get<std::string>()).kind == Kind::None);
    });
}

TEST_CASE("spoken forms are taken where two sources agree and asked where they differ",
          "[thai][amount]") {
    vectors::each(
        vectors::load("thai-amounts-colloquial.json"), [&](const std::string&, const json& one) {
            const auto text = one.at("in").get<std::string>();
            const auto policy = one.at("policy").get<std::string>();
            CAPTURE(text, policy);
            const AmountReading reading = read_amount(text);
            if (policy == "ask") {
                CHECK(reading.kind == Kind::Ask);
            } else if (policy == "reject") {
                CHECK(reading.kind == Kind::None);
            }
            if (policy == "ask" && one.contains("candidates")) {
                CHECK(candidates_of(reading) == one.at("candidates").get<std::set<std::string>>());
            }
            if (policy == "accept and echo" && one.at("expect").is_string() && text != "ไม่ได้ออม") {
                CHECK(reading.kind == Kind::Value);
                CHECK(reading.baht == one.at("expect").get<std::string>());
            }
        });
}

TEST_CASE("hedged and periodic amounts keep what was said about them", "[thai][amount]") {
    vectors::each(
        vectors::load("thai-amounts-colloquial.json"), [&](const std::string&, const json& one) {
            const json& expect = one.at("expect");
            if (one.at("policy") != "accept and echo" || !expect.is_object() ||
                expect.contains("kind")) {
                return;
            }
            CAPTURE(one.at("in").get<std::string>());
            const AmountReading reading = read_amount(one.at("in").get<std::string>());
            REQUIRE(reading.kind == Kind::Value);
            CHECK(reading.approximate == expect.value("approx", false));
            CHECK((reading.period != conversation::AmountPeriod::None) == expect.contains("per"));
            for (const char* bound : {"value", "min", "max"}) {
                if (expect.contains(bound) && expect.at(bound).is_string()) {
                    CHECK(reading.baht == expect.at(bound).get<std::string>());
                }
            }
        });
}
