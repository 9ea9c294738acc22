// Numbers and dates that ICU writes, at random: cases that are in no file, so that nothing can have
// been fitted to them.
#include "conversation/thai/amount.h"
#include "conversation/thai/date.h"

#include <catch2/catch.hpp>
#include <unicode/rbnf.h>
#include <unicode/smpdtfmt.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

using namespace conversation;

namespace {

constexpr std::string_view kZeroWidthSpace = "\xE2\x80\x8B";

std::string utf8(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

std::string without_zero_width(std::string text) {
    for (auto at = text.find(kZeroWidthSpace); at != std::string::npos;
         at = text.find(kZeroWidthSpace)) {
        text.erase(at, kZeroWidthSpace.size());
    }
    return text;
}

struct Count {
    std::size_t right = 0;
    std::size_t asked = 0;
    std::vector<std::string> missed;
    std::vector<std::string> wrong;
};

// A spoken short form (2005 written สองพันห้า) is shown back before it is kept: either is right.
void judge(const std::string& text, std::int64_t number, Count& count) {
    const auto reading = read_amount(text);
    if (reading.kind == AmountReading::Kind::Ask) {
        ++count.asked;
    } else if (reading.kind == AmountReading::Kind::None) {
        count.missed.push_back(text);
    } else if (reading.satang == number * 100 ||
               reading.reading == AmountReading::Style::Colloquial) {
        ++count.right;
    } else {
        count.wrong.push_back(text + " " + reading.baht);
    }
}

}  // namespace

TEST_CASE("numbers in words as ICU writes them are read right, never wrong", "[thai][amount]") {
    UErrorCode status = U_ZERO_ERROR;
    const icu::RuleBasedNumberFormat format{icu::URBNF_SPELLOUT, icu::Locale{"th"}, status};
    REQUIRE(U_SUCCESS(status));
    std::mt19937_64 random{2570};
    Count count;
    for (int i = 0; i < 10'000; ++i) {
        const auto number = static_cast<std::int64_t>(random() % (1ULL << (1 + random() % 24)));
        icu::UnicodeString written;
        format.format(number, written);
        judge(utf8(written), number, count);
        judge(without_zero_width(utf8(written)) + "บาทถ้วน", number, count);
    }
    CAPTURE(count.missed);
    CHECK(count.wrong == std::vector<std::string>{});
    CHECK(count.missed.size() * 500 <= 20'000);  // 0.2 %
    CHECK(count.right >= 19'000);
}

TEST_CASE("dates as ICU writes them are read right, never wrong", "[thai][date]") {
    const Day reference = *parse_day("2026-11-23");
    std::mt19937_64 random{2571};
    for (const char* pattern :
         {"d MMM y", "d MMMM y", "EEEE'ที่' d MMMM G y", "d/M/y", "d/M/yy", "dd-MM-y"}) {
        UErrorCode status = U_ZERO_ERROR;
        icu::SimpleDateFormat format{
            icu::UnicodeString::fromUTF8(pattern), icu::Locale{"th@calendar=buddhist"}, status};
        REQUIRE(U_SUCCESS(status));
        format.setTimeZone(*icu::TimeZone::getGMT());
        for (int i = 0; i < 500; ++i) {
            const std::chrono::sys_days day =
                std::chrono::sys_days{reference} +
                std::chrono::days{static_cast<int>(random() % 7'000) - 3'500};
            icu::UnicodeString written;
            format.format(static_cast<UDate>(day.time_since_epoch().count()) * 86'400'000.0,
                          written);
            const auto text = utf8(written);
            const auto reading = read_date(text, reference);
            CAPTURE(text);
            REQUIRE(reading.kind == DateReading::Kind::Value);
            REQUIRE(reading.date == Day{day});
        }
    }
}
