#include "console/page_words.h"

#include "console/code_words.h"
#include "conversation/thai/money.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace console {

namespace {

struct Word {
    std::string_view code;
    std::string_view thai;
    std::string_view english;
};

constexpr auto kRelations = std::to_array<Word>({
    {"HEAD", "หัวหน้าครัวเรือน", "head"},
    {"SPOUSE", "คู่สมรส", "spouse"},
    {"CHILD", "ลูกหลาน", "child or grandchild"},
    {"OTHER", "คนอื่นในบ้าน", "another of the house"},
});

constexpr auto kRequests = std::to_array<Word>({
    {"QUESTION", "คำถาม", "question"},
    {"CORRECTION", "ขอแก้ข้อมูล", "correction"},
    {"ERASE", "ขอลบข้อมูล", "erasure"},
    {"WITHDRAW", "ถอนความยินยอม", "withdrawal of consent"},
    {"ACCESS", "ขอข้อมูลของตน", "copy of own data"},
    {"PAPER_FORM", "ภาพแบบรายงาน", "photo of a paper form"},
    {"CODES_GUESSED", "มีผู้ลองรหัสหลายครั้ง", "codes were guessed"},
    {"ACTIVITY_UNANSWERED", "กิจกรรมที่ยังไม่แจ้งผล", "activity nobody answered for"},
    {"ACTIVITY_PROPOSED", "ประธานเสนอกิจกรรม", "activity proposed by a chair"},
    {"GROUP_LEFT", "ออกจากกลุ่ม LINE", "removed from a LINE group"},
    {"QUOTA_SHORT", "ข้อความ LINE จะไม่พอ", "LINE messages will not do"},
});

constexpr auto kRoles = std::to_array<Word>({
    {"ADMIN", "ผู้ดูแลระบบ", "administrator"},
    {"OFFICER", "เจ้าหน้าที่", "officer"},
    {"CHAIR", "ประธานองค์กร", "chair of an organisation"},
    {"VIEWER", "ดูได้อย่างเดียว", "viewer"},
});

constexpr auto kRevisions = std::to_array<Word>({
    {"CONFIRMED", "ยืนยันแล้ว", "confirmed"},
    {"NEEDS_CHECK", "ควรตรวจ", "needs a check"},
    {"VOID", "ยกเลิก", "void"},
});

constexpr auto kFigures = std::to_array<Word>({
    {"occ_main", "อาชีพหลัก", "main occupation"},
    {"occ_second", "อาชีพเสริม", "second occupation"},
    {"income_total", "รายได้รวม (บาท)", "income (baht)"},
    {"income_main", "รายได้จากอาชีพหลัก (บาท)", "income, main occupation (baht)"},
    {"income_second", "รายได้จากอาชีพเสริม (บาท)", "income, second occupation (baht)"},
    {"income_other", "รายได้อื่น (บาท)", "other income (baht)"},
    {"income_inkind", "มูลค่าที่ผลิตกินเอง (บาท)", "own produce eaten (baht)"},
    {"expense_total", "รายจ่ายรวม (บาท)", "expenditure (baht)"},
    {"saving_amount", "เงินออม (บาท)", "savings (baht)"},
    {"income_month", "รายได้ต่อเดือน", "income a month"},
    {"expense_month", "รายจ่ายต่อเดือน", "expenditure a month"},
    {"saving_month", "เงินออมต่อเดือน", "savings a month"},
    {"debt_total", "หนี้สิน", "debt"},
});

constexpr auto kUnknown = std::to_array<Word>({
    {"NOT_ASKED", "ไม่ได้ถาม", "not asked"},
    {"DONT_KNOW", "ไม่ทราบ", "does not know"},
    {"REFUSED", "ไม่ตอบ", "did not answer"},
});

constexpr auto kPurposes = std::to_array<Word>({
    {"DATA", "เก็บข้อมูล", "data"},
    {"MESSAGES", "ส่งข้อความ", "messages"},
    {"PHOTO", "ภาพถ่าย", "photos"},
    {"PUBLISH", "เผยแพร่", "publication"},
});

constexpr auto kFlags = std::to_array<Word>({
    {"TENFOLD", "ต่างจากเดือนก่อนสิบเท่า", "ten times last month's, or a tenth"},
    {"HIGH", "สูงผิดปกติ", "unusually high"},
    {"LOW", "ต่ำผิดปกติ", "unusually low"},
    {"SAVE_GT_INCOME", "ออมมากกว่ารายได้", "saved more than earned"},
    {"SAME_6M", "เท่ากันหกเดือน", "the same for six months"},
    {"UNREADABLE", "อ่านตัวเลขไม่ออก", "a figure that cannot be read"},
});

// The words of bot/send_result's table, and those of the queue.
constexpr auto kFailures = std::to_array<Word>({
    {"token_invalid", "หมดเวลาตอบกลับ", "the time to reply was over"},
    {"throttled", "ช่องทางขอให้ส่งช้าลง", "the channel asks to send more slowly"},
    {"quota_exhausted", "โควตาของช่องทางหมด", "the channel's quota is used up"},
    {"unauthorized", "กุญแจของช่องทางไม่ถูกต้อง", "the channel refuses our key"},
    {"provider_error", "ช่องทางขัดข้อง", "the channel has a fault"},
    {"unreachable", "ติดต่อช่องทางไม่ได้", "the channel cannot be reached"},
    {"outcome_unknown", "ไม่ทราบว่าถึงหรือไม่", "not known whether it arrived"},
    {"contact_gone", "ผู้รับเลิกติดตามหรือปิดกั้น", "the person left or blocks us"},
    {"opted_out", "ผู้รับขอหยุดรับข้อความ", "the person asked for silence"},
    {"not_now", "นอกเวลาส่ง", "not at this time of day"},
    {"rejected", "ช่องทางไม่รับข้อความนี้", "the channel refuses this message"},
});

// Kinds of table reminder (docs/REMINDERS.md).
constexpr auto kReminders = std::to_array<Word>({
    {"WEEK_BEFORE", "7 วันก่อนกิจกรรม", "7 days before an activity"},
    {"DAY_BEFORE", "วันก่อนกิจกรรม", "the day before an activity"},
    {"MORNING", "เช้าวันกิจกรรม", "the morning of an activity"},
    {"ASK", "ถามผลกิจกรรม", "asking how an activity went"},
    {"ASK_CHAIR", "ถามผลจากประธาน", "asking the chair"},
    {"OFFICER_LIST", "ส่งเรื่องให้เจ้าหน้าที่", "to the officer's list"},
    {"TEAM_DAY", "บอกคนในทีม", "telling the team"},
    {"GROUP_DAY", "บอกกลุ่ม LINE", "telling the LINE group"},
    {"GROUP_BOARD", "กระดานกลุ่มประจำสัปดาห์", "the group's board"},
    {"REPORT", "เตือนรายงานประจำเดือน", "the monthly report"},
    {"REPORT_LIST", "รายชื่อบ้านที่ยังไม่รายงาน", "the list of who has not reported"},
});

// Why a reminder was not sent; what a channel says is in kFailures.
constexpr auto kUnsent = std::to_array<Word>({
    {"done", "ทำเสร็จแล้ว", "it was done already"},
    {"cancelled", "กิจกรรมยกเลิกแล้ว", "the activity was called off"},
    {"reported", "รายงานเข้ามาแล้ว", "the report came in"},
    {"plan_closed", "แผนปิดแล้ว", "the plan is closed"},
    {"gone", "ไม่มีกิจกรรมหรือบ้านนี้แล้ว", "the activity or the house is no more"},
    {"quota", "เก็บโควตาไว้ตอบ", "what is left of the month is kept for answers"},
    {"no_consent", "ไม่ยินยอมรับข้อความ", "no consent to messages"},
    {"not_linked", "ยังไม่เชื่อม LINE หรือ SMS", "not linked by LINE or SMS"},
    {"no_address", "ไม่มีช่องทางติดต่อ", "no address"},
    {"unreachable", "ส่งไม่ถึง (ปิดกั้นหรือเลิกใช้)", "cannot be reached (blocked or gone)"},
    {"cost_unknown", "ยังไม่รู้ว่ากลุ่มมีกี่คน", "how many are in the group is not known"},
    {"stopped", "ขอหยุดรับข้อความ", "asked for silence"},
    {"not_in_group", "ไม่ได้อยู่ในกลุ่มแล้ว", "no longer in the group"},
    {"nothing_to_say", "ไม่มีอะไรต้องบอก", "nothing to say"},
    {"nothing_left", "โควตาและงบหมด", "neither quota nor budget left"},
    {"too_late", "เลยเวลาที่มีประโยชน์", "too late to help"},
});

std::string word(std::span<const Word> words, std::string_view code, bool thai) {
    const auto found = std::ranges::find(words, code, &Word::code);
    if (found == words.end()) {
        return std::string(code);
    }
    return std::string(thai ? found->thai : found->english);
}

}  // namespace

std::string status_word(std::string_view status, bool thai) {
    const auto words = household_statuses();
    const auto found = std::ranges::find(words, status, &CodeWord::code);
    if (found == words.end()) {
        return std::string(status);
    }
    return std::string(thai ? found->thai.front() : found->english);
}

std::string relation_word(std::string_view relation, bool thai) {
    return word(kRelations, relation, thai);
}

std::string request_word(std::string_view kind, bool thai) {
    return word(kRequests, kind, thai);
}

std::string role_word(std::string_view role, bool thai) {
    return word(kRoles, role, thai);
}

std::string revision_word(std::string_view status, bool thai) {
    return word(kRevisions, status, thai);
}

std::string figure_word(std::string_view name, bool thai) {
    return word(kFigures, name, thai);
}

std::string unknown_word(std::string_view reason, bool thai) {
    return word(kUnknown, reason, thai);
}

std::string purpose_word(std::string_view purpose, bool thai) {
    return word(kPurposes, purpose, thai);
}

std::string flag_word(std::string_view flag, bool thai) {
    return word(kFlags, flag, thai);
}

std::string failure_word(std::string_view reason, bool thai) {
    return word(kFailures, reason, thai);
}

std::string reminder_word(std::string_view kind, bool thai) {
    return word(kReminders, kind, thai);
}

std::string unsent_word(std::string_view reason, bool thai) {
    const bool ours = std::ranges::find(kUnsent, reason, &Word::code) != kUnsent.end();
    return ours ? word(kUnsent, reason, thai) : failure_word(reason, thai);
}

std::string place_text(std::int64_t moo,
                       std::string_view village,
                       std::string_view tambon,
                       bool thai) {
    return fmt::format(
        "{} {} {} {}{}", thai ? "หมู่" : "Moo", moo, village, thai ? "ต." : "tambon ", tambon);
}

std::string baht_text(std::int64_t amount) {
    return conversation::with_commas(amount);
}

std::string address_text(std::string_view address) {
    constexpr std::size_t kShown = 4;
    if (!address.starts_with("tel:")) {
        return "LINE";
    }
    const auto digits = address.substr(address.size() - std::min(address.size(), kShown));
    return fmt::format("SMS ···{}", digits);
}

std::string money_text(std::int64_t parts) {
    constexpr std::int64_t kPartsOfSatang = 100;
    constexpr std::int64_t kSatang = 100;
    const std::int64_t satang = (parts + kPartsOfSatang / 2) / kPartsOfSatang;
    return fmt::format("{}.{:02}", baht_text(satang / kSatang), satang % kSatang);
}

std::string moment_text(conversation::Instant instant, bool thai) {
    const auto minutes = conversation::bangkok_time_of_day(instant).count();
    return fmt::format(
        "{} {:02}:{:02}",
        conversation::short_date(conversation::bangkok_day(instant), thai ? "th" : "en"),
        minutes / 60,
        minutes % 60);
}

std::string percent_text(std::int64_t numerator, std::int64_t denominator) {
    if (denominator == 0) {
        return "–";
    }
    // In tenths of a per cent, half up, in whole numbers.
    const std::int64_t tenths = (numerator * 2000 + denominator) / (denominator * 2);
    return fmt::format("{}.{}", tenths / 10, tenths % 10);
}

}  // namespace console
