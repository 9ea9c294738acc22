#pragma once
#include <optional>
#include <string>
#include <string_view>

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
    ShowReports,
    Privacy,
    WithdrawConsent,
    Erase,
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
};

struct CommandMatch {
    Command command = Command::Menu;
    std::string
        rest;  // normalised; Correct: what to correct ("รายได้เป็น 3000"); Language: its tag ("th",
               // "en"); Report, OnBehalf, Register: what followed the word ("123456"); else empty
};

// The command that the whole message is (particles, punctuation, case and typing faults apart),
// else nothing. What could be an answer is never a command: หยุดงาน, แก้ว and ดูแลแม่ are none.
[[nodiscard]] std::optional<CommandMatch> read_command(std::string_view text);

}  // namespace conversation
