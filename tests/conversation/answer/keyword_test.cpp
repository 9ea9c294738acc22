#include "conversation/answer/keyword.h"

#include "conversation/answer/keyword_words.h"
#include "conversation/thai/normalize.h"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace conversation;

TEST_CASE("commands are whole messages, in both languages", "[answer][keyword]") {
    const auto [text, command] = GENERATE(table<const char*, Command>({
        {"เมนู", Command::Menu},
        {"MENU", Command::Menu},
        {"ช่วยด้วยค่ะ", Command::Help},
        {"?", Command::Help},
        {"ย้อนกลับ", Command::Back},
        {"ข้ามค่ะ", Command::Skip},
        {"ยกเลิก", Command::Cancel},
        {"แก้ไข", Command::Correct},
        {"หยุด", Command::Stop},
        {"STOP", Command::Stop},
        {"เริ่ม", Command::Start},
        {"รายงาน", Command::Report},
        {"ข้อมูลของฉัน", Command::MyData},
        {"ดูข้อมูล", Command::ShowReports},
        {"ความเป็นส่วนตัว", Command::Privacy},
        {"ถอนความยินยอม", Command::WithdrawConsent},
        {"ลบข้อมูล", Command::Erase},
        {"ลงทะเบียน", Command::Register},
        {"ถามเจ้าหน้าที่", Command::AskOfficer},
        {"สวัสดีค่ะ", Command::Greeting},
        {"ขอบคุณครับ 🙏", Command::Thanks},
        {"ไม่ทราบค่ะ", Command::Unknown},
        {"don't know", Command::Unknown},
        {"เท่าเดิม", Command::SameAsBefore},
        {"ไม่มีจ้า", Command::None_},
        {"รายงานแทน", Command::OnBehalf},
        {"ยังไม่รายงาน", Command::NotReported},
    }));
    CAPTURE(text);
    const auto match = read_command(text);
    REQUIRE(match);
    CHECK(match->command == command);
    CHECK(match->rest.empty());
}

TEST_CASE("silence is asked for by the whole message, in any case, however politely",
          "[answer][keyword]") {
    for (const char* text :
         {"หยุด",  "หยุดค่ะ",  "หยุดนะคะ", "หยุดครับผม", "เลิกส่ง",    "เลิกส่งค่ะ",     "STOP",
          "stop", "Stop.",  "STOP ค่ะ", "StopAll",  "stop all", "UNSUBSCRIBE", "END",
          "quit", "Revoke", "OPTOUT",  "opt out",  "opt-out",  "  หยุด  ",     "หยุด!"}) {
        CAPTURE(text);
        const auto match = read_command(text);
        REQUIRE(match);
        CHECK(match->command == Command::Stop);
    }
    for (const char* text : {"เริ่ม", "เริ่มค่ะ", "START", "start ครับ", "unstop"}) {
        CAPTURE(text);
        const auto match = read_command(text);
        REQUIRE(match);
        CHECK(match->command == Command::Start);
    }
    for (const char* text : {"stop texting me",
                             "please stop",
                             "หยุดงาน",
                             "หยุดขายของ",
                             "เริ่มทำนา",
                             "the end of the month",
                             "start 500",
                             "ไม่หยุด"}) {
        CAPTURE(text);
        const auto match = read_command(text);
        CHECK((!match || (match->command != Command::Stop && match->command != Command::Start)));
    }
}

TEST_CASE("what belongs to a command comes with it", "[answer][keyword]") {
    const auto [text, command, rest] = GENERATE(table<const char*, Command, const char*>({
        {"แก้รายได้เป็น 3000", Command::Correct, "รายได้เป็น 3000"},
        {"แก้ไข เงินออม", Command::Correct, "เงินออม"},
        {"ผิด ข้อ ๒", Command::Correct, "ข้อ 2"},
        {"ไม่ใช่ 8000 เป็น 9000", Command::Correct, "8000 เป็น 9000"},
        {"fix income", Command::Correct, "income"},
        {"ภาษาไทย", Command::Language, "th"},
        {"English", Command::Language, "en"},
        {"ลงทะเบียน 123456", Command::Register, "123456"},
        {"รายงานแทน 14 8500 300", Command::OnBehalf, "14 8500 300"},
        {"เท่าเดิม 8,500", Command::SameAsBefore, "8,500"},
    }));
    CAPTURE(text);
    const auto match = read_command(text);
    REQUIRE(match);
    CHECK(match->command == command);
    CHECK(match->rest == rest);
}

TEST_CASE("what could be an answer is no command", "[answer][keyword]") {
    for (const char* text : {"หยุดงาน", "แก้ว",      "แก้วมะม่วง",        "ดูแลแม่",    "เริ่มทำนา",
                             "ลบหลู่",   "รายงานตัว", "ช่วยงานวัด",        "ไม่มีรายได้", "8500",
                             "ข้ามฟาก", "ผิดหวัง",    "Stop texting me", "กลับบ้าน",   "ไม่ใช่",
                             "",       "ค่ะ",       "เท่าเดิมไม่ได้",      "สมัครงาน",  "\xFF"}) {
        CAPTURE(text);
        CHECK_FALSE(read_command(text));
    }
    CHECK_FALSE(read_command("หยุด" + std::string(1'000, ' ') + "งาน"));
}

TEST_CASE("every word of the table is written as it is compared, and stands once",
          "[answer][keyword]") {
    std::set<std::string> seen;
    for (const auto& language : keyword_words::all()) {
        for (const auto& word : language.words) {
            CAPTURE(word.text);
            CHECK(normalize(word.text) == word.text);
            CHECK(word.text.find(' ') == std::string_view::npos);
            CHECK(seen.insert(std::string(word.text)).second);
            const auto match = read_command(word.text);
            REQUIRE(match);
            CHECK(match->command == word.command);
        }
    }
}

TEST_CASE("what it is not and what it is are told apart", "[answer][keyword]") {
    using Pair = std::pair<std::string, std::string>;
    CHECK(read_contrast("ไม่ใช่ 8000 เป็น 9000") == Pair{"8000", "9000"});
    CHECK(read_contrast("8000 เป็น 9000") == Pair{"8000", "9000"});
    CHECK(read_contrast("ไม่ใช่ทำนา เป็นค้าขายค่ะ") == Pair{"ทำนา", "ค้าขาย"});
    CHECK(read_contrast("not 8000 but 9000") == Pair{"8000", "9000"});
    CHECK_FALSE(read_contrast("เป็น 9000"));
    CHECK_FALSE(read_contrast("8000"));
    CHECK(read_command("ไม่ใช่แปดพัน เป็นเก้าพัน")->command == Command::Correct);
    CHECK_FALSE(read_command("ไม่ใช่ เป็นของแม่"));
}

TEST_CASE("words that mean the same anywhere are found in a sentence, denied ones are not",
          "[answer][keyword]") {
    CHECK(find_soft_word("อันนี้ก็เหมือนเดิมนั่นแหละ") == Command::SameAsBefore);
    CHECK(find_soft_word("จำไม่ได้แล้วล่ะ") == Command::Unknown);
    CHECK(find_soft_word("i really don't know") == Command::Unknown);
    CHECK_FALSE(find_soft_word("ไม่เหมือนเดิม"));
    CHECK_FALSE(find_soft_word("8500"));
    CHECK_FALSE(find_soft_word(std::string(1'000, 'x')));
}

TEST_CASE("a wish to open something is found in an unspaced sentence", "[answer][keyword]") {
    CHECK(find_command("อยากดูรายงานของเดือนก่อนค่ะ")->command == Command::ShowReports);
    CHECK(find_command("ขอแจ้งรายได้หน่อยจ้า")->command == Command::Report);
    CHECK(find_command("สวัสดีค่ะอยากลงทะเบียนบ้าน")->command == Command::Register);
    CHECK(find_command("เปลี่ยนเป็นภาษาอังกฤษให้หน่อย")->rest == "en");
    for (const char* text : {"ยังไม่ลงทะเบียน",
                             "ขอลบข้อมูลทั้งหมดเลยค่ะ",
                             "ช่วยหยุดส่งข้อความที",
                             "แก้ปัญหาน้ำท่วม",
                             "ยอดเยี่ยม",
                             "ขอยกเลิกความยินยอมของฉัน",
                             ""}) {
        CAPTURE(text);
        CHECK_FALSE(find_command(text));
    }
}
