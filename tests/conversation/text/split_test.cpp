#include "conversation/text/split.h"

#include "conversation/text/clusters.h"
#include "conversation/text/sms_segments.h"
#include "tests/conversation/thai/vectors.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

using namespace conversation;

namespace {

std::string joined(const std::vector<std::string>& parts) {
    return std::accumulate(parts.begin(), parts.end(), std::string{});
}

// Thai words, emoji of several parts, line ends, blanks and now and then a broken byte.
std::string random_text(std::mt19937& random, std::size_t words) {
    static const std::vector<std::string> kWords = {
        "น้ำ",   "กำ",      "ครัวเรือน", "ที่", "รายได้",       " ",       "\n",
        "\r\n", "บาท",     "abc",     "😀", "👩‍🌾", "🇹🇭",      "👍🏽",
        "é",    "e\u0301", "8,500",   "[", "€",           "\xE0\xB8"};
    std::string text;
    for (std::size_t i = 0; i < words; ++i) {
        text += kWords[random() % kWords.size()];
    }
    return text;
}

bool ends_at_boundaries(const std::string& text, const std::vector<std::string>& parts) {
    const auto boundaries = grapheme_boundaries(text);
    std::size_t at = 0;
    return std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
        at += part.size();
        return std::binary_search(boundaries.begin(), boundaries.end(), at);
    });
}

}  // namespace

TEST_CASE("a grapheme keeps its vowels, tones and emoji parts", "[text]") {
    CHECK(grapheme_count("น้ำ") == 1);
    CHECK(grapheme_count("เท่าเดิม") == 6);
    CHECK(grapheme_count("👩‍🌾🇹🇭👍🏽") == 3);
    CHECK(grapheme_count("") == 0);
    CHECK(grapheme_boundaries("") == std::vector<std::size_t>{0});
    CHECK(grapheme_boundaries("กำa") == std::vector<std::size_t>{0, 6, 7});
    CHECK(utf16_length("น้ำ😀a") == 6);
    CHECK(utf16_length("\xFF\xE0\xB8") == 2);
    CHECK(cut_graphemes("น้ำตาลสด", 2) == "น้ำต");
    CHECK(cut_graphemes("น้ำ", 0) == "");
    CHECK(cut_graphemes("น้ำ", 9) == "น้ำ");
    CHECK(cut_utf16("น้ำตา", 4) == "น้ำต");
    CHECK(cut_utf16("น้ำตา", 2) == "");
    CHECK(cut_utf16("ab😀", 3) == "ab");
}

TEST_CASE("a text is cut after a line end, then a space, then a letter", "[text]") {
    CHECK(split_text("", 10).empty());
    CHECK(split_text("สวัสดี", 10) == std::vector<std::string>{"สวัสดี"});
    CHECK(split_text("aaaa bb\nccc", 10) == std::vector<std::string>{"aaaa bb\n", "ccc"});
    CHECK(split_text("aaaa bbb cccc", 10) == std::vector<std::string>{"aaaa bbb ", "cccc"});
    CHECK(split_text("a bbbbbbbbbbbb", 10) == std::vector<std::string>{"a bbbbbbbb", "bbbb"});
    CHECK(split_text("กำกำกำ", 3) == std::vector<std::string>{"กำ", "กำ", "กำ"});
    CHECK(split_text("👩‍🌾", 2).size() ==
          3);  // one cluster longer than a part: between its code points
}

TEST_CASE("parts are within the limit, end between letters and joined are the text", "[text]") {
    std::mt19937 random{2569};
    for (int i = 0; i < 2'000; ++i) {
        const std::string text = random_text(random, random() % 60);
        const std::size_t limit = 12 + random() % 60;
        const auto parts = split_text(text, limit);
        CAPTURE(text, limit);
        REQUIRE(joined(parts) == text);
        REQUIRE(ends_at_boundaries(text, parts));
        REQUIRE(std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
            return !part.empty() && utf16_length(part) <= limit;
        }));
    }
}

TEST_CASE("segments are counted as gateways count them", "[text][sms]") {
    const auto file = vectors::load("sms-segments.json");
    for (const auto& one : file.at("vectors")) {
        CAPTURE(one.at("why").get<std::string>());
        const SmsCount count = count_sms(one.at("text").get<std::string>());
        CHECK(name(count.encoding) == one.at("encoding").get<std::string>());
        CHECK(count.units == one.at("units").get<std::size_t>());
        CHECK(count.segments == one.at("segments").get<std::size_t>());
    }
    CHECK(count_sms("").segments == 0);
}

TEST_CASE("messages cut for SMS cost what they may and lose nothing", "[text][sms]") {
    std::mt19937 random{70};
    for (int i = 0; i < 1'000; ++i) {
        const std::string text = random_text(random, random() % 80);
        const std::size_t segments = 1 + random() % 3;
        const auto parts = split_sms(text, segments);
        CAPTURE(text, segments);
        REQUIRE(joined(parts) == text);
        REQUIRE(ends_at_boundaries(text, parts));
        REQUIRE(std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
            return !part.empty() && count_sms(part).segments <= segments;
        }));
        const std::string_view first = cut_sms(text);
        REQUIRE(text.starts_with(first));
        REQUIRE(count_sms(first).segments <= 1);
    }
}
