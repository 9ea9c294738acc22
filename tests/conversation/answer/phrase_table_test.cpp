#include "conversation/answer/phrase_table.h"

#include <catch2/catch.hpp>

#include <string>

using conversation::PhraseTable;

namespace {

std::string name_at(const PhraseTable& table, std::string_view text, std::size_t at = 0) {
    const auto match = table.longest(text, at);
    return match ? std::string{match->name} + ":" + std::to_string(match->length) : "none";
}

}  // namespace

TEST_CASE("the longest phrase wins, and one may name nothing", "[answer][phrases]") {
    PhraseTable table;
    CHECK(table.empty());
    table.add("ทำนา", "RICE");
    table.add("ทำนาย", "");
    table.add("rice farming", "RICE");
    CHECK_FALSE(table.empty());
    CHECK(name_at(table, "ทำนาค่ะ") == "RICE:12");
    CHECK(name_at(table, "ทำนายดวง") == ":15");
    CHECK(name_at(table, "ทำ นา") == "RICE:13");
    CHECK(name_at(table, "rice farming now") == "RICE:12");
    CHECK(name_at(table, "ไม่ทำนา", 9) == "RICE:12");
}

TEST_CASE("a phrase ends at the end of a letter or Latin word", "[answer][phrases]") {
    PhraseTable table;
    table.add("หา", "seek");
    table.add("rice", "RICE");
    table.add("", "nothing");
    CHECK(name_at(table, "หาปลา") == "seek:6");
    CHECK(name_at(table, "หา้") == "none");  // a sign of the same letter follows
    CHECK(name_at(table, "rices") == "none");
    CHECK(name_at(table, "price", 1) == "none");
    CHECK(name_at(table, "หา", 7) == "none");
}

TEST_CASE("a phrase keeps the name it was given first", "[answer][phrases]") {
    PhraseTable table;
    table.add("ทำ นา", "mine");
    table.add("ทำนา", "theirs");
    CHECK(name_at(table, "ทำนา") == "mine:12");
}
