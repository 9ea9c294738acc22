#include "bot/terminal_chat.h"

#include "bot/form_files.h"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <string>

namespace {

conversation::Forms our_forms() {
    auto files = bot::read_forms({SAMMACHIP_SOURCE_DIR "/flows"});
    return bot::usable_forms(files);
}

bot::TerminalChat chat() {
    return bot::TerminalChat(our_forms(), {"สำนักงานพัฒนาชุมชน", "056-000-000"});
}

// 12345 and its check digit.
constexpr std::string_view kBefore =
    "now 2025-12-05 09:00\n"
    "house 14 moo 3 code 123459\n"
    "contact สมศรี line:U1\n";

}  // namespace

TEST_CASE("the terminal talks through the real storage, and what it records passes again",
          "[bot][chat]") {
    auto first = chat();
    conversation::TranscriptPlayer player(first);
    for (const char* line : {"now 2025-12-05 09:00",
                             "house 14 moo 3 code 123459",
                             "contact สมศรี line:U1",
                             "linked 14 HEAD baseline",
                             "report 14 2025-10 by me occ_main=RICE income_total=8500 "
                             "saving_amount=300",
                             "> รายงาน",
                             "> [ใช่]",
                             "> [เท่าเดิม 8,500]"}) {
        (void)player.tell(line);
    }
    (void)player.tell("> 300");
    const auto last = player.tell("> [ถูกต้อง]");
    REQUIRE(last.size() == 3);
    CHECK(last[0] ==
          "< บันทึก พ.ย. 68 แล้วค่ะ ขอบคุณค่ะ ปีงบประมาณ 2569 ออมแล้ว 600 บาท แก้ได้ถึง 10 ธ.ค. 2568 "
          "[ดูข้อมูล] [เมนู]");
    CHECK(last[1] ==
          "= report period=2025-11 income_total=8500 occ_main=RICE saving_amount=300 "
          "status=CONFIRMED");
    auto second = chat();
    const auto again = conversation::play_transcript(player.record(), second);
    INFO(again.report);
    CHECK(again.passed);
}

TEST_CASE("linking by code goes through the real storage", "[bot][chat]") {
    auto backend = chat();
    const std::string text = std::string{kBefore} +
                             "> 123459\n"
                             "< บ้านเลขที่ 14 หมู่ 3 ต.เกยไชย ใช่ไหมคะ [ใช่] [ไม่ใช่]\n"
                             "> ใช่\n"
                             "< เรื่องข้อมูลของท่าน…\n"
                             "> 1\n"
                             "< ท่านเป็นใครในบ้านคะ [หัวหน้าครัวเรือน] [คู่สมรส] [ลูกหลาน] [อื่นๆ]\n"
                             "= linked 123459\n"
                             "= consent DATA MESSAGES notice=2568-1\n"
                             "> ลูกสาว\n"
                             "< ที่บ้านอยู่ด้วยกันกี่คนคะ\n"
                             "= relation CHILD\n";
    const auto result = conversation::play_transcript(text, backend);
    INFO(result.report);
    CHECK(result.passed);
}

TEST_CASE("what the terminal cannot arrange is said", "[bot][chat]") {
    auto backend = chat();
    conversation::TranscriptPlayer player(backend);
    CHECK_THROWS_AS(player.tell("weather fine"), std::invalid_argument);
    CHECK_THROWS_AS(player.tell("linked 15 HEAD"), std::invalid_argument);
    CHECK_THROWS_AS(player.tell("now yesterday"), std::invalid_argument);
}
