#include "console/code_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace console {

namespace {

// Lower case, without blanks and points: "กพสอ." and "กพสอ" are one.
std::string plain(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c != ' ' && c != '.' && c != '_') {
            out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
    }
    return out;
}

}  // namespace

CodeWords organisation_kinds() {
    // กพสอ. is also written กสพอ.
    static const std::vector<CodeWord> words = {
        {"CCC", "community organisation centre", {"ศอช.อ.", "ศอช."}},
        {"WOM", "women's committee", {"กพสอ.", "กสพอ.", "กลุ่มสตรี", "คณะกรรมการพัฒนาสตรีอำเภอ"}},
        {"VOL", "volunteers' club", {"ชมรม อช.", "ชมรมอาสาพัฒนาชุมชน", "อช."}},
        {"SAV",
         "savings groups' network",
         {"เครือข่ายกลุ่มออมทรัพย์", "กลุ่มออมทรัพย์", "ออมทรัพย์", "เครือข่ายกลุ่มออมทรัพย์เพื่อการผลิต"}}};
    return words;
}

CodeWords organisation_levels() {
    static const std::vector<CodeWord> words = {{"DISTRICT", "district", {"อำเภอ"}},
                                                {"TAMBON", "tambon", {"ตำบล"}},
                                                {"PROVINCE", "province", {"จังหวัด"}}};
    return words;
}

CodeWords constitutions() {
    static const std::vector<CodeWord> words = {{"COMMITTEE", "committee", {"คณะกรรมการ"}},
                                                {"CLUB", "club", {"ชมรม"}},
                                                {"NETWORK", "network", {"เครือข่าย"}},
                                                {"ASSOCIATION", "association", {"สมาคม"}},
                                                {"REPS", "representatives", {"ผู้แทน", "ตัวแทน"}}};
    return words;
}

CodeWords role_words() {
    static const std::vector<CodeWord> words = {
        {"CHAIR", "chair", {"ประธาน"}},
        {"MEMBER", "member", {"กรรมการ", "สมาชิก", "รองประธาน", "เลขานุการ", "เหรัญญิก"}},
        {"TRAINER", "trainer", {"วิทยากร", "วิทยากรสัมมาชีพ"}},
        {"SAGE", "village sage", {"ปราชญ์ชุมชน", "ปราชญ์"}},
        {"VOLUNTEER", "volunteer", {"อาสาพัฒนาชุมชน", "อช.", "อาสา"}},
        {"VOLUNTEER_LEADER", "volunteer leader", {"ผู้นำ อช.", "ผู้นำอาสาพัฒนาชุมชน"}},
        {"OFFICER", "officer", {"เจ้าหน้าที่", "พัฒนากร", "นักวิชาการพัฒนาชุมชน"}},
        {"ADMIN", "administrator", {"ผู้ดูแลระบบ"}}};
    return words;
}

CodeWords activity_kinds() {
    static const std::vector<CodeWord> words = {
        {"PREP", "preparation", {"เตรียมความพร้อม", "เตรียมการ"}},
        {"TRAIN", "training", {"อบรม", "ฝึกอบรม"}},
        {"VISIT", "visit", {"เยี่ยมบ้าน", "เยี่ยม", "ศึกษาดูงาน"}},
        {"MONITOR", "monitoring", {"ติดตามประเมินผล", "ติดตาม", "ประเมินผล"}},
        {"MEETING", "meeting", {"ประชุม"}},
        {"FUND", "capital", {"แหล่งทุน", "ทุน"}},
        {"PLANWORK", "plan work", {"จัดทำแผน", "แผน"}},
        {"OTHER", "other", {"อื่นๆ", "อื่น ๆ"}}};
    return words;
}

CodeWords activity_states() {
    static const std::vector<CodeWord> words = {{"PLANNED", "planned", {"ตามแผน"}},
                                                {"DONE", "done", {"ทำแล้ว"}},
                                                {"POSTPONED", "postponed", {"เลื่อน"}},
                                                {"CANCELLED", "cancelled", {"ยกเลิก"}}};
    return words;
}

CodeWords fund_kinds() {
    static const std::vector<CodeWord> words = {
        {"SAVGROUP", "savings group", {"กลุ่มออมทรัพย์", "กลุ่มออมทรัพย์เพื่อการผลิต"}},
        {"VILLAGEFUND", "village fund", {"กองทุนหมู่บ้าน"}},
        {"KKJ", "poverty fund", {"กข.คจ."}},
        {"WOMENFUND", "women's fund", {"กองทุนพัฒนาบทบาทสตรี", "กองทุนสตรี"}},
        {"COOP", "co-operative", {"สหกรณ์"}},
        {"BAAC", "BAAC", {"ธ.ก.ส."}},
        {"STATEBANK", "state bank", {"ธนาคารของรัฐ"}},
        {"BANK", "bank", {"ธนาคารพาณิชย์", "ธนาคาร"}},
        {"OTHER", "other", {"อื่นๆ", "อื่น ๆ"}}};
    return words;
}

CodeWords access_kinds() {
    static const std::vector<CodeWord> words = {
        {"APPLIED", "applied", {"ยื่นขอ", "ขอกู้"}},
        {"GRANTED", "granted", {"ได้รับ", "ได้รับอนุมัติ", "อนุมัติ"}},
        {"REFUSED", "refused", {"ไม่ได้รับ", "ไม่อนุมัติ"}},
        {"MEMBER", "member", {"เป็นสมาชิก", "สมาชิก"}}};
    return words;
}

CodeWords nomination_stages() {
    static const std::vector<CodeWord> words = {{"NOMINATED", "nominated", {"เสนอชื่อ", "เสนอ"}},
                                                {"SHORTLISTED", "shortlisted", {"เข้ารอบ"}},
                                                {"CHOSEN", "chosen", {"ได้รับคัดเลือก", "คัดเลือก"}},
                                                {"NOT_CHOSEN", "not chosen", {"ไม่ได้รับคัดเลือก"}},
                                                {"WITHDRAWN", "withdrawn", {"ถอนตัว"}}};
    return words;
}

CodeWords adoption_words() {
    static const std::vector<CodeWord> words = {
        {"LOCAL_PLAN", "local development plan", {"แผนพัฒนาท้องถิ่น"}},
        {"STRATEGIC_PLAN", "strategic plan", {"แผนยุทธศาสตร์"}},
        {"ORDINANCE", "local ordinance", {"ข้อบัญญัติท้องถิ่น", "ข้อบัญญัติ", "เทศบัญญัติ"}},
        {"PROVINCE_PLAN", "provincial plan", {"แผนพัฒนาจังหวัด"}}};
    return words;
}

CodeWords household_statuses() {
    static const std::vector<CodeWord> words = {{"INVITED", "invited", {"ยังไม่ลงทะเบียน"}},
                                                {"ACTIVE", "active", {"ร่วมโครงการ"}},
                                                {"PAUSED", "paused", {"พัก"}},
                                                {"WITHDRAWN", "withdrawn", {"ถอนตัว"}},
                                                {"MOVED", "moved", {"ย้ายออก"}},
                                                {"CLOSED", "closed", {"ปิด"}}};
    return words;
}

Read<std::string> read_code(std::string_view cell, CodeWords words) {
    const std::string wanted = plain(cell);
    for (const CodeWord& word : words) {
        if (wanted == plain(word.code) || wanted == plain(word.english)) {
            return std::string(word.code);
        }
    }
    for (const CodeWord& word : words) {
        for (const std::string_view thai : word.thai) {
            if (wanted == plain(thai)) {
                return std::string(word.code);
            }
        }
    }
    std::string english;
    std::string thai;
    for (const CodeWord& word : words) {
        english += fmt::format("{}{} ({})", english.empty() ? "" : ", ", word.code, word.english);
        thai += fmt::format("{}{}", thai.empty() ? "" : ", ", word.thai.front());
    }
    return CellFault{fmt::format("write one of {}", english),
                     fmt::format("ให้พิมพ์อย่างใดอย่างหนึ่ง: {}", thai)};
}

std::string code_word(std::string_view code, CodeWords words, bool thai) {
    const auto found = std::find_if(
        words.begin(), words.end(), [code](const CodeWord& word) { return word.code == code; });
    if (found == words.end()) {
        return std::string(code);
    }
    return std::string(thai ? found->thai.front() : found->english);
}

std::string_view thai_word(std::string_view code, CodeWords words) {
    const auto found = std::find_if(
        words.begin(), words.end(), [code](const CodeWord& word) { return word.code == code; });
    return found == words.end() ? code : found->thai.front();
}

}  // namespace console
