#include "conversation/thai/amount.h"

#include "tests/conversation/thai/vectors.h"

#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <vector>

using namespace conversation;

namespace {

using Kind = AmountReading::Kind;

std::string baht(const char* text) {
    const AmountReading reading = read_amount(text);
    return reading.kind == Kind::Value ? reading.baht : "";
}

}  // namespace

TEST_CASE("what villagers type for 8,500 is 8,500", "[thai][amount]") {
    for (const char* text : {"8500",
                             "8,500",
                             "๘๕๐๐",
                             "๘,๕๐๐",
                             "8500 บาท",
                             "8500บ.",
                             "8.5 พัน",
                             "8.5k",
                             "แปดพันห้า",
                             "แปดพันห้าร้อย",
                             "แปดพันห้าค่ะ",
                             "8พัน5",
                             "8 พันห้า",
                             "8พัน500",
                             "ได้ 8500 ค่ะ",
                             "ได้แปดพันห้า",
                             "฿8,500.00",
                             "ＴＨＢ８５００",
                             "แปด\u200Bพันห้า",
                             "เเปดพันห้าร้อย",
                             "แปดพันห้าร้้อยบาทครับผม",
                             "รวมทั้งหมด 8500 บาทถ้วน",
                             "8 thousand 500"}) {
        CAPTURE(text);
        CHECK(baht(text) == "8500");
    }
}

TEST_CASE("words that only look like amounts are none", "[thai][amount]") {
    for (const char* text :
         {"สามี",        "เก้าอี้",           "ห้าง",           "ห้าม",        "พันธุ์ข้าว",   "จังหวัดร้อยเอ็ด",
          "สี่แยก",       "ร้อยละ 5",        "หกล้ม",          "ยี่ห้อ",        "ตีสอง",     "คืนหนึ่ง",
          "หนึ่งสอง",     "สองสิบ",          "ห้าพันสี่หมื่น",      "เอ็ด",        "ยี่",        "ยี่ร้อย",
          "พันร้อย",      "1,50",           "12,34",         "50.5.5",     "8500 300", "1/5",
          "0812345678", "081-234-5678-9", "1101700230708", "บาท",        "วันละ",     "ได้สิบ",
          "ไม่ได้สิบ",     "3 คน",           "ทำนา 8500",     "บ้านเลขที่ 14", "(45",      "45)",
          "--5",        "ไม่มีข้อมูล",        "ไม่รู้",           "",           " ",        "\xFF",
          "พันห้าห้า"}) {
        CAPTURE(text);
        CHECK(read_amount(text).kind == Kind::None);
    }
    CHECK(baht("ร้อยเอ็ด") == "101");
}

TEST_CASE("a range, two readings or a foreign point are asked with their candidates",
          "[thai][amount]") {
    const auto [text, reason, candidates] =
        GENERATE(table<const char*, AmountReason, std::vector<std::int64_t>>({
            {"8000-9000", AmountReason::Range, {800'000, 900'000}},
            {"แปดถึงเก้าพัน", AmountReason::Range, {800'000, 900'000}},
            {"สองสามพัน", AmountReason::Range, {200'000, 300'000}},
            {"3000 หรือ 4000 บาท", AmountReason::Range, {300'000, 400'000}},
            {"สองร้อยห้า", AmountReason::TwoReadings, {20'500, 25'000}},
            {"พันหนึ่ง", AmountReason::TwoReadings, {100'000, 100'100, 110'000}},
            {"8.500", AmountReason::TwoReadings, {850, 850'000}},
            {"หลักหมื่น", AmountReason::OnlyMagnitude, {}},
            {"ไม่แน่นอนค่ะ", AmountReason::NoFigure, {}},
            {"99999999999999999", AmountReason::TooLarge, {}},
        }));
    CAPTURE(text);
    const AmountReading reading = read_amount(text);
    CHECK(reading.kind == Kind::Ask);
    CHECK(reading.reason == reason);
    CHECK(reading.candidates == candidates);
}

TEST_CASE("an amount of something else is asked, never taken", "[thai][amount]") {
    CHECK(read_amount("เป็นหนี้ 5 หมื่น", "income_total").kind == Kind::Ask);
    CHECK(read_amount("เป็นหนี้ 5 หมื่น", "debt_total").baht == "50000");
    CHECK(read_amount("ออม 500", "saving_amount").baht == "500");
    CHECK(read_amount("ออม 500", "income_total").reason == AmountReason::OtherSlot);
    CHECK(read_amount("ไม่ได้ออม", "saving_amount").baht == "0");
    CHECK(read_amount("ไม่ได้ออม", "income_total").kind == Kind::Ask);
    CHECK(read_amount("ไม่มีรายได้", "income_total").baht == "0");
    CHECK(read_amount("ไม่มี").baht == "0");
}

TEST_CASE("periods are kept, not converted, and only one is taken", "[thai][amount]") {
    const auto [text, period] = GENERATE(table<const char*, AmountPeriod>({
        {"วันละ 300", AmountPeriod::Day},
        {"300 บาทต่อวัน", AmountPeriod::Day},
        {"อาทิตย์ละ 300", AmountPeriod::Week},
        {"300 ต่อเดือน", AmountPeriod::Month},
        {"300 a month", AmountPeriod::Month},
        {"ปีละ 300", AmountPeriod::Year},
        {"ไร่ละสามร้อย", AmountPeriod::Rai},
        {"300/กก.", AmountPeriod::Kilo},
        {"รอบละ 300", AmountPeriod::Round},
    }));
    CAPTURE(text);
    const AmountReading reading = read_amount(text);
    CHECK(reading.baht == "300");
    CHECK(reading.period == period);
    CHECK(read_amount("วันละ 300 ต่อเดือน").kind == Kind::None);
}

TEST_CASE("every amount written out in Thai figures comes back", "[thai][amount]") {
    std::mt19937_64 random{2569};
    for (int i = 0; i < 5'000; ++i) {
        const std::uint64_t number = random() % (std::uint64_t{1} << (random() % 45));
        std::string digits = std::to_string(number);
        for (std::size_t at = digits.size(); at > 3;) {
            at -= 3;
            digits.insert(at, ",");
        }
        const AmountReading reading = read_amount(digits + " บาท");
        CAPTURE(digits);
        REQUIRE(reading.kind == Kind::Value);
        REQUIRE(reading.baht == std::to_string(number));
        REQUIRE(reading.satang == static_cast<std::int64_t>(number) * 100);
    }
}

TEST_CASE("a text of any length is answered", "[thai][amount]") {
    std::string millions;
    std::string words;
    for (int i = 0; i < 5'000; ++i) {
        millions += "ล้าน";
        words += "พันห้า";
    }
    CHECK(read_amount(millions).kind != Kind::Value);
    CHECK(read_amount(words).kind == Kind::None);
    CHECK(read_amount("ล้านล้านล้านล้าน").kind != Kind::Value);
    CHECK(read_amount(std::string(20'000, '9')).kind == Kind::None);
}
