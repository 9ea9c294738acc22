#include "conversation/answer/yes_no.h"
#include "conversation/dialogue/form_talk.h"
#include "conversation/dialogue/sms_fit.h"
#include "conversation/thai/money.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace conversation {

namespace {

constexpr std::string_view kAsked = "asked.";
constexpr std::string_view kAskedArgument = "asked.arg.";

void forget_asked_back(FormTalk& form) {
    std::erase_if(form.talk.session().notes,
                  [](const auto& entry) { return entry.first.starts_with(kAsked); });
}

// The first time what to type is said, the second time a human is offered.
void miss(FormTalk& form, const Reading& reading) {
    ++form.at.misses;
    const bool keeps_asking_back = form.at.stage == kAskedBack && !reading.anew;
    if (!keeps_asking_back) {
        form.at.pending.clear();
    }
    if (!keeps_asking_back && form.at.stage != kMore) {
        form.at.stage = kAsk;
    }
    const bool human = form.at.misses > 1;
    if (!human || !form.talk.sms()) {  // an SMS has room for one of them
        form.add_lead(form.talk.text(reading.text_key, reading.arguments));
    }
    if (human) {
        form.add_lead(form.talk.text("form.human"));
    }
    put_open(form);
}

// What was asked back is kept in the session's notes, so that it can be asked again in the same
// words, whatever was said in between.
void ask_back(FormTalk& form,
              const Question& question,
              const Reading& reading,
              const std::string& raw) {
    Talk& talk = form.talk;
    forget_asked_back(form);
    talk.note(std::string{kAsked} + "key", std::string{reading.text_key});
    talk.note(std::string{kAsked} + "raw", raw);
    talk.note(std::string{kAsked} + "yes_no", reading.yes_no ? "1" : "");
    for (const auto& argument : reading.arguments) {
        talk.note(std::string{kAskedArgument} + std::string{argument.first}, argument.second);
    }
    form.at.stage = kAskedBack;
    form.at.pending = reading.pending;
    for (const auto& value : reading.candidates) {
        form.at.pending += (form.at.pending.empty() ? "" : "|") + value;
    }
    put_asked_back(form, question);
}

// The values to choose from, as people read them.
std::vector<std::string> candidate_labels(const FormTalk& form, const Question& question) {
    const auto as_asked = [&](std::size_t index) {  // "8.50" where the question stores 9
        return form.talk.note(std::string{kAskedArgument} + (index == 0 ? "first" : "second"));
    };
    std::vector<std::string> labels;
    for (std::string_view rest{form.at.pending}; !rest.empty();) {
        const auto end = std::min(rest.find('|'), rest.size());
        auto label = as_asked(labels.size());
        if (label.empty()) {
            label = shown_value(form, question, std::string{rest.substr(0, end)});
        }
        labels.push_back(std::move(label));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return labels;
}

// A text with a form of its own for SMS holds them, or says what to answer.
void add_candidates(FormTalk& form, const Question& question, OutgoingMessage& message) {
    const auto& texts = form.talk.input().texts;
    const bool says_how =
        form.talk.sms() &&
        texts.has_short(form.talk.note(std::string{kAsked} + "key"), form.talk.language());
    if (says_how || form.at.pending.starts_with("days:")) {
        return;
    }
    if (!form.talk.note(std::string{kAsked} + "yes_no").empty()) {
        form.talk.button(message, form.talk.text("b.yes"));
        form.talk.button(message, form.talk.text("b.no"));
        return;
    }
    const std::string asked = message.text;
    for (const auto& label : candidate_labels(form, question)) {
        form.talk.option(message, with_unit(form, question, label), label);
    }
    message.text = fitting(form.talk, {message.text, asked});
}

// What is kept as typed: ใช่ says nothing without what it was said to.
std::string raw_of(const FormTalk& form, const Reading& reading, const std::string& raw) {
    const std::string first = form.talk.note(std::string{kAsked} + "raw");
    if (reading.confirms && !first.empty()) {
        return first;
    }
    return reading.completes && !first.empty() ? first + ", " + raw : raw;
}

void remember(FormTalk& form, const Question& question) {
    std::erase(form.at.order, question.name);
    form.at.order.push_back(question.name);
    forget_asked_back(form);
    form.at.misses = 0;
    form.at.pending.clear();
}

bool still_offered(const FormTalk& form, const Question& question) {
    const auto choices = form.instance.choices(question);
    const std::string value = form.instance.value(question.name);
    std::string_view rest{value};
    while (!rest.empty()) {
        const auto end = std::min(rest.find(' '), rest.size());
        if (std::ranges::find(choices, rest.substr(0, end), &Choice::name) == choices.end()) {
            return false;
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return true;
}

// A corrected answer may take away the choice that a later one made: that one is asked again.
void clear_what_is_gone(FormTalk& form) {
    for (const auto& question : form.form->questions) {
        if (question.choice_filter && !still_offered(form, question)) {
            form.instance.clear(question.name);
            std::erase(form.at.order, question.name);
        }
    }
}

// The checks that fire now, by question.
std::map<std::string, std::string> flags_of(const FormTalk& form) {
    std::map<std::string, std::string> flags;
    for (const auto& question : form.form->questions) {
        const auto value = question.chat_check ? form.instance.value(question.name) : std::string{};
        if (!value.empty()) {
            flags[question.name] = form.instance.check_fires(question, value);
        }
    }
    return flags;
}

// A corrected answer may make a later one impossible or suspicious: that one is asked again.
void ask_again_what_depends(FormTalk& form,
                            const Question& corrected,
                            const std::map<std::string, std::string>& before) {
    for (const auto& question : form.form->questions) {
        const auto value = question.is_asked() ? form.instance.value(question.name) : std::string{};
        if (&question == &corrected || value.empty()) {
            continue;
        }
        const auto flag = before.find(question.name);
        if (!form.instance.constraint_holds(question, value)) {
            form.instance.clear(question.name);
            std::erase(form.at.order, question.name);
        } else if (flag != before.end() && is_number(question) &&
                   flag->second != form.instance.check_fires(question, value) &&
                   !form.instance.check_fires(question, value).empty()) {
            begin_again_with(form, question, value);
        }
    }
}

void keep(FormTalk& form,
          const Question& question,
          const std::string& value,
          const std::string& raw) {
    store_answer(form, question, value, raw);
    put_next(form);
}

void take_value(FormTalk& form,
                const Question& question,
                const Reading& reading,
                const std::string& raw) {
    if (!form.instance.constraint_holds(question, reading.value)) {
        Reading refused;
        const auto why = form.instance.text(question.constraint_message);
        if (why.empty()) {
            refused.text_key = "form.not_allowed";
        } else {
            form.add_lead(why);
            refused.text_key = "form.again";
        }
        miss(form, refused);
        return;
    }
    const bool meant = form.at.stage == kCheck && form.at.pending == reading.value;
    if (!meant && !form.instance.check_fires(question, reading.value).empty()) {
        form.at.stage = kCheck;
        form.at.pending = reading.value;
        form.talk.note("form.raw", raw);
        put_open(form);
        return;
    }
    form.add_lead(reading.echo);
    keep(form, question, reading.value, raw);
}

// What is no answer to the open question may answer several. By SMS a line is what people send.
bool take_more(FormTalk& form, const Question& question, const Said& said) {
    if (form.talk.sms() && take_line(form, said, said.raw)) {
        return true;
    }
    return (!only_begins_like_a_key(*form.form, said.text) && take_facts(form, &question, said)) ||
           take_line(form, said, said.raw);
}

}  // namespace

std::string shown_value(const FormTalk& form, const Question& question, const std::string& value) {
    if (const auto day = parse_day(value); day && question.type == QuestionType::Date) {
        return short_date(*day, form.talk.language());
    }
    if (question.type == QuestionType::SelectOne || question.type == QuestionType::SelectMultiple) {
        const auto* choice = form.form->find_choice(question.list_name, value);
        return choice == nullptr ? value : form.instance.text(choice->label);
    }
    std::int64_t number = 0;
    const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool whole = error == std::errc{} && stop == value.data() + value.size();
    return is_number(question) && whole ? with_commas(number) : value;
}

void store_answer(FormTalk& form,
                  const Question& question,
                  const std::string& value,
                  const std::string& raw) {
    const bool corrects = form.instance.answered(question.name);
    const auto before = corrects ? flags_of(form) : std::map<std::string, std::string>{};
    remember(form, question);
    form.instance.answer(question.name, value, raw);
    clear_what_is_gone(form);
    if (corrects) {
        ask_again_what_depends(form, question, before);
    }
}

void take_reading(FormTalk& form,
                  const Question& question,
                  const Reading& reading,
                  const std::string& raw) {
    switch (reading.kind) {
        case Reading::Kind::Value:
            take_value(form, question, reading, raw);
            return;
        case Reading::Kind::Unknown:
            remember(form, question);
            form.instance.answer_unknown(question.name, reading.unknown, raw);
            put_next(form);
            return;
        case Reading::Kind::Skip:
            remember(form, question);
            form.instance.skip(question.name);
            put_next(form);
            return;
        case Reading::Kind::AskBack:
            ask_back(form, question, reading, raw);
            return;
        case Reading::Kind::Missed:
            miss(form, reading);
            return;
    }
}

void take(FormTalk& form, const Question& question, const Said& said) {
    const auto& message = form.talk.input().message;
    const std::string raw = message.kind == IncomingKind::Postback ? std::string{} : said.raw;
    const auto reading = form.at.stage == kAskedBack ? read_asked_back(form, question, said)
                                                     : read_answer(form, question, said);
    if (reading.kind == Reading::Kind::Missed && take_more(form, question, said)) {
        return;
    }
    take_reading(form, question, reading, raw_of(form, reading, raw));
}

void put_asked_back(FormTalk& form, const Question& question) {
    const std::string key = form.talk.note(std::string{kAsked} + "key");
    if (!form.talk.input().texts.has(key)) {  // a session of a version that did not keep it
        open_question(form, question);
        return;
    }
    TextArguments arguments;
    for (const auto& [name, value] : form.talk.session().notes) {
        if (name.starts_with(kAskedArgument)) {
            arguments.emplace_back(std::string_view{name}.substr(kAskedArgument.size()), value);
        }
    }
    auto& message = form.talk.say(key, arguments);
    message.text = with_lead(form.talk, std::exchange(form.lead, {}), message.text);
    add_candidates(form, question, message);
}

// ใช่, or the same answer again, is meant; anything else is a new answer.
void answer_check(FormTalk& form, const Said& said) {
    const Question* question = form.question();
    if (question == nullptr) {
        put_next(form);
        return;
    }
    const auto yes = read_yes_no(said.raw);
    const bool fix = form.talk.heard(said, "b.fix") || said.is(Command::Correct);
    if (yes == true) {
        const std::string raw = form.talk.note("form.raw");
        form.talk.note("form.raw", {});
        const std::string value = form.at.pending;
        keep(form, *question, value, raw);
    } else if (yes == false || fix) {
        open_question(form, *question);
    } else {
        take(form, *question, said);
    }
}

void go_to_question_before(FormTalk& form) {
    const Question* open = form.question();
    if (open != nullptr && form.instance.answered(open->name)) {
        put_next(form);  // it was opened again to correct it: leave it as it is
        return;
    }
    while (!form.at.order.empty()) {
        const Question* before = form.form->find(form.at.order.back());
        form.at.order.pop_back();
        if (before != nullptr && form.instance.relevant(*before)) {
            form.instance.clear(before->name);
            open_question(form, *before);
            return;
        }
    }
    form.add_lead(form.talk.text("form.first"));
    put_open(form);
}

}  // namespace conversation
