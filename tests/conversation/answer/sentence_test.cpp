#include "conversation/answer/sentence.h"

#include "conversation/answer/occupation_words.h"
#include "tests/conversation/answer/sentences.h"

#include <catch2/catch.hpp>

#include <map>
#include <string>

using namespace conversation;
using Slots = std::map<std::string, std::string>;

namespace {

Sentence read(const char* text, std::optional<Fact> asked = std::nullopt) {
    return read_sentence(text, occupation_phrases(), asked);
}

Slots slots(const char* text, std::optional<Fact> asked = std::nullopt) {
    return sentences::slots_of(read(text, asked));
}

AskReason why(const char* text) {
    const auto sentence = read(text);
    REQUIRE(sentence.ask.size() == 1);
    return sentence.ask.front().why;
}

}  // namespace

TEST_CASE("several facts of one sentence find their places", "[answer][sentence]") {
    CHECK(slots("ทำนา ได้เดือนละ 8 พัน เก็บออม 500") ==
          Slots{{"occ_main", "RICE"}, {"income_total", "8000/month"}, {"saving_amount", "500"}});
    CHECK(slots("รายได้8500ออม300") == Slots{{"income_total", "8500"}, {"saving_amount", "300"}});
    CHECK(slots("8500 รายได้ 300 ออม") == Slots{{"income_total", "8500"}, {"saving_amount", "300"}});
    CHECK(slots("รายได้ไม่มี หนี้ไม่มี") == Slots{{"income_total", "0"}, {"debt_total", "0"}});
    CHECK(slots("ได้ 12,000 จ่าย 9000 เหลือ 3000") ==
          Slots{{"income_total", "12000"}, {"expense_total", "9000"}});
    CHECK(slots("rice farming, income 8k a month, no debt") ==
          Slots{{"occ_main", "RICE"}, {"income_total", "8000/month"}, {"debt_total", "0"}});
}

TEST_CASE("numbers that are no money stay out", "[answer][sentence]") {
    for (const char* text : {"โทร 081-234-5678",
                             "0812345678",
                             "+66 81 234 5678",
                             "บ้านเลขที่ 14/2 หมู่ 3",
                             "อายุ 67 ปี",
                             "มีลูก 3 คน วัว 5 ตัว นา 12 ไร่",
                             "วันที่ 15/11/2568",
                             "พ.ย. 68",
                             "8.30 น.",
                             "1-2345-67890-12-1",
                             "1100700123450",
                             "พันธุ์ข้าว 105",
                             "รหัส 123456",
                             "10%",
                             "300x20",
                             "สามีอยู่ห้างนั่งเก้าอี้",
                             "ฝากบอกเจ้าหน้าที่ด้วย 2 เรื่อง"}) {
        CAPTURE(text);
        CHECK(slots(text).empty());
    }
    CHECK(slots("โทร 081-234-5678 บ้านเลขที่ 9 รายได้ 8000 อายุ 60") == Slots{{"income_total", "8000"}});
}

TEST_CASE("what is not plain is asked and not filled", "[answer][sentence]") {
    CHECK(why("รายได้ 3,000-5,000") == AskReason::Range);
    CHECK(why("ออม สองร้อยห้า") == AskReason::TwoReadings);
    CHECK(why("รายได้ไร่ละ 6000") == AskReason::PerUnit);
    CHECK(why("เดือนที่แล้วได้ 9000") == AskReason::OtherTime);
    CHECK(why("จะเก็บ 500 บาท") == AskReason::NotYet);
    CHECK(why("มีเงินเก็บ 50000") == AskReason::Stock);
    CHECK(why("ได้เบี้ยผู้สูงอายุ 600") == AskReason::Part);
    CHECK(why("ผ่อนรถเดือนละ 3500") == AskReason::Part);
    CHECK(why("สามีได้ 8000") == AskReason::OtherPerson);
    CHECK(why("ขายผักได้ 3000 ขายปลาได้ 2000") == AskReason::SeveralFigures);
    CHECK(why("ได้ 3") == AskReason::Unclear);
    for (const char* text : {"รายได้ 3,000-5,000",
                             "จะเก็บ 500 บาท",
                             "มีเงินเก็บ 50000",
                             "สามีได้ 8000",
                             "ขายผักได้ 3000 ขายปลาได้ 2000",
                             "ได้ 500 ลังเล็ก"}) {
        CAPTURE(text);
        CHECK(slots(text).empty());
    }
    CHECK(read("รายได้ 3,000-5,000").ask[0].candidates ==
          std::vector<std::int64_t>{300'000, 500'000});
}

TEST_CASE("a day's wage is told and its month asked", "[answer][sentence]") {
    CHECK(slots("รับจ้างวันละ 300") == Slots{{"occ_main", "WAGE"}, {"income_total", "300/day"}});
    CHECK(why("รับจ้างวันละ 300") == AskReason::PerDay);
    CHECK(why("ทำนา ได้ปีละแสน") == AskReason::PerYear);
}

TEST_CASE("another person of the house is asked about, one beside is not", "[answer][sentence]") {
    CHECK(slots("ฉันขายของได้ 5000 สามีรับจ้างได้ 7000").empty());
    CHECK(slots("พ่อแม่ทำนา ผมรับจ้าง ได้ 9000").empty());
    CHECK(slots("ทำนากับสามี ได้เดือนละ 9000") ==
          Slots{{"occ_main", "RICE"}, {"income_total", "9000/month"}});
    CHECK(slots("มีลูก 2 คน รายได้ 6000") == Slots{{"income_total", "6000"}});
}

TEST_CASE("a figure that nothing claims belongs to the open question", "[answer][sentence]") {
    CHECK(slots("8000 ออม 500", Fact::Income) ==
          Slots{{"income_total", "8000"}, {"saving_amount", "500"}});
    CHECK(slots("ห้าร้อย", Fact::Saving) == Slots{{"saving_amount", "500"}});
    CHECK(slots("ไร่ละ 500", Fact::Income).empty());
    CHECK(slots("8000 ออม 500").empty());
}

TEST_CASE("a denial of something smaller is no zero", "[answer][sentence]") {
    for (const char* text :
         {"ไม่มีรายได้ประจำ", "ไม่มีรายได้เสริม", "ไม่ค่อยมีเงินเก็บ", "แทบไม่ได้ออม", "ไม่มีหนี้นอกระบบ", "ไม่ได้กู้"}) {
        CAPTURE(text);
        CHECK(slots(text).empty());
    }
    CHECK(slots("ไม่ได้ออม") == Slots{{"saving_amount", "0"}});
    CHECK(slots("บ่มีหนี้") == Slots{{"debt_total", "0"}});
}

TEST_CASE("any bytes are read, and a long text in one go", "[answer][sentence]") {
    CHECK(slots("\xFF\xE0\xB8 8000").empty());
    std::string text;
    while (text.size() < 60'000) {
        text += "ทำนาได้สองพันห้าร้อย ";
    }
    CHECK(read(text.c_str()).main == "RICE");
}

TEST_CASE("villagers' sentences: no wrong slot, at least 85 % of slots found",
          "[answer][sentence]") {
    const std::string file = GENERATE("worked_on.json", "set_aside.json", "written_after.json");
    CAPTURE(file);
    const auto score = sentences::measure(file);
    CHECK(score.sentences >= 40);
    CHECK(score.wrong.empty());
    CHECK(100 * score.found >= 85 * score.slots);
}
