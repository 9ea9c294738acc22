#include "conversation/dialogue/talk.h"

#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/sms_fit.h"
#include "conversation/text/sms_segments.h"
#include "conversation/thai/normalize.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace conversation {

namespace {

constexpr std::string_view kBySms = "by_sms";  // note: the last turn was one by SMS

// Whole numbers only: "1", not "1 บาท".
std::optional<std::size_t> number_of(std::string_view text) {
    std::size_t number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || stop != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

}  // namespace

Said Said::read(std::string raw) {
    Said said;
    said.text = normalize_answer(raw);
    said.command = read_command(raw, said.text);
    said.raw = std::move(raw);
    return said;
}

Talk::Talk(const TurnInput& turn)
    : input_(turn),
      language_(turn.reg.contact().language),
      sms_(turn.message.address.starts_with("tel:")) {
    if (turn.session) {
        session_ = *turn.session;
        open_ = true;
        switched_ = sms_ == note(std::string{kBySms}).empty();
    }
}

std::string Talk::note(const std::string& key) const {
    const auto found = session_.notes.find(key);
    return found == session_.notes.end() ? std::string{} : found->second;
}

void Talk::note(const std::string& key, std::string value) {
    if (value.empty()) {
        session_.notes.erase(key);
    } else {
        session_.notes.insert_or_assign(key, std::move(value));
    }
}

void Talk::enter(std::string dialogue, std::string step) {
    if (!open_) {
        open_ = true;
        session_.started_at = input_.now;
    }
    session_.dialogue = std::move(dialogue);
    session_.step = std::move(step);
}

void Talk::close(std::string reason) {
    if (open_) {
        emit(SessionEnded{std::move(reason)});
    }
    open_ = false;
    session_ = Session{};
}

std::string Talk::text(std::string_view key, const TextArguments& arguments) const {
    return sms_ ? input_.texts.get_short(key, language_, arguments)
                : input_.texts.get(key, language_, arguments);
}

OutgoingMessage& Talk::say(std::string_view key,
                           const TextArguments& arguments,
                           std::initializer_list<std::string_view> buttons) {
    auto& message = say_plain(text(key, arguments));
    if (sms_ && input_.texts.has_short(key, language_)) {
        return message;
    }
    for (const auto button_key : buttons) {
        button(message, input_.texts.get(button_key, language_));
    }
    return message;
}

OutgoingMessage& Talk::say_plain(std::string text) {
    auto& message = messages_.emplace_back();
    message.text = std::move(text);
    return message;
}

void Talk::button(OutgoingMessage& message, std::string label, std::string send) const {
    QuickReply reply;
    reply.send = send.empty() ? label : std::move(send);
    reply.label = std::move(label);
    message.quick_replies.push_back(std::move(reply));
}

bool Talk::heard(const Said& said, std::string_view button) const {
    return input_.texts.is_said(button, said.text);
}

std::optional<std::size_t> Talk::pick(const Said& said,
                                      std::initializer_list<std::string_view> buttons) const {
    const auto number = number_of(said.text);
    if (number && *number >= 1 && *number <= buttons.size()) {
        return *number - 1;
    }
    std::size_t index = 0;
    for (const auto button : buttons) {
        if (heard(said, button)) {
            return index;
        }
        ++index;
    }
    return std::nullopt;
}

void Talk::option(OutgoingMessage& message, std::string label, std::string send) const {
    if (sms_) {
        message.text += fmt::format(" {} {}", message.quick_replies.size() + 1, label);
    }
    button(message, std::move(label), std::move(send));
}

void Talk::may_leave_out(std::size_t first) {
    for (std::size_t i = first; i < messages_.size(); ++i) {
        optional_.push_back(i);
    }
}

// An SMS has no buttons and no table: the text says everything. A turn is one message, where what
// may be left out makes that possible.
void Talk::put_into_one_sms() {
    std::string all;
    std::string needed;
    for (std::size_t i = 0; i < messages_.size(); ++i) {
        messages_[i].quick_replies.clear();
        messages_[i].card.reset();
        const std::string& text = messages_[i].text;
        all += (all.empty() ? "" : "\n") + text;
        if (std::ranges::find(optional_, i) == optional_.end()) {
            needed += (needed.empty() ? "" : "\n") + text;
        }
    }
    if (messages_.size() < 2) {
        return;
    }
    for (auto* text : {&all, &needed}) {
        if (count_sms(*text).segments == 1) {
            messages_.resize(1);
            messages_.front().text = std::move(*text);
            return;
        }
    }
    std::size_t index = 0;
    std::erase_if(messages_, [&](const OutgoingMessage&) {
        return std::ranges::find(optional_, index++) != optional_.end();
    });
}

TurnResult Talk::result() && {
    if (sms_) {
        put_into_one_sms();
    }
    TurnResult result;
    if (open_) {
        note(std::string{kBySms}, sms_ ? "1" : "");
        session_.last_at = input_.now;
        result.session = std::move(session_);
    }
    result.events = std::move(events_);
    result.messages = std::move(messages_);
    return result;
}

const Dialogue* find_dialogue(std::string_view name) {
    static constexpr std::array kAll = {
        &kLinking,     &kConsent,    &kRelation,   &kForm,       &kReport,   &kHouses,
        &kChooseHouse, &kMyData,     &kCorrection, &kLeaving,    &kWithdraw, &kErase,
        &kTakeBack,    &kHouseFacts, &kAskOfficer, &kTeam,       &kOnBehalf, &kConflict,
        &kActivity,    &kProposal,   &kModelHouse, &kModelChoice};
    const auto* const found = std::ranges::find(kAll, name, &Dialogue::name);
    return found == kAll.end() ? nullptr : *found;
}

void offer_human(Talk& talk) {
    const std::string place = talk.session().dialogue + "/" + talk.session().step;
    if (talk.note("missed") == place) {
        auto& text = talk.last().text;
        text = with_lead(talk, talk.text("form.human"), text);
    }
    talk.note("missed", place);
}

void ask_again(Talk& talk) {
    const auto* dialogue = talk.open() ? find_dialogue(talk.session().dialogue) : nullptr;
    if (dialogue == nullptr) {
        say_menu(talk);
    } else {
        const auto before = talk.spoken();
        dialogue->ask(talk);
        if (before > 0) {  // it was asked already, and is only said again
            talk.may_leave_out(before);
        }
    }
}

void go_back_or_close(Talk& talk) {
    if (!talk.session().form) {
        talk.close("finished");
        return;
    }
    talk.enter("form");
    talk.session().then = talk.note("form.then");
    ask_again(talk);
}

}  // namespace conversation
