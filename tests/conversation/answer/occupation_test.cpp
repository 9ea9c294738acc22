#include "conversation/answer/occupation.h"

#include "conversation/answer/occupation_words.h"
#include "tests/conversation/thai/vectors.h"

#include <catch2/catch.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

using namespace conversation;
using Codes = std::vector<std::string>;

namespace {

// The data dictionary's codes (18) and what each is called there.
const std::vector<std::pair<std::string, std::string>> kDictionary = {
    {"RICE", "ทำนา"},
    {"WAGE", "รับจ้างทั่วไป"},
    {"TRADE", "ค้าขาย"},
    {"GARDEN", "ทำสวน/ปลูกผัก"},
    {"LIVESTOCK", "เลี้ยงสัตว์"},
    {"NONE_ELDER", "ไม่ได้ทำงาน (สูงอายุ/เจ็บป่วย)"},
    {"CROP", "ทำไร่"},
    {"FISH", "ประมง/เลี้ยงปลา"},
    {"PALM", "ตาล/น้ำตาลสด"},
    {"FOOD", "แปรรูปอาหาร"},
    {"CRAFT", "จักสาน/ทอผ้า/หัตถกรรม"},
    {"SERVICE", "ช่าง/บริการ"},
    {"EMPLOYEE", "ลูกจ้างประจำ/พนักงาน"},
    {"CIVIL", "รับราชการ"},
    {"HOME", "งานบ้าน"},
    {"STUDENT", "เรียน"},
    {"NONE", "ว่างงาน"},
    {"OTHER", "อื่นๆ"},
};

// What the labels of tests/data/vectors/occupations.json are in our short list; "" for those that
// must be asked. The file has no codes of ours: this mapping is the project's.
const std::map<std::string, std::string> kLabels = {
    {"ไม่มีอาชีพ", "NONE"},
    {"กำลังศึกษา", "STUDENT"},
    {"เกษตร-ทำนา", "RICE"},
    {"เกษตร-ทำไร่", "CROP"},
    {"เกษตร-ทำสวน", "GARDEN"},
    {"เกษตร-ประมง", "FISH"},
    {"เกษตร-ปศุสัตว์", "LIVESTOCK"},
    {"พนักงาน-รับราชการ", "CIVIL"},
    {"พนักงาน-รัฐวิสาหกิจ", "EMPLOYEE"},
    {"พนักงานบริษัท", "EMPLOYEE"},
    {"รับจ้างทั่วไป", "WAGE"},
    {"ค้าขาย", "TRADE"},
    {"ธุรกิจส่วนตัว", "TRADE"},
    {"อาชีพอื่นๆ", "OTHER"},
    {"กรรมกร", "WAGE"},
    {"เกษตรกรรม", ""},
    {"ขับรถรับจ้าง", "SERVICE"},
    {"ข้าราชการตำรวจ", "CIVIL"},
    {"ข้าราชการทหาร", "CIVIL"},
    {"ข้าราชการ", "CIVIL"},
    {"ครู", "CIVIL"},
    {"งานบ้าน", "HOME"},
    {"เจ้าของกิจการ", "TRADE"},
    {"ช่าง", "SERVICE"},
    {"นักบวช (พระ)", "OTHER"},
    {"นักเรียน, นักศึกษา", "STUDENT"},
    {"พนักงาน/ลูกจ้างบริษัท", "EMPLOYEE"},
    {"พนักงานรัฐวิสาหกิจ", "EMPLOYEE"},
    {"พนักงานเสิร์ฟ", "SERVICE"},
    {"รับจ้างทำประมง", "WAGE"},
    {"รับเหมา", "WAGE"},
    {"ลูกจ้างโรงงาน", "EMPLOYEE"},
    {"เสริมสวย", "SERVICE"},
    {"ไม่ระบุอาชีพ", ""},
    {"ว่างงาน", "NONE"},
    {"แพทย์", "CIVIL"},
    {"พยาบาล", "CIVIL"},
    {"ข้าราชการบำนาญ", "NONE_ELDER"},
    {"พ่อบ้าน", "HOME"},
    {"แม่บ้าน", "HOME"},
    {"พนักงานรัฐบาล", "CIVIL"},
    {"นายก/รองนายก อบต.", "CIVIL"},
    {"พืชเกษตร", "CROP"},
    {"ประมง", "FISH"},
    {"ปศุสัตว์", "LIVESTOCK"},
    {"รับจ้างภาคการเกษตร", "WAGE"},
    {"รับจ้างทั่วไปนอกภาคการเกษตร(รายวัน)", "WAGE"},
    {"ลูกจ้างทั่วไป บ.เอกชน", "EMPLOYEE"},
    {"ลูกจ้างหน่วยงานภาครัฐ/รัฐวิสาหกิจ", "CIVIL"},
    {"รับราชการ/พนักงานหน่วยงานภาครัฐ/รัฐวิสาหกิจ", "CIVIL"},
    {"ธุรกิจส่วนตัว/งานบริการ", "TRADE"},
};

}  // namespace

TEST_CASE("the dictionary's own names are read as their codes", "[answer][occupation]") {
    for (const auto& [code, name] : kDictionary) {
        CAPTURE(name);
        CHECK(read_occupation(name).main == code);
    }
}

TEST_CASE("the word list knows every code of the dictionary and no other", "[answer][occupation]") {
    std::set<std::string> codes;
    for (const auto& word : occupation_words()) {
        codes.insert(word.code);
    }
    std::set<std::string> known{""};
    for (const auto& [code, name] : kDictionary) {
        known.insert(code);
    }
    CHECK(codes == known);
}

TEST_CASE("occupation labels of public surveys are read, or asked where ours are finer",
          "[answer][occupation]") {
    std::size_t seen = 0;
    const auto file = vectors::load("occupations.json");
    for (const auto& group : file.at("groups")) {
        for (const auto& item : group.at("items")) {
            const auto label =
                item.at("label").is_string() ? item.at("label").get<std::string>() : std::string{};
            if (const auto expected = kLabels.find(label); expected != kLabels.end()) {
                CAPTURE(label);
                CHECK(read_occupation(label).main == expected->second);
                ++seen;
            }
        }
    }
    CHECK(seen >= kLabels.size());
}

TEST_CASE("several occupations are told apart as main and second", "[answer][occupation]") {
    const auto [text, main, others] = GENERATE(table<const char*, const char*, Codes>({
        {"ทำนา", "RICE", {}},
        {"ฉันทำนาจ้า", "RICE", {}},
        {"ทำนา เลี้ยงไก่", "RICE", {"LIVESTOCK"}},
        {"ทำนากับเลี้ยงวัวแล้วก็ค้าขาย", "RICE", {"LIVESTOCK", "TRADE"}},
        {"เลี้ยงไก่เป็นอาชีพเสริม ทำนาเป็นหลัก", "RICE", {"LIVESTOCK"}},
        {"อาชีพรองทำนา อาชีพหลักค้าขาย", "TRADE", {"RICE"}},
        {"ทำนา เสริมด้วยจักสาน", "RICE", {"CRAFT"}},
        {"ค้าขาย หน้าแล้งรับจ้าง", "TRADE", {"WAGE"}},
        {"อาชีพเสริมเย็บผ้า", "", {"CRAFT"}},
        {"ทำนา ทำนาปรัง", "RICE", {}},
        {"รับจ้างทำนา", "WAGE", {}},
        {"rice farming and raising cattle", "RICE", {"LIVESTOCK"}},
    }));
    CAPTURE(text);
    const auto reading = read_occupation(text);
    CHECK(reading.main == main);
    CHECK(reading.others == others);
}

TEST_CASE("what was given up is no occupation any more", "[answer][occupation]") {
    const auto [text, main, stopped] = GENERATE(table<const char*, const char*, Codes>({
        {"เลิกทำนาแล้ว มาค้าขาย", "TRADE", {"RICE"}},
        {"ลาออกจากพนักงานบริษัท มาทำสวน", "GARDEN", {"EMPLOYEE"}},
        {"ลาออกจากโรงงานมาค้าขาย", "TRADE", {}},
        {"เคยเป็นครู ตอนนี้ทำไร่", "CROP", {"CIVIL"}},
        {"เมื่อก่อนทำนา เดี๋ยวนี้ขายของ", "TRADE", {"RICE"}},
        {"ทำนาไม่ไหวแล้ว", "", {"RICE"}},
        {"ไม่ได้ทำนา ทำไร่อ้อย", "CROP", {"RICE"}},
        {"อยากค้าขาย", "", {}},
        {"ปีหน้าจะเลี้ยงปลา ตอนนี้ทำนา", "RICE", {}},
    }));
    CAPTURE(text);
    const auto reading = read_occupation(text);
    CHECK(reading.main == main);
    CHECK(reading.stopped == stopped);
}

TEST_CASE("words that only look like an occupation, and other people's, give none",
          "[answer][occupation]") {
    for (const char* text : {"ทำนายดวง",
                             "กินข้าวแล้ว",
                             "ช่างมันเถอะ",
                             "ขายของไม่ดีเลย",
                             "ค่าก่อสร้างแพง",
                             "ลูกเรียนหนังสือ",
                             "price of grass",
                             "",
                             "\xFF\xFE",
                             "ไม่รู้"}) {
        CAPTURE(text);
        CHECK(read_occupation(text).main.empty());
    }
    const auto other = read_occupation("สามีทำนา");
    CHECK(other.main.empty());
    CHECK(other.other_person);
    CHECK(read_occupation("ทำนากับสามี").main == "RICE");
}

TEST_CASE("typing faults and blanks do not hide an occupation", "[answer][occupation]") {
    for (const char* text : {"ทํานา", "ทำ นา", "ทำ\u200Bนา", "ทำนาา", "  ทำนา  "}) {
        CAPTURE(text);
        CHECK(read_occupation(text).main == "RICE");
    }
    CHECK(read_occupation("เเม่ค้า").main == "TRADE");
}
