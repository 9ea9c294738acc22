#include "bot/understand.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <string>

using bot::Reader;
using bot::understand_line;
using nlohmann::json;

namespace {

std::string line(Reader reader, const char* text, const char* slot = "") {
    bot::UnderstandOptions options;
    options.reference = *conversation::parse_day("2026-11-23");
    options.slot = slot;
    return understand_line(reader, text, options);
}

}  // namespace

TEST_CASE("each reader answers with the keys that apply", "[understand]") {
    CHECK(line(Reader::Amount, "หมื่นสอง") ==
          R"({"in":"หมื่นสอง","kind":"value","baht":"12000","reading":"colloquial"})");
    CHECK(
        line(Reader::Amount, "ประมาณวันละ 300") ==
        R"({"in":"ประมาณวันละ 300","kind":"value","baht":"300","reading":"literal","period":"day","approximate":true,"why":"approximate"})");
    CHECK(line(Reader::Amount, "3,000-5,000") ==
          R"({"in":"3,000-5,000","kind":"ask","candidates":["3000","5000"],"why":"range"})");
    CHECK(line(Reader::Amount, "สามี") == R"({"in":"สามี","kind":"none","why":"not_an_amount"})");
    CHECK(line(Reader::Amount, "ไม่ได้ออม", "saving_amount") ==
          R"({"in":"ไม่ได้ออม","kind":"value","baht":"0","reading":"literal"})");
    CHECK(line(Reader::Date, "พรุ่งนี้") == R"({"in":"พรุ่งนี้","kind":"value","date":"2026-11-24"})");
    CHECK(line(Reader::Date, "เดือนหน้า") ==
          R"({"in":"เดือนหน้า","kind":"value","from":"2026-12-01","to":"2026-12-31"})");
    CHECK(line(Reader::Time, "หกโมง") ==
          R"({"in":"หกโมง","kind":"ask","candidates":["06:00","18:00"]})");
    CHECK(line(Reader::Normalize, "เเม่") == R"({"in":"เเม่","out":"แม่"})");
    CHECK(line(Reader::Sms, "ก") == R"({"in":"ก","encoding":"UCS-2","units":1,"segments":1})");
    CHECK(line(Reader::Phone, "080-000-0001") ==
          R"({"in":"080-000-0001","e164":"+66800000001","kind":"mobile"})");
    CHECK(line(Reader::Phone, "1175") == R"({"in":"1175","e164":null,"kind":"short"})");
}

TEST_CASE("occupations are answered with main, others and what was given up", "[understand]") {
    CHECK(line(Reader::Occupation, "ทำนา เสริมเลี้ยงไก่") ==
          R"({"in":"ทำนา เสริมเลี้ยงไก่","main":"RICE","others":["LIVESTOCK"]})");
    CHECK(line(Reader::Occupation, "เลิกทำนาแล้ว") ==
          R"({"in":"เลิกทำนาแล้ว","others":[],"stopped":["RICE"]})");
    CHECK(line(Reader::Occupation, "สามีทำนา") ==
          R"({"in":"สามีทำนา","others":[],"why":"other_person"})");
}

TEST_CASE("a sentence is answered with its slots and what must be asked", "[understand]") {
    CHECK(
        line(Reader::Text, "ทำนา ได้เดือนละ 8 พัน เก็บ 3-4 ร้อย") ==
        R"({"in":"ทำนา ได้เดือนละ 8 พัน เก็บ 3-4 ร้อย","slots":{"income_total":{"kind":"value","baht":"8000","reading":"literal","period":"month","said":"เดือนละ 8 พัน"},"occ_main":"RICE"},"ask":[{"slot":"saving_amount","why":"range","candidates":["300","400"],"said":"3-4 ร้อย"}]})");
    CHECK(line(Reader::Text, "สวัสดี") == R"({"in":"สวัสดี","slots":{},"ask":[]})");
    const auto asked = json::parse(line(Reader::Text, "8000 ออม 500", "income_total"));
    CHECK(asked.at("slots").at("income_total").at("baht") == "8000");
    CHECK(json::parse(line(Reader::Text, "\xFF\xE0")).at("slots").empty());
}

TEST_CASE("a line may be a JSON string, and any bytes get an answer", "[understand]") {
    CHECK(json::parse(line(Reader::Normalize, R"("a\nb")")).at("in") == "a\nb");
    CHECK(json::parse(line(Reader::Normalize, R"("a)")).at("in") == "\"a");
    CHECK(json::parse(line(Reader::Amount, "8\xFF")).at("in") == "8\uFFFD");
    CHECK(json::parse(line(Reader::Amount, "")).at("kind") == "none");
}
