#pragma once
#include "conversation/answer/keyword.h"
#include "conversation/turn.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace conversation {

// What a person said, read once for every dialogue.
struct Said {
    std::string raw;   // as typed, or what the button holds
    std::string text;  // normalize_answer(raw)
    std::optional<CommandMatch> command;

    [[nodiscard]] static Said read(std::string raw);

    [[nodiscard]] bool is(Command wanted) const { return command && command->command == wanted; }
};

// One turn in the making: what a dialogue may look at, and where it puts what follows. Lives for
// one turn.
class Talk {
  public:
    explicit Talk(const TurnInput& turn);

    [[nodiscard]] const TurnInput& input() const { return input_; }

    [[nodiscard]] const Register& reg() const { return input_.reg; }

    [[nodiscard]] Day today() const { return bangkok_day(input_.now); }

    [[nodiscard]] const std::string& language() const { return language_; }

    void set_language(std::string language) { language_ = std::move(language); }

    [[nodiscard]] bool sms() const { return sms_; }

    // Did the open session go on by another channel until now? What it asked was not seen here.
    [[nodiscard]] bool switched() const { return switched_; }

    // The session after this turn. Only meaningful while `open()`.
    [[nodiscard]] Session& session() { return session_; }

    [[nodiscard]] const Session& session() const { return session_; }

    [[nodiscard]] bool open() const { return open_; }

    // What the session remembers; "" for nothing.
    [[nodiscard]] std::string note(const std::string& key) const;
    void note(const std::string& key, std::string value);

    // Goes to a step of a dialogue, beginning a session if none is open.
    void enter(std::string dialogue, std::string step = {});
    // Ends the open session, if any.
    void close(std::string reason);

    void emit(Event event) { events_.push_back(std::move(event)); }

    // The text of a key in the person's language, short on SMS.
    [[nodiscard]] std::string text(std::string_view key, const TextArguments& arguments = {}) const;
    // Adds a message: the text of `key`, with a button for each text key of `buttons`. An SMS has
    // no buttons: the text's short form says how to answer.
    OutgoingMessage& say(std::string_view key,
                         const TextArguments& arguments = {},
                         std::initializer_list<std::string_view> buttons = {});
    OutgoingMessage& say_plain(std::string text);

    // The message said last in this turn; only where one was.
    [[nodiscard]] OutgoingMessage& last() { return messages_.back(); }

    // Was anything said in this turn already?
    [[nodiscard]] bool has_spoken() const { return !messages_.empty(); }

    [[nodiscard]] std::size_t spoken() const { return messages_.size(); }

    // What was said from the message `first` on may be left out where every message costs.
    void may_leave_out(std::size_t first);

    // A button that says its own label, or `send`.
    void button(OutgoingMessage& message, std::string label, std::string send = {}) const;

    // The same for a choice that must be made: on SMS, which has no buttons, the text says it with
    // a number.
    void option(OutgoingMessage& message, std::string label, std::string send = {}) const;

    // Is it the label of this button, in any language?
    [[nodiscard]] bool heard(const Said& said, std::string_view button) const;
    // Which of these buttons was pressed, typed or numbered (1 is the first).
    [[nodiscard]] std::optional<std::size_t> pick(
        const Said& said, std::initializer_list<std::string_view> buttons) const;

    [[nodiscard]] TurnResult result() &&;

  private:
    void put_into_one_sms();

    const TurnInput& input_;
    std::string language_;
    bool sms_ = false;
    bool switched_ = false;
    Session session_;
    bool open_ = false;
    std::vector<Event> events_;
    std::vector<OutgoingMessage> messages_;
    std::vector<std::size_t> optional_;  // indices of messages_
};

// A conversation built into the program. `ask` says what the open step asks (again); `answer` takes
// what was said to it; `back` goes to the step before, and says false when there is none.
struct Dialogue {
    std::string_view name;
    void (*ask)(Talk&);
    void (*answer)(Talk&, const Said&);
    bool (*back)(Talk&) = nullptr;
};

// nullptr: no version of this program has it.
[[nodiscard]] const Dialogue* find_dialogue(std::string_view name);

// After an answer that was not understood: at the second in the same place a human is offered, in
// the message said last.
void offer_human(Talk& talk);

// Asks what is open once more; says the menu when nothing is.
void ask_again(Talk& talk);

// A dialogue beside the form is over: back to the form if one is open, else the session ends.
void go_back_or_close(Talk& talk);

}  // namespace conversation
