#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace conversation {

// What a person can say in every state of the conversation.
enum class Command {
    Menu,
    Help,
    Back,
    Skip,
    Cancel,
    Correct,
    Stop,
    Start,
    Report,
    MyData,
    CorrectHouse,  // แก้ข้อมูลบ้าน: what the register says, not a report
    ShowReports,
    Privacy,
    WithdrawConsent,
    Erase,
    TakeBack,  // ลบรายงาน: the report, not the person
    KeepData,  // ไม่ลบแล้ว: the wish to be erased is taken back
    Language,
    Register,
    AskOfficer,
    Greeting,
    Thanks,
    Unknown,       // ไม่ทราบ, ไม่รู้, don't know
    SameAsBefore,  // เท่าเดิม, เหมือนเดิม, same
    None_,         // NOLINT(readability-identifier-naming): ไม่มี
    OnBehalf,
    NotReported,
    MyRole,           // หน้าที่ของฉัน
    WhichReport,      // เลือกรายงาน: two reports of a month differ
    Activities,       // กิจกรรม: of the team, that wait for an answer
    ProposeActivity,  // เสนอกิจกรรม
    Nominate,         // เสนอครัวเรือนตัวอย่าง
    Model,  // ครัวเรือนตัวอย่าง: what it means depends on who asks
};

struct CommandMatch {
    Command command = Command::Menu;
    std::string rest;  // normalised; Correct: what to correct ("รายได้เป็น 3000"); Language: its tag
                       // ("th", "en"); Report, OnBehalf, Nominate, Register: what followed the word
                       // ("123456"); else empty
};

// The command that the whole message is (particles, punctuation, case and typing faults apart),
// else nothing. What could be an answer is never a command: หยุดงาน, แก้ว and ดูแลแม่ are none.
[[nodiscard]] std::optional<CommandMatch> read_command(std::string_view text);
// The same for who has normalize_answer(text) already: `answer`.
[[nodiscard]] std::optional<CommandMatch> read_command(std::string_view text,
                                                       std::string_view answer);

// "ไม่ใช่ 8000 เป็น 9000", "8000 เป็น 9000", "not 8000 but 9000": what it is not, and what it is.
[[nodiscard]] std::optional<std::pair<std::string, std::string>> read_contrast(
    std::string_view text);

// A word for "I do not know" or "the same as before" somewhere in a sentence: "อันนี้ก็เหมือนเดิมนั่นแหละ".
// Never one that is denied ("ไม่เหมือนเดิม").
[[nodiscard]] std::optional<Command> find_soft_word(std::string_view text);

// A wish to open something, somewhere in a sentence that nothing else understood:
// "อยากดูรายงานของเดือนก่อนค่ะ". Only words long enough to be no part of another, and only what changes
// nothing by itself: never stopping, cancelling or erasing. Never one that is denied.
[[nodiscard]] std::optional<CommandMatch> find_command(std::string_view text);

}  // namespace conversation
