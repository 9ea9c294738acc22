#include "conversation/group_answer.h"

#include "conversation/dialogue/dialogues.h"
#include "conversation/thai/normalize.h"

#include <algorithm>
#include <array>

namespace conversation {

namespace {

// Is it a word that people say to a bot and to nobody else? "ไม่มี", "ขอบคุณ" or "ทำยังไง" are what a
// group says to each other.
bool is_group_command(const std::string& text) {
    static constexpr std::array kForUs = {Command::Menu,
                                          Command::Report,
                                          Command::MyData,
                                          Command::Correct,
                                          Command::Privacy,
                                          Command::WithdrawConsent,
                                          Command::Erase,
                                          Command::TakeBack,
                                          Command::KeepData,
                                          Command::Register,
                                          Command::AskOfficer,
                                          Command::OnBehalf,
                                          Command::NotReported,
                                          Command::MyRole,
                                          Command::WhichReport,
                                          Command::Nominate,
                                          Command::Model};
    // Of the commands with many everyday words (ทำยังไง, ไม่ต้องส่งมา, ยอด) only these.
    static constexpr auto kOnlyAs = std::to_array<std::string_view>(
        {"ช่วย", "ช่วยเหลือ", "วิธีใช้", "help", "หยุด", "stop", "ดูข้อมูล", "ดูรายงาน"});
    const Said said = Said::read(text);
    if (std::ranges::find(kOnlyAs, said.text) != kOnlyAs.end()) {
        return true;
    }
    if (said.command) {
        return std::ranges::find(kForUs, said.command->command) != kForUs.end();
    }
    const auto is_letter = [](char c) { return (c < '0' || c > '9') && c != ' ' && c != '/'; };
    return text.size() > 1 && text.front() == '/' && is_letter(text[1]);
}

}  // namespace

void answer_group(Talk& talk) {
    const auto& message = talk.input().message;
    const bool text = message.kind == IncomingKind::Text;
    if (message.kind == IncomingKind::Join) {
        talk.say("group.hello");
    } else if (message.kind == IncomingKind::Postback ||
               (text && (message.mentions_us || is_group_command(message.text)))) {
        talk.say("group.private");
    }
}

}  // namespace conversation
