#pragma once
#include "conversation/turn.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

// Conversations as a villager could read them: played as tests, and what `sammachip chat` records.
// A transcript is text, one thing a line:
//
//   # a remark
//   now 2025-12-05 09:00                    Bangkok time, from here on
//   house 14/2 moo 3 ต.เกยไชย code 123456 [used|expired|void]
//   linked 14/2 HEAD [baseline] [no-consent]   the contact speaks for the house already
//   report 14/2 2025-11 by HEAD|me k=v …    what is reported there already
//   person p1 TRAINER moo 3 code 765432 [from DAY] [to DAY]   somebody of the team; further lines
//                                           with the same name give further roles
//   person p1 CHAIR of WOM                  … in an organisation
//   team p1 [no-consent]                    the contact is that person
//   care 14/2 p1                            who looks after a house
//   activity a1 WOM p1 2025-12-03 title…    of an organisation, its responsible person (-: nobody),
//                                           its day, or its days: 2025-12-03..2025-12-05
//   asked a1                                its responsible person was reminded of it
//   status 14/2 WITHDRAWN                   of a house
//   notice 2 text…                          another privacy notice is in force
//   contact สมศรี line:U1 [en] [stopped]     who speaks from here on
//   > 8500                                  what she types; " ⏎ " in it is a line end
//   > [ถูกต้อง]                             a button that the last message must have
//   > (sticker)                             also image, image 77 (fetched), image gone, image
//   large,
//                                           video, voice, file, location 15.9 100.3, follow,
//                                           unfollow, unsend, edited, join, standby text…, group
//                                           text…, mention text…, postback data…, picked
//                                           2025-12-25, group-postback data…, other (a kind not
//                                           known yet)
//   < บันทึกแล้วค่ะ [ดูข้อมูล] [เมนู]          one message of the answer, with its buttons;
//     further lines of it are indented; "…" at its end: begins so
//   = report period=2025-11 income_total=8500 status=CONFIRMED     what became true
//   form PATH                               one more form, a folder beside the transcript
//   unload ID                               that form, all editions, is gone
//
// Everything the answer holds must stand in the transcript, in order.
namespace conversation {

// A line that arranges something: its first word and the rest.
struct ChatSetup {
    std::string word;
    std::vector<std::string> words;
    std::string rest;
};

struct ChatAnswer {
    std::vector<OutgoingMessage> messages;
    std::vector<std::string> records;  // as in "= …" lines
};

// What a transcript is played against: the pure engine here, the real storage in the bot's tests.
class ChatBackend {
  public:
    virtual ~ChatBackend() = default;

    // Throws std::invalid_argument for what it cannot arrange.
    virtual void arrange(const ChatSetup& setup, Instant now) = 0;
    virtual ChatAnswer answer(const IncomingMessage& message, Instant now) = 0;
};

struct TranscriptResult {
    bool passed = false;
    std::string report;  // what differs, with line numbers; the transcript as it really went
};

// Plays a transcript line by line. All functions throw std::invalid_argument for a line that is
// none, and what the backend throws.
class TranscriptPlayer {
  public:
    // The backend must outlive the player.
    explicit TranscriptPlayer(ChatBackend& backend) : backend_(backend) {}

    // One line of a transcript as a test: what it expects is compared.
    void line(std::string_view text);
    [[nodiscard]] TranscriptResult finish();

    // One line by hand ("> …", or one that arranges something): returns what came, as "< …" and
    // "= …" lines, and expects nothing.
    [[nodiscard]] std::vector<std::string> tell(std::string_view text);

    // Everything so far, as a transcript that passes.
    [[nodiscard]] const std::string& record() const { return actual_; }

  private:
    void expect(std::string_view text);
    void settle();
    void run(std::string_view text);
    void say(std::string_view text);
    void press(std::string_view label, IncomingMessage& message);
    void arrange(std::string_view text);

    ChatBackend& backend_;
    Instant now_{};
    std::string address_;
    int number_ = 0;
    int turn_ = 0;
    int said_line_ = 0;
    std::string said_;
    std::vector<std::string> expected_;
    std::vector<std::string> got_;
    std::vector<QuickReply> offered_;
    std::string faults_;
    std::string actual_;
};

// Plays the whole transcript as a test.
[[nodiscard]] TranscriptResult play_transcript(std::string_view text, ChatBackend& backend);

// The answers of a submission by question name.
[[nodiscard]] std::map<std::string, std::string> submitted_values(const std::string& instance_json);

// One event as a "= …" line has it, without what only a register knows (house numbers, status).
[[nodiscard]] std::string describe(const Event& event);
// One message as "< …" lines have it, without the "< ".
[[nodiscard]] std::string describe(const OutgoingMessage& message);

}  // namespace conversation
