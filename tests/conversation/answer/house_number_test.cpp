#include "conversation/answer/house_number.h"

#include <catch2/catch.hpp>

#include <string>

using conversation::read_house_wanted;

TEST_CASE("a house is named by its number, with or without the village", "[conversation][answer]") {
    const auto [text, house, moo] = GENERATE(table<std::string, std::string, unsigned>({
        {"14", "14", 0},
        {"๑๔/๒", "14/2", 0},
        {"บ้านเลขที่ 14/2", "14/2", 0},
        {"บ้าน 14 ค่ะ", "14", 0},
        {"14 ม.3", "14", 3},
        {"14 ม. ๓", "14", 3},
        {"บ้าน 14 หมู่ที่ 12", "14", 12},
        {"14 หมู่ 3", "14", 3},
        {"house 14 moo 3", "14", 3},
        {"14 moo 3", "14", 3},
    }));
    CAPTURE(text);
    const auto wanted = read_house_wanted(text);
    REQUIRE(wanted);
    CHECK(wanted->house_no == house);
    CHECK(wanted->moo == moo);
}

TEST_CASE("what is more or less than a house is none", "[conversation][answer]") {
    const std::string text =
        GENERATE("", "บ้าน", "14 8500 300", "14 ม.", "14/", "สิบสี่บ้าน", "/2", "14 ต.เกยไชย");
    CAPTURE(text);
    CHECK_FALSE(read_house_wanted(text));
}
