#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/form_talk.h"
#include "conversation/dialogue/sms_fit.h"
#include "conversation/thai/money.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace conversation {

namespace {

// LINE shows at most 13 quick replies under a message.
constexpr std::size_t kMostButtons = 13;
constexpr std::size_t kFewestListed = 2;  // choices of a list that an SMS has no room for

bool is_select(const Question& question) {
    return question.type == QuestionType::SelectOne ||
           question.type == QuestionType::SelectOneFromFile ||
           question.type == QuestionType::SelectMultiple;
}

std::string question_text(const FormTalk& form, const Question& question) {
    if (form.talk.sms() && !question.sms_label.empty()) {
        return form.instance.text(question.sms_label);
    }
    std::string text = form.instance.text(question.label);
    if (const auto hint = form.instance.text(question.hint); !hint.empty()) {
        text += (text.empty() ? "" : "\n") + hint;
    }
    return text.empty() ? question.name : text;
}

// How many choices are buttons before "more": the parameter `first`.
std::size_t first_choices(const Question& question, std::size_t all) {
    const auto found = question.parameters.find("first");
    std::size_t count = 0;
    if (found != question.parameters.end()) {
        std::from_chars(found->second.data(), found->second.data() + found->second.size(), count);
    }
    return count == 0 || count >= all ? all : count;
}

std::size_t choices_shown(const FormTalk& form, const Question& question, std::size_t all) {
    return form.at.stage == kMore ? all : first_choices(question, all);
}

// Two places are kept for "don't know" and "skip".
bool fit_as_buttons(std::size_t shown, std::size_t all) {
    return shown + 2 + (shown < all ? 1U : 0U) <= kMostButtons;
}

std::string list_of(const FormTalk& form, const std::vector<Choice>& choices, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += fmt::format(
            "{}{} {}", form.talk.sms() ? " " : "\n", i + 1, choice_text(form, choices[i]));
    }
    return text;
}

// All choices behind the question where one SMS holds them, else as many of the likely ones as it
// holds; nothing where that is next to none.
std::optional<std::string> with_list(const FormTalk& form,
                                     const std::vector<Choice>& choices,
                                     std::size_t likely,
                                     std::string text) {
    const std::string or_type = " " + form.talk.text("form.or_type");
    std::optional<std::string> some;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        text += fmt::format(" {} {}", i + 1, choice_text(form, choices[i]));
        if (!is_one_sms(text)) {
            return some;
        }
        if (i + 1 >= kFewestListed && i < likely && is_one_sms(text + or_type)) {
            some = text + or_type;
        }
    }
    return text;
}

// By SMS; what is not listed can be typed.
std::string question_with_list(const FormTalk& form,
                               const Question& question,
                               const std::string& lead) {
    const auto choices = form.instance.choices(question);
    const auto likely = first_choices(question, choices.size());
    const auto text = question_text(form, question);
    for (const auto& beginning : beginnings(lead)) {
        if (auto listed = with_list(form, choices, likely, beginning + text)) {
            return *std::move(listed);
        }
    }
    return text + list_of(form, choices, std::min(kFewestListed, choices.size())) + " " +
           form.talk.text("form.or_type");
}

void add_choices(const FormTalk& form, const Question& question, OutgoingMessage& message) {
    const auto choices = form.instance.choices(question);
    const bool several = question.type == QuestionType::SelectMultiple;
    const auto shown = choices_shown(form, question, choices.size());
    const bool fits = fit_as_buttons(shown, choices.size());
    if (lists_choices(form, question)) {
        message.text += list_of(form, choices, choices.size());
    }
    if (several) {
        message.text += "\n" + form.talk.text("form.several");
    }
    if (!fits) {
        return;
    }
    for (std::size_t i = 0; i < shown; ++i) {
        form.talk.button(message, choice_text(form, choices[i]));
    }
    if (shown < choices.size()) {
        form.talk.button(message, form.talk.text("b.more"));
    }
}

// A default that reads the last report is offered as "the same as before".
bool is_from_before(const Question& question) {
    return question.default_value.source.find("last") != std::string::npos;
}

std::string as_shown(const FormTalk& form, const Question& question, const std::string& value) {
    std::int64_t number = 0;
    const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool whole = error == std::errc{} && stop == value.data() + value.size();
    if (is_number(question) && whole) {
        return with_commas(number);
    }
    if (question.type == QuestionType::Date) {
        if (const auto day = parse_day(value)) {
            return short_date(*day, form.talk.language());
        }
    }
    return value;
}

void add_proposal(const FormTalk& form, const Question& question, OutgoingMessage& message) {
    const std::string value = form.instance.default_for(question);
    if (value.empty() || is_select(question)) {
        return;
    }
    if (is_from_before(question) && !may_show_figures(form.talk, form.at.household)) {
        return;
    }
    const std::string shown = as_shown(form, question, value);
    const bool zero = value == "0" && !parameter(form, question, "zero").empty();
    if (!zero) {  // there is a button for zero already
        form.talk.button(message,
                         is_from_before(question)
                             ? form.talk.text("form.same_value", {{"value", shown}})
                             : shown,
                         shown);
    }
}

void add_special(const FormTalk& form, const Question& question, OutgoingMessage& message) {
    const auto action = [&](std::string_view key, QuickReply::Action what) {
        form.talk.button(message, form.talk.text(key));
        message.quick_replies.back().action = what;
    };
    switch (question.type) {
        case QuestionType::Acknowledge:
            form.talk.button(message, form.talk.text("b.ack"));
            return;
        case QuestionType::Geopoint:
            action("b.location", QuickReply::Action::AskLocation);
            return;
        case QuestionType::Image:
            action("b.camera", QuickReply::Action::AskCamera);
            action("b.photo", QuickReply::Action::AskPhoto);
            return;
        case QuestionType::Date:
            form.talk.button(message, form.talk.text("b.today"));
            form.talk.button(message, form.talk.text("b.yesterday"));
            return;
        default:
            return;
    }
}

void add_buttons(const FormTalk& form, const Question& question, OutgoingMessage& message) {
    if (is_select(question)) {
        add_choices(form, question, message);
    }
    add_proposal(form, question, message);
    add_special(form, question, message);
    if (const auto zero = parameter(form, question, "zero"); !zero.empty()) {
        form.talk.button(message, zero);
    }
    if (question.chat_unknown) {
        form.talk.button(message, form.talk.text("b.unknown"));
    }
    if (!form.instance.required(question)) {
        form.talk.button(message, form.talk.text("b.skip"));
    }
    const bool again = form.instance.answered(question.name);  // opened to correct it
    if (again && message.quick_replies.size() < kMostButtons) {
        form.talk.button(message, form.talk.text("b.keep"));
    }
}

std::string take_lead(FormTalk& form) {
    return std::exchange(form.lead, {});
}

void put_same(FormTalk& form, const Question& question) {
    const std::string value = form.instance.default_for(question);
    const auto* choice = form.form->find_choice(question.list_name, value);
    if (choice == nullptr) {  // the list has changed since
        form.at.stage = kAsk;
        put_open(form);
        return;
    }
    const auto period = form.instance.context().given.find("period_label");
    const bool monthly = period != form.instance.context().given.end();
    const TextArguments arguments{{"month", monthly ? period->second : std::string{}},
                                  {"what", parameter(form, question, "short")},
                                  {"value", choice_text(form, *choice)}};
    const std::string lead = take_lead(form);
    auto& message =
        form.talk.say(monthly ? "form.same_month" : "form.same", arguments, {"b.yes", "b.change"});
    message.text = with_lead(form.talk, lead, message.text);
}

void put_question(FormTalk& form, const Question& question) {
    if (form.talk.sms()) {  // there a digit is an answer, not a button
        const auto lead = take_lead(form);
        form.talk.say_plain(is_select(question)
                                ? question_with_list(form, question, lead)
                                : with_lead(form.talk, lead, question_text(form, question)));
        return;
    }
    auto& message =
        form.talk.say_plain(with_lead(form.talk, take_lead(form), question_text(form, question)));
    add_buttons(form, question, message);
}

// What is said of a suspicious answer: nothing where it would compare with months that nobody
// reported.
std::string check_key(const FormTalk& form, const Question& question, const std::string& flag) {
    const auto& texts = form.talk.input().texts;
    const std::string key = "check." + flag;
    const bool compares =
        texts.has(key) && form.talk.text(key).find("{before}") != std::string::npos;
    if (compares && (form.instance.default_for(question).empty() ||
                     !may_show_figures(form.talk, form.at.household))) {
        return {};
    }
    const bool reported = form.instance.context().given.contains("median_income");
    if (!reported && texts.has(key + ".first")) {
        return key + ".first";
    }
    return texts.has(key) ? key : std::string{};
}

void put_check(FormTalk& form, const Question& question) {
    const std::string flag = form.instance.check_fires(question, form.at.pending);
    const TextArguments arguments{
        {"value", with_unit(form, question, as_shown(form, question, form.at.pending))},
        {"before", as_shown(form, question, form.instance.default_for(question))}};
    std::string why = form.instance.text(question.chat_check_message);
    if (const auto key = check_key(form, question, flag); why.empty() && !key.empty()) {
        why = form.talk.text(key, arguments);
    }
    const std::string lead = take_lead(form);
    auto& message = form.talk.say("check.ask", arguments);
    const std::string with_why = (why.empty() ? why : why + " ") + message.text;
    message.text = with_lead(form.talk, lead, fitting(form.talk, {with_why, message.text}));
    if (!form.talk.sms()) {  // a bare ใช่ could answer what was said before the question, too
        form.talk.button(
            message, form.talk.text("b.yes_value", arguments), form.talk.text("b.yes"));
        form.talk.button(message, form.talk.text("b.fix"));
    }
}

void put_resume(FormTalk& form) {
    const auto title = form.instance.text(form.form->title);
    const bool switching = !form.talk.note("form.switch").empty();
    form.talk.say(
        switching ? "form.switch" : "form.resume", {{"title", title}}, {"b.go_on", "b.start_over"});
}

}  // namespace

void FormTalk::add_lead(std::string_view text) {
    if (!text.empty()) {
        lead.append(lead.empty() ? "" : "\n").append(text);
    }
}

const Question* FormTalk::question() const {
    return at.question.empty() ? nullptr : form->find(at.question);
}

// "Still the same?" is asked of a choice with parameter same=ask, once it has a default.
bool asks_same(const FormTalk& form, const Question& question) {
    const auto same = question.parameters.find("same");
    return same != question.parameters.end() && same->second == "ask" &&
           question.type == QuestionType::SelectOne && !form.instance.answered(question.name) &&
           !form.instance.default_for(question).empty();
}

std::string choice_text(const FormTalk& form, const Choice& choice) {
    const auto& label =
        form.talk.sms() && !choice.sms_label.empty() ? choice.sms_label : choice.label;
    auto text = form.instance.text(label);
    return text.empty() ? choice.name : text;
}

bool is_number(const Question& question) {
    return question.type == QuestionType::Integer || question.type == QuestionType::Decimal;
}

// In the person's language where the sheet has it (`short_en`), blanks written as underscores.
std::string parameter(const FormTalk& form, const Question& question, const std::string& key) {
    auto found = question.parameters.find(key + "_" + form.talk.language());
    if (found == question.parameters.end()) {
        found = question.parameters.find(key);
    }
    if (found == question.parameters.end()) {
        return {};
    }
    std::string text = found->second;
    std::ranges::replace(text, '_', ' ');
    return text;
}

bool is_money(const FormTalk& form, const Question& question) {
    return question.parameters.contains("per") || parameter(form, question, "unit") == "บาท" ||
           question.parameters.contains("money");
}

std::string with_unit(const FormTalk& form, const Question& question, std::string text) {
    const auto unit = parameter(form, question, "unit");
    return unit.empty() ? text : std::move(text) + " " + unit;
}

bool lists_choices(const FormTalk& form, const Question& question) {
    const auto all = form.instance.choices(question).size();
    return form.talk.sms() || question.type == QuestionType::SelectMultiple ||
           form.at.stage == kMore || !fit_as_buttons(choices_shown(form, question, all), all);
}

void open_question(FormTalk& form, const Question& question) {
    form.at.question = question.name;
    form.at.misses = 0;
    form.at.pending.clear();
    if (open_with_facts(form, question)) {
        return;
    }
    form.at.stage = asks_same(form, question) ? kSame : kAsk;
    put_open(form);
}

void put_next(FormTalk& form) {
    const Question* next = form.instance.next_unanswered();
    while (next != nullptr && next->is_note()) {
        form.add_lead(question_text(form, *next));
        if (next->has_value()) {
            form.add_lead(form.instance.display(*next));
        }
        form.instance.skip(next->name);
        next = form.instance.next_unanswered();
    }
    if (next != nullptr) {
        open_question(form, *next);
    } else if (form.form->confirm) {
        form.at.question.clear();
        form.at.misses = 0;
        form.at.stage = kReadBack;
        put_read_back(form);
    } else {
        submit(form);
    }
}

void put_open(FormTalk& form) {
    const Question* question = form.question();
    if (form.at.stage == kReadBack) {
        put_read_back(form);
    } else if (form.at.stage == kInformant) {
        put_informant(form);
    } else if (form.at.stage == kChooseField) {
        put_choose_field(form);
    } else if (form.at.stage == kQuicker) {
        put_conflict(form);
    } else if (form.at.stage == kResume) {
        put_resume(form);
    } else if (question == nullptr) {
        put_next(form);
    } else if (form.at.stage == kSame) {
        put_same(form, *question);
    } else if (form.at.stage == kCheck) {
        put_check(form, *question);
    } else if (form.at.stage == kAskedBack) {
        put_asked_back(form, *question);
    } else {
        put_question(form, *question);
    }
}

}  // namespace conversation
