#include "conversation/answer/choice.h"
#include "conversation/answer/date.h"
#include "conversation/answer/location.h"
#include "conversation/answer/time.h"
#include "conversation/answer/yes_no.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/form_talk.h"
#include "conversation/dialogue/team.h"
#include "conversation/thai/normalize.h"

#include <algorithm>
#include <charconv>

namespace conversation {

namespace {

constexpr std::size_t kMostOffered = 4;

Reading value_of(std::string value) {
    Reading reading;
    reading.kind = Reading::Kind::Value;
    reading.value = std::move(value);
    return reading;
}

Reading missed(std::string_view key) {
    Reading reading;
    reading.text_key = key;
    return reading;
}

// The choices whose words stand somewhere in a sentence: offered, never taken, for what stands
// around them may deny them.
Reading named_in_sentence(const FormTalk& form, const Question& question, const Said& said) {
    Reading reading =
        missed(lists_choices(form, question) ? "form.help_choice" : "form.help_buttons");
    const auto phrases = form.form->phrases.find(question.list_name);
    const bool work = fact_of(question) >= Fact::MainWork;  // read by take_facts
    if (work || phrases == form.form->phrases.end()) {
        return reading;
    }
    const auto choices = form.instance.choices(question);
    const std::string text = normalize(said.raw);
    for (std::size_t at = 0; at < text.size();) {
        const auto match = phrases->second->longest(text, at);
        const bool open =
            match && std::ranges::find(choices, match->name, &Choice::name) != choices.end();
        if (open &&
            std::ranges::find(reading.candidates, match->name) == reading.candidates.end()) {
            reading.candidates.emplace_back(match->name);
        }
        at += match ? match->length : 1;
    }
    if (reading.candidates.empty() || reading.candidates.size() > kMostOffered) {
        reading.candidates.clear();
        return reading;
    }
    reading.kind = Reading::Kind::AskBack;
    reading.yes_no = reading.candidates.size() == 1;
    reading.text_key = reading.yes_no ? "form.is_it" : "form.which_choice";
    if (const auto* choice = form.form->find_choice(question.list_name, reading.candidates[0])) {
        reading.arguments = {{"value", form.instance.text(choice->label)}};
    }
    return reading;
}

Reading read_select(const FormTalk& form, const Question& question, const Said& said) {
    const bool several = question.type == QuestionType::SelectMultiple;
    const auto choices = form.instance.choices(question);
    const auto answer = several ? read_choices(said.raw, choices) : read_choice(said.raw, choices);
    if (answer.kind == ChoiceAnswer::Kind::None) {
        return named_in_sentence(form, question, said);
    }
    if (answer.kind == ChoiceAnswer::Kind::Ambiguous) {
        Reading reading;
        reading.kind = Reading::Kind::AskBack;
        reading.text_key = "form.which_choice";
        for (const auto index : answer.indices) {
            reading.candidates.push_back(choices.at(index).name);
        }
        return reading;
    }
    std::string value;
    for (const auto index : answer.indices) {
        value += (value.empty() ? "" : " ") + choices.at(index).name;
    }
    return value_of(value);
}

Reading read_day(const FormTalk& form, const Question& question, const Said& said) {
    auto answer = read_date_answer(said.raw, form.talk.today(), question.appearance);
    if (answer.kind == DateReading::Kind::None) {
        return missed("form.help_date");
    }
    if (answer.kind == DateReading::Kind::Ask) {
        Reading reading;
        reading.kind = Reading::Kind::AskBack;
        reading.text_key = answer.candidates.empty() ? "form.help_date" : "form.which_date";
        reading.candidates = std::move(answer.candidates);
        return reading;
    }
    Reading reading = value_of(answer.value);
    if (const auto day = parse_day(answer.value); day && answer.echo) {
        reading.echo =
            form.talk.text("form.understood", {{"value", short_date(*day, form.talk.language())}});
    }
    return reading;
}

Reading read_clock(const Said& said) {
    auto answer = read_time_answer(said.raw);
    if (answer.kind == TimeReading::Kind::Value) {
        return value_of(answer.value);
    }
    if (answer.kind == TimeReading::Kind::None || answer.candidates.empty()) {
        return missed("form.help_time");
    }
    Reading reading;
    reading.kind = Reading::Kind::AskBack;
    reading.text_key = "form.which_time";
    reading.candidates = std::move(answer.candidates);
    return reading;
}

Reading read_place(const Said& said) {
    const auto location = read_location(said.raw);
    return location ? value_of(geopoint(*location)) : missed("form.help_location");
}

Reading read_acknowledge(const FormTalk& form, const Said& said) {
    const bool yes = form.talk.heard(said, "b.ack") || read_yes_no(said.raw) == true;
    return yes ? value_of("OK") : missed("form.help_ack");
}

Reading read_by_type(const FormTalk& form, const Question& question, const Said& said) {
    switch (question.type) {
        case QuestionType::Integer:
        case QuestionType::Decimal:
            return read_number(form, question, said);
        case QuestionType::SelectOne:
        case QuestionType::SelectMultiple:
        case QuestionType::SelectOneFromFile:
            return read_select(form, question, said);
        case QuestionType::Date:
            return read_day(form, question, said);
        case QuestionType::Time:
            return read_clock(said);
        case QuestionType::Geopoint:
            return read_place(said);
        case QuestionType::Acknowledge:
            return read_acknowledge(form, said);
        case QuestionType::Image:
            return missed("form.help_image");
        default:
            return said.text.empty() ? missed("form.help_text") : value_of(clean_utf8(said.raw));
    }
}

Reading read_unknown(const FormTalk& form, const Question& question, UnknownReason reason) {
    Reading reading;
    if (question.chat_unknown) {
        reading.kind = Reading::Kind::Unknown;
        reading.unknown = reason;
    } else if (!form.instance.required(question)) {
        reading.kind = Reading::Kind::Skip;
    } else {
        reading.text_key = "form.need_answer";
    }
    return reading;
}

Reading read_skip(const FormTalk& form, const Question& question) {
    Reading reading;
    if (!form.instance.required(question)) {
        reading.kind = Reading::Kind::Skip;
    } else {
        reading.text_key = question.chat_unknown ? "form.skip_unknown" : "form.need_answer";
    }
    return reading;
}

Reading read_same(const FormTalk& form, const Question& question) {
    const auto before = form.instance.default_for(question);
    const bool figure = is_number(question);
    if (figure && !before.empty() && !may_show_figures(form.talk, form.at.household)) {
        // The read-back would show it.
        return missed(is_on_behalf(form.talk, form.at.household) ? "behalf.same_unseen"
                                                                 : "form.same_unseen");
    }
    return before.empty() ? missed("form.nothing_before") : value_of(before);
}

// "อันนี้จำไม่ได้แล้วล่ะ": not known, unless figures say more. "ก็เหมือนเดิมนั่นแหละ": the last answer, asked.
Reading read_soft_word(const FormTalk& form,
                       const Question& question,
                       const Said& said,
                       const Reading& missed_reading) {
    const bool figures = said.text.find_first_of("0123456789") != std::string::npos;
    const auto says = [&](Command wanted) {
        return !figures && find_soft_word(said.raw) == wanted;
    };
    if (question.chat_unknown && says(Command::Unknown)) {
        return read_unknown(form, question, UnknownReason::DontKnow);
    }
    const std::string before = form.instance.default_for(question);
    if (before.empty() || !says(Command::SameAsBefore)) {
        return missed_reading;
    }
    Reading reading;
    reading.kind = Reading::Kind::AskBack;
    reading.text_key = "form.is_it";
    reading.yes_no = true;
    reading.arguments = {{"value", with_unit(form, question, shown_value(form, question, before))}};
    reading.candidates = {before};
    return reading;
}

// A number of the buttons under an asked-back answer: "1" is the first.
std::optional<std::size_t> button_number(std::string_view text) {
    std::size_t number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || stop != text.data() + text.size() || number == 0) {
        return std::nullopt;
    }
    return number - 1;
}

Reading confirmed(std::string value) {
    Reading reading = value_of(std::move(value));
    reading.confirms = true;
    return reading;
}

// "ไม่ใช่": the figure of the question itself is asked for.
Reading denied(const FormTalk& form) {
    const bool share = !form.talk.note("asked.yes_no").empty();
    Reading reading = missed(share ? "amount.whole_month" : "form.again");
    reading.anew = true;
    return reading;
}

std::vector<std::string> split(std::string_view text, char at) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(at), text.size());
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

}  // namespace

Reading read_answer(const FormTalk& form, const Question& question, const Said& said) {
    if (const auto zero = parameter(form, question, "zero");
        !zero.empty() && normalize_answer(zero) == said.text) {
        return value_of("0");
    }
    if (form.talk.heard(said, "b.rather_not") && question.chat_unknown) {
        return read_unknown(form, question, UnknownReason::Refused);
    }
    if (said.is(Command::Skip)) {
        return read_skip(form, question);
    }
    if (said.is(Command::SameAsBefore)) {
        return read_same(form, question);
    }
    const bool plain_text = question.type == QuestionType::Text && !question.chat_unknown;
    if (said.is(Command::Unknown) && !plain_text) {
        return read_unknown(form, question, UnknownReason::DontKnow);
    }
    Reading reading = read_by_type(form, question, said);
    return reading.kind == Reading::Kind::Missed ? read_soft_word(form, question, said, reading)
                                                 : reading;
}

Reading read_asked_back(const FormTalk& form, const Question& question, const Said& said) {
    if (form.at.pending.starts_with("days:")) {
        return read_days(form, question, said);
    }
    const auto candidates = split(form.at.pending, '|');
    if (const auto button = button_number(said.text); button && *button < candidates.size()) {
        return confirmed(candidates[*button]);
    }
    if (candidates.size() == 1) {
        const auto yes = read_yes_no(said.raw);
        if (yes == true) {
            return confirmed(candidates.front());
        }
        if (yes == false) {
            return denied(form);
        }
    }
    return read_answer(form, question, said);
}

}  // namespace conversation
