#include "conversation/answer/choice.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace conversation;

namespace {

using Kind = ChoiceAnswer::Kind;
using Indices = std::vector<std::size_t>;

const std::vector<ChoiceOption> kOccupations = {
    {"rice", {"ทำนา", "Rice farming"}, {"ชาวนา", "ปลูกข้าว"}},
    {"wage", {"รับจ้างทั่วไป", "Day labour"}, {}},
    {"trade", {"ค้าขาย", "Trading"}, {"ขายของ"}},
    {"garden", {"ทำสวน/ปลูกผัก", "Garden"}, {}},
    {"none_elder", {"ไม่ได้ทำงาน (สูงอายุ/เจ็บป่วย)", "Not working (old age or illness)"}, {}},
};

Indices one(const char* text) {
    const ChoiceAnswer answer = read_choice(text, kOccupations);
    return answer.kind == Kind::Match ? answer.indices : Indices{};
}

Indices several(const char* text) {
    const ChoiceAnswer answer = read_choices(text, kOccupations);
    return answer.kind == Kind::Match ? answer.indices : Indices{};
}

}  // namespace

TEST_CASE("a choice is known by number, name, label, synonym and beginning", "[answer][choice]") {
    const auto [text, index] = GENERATE(table<const char*, std::size_t>({
        {"1", 0},
        {"๓", 2},
        {"ข้อ 2", 1},
        {"2.", 1},
        {"(2)", 1},
        {"สาม", 2},
        {"ทำนา", 0},
        {"ทำนาค่ะ", 0},
        {"ทํานา", 0},
        {"ชาวนา", 0},
        {"อาชีพค้าขายครับ", 2},
        {"RICE", 0},
        {"rice farming", 0},
        {"รับจ้าง", 1},
        {"ปลูกผัก", 3},
        {"สูงอายุ", 4},
        {"Not working (old age", 4},  // as a quick reply cuts it
    }));
    CAPTURE(text);
    CHECK(one(text) == Indices{index});
}

TEST_CASE("what fits several choices is asked, what fits none is none", "[answer][choice]") {
    const ChoiceAnswer both = read_choice("ทำ", kOccupations);
    CHECK(both.kind == Kind::Ambiguous);
    CHECK(both.indices == Indices{0, 3});
    for (const char* text :
         {"", "0", "6", "12", "ท", "ไม่ใช่ทำนา", "เลิกทำนา", "8500", "ทำนาค้าขาย", "\xFF\xFF"}) {
        CAPTURE(text);
        CHECK(read_choice(text, kOccupations).kind == Kind::None);
    }
}

TEST_CASE("a label that is a figure goes before a position", "[answer][choice]") {
    const std::vector<ChoiceOption> numbers = {{"two", {"2"}, {}}, {"one", {"1"}, {}}};
    CHECK(read_choice("1", numbers).indices == Indices{1});
    const std::vector<ChoiceOption> coded = {{"0", {"ไม่"}, {}}, {"1", {"ใช่"}, {}}};
    CHECK(read_choice("1", coded).indices == Indices{0});  // people see positions, not names
    CHECK(read_choice("0", coded).indices == Indices{0});
}

TEST_CASE("several choices may be said in one answer", "[answer][choice]") {
    CHECK(several("1 3") == Indices{0, 2});
    CHECK(several("1,3") == Indices{0, 2});
    CHECK(several("13") == Indices{0, 2});
    CHECK(several("๓ ๑") == Indices{2, 0});
    CHECK(several("ทำนา กับ ค้าขาย") == Indices{0, 2});
    CHECK(several("ทำนากับค้าขาย") == Indices{0, 2});
    CHECK(several("ทำนา, รับจ้างทั่วไป และ 3") == Indices{0, 1, 2});
    CHECK(several("rice farming and trading") == Indices{0, 2});
    CHECK(several("1 1") == Indices{0});
    CHECK(several("ทำสวน/ปลูกผัก") == Indices{3});
    CHECK(read_choices("1 9", kOccupations).kind == Kind::None);
    CHECK(read_choices("ทำนา ทำ", kOccupations).kind == Kind::Ambiguous);
    CHECK(read_choices("", kOccupations).kind == Kind::None);
}

TEST_CASE("a form's choice brings its labels and its synonyms column", "[answer][choice]") {
    Choice choice;
    choice.name = "palm";
    choice.label = {{"th", "ตาล"}, {"en", "Palm"}};
    choice.sms_label = {{"th", "น้ำตาลสด"}};
    choice.columns["synonyms"] = "ขึ้นตาล|ปาดตาล";
    const ChoiceOption option = option_of(choice);
    CHECK(option.labels.size() == 3);
    CHECK(option.synonyms == std::vector<std::string>{"ขึ้นตาล", "ปาดตาล"});
}
