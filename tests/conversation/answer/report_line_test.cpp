#include "conversation/answer/report_line.h"

#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <vector>

using conversation::LineKey;
using conversation::PlacedWords;
using conversation::read_report_line;
using conversation::ReportLine;

namespace {

// The monthly report's: 0 income, 1 savings, 2 occupation.
const std::vector<LineKey> kKeys = {
    {"รายได้", 0},
    {"รด", 0},
    {"ได้", 0},
    {"in", 0},
    {"income", 0},
    {"rd", 0},
    {"เงินออม", 1},
    {"ออม", 1},
    {"อม", 1},
    {"om", 1},
    {"saving", 1},
    {"sv", 1},
    {"อาชีพ", 2},
    {"อช", 2},
    {"job", 2},
    {"oc", 2},
    {"ac", 2},
};

// "house|0=4500|1=300", "!twice รด", "!missing รด", "none"
std::string shown(const ReportLine& line) {
    if (line.kind == ReportLine::Kind::None) {
        return "none";
    }
    if (line.fault != ReportLine::Fault::None) {
        const bool twice = line.fault == ReportLine::Fault::KeyTwice;
        return (twice ? "!twice " : "!missing ") + line.faulty_key;
    }
    std::string text = line.house;
    for (const auto& value : line.values) {
        text += "|" + std::to_string(value.field) + "=" + value.said;
    }
    return text;
}

std::string read(const std::string& text) {
    return shown(read_report_line(text, kKeys));
}

}  // namespace

TEST_CASE("values by their place", "[conversation][line]") {
    const auto [text, expected] = GENERATE(table<std::string, std::string>({
        {"8500 300", "|0=8500|1=300"},
        {"8,500 300", "|0=8,500|1=300"},
        {"๘๕๐๐ ๓๐๐ ค่ะ", "|0=8500|1=300"},
        {"8500, 300", "|0=8500|1=300"},
        {"8500,300", "|0=8500|1=300"},
        {"8500;300", "|0=8500|1=300"},
        {"8500 บาท 300 บาท", "|0=8500|1=300"},
        {"8500บาท 300บ.", "|0=8500|1=300"},
        {"8500฿ 300THB", "|0=8500|1=300"},
        {"8500\n300", "|0=8500|1=300"},
        {"4500#300#2", "|0=4500|1=300|2=2"},
        {"#4500#300#", "|0=4500|1=300"},
        {"*4500*300*", "|0=4500|1=300"},
        {"14 8500 300", "|0=14|1=8500|2=300"},  // who knows the houses knows which is one
        {"12/3 8500 300", "|0=12/3|1=8500|2=300"},
        {"051234 8500 300", "|0=051234|1=8500|2=300"},
        {"8.5k 300", "|0=8.5k|1=300"},
        {"8.5 พัน 300", "|0=8.5 พัน|1=300"},
        {"แปดพันห้า สามร้อย", "|0=แปดพันห้า|1=สามร้อย"},
        {"แปดพันสี่ กับ สองร้อย", "|0=แปดพันสี่|1=สองร้อย"},
        {"8500 and 300", "|0=8500|1=300"},
        {"8500 ไม่มี", "|0=8500|1=ไม่มี"},
        {"none 300", "|0=none|1=300"},
        {"14 แปดพันห้า สามร้อย", "|0=14|1=แปดพันห้า|2=สามร้อย"},
        {"8500 300 ค้าขาย", "|0=8500|1=300|2=ค้าขาย"},
        {"8500 300 ทำนา ทำสวน", "|0=8500|1=300|2=ทำนา ทำสวน"},
        {"บ้าน 14 8500 300", "14|0=8500|1=300"},
        {"บ้านเลขที่ 12/3 หมู่ 5 8500 300", "12/3|0=8500|1=300"},
        {"บ 14 ม.5 8500 300", "14|0=8500|1=300"},
        {"H14 8500 300", "14|0=8500|1=300"},
        {"HH 051234 8500 300", "051234|0=8500|1=300"},
        {"บ้าน 14 8500", "14|0=8500"},
    }));
    CAPTURE(text);
    CHECK(read(text) == expected);
}

TEST_CASE("values by name, in any order", "[conversation][line]") {
    const auto [text, expected] = GENERATE(table<std::string, std::string>({
        {"รด 4500 ออม 300", "|0=4500|1=300"},
        {"ออม 300 รด 4500", "|1=300|0=4500"},
        {"รด4500ออม300", "|0=4500|1=300"},
        {"IN 4500 OM 300 OC 2", "|0=4500|1=300|2=2"},
        {"in4500om300oc2", "|0=4500|1=300|2=2"},
        {"in=4500,om=300", "|0=4500|1=300"},
        {"IN:4500; OM:300", "|0=4500|1=300"},
        {"รด/4500 ออม/300", "|0=4500|1=300"},
        {"รด#4500#ออม#300", "|0=4500|1=300"},
        {"รายได้ ๔๕๐๐ เงินออม ๓๐๐", "|0=4500|1=300"},
        {"รายได้เดือนนี้ 4500", "|0=4500"},
        {"รายได้ทั้งหมดสี่พันห้า ออมสามร้อย", "|0=สี่พันห้า|1=สามร้อย"},
        {"รายได้: 4500\nเงินออม: 300", "|0=4500|1=300"},
        {"รด 4500 อช ค้าขาย ออม 300", "|0=4500|2=ค้าขาย|1=300"},
        {"ออมไม่มี รด 4500", "|1=ไม่มี|0=4500"},
        {"14 รด 4500 ออม 300", "14|0=4500|1=300"},
        {"บ้าน 12/3 ม.5 รด 4500", "12/3|0=4500"},
        {"H051234 IN 4500 OM 300", "051234|0=4500|1=300"},
        {"รด 4500 ขายข้าวได้น้อย", "|0=4500 ขายข้าวได้น้อย"},
    }));
    CAPTURE(text);
    CHECK(read(text) == expected);
}

TEST_CASE("a key twice or without its value is the line's fault", "[conversation][line]") {
    const auto [text, expected] = GENERATE(table<std::string, std::string>({
        {"รด 4500 รด 4600", "!twice รด"},
        {"รด 4500 รายได้ 4600", "!twice รายได้"},
        {"IN 4500 OM 300 OM 400", "!twice om"},
        {"รด ออม 300", "!missing รด"},
        {"รด 4500 ออม", "!missing ออม"},
        {"IN= OM=300", "!missing in"},
    }));
    CAPTURE(text);
    CHECK(read(text) == expected);
}

TEST_CASE("what only looks like a line is none", "[conversation][line]") {
    const std::string text = GENERATE(as<std::string>{},
                                      "",
                                      " ",
                                      "8500",
                                      "สวัสดีค่ะ",
                                      "รดน้ำต้นไม้",
                                      "ออมทรัพย์หมู่บ้าน",
                                      "INFORM 4500",
                                      "omelette 300",
                                      "081 234 5678",
                                      "0812345678",
                                      "8 500",
                                      "8 พัน 300",
                                      "8500/300",
                                      "15/1/2569",
                                      "ไป 8500 300",
                                      "บ้าน 14",
                                      "บ้านใหม่ 8500 300 400",
                                      "1234567890123456 300");
    CAPTURE(text);
    CHECK(read(text) == "none");
}

TEST_CASE("a line of a form that was named before may hold any words", "[conversation][line]") {
    CHECK(shown(read_report_line("1 น้ำไม่ไหล", {}, PlacedWords::Anything)) == "|0=1|1=น้ำไม่ไหล");
    CHECK(shown(read_report_line("น้ำ", {}, PlacedWords::Anything)) == "|0=น้ำ");
    CHECK(shown(read_report_line("a:b", {}, PlacedWords::Anything)) == "|0=a:b");
}

TEST_CASE("a note behind a figure is left out, unless it changes the figure",
          "[conversation][line]") {
    const auto [text, expected] = GENERATE(table<std::string, std::string>({
        {"4500 ขายข้าวได้ดี", "4500"},
        {"4500 บาท ขายข้าว", "4500"},
        {"4500", "4500"},
        {"4500 ต่อวัน", "4500 ต่อวัน"},
        {"4500 ไม่แน่ใจ", "4500 ไม่แน่ใจ"},
        {"4500 กว่าๆ", "4500 กว่าๆ"},
        {"4500 หรือ 5000", "4500 หรือ 5000"},
        {"4500 บาทต่อวันขายข้าว", "4500 บาทต่อวันขายข้าว"},
        {"4 พัน", "4 พัน"},
        {"สี่พัน ขายข้าว", "สี่พัน"},
        {"สี่ พัน", "สี่ พัน"},
        {"เยอะ ขายข้าว", "เยอะ ขายข้าว"},
    }));
    CAPTURE(text);
    CHECK(conversation::without_note(text) == expected);
}

TEST_CASE("lines of a message, blank ones left out", "[conversation][line]") {
    using Lines = std::vector<std::string_view>;
    CHECK(conversation::lines_of("14 8500 300\r\n\n 15 6000 0 \n") ==
          Lines{"14 8500 300", "15 6000 0"});
    CHECK(conversation::lines_of("\n \n").empty());
}
