#include "conversation/transcript.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>
#include <variant>

namespace conversation {

namespace {

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) {
            words.emplace_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

double decimal(const std::string& text) {
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Instant instant_of(const std::vector<std::string>& words) {
    const bool complete = words.size() == 3 && words[2].size() == 5;
    const auto date = complete ? parse_day(words[1]) : std::nullopt;
    if (!date) {
        throw std::invalid_argument("now needs a day and a time: now 2025-12-05 09:00");
    }
    const std::string& clock = words[2];
    int hours = 0;
    int minutes = 0;
    std::from_chars(clock.data(), clock.data() + 2, hours);
    std::from_chars(clock.data() + 3, clock.data() + 5, minutes);
    return bangkok_instant(*date, std::chrono::minutes{hours * 60 + minutes});
}

const std::map<std::string, IncomingKind, std::less<>> kKinds = {
    {"sticker", IncomingKind::Sticker},
    {"image", IncomingKind::Image},
    {"video", IncomingKind::Video},
    {"voice", IncomingKind::Audio},
    {"file", IncomingKind::File},
    {"location", IncomingKind::Location},
    {"follow", IncomingKind::Follow},
    {"unfollow", IncomingKind::Unfollow},
    {"unsend", IncomingKind::Unsend},
    {"other", IncomingKind::Other},
    {"edited", IncomingKind::Edited},
    {"join", IncomingKind::Join},
    {"standby", IncomingKind::Text},
    {"group", IncomingKind::Text},
    {"mention", IncomingKind::Text},
    {"postback", IncomingKind::Postback},
    {"picked", IncomingKind::Postback},
    {"group-postback", IncomingKind::Postback},
};

void put_image(const std::vector<std::string>& words, IncomingMessage& message) {
    Attachment attachment;
    attachment.remote_id = "m1";
    if (words.size() > 1 && words[1] == "gone") {
        attachment.failure = Attachment::Failure::Gone;
    } else if (words.size() > 1 && words[1] == "large") {
        attachment.failure = Attachment::Failure::TooLarge;
    } else if (words.size() > 1) {
        attachment.stored_id = static_cast<std::int64_t>(decimal(words[1]));
    }
    message.attachment = attachment;
}

// "14 8500 300 ⏎ 15 6000 0": two lines.
std::string with_line_ends(std::string_view text) {
    constexpr std::string_view kMark = " ⏎ ";
    std::string typed{text};
    for (auto at = typed.find(kMark); at != std::string::npos; at = typed.find(kMark, at)) {
        typed.replace(at, kMark.size(), "\n");
    }
    return typed;
}

// "(location 15.9 100.3)" without its brackets.
void put_special(std::string_view inner, IncomingMessage& message) {
    const auto words = words_of(inner);
    const auto kind = words.empty() ? kKinds.end() : kKinds.find(words[0]);
    if (kind == kKinds.end()) {
        throw std::invalid_argument(fmt::format("({}) is nothing a person can send", inner));
    }
    message.kind = kind->second;
    const std::string rest{inner.substr(std::min(inner.size(), words[0].size() + 1))};
    if (message.kind == IncomingKind::Image) {
        put_image(words, message);
    } else if (message.kind == IncomingKind::Location) {
        message.location = Location{decimal(words.at(1)), decimal(words.at(2)), {}, {}};
    } else if (message.kind == IncomingKind::Postback) {
        message.data = words[0] == "picked" ? std::string{kPickedDate} : rest;
        message.text = words[0] == "picked" ? rest : std::string{};
    } else {
        message.text = rest;
    }
    message.standby = words[0] == "standby";
    message.mentions_us = words[0] == "mention";
    if (words[0].starts_with("group") || words[0] == "mention" || words[0] == "join") {
        message.group = "line:C1";
    }
}

std::string_view reason_name(UnknownReason reason) {
    switch (reason) {
        case UnknownReason::NotAsked:
            return "NOT_ASKED";
        case UnknownReason::DontKnow:
            return "DONT_KNOW";
        case UnknownReason::Refused:
            return "REFUSED";
    }
    return "";
}

std::string field_list(const FormSubmitted& event) {
    std::string text;
    if (event.fields.empty()) {
        for (const auto& [name, value] : submitted_values(event.instance_json)) {
            text += fmt::format(" {}={}", name, value);
        }
    }
    for (const auto& [name, answer] : event.fields) {
        const auto value = answer.value.value_or("");
        text +=
            fmt::format(" {}={}",
                        name,
                        answer.unknown ? reason_name(*answer.unknown) : std::string_view{value});
    }
    for (const auto& flag : event.flags) {
        text += " flag=" + flag;
    }
    for (const auto& attachment : event.attachments) {
        text += fmt::format(" attachment={}", attachment.value);
    }
    return text;
}

std::string behalf(const FormSubmitted& event) {
    if (!event.on_behalf) {
        return {};
    }
    return fmt::format(" on_behalf as={} informant={}",
                       event.reporter_role,
                       event.informant.empty() ? "-" : event.informant);
}

struct Describer {
    std::string operator()(const HouseholdLinked& event) const { return "linked " + event.code; }

    std::string operator()(const AddressJoined& /*event*/) const { return "address joined"; }

    std::string operator()(const CodeFreed& event) const { return "code freed " + event.code; }

    std::string operator()(const WrongCodeTried& /*event*/) const { return "wrong code"; }

    std::string operator()(const CodesLocked& event) const {
        return "codes locked until " + to_text(bangkok_day(event.until));
    }

    std::string operator()(const TeamLinked& event) const { return "team linked " + event.code; }

    std::string operator()(const TeamConsent& event) const {
        std::string text = event.purposes.empty() ? "team consent refused" : "team consent";
        for (const auto& purpose : event.purposes) {
            text += " " + purpose;
        }
        return text + " notice=" + event.notice_version;
    }

    std::string operator()(const TeamConsentWithdrawn& /*event*/) const {
        return "team consent withdrawn";
    }

    std::string operator()(const AssignedShown& event) const {
        return fmt::format("assigned houses shown {}", event.houses);
    }

    std::string operator()(const ConflictSettled& event) const {
        return fmt::format(
            "conflict settled period={} revision={}", to_text(event.period), event.revision);
    }

    std::string operator()(const ActivityAnswered& event) const {
        std::string text = "activity " + event.result;
        const auto day = [&text](const char* name, const std::optional<Day>& value) {
            text += value ? fmt::format(" {}={}", name, to_text(*value)) : "";
        };
        day("occurrence", event.occurrence);
        day("done_on", event.done_on);
        text += event.headcount ? fmt::format(" headcount={}", *event.headcount) : "";
        day("new_day", event.new_day);
        text += event.photos.empty() ? "" : fmt::format(" photos={}", event.photos.size());
        text += event.note.empty() ? "" : " note=" + event.note;
        text += event.reason.empty() ? "" : " reason=" + event.reason;
        return text + (event.corrects ? " corrects" : "");
    }

    std::string operator()(const ActivityProposed& event) const {
        return fmt::format("activity proposed {} day={}{}",
                           event.title,
                           to_text(event.day),
                           event.place.empty() ? "" : " place=" + event.place);
    }

    std::string operator()(const NominationAnswered& event) const {
        return event.agreed ? "model household agreed" : "model household declined";
    }

    std::string operator()(const NominationMoved& event) const {
        return "model household " + event.stage;
    }

    std::string operator()(const NomineesShown& event) const {
        return fmt::format("nominees shown {}", event.houses);
    }

    std::string operator()(const RelationGiven& event) const {
        return "relation " + event.relation;
    }

    std::string operator()(const ConsentGiven& event) const {
        std::string text = "consent";
        for (const auto& purpose : event.purposes) {
            text += " " + purpose;
        }
        return text + " notice=" + event.notice_version;
    }

    std::string operator()(const ConsentRefused& /*event*/) const { return "consent refused"; }

    std::string operator()(const ContactStopped& /*event*/) const { return "stopped"; }

    std::string operator()(const ContactResumed& /*event*/) const { return "resumed"; }

    std::string operator()(const LanguageChosen& event) const {
        return "language " + event.language;
    }

    std::string operator()(const HouseChosen& /*event*/) const { return "house chosen"; }

    std::string operator()(const FormSubmitted& event) const {
        if (event.entity == "household_report" && event.period) {
            return "report period=" + to_text(*event.period) + field_list(event) +
                   (event.corrects ? " corrects" : "") + (event.insists ? " insists" : "") +
                   behalf(event);
        }
        return "form " + event.form_id + field_list(event);
    }

    std::string operator()(const ReportTakenBack& event) const {
        return "report taken back period=" + to_text(event.period);
    }

    std::string operator()(const EraseTakenBack& /*event*/) const { return "erase taken back"; }

    std::string operator()(const OfficerAsked& event) const {
        std::string text = "officer " + event.kind;
        if (!event.text.empty()) {
            text += " " + event.text;
        }
        if (event.attachment) {
            text += fmt::format(" attachment={}", event.attachment.value);
        }
        return text;
    }

    std::string operator()(const ConsentWithdrawn& event) const {
        std::string text = "consent withdrawn";
        for (const auto& purpose : event.purposes) {
            text += " " + purpose;
        }
        return text;
    }

    std::string operator()(const OwnDataShown& event) const {
        return event.everything ? "everything held shown" : "own data shown";
    }

    std::string operator()(const SessionEnded& event) const {
        return event.reason == "finished" ? "session ended" : "session " + event.reason;
    }
};

}  // namespace

std::map<std::string, std::string> submitted_values(const std::string& instance_json) {
    std::map<std::string, std::string> values;
    const auto parsed = nlohmann::json::parse(instance_json);
    for (const auto& [path, answer] : parsed.at("answers").items()) {
        if (answer.contains("value")) {
            values[path.substr(path.rfind('/') + 1)] = answer.at("value").get<std::string>();
        }
    }
    return values;
}

std::string describe(const Event& event) {
    return std::visit(Describer{}, event);
}

std::string describe(const OutgoingMessage& message) {
    std::string text;
    for (const char c : message.text) {
        text += c;
        if (c == '\n') {
            text += "  ";
        }
    }
    for (const auto& reply : message.quick_replies) {
        text += " [" + reply.label + "]";
    }
    return text;
}

void TranscriptPlayer::line(std::string_view text) {
    ++number_;
    if (text.starts_with("< ") || text.starts_with("= ") || text == "<" ||
        (text.starts_with("  ") && !expected_.empty() && !text.starts_with("  #"))) {
        expect(text);
        return;
    }
    settle();
    run(text);
}

void TranscriptPlayer::run(std::string_view text) {
    if (text.starts_with("> ")) {
        say(text.substr(2));
    } else if (!text.empty() && !text.starts_with('#')) {
        arrange(text);
    }
    actual_ += std::string{text} + "\n";
}

std::vector<std::string> TranscriptPlayer::tell(std::string_view text) {
    ++number_;
    run(text);
    for (const auto& line : got_) {
        actual_ += line + "\n";
    }
    faults_.clear();
    return std::exchange(got_, {});
}

TranscriptResult TranscriptPlayer::finish() {
    settle();
    std::string report = faults_;
    if (!faults_.empty()) {
        report += "\n--- as it really went:\n" + actual_;
    }
    return {faults_.empty(), std::move(report)};
}

void TranscriptPlayer::expect(std::string_view text) {
    if (text.starts_with("  ")) {
        expected_.back() += "\n" + std::string{text};
    } else {
        expected_.emplace_back(text);
    }
}

// Compares what was expected of the last ">" with what came.
void TranscriptPlayer::settle() {
    for (std::size_t i = 0; i < std::max(expected_.size(), got_.size()); ++i) {
        const std::string expected = i < expected_.size() ? expected_[i] : "(nothing)";
        const std::string got = i < got_.size() ? got_[i] : "(nothing)";
        const bool begins =
            expected.ends_with("…") && got.starts_with(expected.substr(0, expected.size() - 3));
        if (expected != got && !begins) {
            faults_ += fmt::format("after line {} ({}):\n  expected {}\n  got      {}\n",
                                   said_line_,
                                   said_,
                                   expected,
                                   got);
        }
    }
    for (const auto& line : got_) {
        actual_ += line + "\n";
    }
    expected_.clear();
    got_.clear();
}

void TranscriptPlayer::say(std::string_view text) {
    said_ = text;
    said_line_ = number_;
    ++turn_;
    IncomingMessage message;
    message.channel = address_.starts_with("tel:") ? "sms" : "line";
    message.address = address_;
    message.event_id = fmt::format("event-{}", turn_);
    message.message_id = fmt::format("message-{}", turn_);
    message.kind = IncomingKind::Text;
    message.sent_at = message.received_at = now_;
    if (text.starts_with('(') && text.ends_with(')')) {
        put_special(text.substr(1, text.size() - 2), message);
    } else if (text.starts_with('[') && text.ends_with(']')) {
        press(text.substr(1, text.size() - 2), message);
    } else {
        message.text = with_line_ends(text);
    }
    const auto answer = backend_.answer(message, now_);
    for (const auto& out : answer.messages) {
        got_.push_back("< " + describe(out));
    }
    if (!answer.messages.empty()) {
        offered_ = answer.messages.back().quick_replies;
    }
    for (const auto& record : answer.records) {
        got_.push_back("= " + record);
    }
}

void TranscriptPlayer::press(std::string_view label, IncomingMessage& message) {
    const auto button = std::ranges::find(offered_, label, &QuickReply::label);
    if (button == offered_.end()) {
        faults_ += fmt::format("line {}: there is no button [{}]\n", number_, label);
        message.text = label;
        return;
    }
    message.text = button->send;
    if (!button->postback.empty()) {
        message.kind = IncomingKind::Postback;
        message.data = button->postback;
    }
}

void TranscriptPlayer::arrange(std::string_view text) {
    ChatSetup setup;
    setup.words = words_of(text);
    setup.word = setup.words.front();
    setup.rest = text.substr(std::min(text.size(), setup.word.size() + 1));
    if (setup.word == "now") {
        now_ = instant_of(setup.words);
        return;
    }
    if (setup.word == "contact") {
        address_ = setup.words.at(2);
    }
    backend_.arrange(setup, now_);
}

TranscriptResult play_transcript(std::string_view text, ChatBackend& backend) {
    TranscriptPlayer play{backend};
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        play.line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return play.finish();
}

}  // namespace conversation
