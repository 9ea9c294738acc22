#include "conversation/thai/normalize.h"

#include "tests/conversation/thai/vectors.h"

#include <catch2/catch.hpp>

#include <random>
#include <set>
#include <string>
#include <vector>

using conversation::clean_utf8;
using conversation::normalize;
using conversation::normalize_answer;
using conversation::normalize_with_origin;
using conversation::strip_particles;
using nlohmann::json;

namespace {

// Text out of the characters that the rules are about, ill-formed bytes now and then.
std::string random_text(std::mt19937& random, std::size_t length) {
    static const std::vector<std::string> kPieces = {"ก",
                                                     "น",
                                                     "ฤ",
                                                     "เ",
                                                     "แ",
                                                     "ไ",
                                                     "า",
                                                     "ำ",
                                                     "ๅ",
                                                     "ะ",
                                                     "ิ",
                                                     "ี",
                                                     "ุ",
                                                     "ู",
                                                     "ั",
                                                     "็",
                                                     "่",
                                                     "้",
                                                     "๋",
                                                     "์",
                                                     "ํ",
                                                     "ฺ",
                                                     "๎",
                                                     "ๆ",
                                                     "๕",
                                                     "5",
                                                     " ",
                                                     "A",
                                                     "k",
                                                     "é",
                                                     "e",
                                                     "\u0301",
                                                     "K",
                                                     "－",
                                                     "\u200B",
                                                     "\u200D",
                                                     "\uFE0F",
                                                     "\u00A0",
                                                     "\t",
                                                     "😀",
                                                     "\xE0\xB8",
                                                     "\xFF",
                                                     "\u0E4D\u0E32"};
    std::string text;
    for (std::size_t i = 0; i < length; ++i) {
        text += kPieces[random() % kPieces.size()];
    }
    return text;
}

}  // namespace

TEST_CASE("typing faults that PyThaiNLP repairs are repaired alike", "[thai][normalize]") {
    const std::set<std::string> judged = {"normalize",
                                          "remove_zw",
                                          "reorder_vowels",
                                          "remove_repeat_vowels",
                                          "thai_digit_to_arabic_digit"};
    std::size_t all = 0;
    std::size_t right = 0;
    std::vector<std::string> different;
    vectors::each(vectors::load("thai-normalize.json"), [&](const std::string&, const json& one) {
        if (judged.count(one.at("fn")) == 0) {
            return;
        }
        ++all;
        // capital letters are folded as well, which PyThaiNLP does not do
        const std::string expected = normalize(one.at("out").get<std::string>());
        const std::string out = normalize(one.at("in").get<std::string>());
        const bool faithful =
            expected == one.at("out").get<std::string>() || expected == "404 not found";
        right += out == expected && faithful ? 1U : 0U;
        if (out != expected || !faithful) {
            different.push_back(one.at("in").get<std::string>() + " → " + out);
        }
    });
    CAPTURE(different);
    CHECK(all > 500);
    CHECK(vectors::share(right, all) >= 99.5);
}

TEST_CASE("normalising twice is normalising once", "[thai][normalize]") {
    for (const char* file : {"thai-normalize.json", "thai-amounts.json", "thai-dates.json"}) {
        vectors::each(vectors::load(file), [&](const std::string&, const json& one) {
            const std::string once = normalize(one.at("in").get<std::string>());
            CAPTURE(once);
            CHECK(normalize(once) == once);
        });
    }
    std::mt19937 random{2569};
    for (int i = 0; i < 20'000; ++i) {
        const std::string text = random_text(random, 1 + random() % 12);
        const std::string once = normalize(text);
        if (normalize(once) != once) {
            CAPTURE(text, once);
            CHECK(normalize(once) == once);
        }
    }
}

TEST_CASE("each rule of the normaliser does its part", "[thai][normalize]") {
    const auto [raw, expected] = GENERATE(table<std::string, std::string>({
        {"ก\u200Bา\u200Dร", "การ"},
        {"\u00A0 รายได้\t8,500\n บาท ", "รายได้ 8,500 บาท"},
        {"ＲＡＩ　１２", "rai 12"},
        {"๑2๓", "123"},
        {"−50 – 60 — 70", "-50 - 60 - 70"},
        {"เเม่", "แม่"},
        {"ทํา", "ทำ"},
        {"น้ํา", "น้ำ"},
        {"นํ้า", "น้ำ"},
        {"น ํ ้ า", "น้ำ"},
        {"ก่ี", "กี่"},
        {"หนา้", "หน้า"},
        {"ทำ้", "ท้ำ"},
        {"ดีีีี", "ดี"},
        {"ร้้อย", "ร้อย"},
        {"ก่้า", "ก้า"},
        {"พ ุ่ม", "พุ่ม"},
        {"่ก่", "ก่"},
        {"นๅคา", "นาคา"},
        {"ฤๅษี", "ฤๅษี"},
        {"เก่า ๆ", "เก่า ๆ"},
        {"e\u0301", "é"},
        {"", ""},
        {"   ", ""},
        {"่้", ""},
    }));
    CAPTURE(raw);
    CHECK(normalize(raw) == expected);
}

TEST_CASE("ill-formed bytes become replacement characters", "[thai][normalize]") {
    CHECK(clean_utf8("ก\xE0\xB8ข") == "ก\uFFFDข");
    CHECK(clean_utf8("\xFF\xFE") == "\uFFFD\uFFFD");
    CHECK(clean_utf8("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");
    CHECK(clean_utf8("\xF4\x90\x80\x80") == "\uFFFD\uFFFD\uFFFD\uFFFD");
    CHECK(clean_utf8("\xC0\xAF") == "\uFFFD\uFFFD");
    CHECK(clean_utf8("น้ำ 😀") == "น้ำ 😀");
    CHECK(normalize("8\xFF") == "8\uFFFD");
}

TEST_CASE("the origin of normalised text points into the raw text", "[thai][normalize]") {
    const std::string raw = " ได้  ๘\u200Bพัน ";
    const auto result = normalize_with_origin(raw);
    CHECK(result.text == "ได้ 8พัน");
    CHECK(result.origin.size() == result.text.size() + 1);
    const std::size_t at = result.text.find("8พัน");
    CHECK(raw.substr(result.origin[at], result.origin.back() - result.origin[at]) == "๘\u200Bพัน");

    std::mt19937 random{7};
    for (int i = 0; i < 2'000; ++i) {
        const std::string text = random_text(random, random() % 12);
        const auto any = normalize_with_origin(text);
        CAPTURE(text);
        REQUIRE(any.text == normalize(text));
        REQUIRE(any.origin.size() == any.text.size() + 1);
        REQUIRE(std::is_sorted(any.origin.begin(), any.origin.end()));
        REQUIRE(any.origin.back() <= text.size());
    }
}

TEST_CASE("polite endings are taken off, and nothing else", "[thai][normalize]") {
    const auto [text, expected] = GENERATE(table<std::string, std::string>({
        {"8500 ค่ะ", "8500"},
        {"หมื่นสองครับ", "หมื่นสอง"},
        {"ใช่นะคะ", "ใช่"},
        {"ไม่มีจ้า 😊", "ไม่มี"},
        {"8000 krub", "8000"},
        {"ข้าวเจ้า", "ข้าวเจ้า"},
        {"ชนะ", "ชนะ"},
        {"เดือนหน้า", "เดือนหน้า"},
        {"วันละ", "วันละ"},
        {"paprika", "paprika"},
        {"3,000-5,000 บาท", "3,000-5,000 บาท"},
        {"(45.00)", "(45.00)"},
    }));
    CAPTURE(text);
    CHECK(strip_particles(text) == expected);
}

TEST_CASE("a whole answer is compared without marks around it", "[thai][normalize]") {
    CHECK(normalize_answer("  “ใช่ๆ” ค่ะ!!! 🙏🏽") == "ใช่");
    CHECK(normalize_answer("#1.") == "1");
    CHECK(normalize_answer("ค่ะ") == "");
    CHECK(normalize_answer("-") == "-");
}
