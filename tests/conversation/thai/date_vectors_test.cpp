#include "conversation/thai/date.h"
#include "tests/conversation/thai/vectors.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

using conversation::DateReading;
using conversation::Day;
using conversation::parse_day;
using conversation::read_date;
using conversation::read_time;
using conversation::TimeReading;
using conversation::to_text;
using nlohmann::json;

namespace {

bool is_one_of(const json& one, const char* key, const std::string& text) {
    if (one.value(key, "") == text) {
        return true;
    }
    const auto others = one.value("alternatives", std::vector<std::string>{});
    return std::find(others.begin(), others.end(), text) != others.end();
}

std::string clock_text(std::chrono::minutes time) {
    const auto two = [](auto number) {
        return std::string(number < 10 ? "0" : "") + std::to_string(number);
    };
    return two(time.count() / 60) + ":" + two(time.count() % 60);
}

struct Score {
    std::size_t all = 0;
    std::size_t right = 0;
    std::vector<std::string> missed;
    std::vector<std::string> wrong;
};

void judge_date(const json& one, Score& score) {
    const auto text = one.at("in").get<std::string>();
    const Day reference = *parse_day(one.value("ref", "2026-11-23"));
    const DateReading reading = read_date(text, reference);
    ++score.all;
    const bool value = reading.kind == DateReading::Kind::Value;
    bool right = false;
    if (one.value("reject", false)) {
        right = !value;
    } else if (one.contains("from")) {
        right = reading.span && to_text(reading.span->first) == one.at("from") &&
                to_text(reading.span->second) == one.at("to");
    } else {
        right = value && !reading.span && is_one_of(one, "date", to_text(reading.date));
    }
    score.right += right ? 1U : 0U;
    if (!right) {
        (value ? score.wrong : score.missed)
            .push_back(text + " " + one.dump() + " → " + to_text(reading.date));
    }
}

void judge_time(const json& one, Score& score) {
    const auto text = one.at("in").get<std::string>();
    const TimeReading reading = read_time(text);
    ++score.all;
    const bool value = reading.kind == TimeReading::Kind::Value;
    const bool asked = reading.kind == TimeReading::Kind::Ask && one.contains("alternatives");
    const bool right = one.value("reject", false)
                           ? !value
                           : asked || (value && is_one_of(one, "time", clock_text(reading.time)));
    score.right += right ? 1U : 0U;
    if (!right) {
        (value ? score.wrong : score.missed).push_back(text + " " + one.dump());
    }
}

Score judge_all() {
    Score score;
    vectors::each(vectors::load("thai-dates.json"), [&](const std::string& group, const json& one) {
        const bool time = group.find("time") != std::string::npos && group != "pythainlp-strftime";
        if (time) {
            judge_time(one, score);
        } else {
            judge_date(one, score);
        }
    });
    return score;
}

}  // namespace

// Part of the accuracy report, see accuracy_report_test.cpp.
TEST_CASE("accuracy of the readers of dates and times", "[.][accuracy]") {
    const Score score = judge_all();
    std::printf("\n| dates and times | cases | right | missed | wrong |\n|---|---|---|---|---|\n");
    std::printf("| all | %zu | %zu | %zu | %zu |\n",
                score.all,
                score.right,
                score.missed.size(),
                score.wrong.size());
    CHECK(score.all > 0);
}

TEST_CASE("dates and times written by other software are read right, and never wrong",
          "[thai][date]") {
    const Score score = judge_all();
    CAPTURE(score.missed);
    CHECK(score.wrong == std::vector<std::string>{});
    CHECK(score.all == 951);
    CHECK(vectors::share(score.right, score.all) >= 99.0);
}
