#include "bot/form_files.h"
#include "bot/terminal_chat.h"
#include "conversation/transcript.h"
#include "storage/connection.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

// The transcripts that conversation's tests play against a register in memory, here over the real
// storage: as they are; with every message sent twice; with the process gone after every commit.

using namespace bot;
using conversation::ChatAnswer;
using conversation::ChatSetup;
using conversation::IncomingMessage;
using conversation::Instant;

namespace {

enum class Mode { Plain, Twice, Crash };

class StoredChat final : public conversation::ChatBackend {
  public:
    explicit StoredChat(Mode mode)
        : mode_(mode), chat_(forms(), {"สำนักงานพัฒนาชุมชนอำเภอชุมแสง", "056-000-000"}) {}

    void arrange(const ChatSetup& setup, Instant now) override {
        if (!begun_) {  // the short notice that transcripts are written with
            const std::string text = "ประกาศความเป็นส่วนตัว: เก็บรายได้และเงินออมเพื่อติดตามผลสัมมาชีพ";
            chat_.arrange({"notice", {"notice", "1", text}, "1 " + text},
                          now - std::chrono::seconds(1));
            begun_ = true;
        }
        chat_.arrange(setup, now);
    }

    ChatAnswer answer(const IncomingMessage& message, Instant now) override {
        ChatAnswer first = chat_.answer(message, now);
        if (mode_ == Mode::Crash) {
            chat_.begin_anew();
        }
        if (mode_ != Mode::Plain && !message.standby && message.group.empty()) {
            const std::string before = contents();
            const ChatAnswer second = chat_.answer(message, now);
            if (!second.messages.empty() || !second.records.empty() || contents() != before) {
                first.records.emplace_back("THE SAME EVENT WAS HANDLED TWICE");
            }
        }
        return first;
    }

  private:
    static conversation::Forms forms() {
        auto files = read_forms({std::filesystem::path(SAMMACHIP_SOURCE_DIR) / "flows"});
        return usable_forms(files);
    }

    // How many rows there are of what an event can make.
    [[nodiscard]] std::string contents() const {
        auto reader = storage::Connection::open_reader(chat_.database());
        return reader.single_value(
            "test.contents",
            "SELECT (SELECT count(*) FROM inbox) || ' ' || (SELECT count(*) FROM outbox) || ' ' || "
            "(SELECT count(*) FROM report_revision) || ' ' || (SELECT count(*) FROM submission) || "
            "' ' || (SELECT count(*) FROM consent) || ' ' || (SELECT count(*) FROM request)");
    }

    Mode mode_;
    bool begun_ = false;
    TerminalChat chat_;
};

// What the terminal's database cannot arrange: another member's report, a used card, the notice in
// English; and houses linked at one instant, which storage lists in another order than the register
// in memory.
bool can_be_arranged(const std::string& text) {
    const std::vector<std::string> beyond = {"\nform ",
                                             "Privacy notice:",
                                             "เป็นเรื่องของบ้านไหนคะ",
                                             "\nunload ",
                                             " used\n",
                                             " expired\n",
                                             " void\n",
                                             " by HEAD",
                                             " by SPOUSE",
                                             " by CHILD",
                                             " by OTHER",
                                             "> (image",
                                             "> (group",
                                             "> (mention",
                                             "> (standby",
                                             "> (unsend",
                                             "> (edited",
                                             "> (join"};
    return std::ranges::none_of(
        beyond, [&](const std::string& line) { return text.find(line) != std::string::npos; });
}

// `stored`: those that only the real storage can answer.
std::vector<std::filesystem::path> transcripts(const char* folder = "") {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(
             std::filesystem::path(SAMMACHIP_SOURCE_DIR) / "tests" / "transcripts" / folder)) {
        if (entry.path().extension() == ".chat") {
            found.push_back(entry.path());
        }
    }
    std::ranges::sort(found);
    return found;
}

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// All transcripts whose world can be arranged in the database.
void play_all(Mode mode) {
    int played = 0;
    auto all = transcripts();
    const auto stored = transcripts("stored");
    all.insert(all.end(), stored.begin(), stored.end());
    for (const auto& path : all) {
        const std::string text = text_of(path);
        if (!can_be_arranged(text)) {
            continue;
        }
        StoredChat chat(mode);
        std::string trouble;
        try {
            const auto result = conversation::play_transcript(text, chat);
            trouble = result.passed ? "" : result.report;
        } catch (const std::exception& error) {
            trouble = error.what();
        }
        if (!trouble.empty()) {
            fmt::print("{}\n{}\n", path.filename().string(), trouble);
        }
        CHECK(trouble.empty());
        ++played;
    }
    CHECK(played >= 12);
}

}  // namespace

TEST_CASE("transcripts go over the real storage as they are written", "[bot][transcripts][alone]") {
    play_all(Mode::Plain);
}

TEST_CASE("transcripts go the same with every line delivered twice", "[bot][transcripts][alone]") {
    play_all(Mode::Twice);
}

TEST_CASE("transcripts go the same when each turn is undone by a crash first",
          "[bot][transcripts][alone]") {
    play_all(Mode::Crash);
}
