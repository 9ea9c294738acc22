#include "conversation/answer/choice.h"
#include "conversation/answer/yes_no.h"
#include "conversation/dialogue/form_line.h"
#include "conversation/dialogue/form_talk.h"
#include "conversation/dialogue/sms_fit.h"
#include "conversation/thai/amount.h"
#include "conversation/thai/normalize.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace conversation {

namespace {

constexpr std::size_t kMostButtons = 12;

std::vector<std::string> names_of(const Question& question) {
    std::vector<std::string> names{normalize_answer(question.name)};
    for (const auto& [key, value] : question.parameters) {
        if (key == "short" || key.starts_with("short_")) {
            std::string name = normalize_answer(value);
            std::ranges::replace(name, '_', ' ');
            names.push_back(std::move(name));
        }
    }
    for (const auto& label : question.label) {
        names.push_back(normalize_answer(label.second));
    }
    return names;
}

void trim_front(std::string_view& text) {
    while (text.starts_with(' ')) {
        text.remove_prefix(1);
    }
}

// Takes one of the words of a text key, in any language, off the beginning.
std::string_view without(const FormTalk& form, std::string_view key, std::string_view text) {
    trim_front(text);
    for (const auto& language : form.talk.input().texts.languages()) {
        const auto words = form.talk.input().texts.get(key, language);
        std::string_view rest{words};
        while (!rest.empty()) {
            const auto end = std::min(rest.find('|'), rest.size());
            if (end > 0 && text.starts_with(rest.substr(0, end))) {
                text.remove_prefix(end);
                trim_front(text);
                return text;
            }
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return text;
}

struct Wish {
    const Question* question = nullptr;
    std::string answer;  // empty: ask
};

// "ข้อ 2", "2", "ข้อ 2 เป็น 300"
std::optional<Wish> wish_by_number(const FormTalk& form,
                                   const std::vector<FieldRow>& rows,
                                   std::string_view text) {
    const auto without_item = without(form, "words.item", text);
    const bool item = without_item.size() < text.size();
    text = without_item;
    std::size_t number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number == 0 || number > rows.size()) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    if (!item && !text.empty()) {
        return std::nullopt;
    }
    return Wish{rows[number - 1].question, std::string{without(form, "words.becomes", text)}};
}

// "รายได้ถูกแล้ว": this one is not what is to be changed.
bool is_right(const FormTalk& form, std::string_view after_name) {
    trim_front(after_name);
    return without(form, "words.is_right", after_name).size() < after_name.size();
}

std::optional<Wish> wish_by_name(const FormTalk& form,
                                 const std::vector<FieldRow>& rows,
                                 std::string_view text) {
    std::optional<Wish> best;
    std::size_t longest = 0;
    for (const auto& row : rows) {
        for (const auto& name : names_of(*row.question)) {
            const auto at = text.find(name);
            if (!name.empty() && at != std::string_view::npos && name.size() > longest &&
                !is_right(form, text.substr(at + name.size()))) {
                longest = name.size();
                best = Wish{
                    row.question,
                    std::string{without(form, "words.becomes", text.substr(at + name.size()))}};
            }
        }
    }
    return best;
}

// "รด 4000", "in": what a line calls it, in front.
std::optional<Wish> wish_by_key(const std::vector<FieldRow>& rows, std::string_view text) {
    for (const auto& row : rows) {
        for (const auto& word : row.question->sms_keys) {
            const auto key = normalize_answer(word);
            const auto rest = text.starts_with(key) ? text.substr(key.size()) : text;
            const bool ends =
                rest.empty() || rest.front() == ' ' || (rest.front() >= '0' && rest.front() <= '9');
            if (!key.empty() && rest.size() < text.size() && ends) {
                return Wish{row.question, normalize_answer(rest)};
            }
        }
    }
    return std::nullopt;
}

// "ไม่ใช่ 8000 เป็น 9000", "ไม่ใช่ทำนา เป็นค้าขาย": the only row that holds the first is to hold the
// second.
std::optional<Wish> wish_by_value(const FormTalk& form,
                                  const std::vector<FieldRow>& rows,
                                  std::string_view text) {
    const auto contrast = read_contrast(text);
    if (!contrast) {
        return std::nullopt;
    }
    std::optional<Wish> found;
    for (const auto& row : rows) {
        const auto old = read_answer(form, *row.question, Said::read(contrast->first));
        if (old.kind != Reading::Kind::Value ||
            old.value != form.instance.value(row.question->name)) {
            continue;
        }
        if (found) {
            return std::nullopt;  // two have it: which one is asked
        }
        found = Wish{row.question, contrast->second};
    }
    return found;
}

// The beginning of a label is enough where only one begins so.
std::optional<Wish> wish_by_label(const std::vector<FieldRow>& rows, std::string_view text) {
    std::vector<ChoiceOption> options;
    options.reserve(rows.size());
    for (const auto& row : rows) {
        options.push_back({.name = row.question->name, .labels = {row.label}, .synonyms = {}});
    }
    const auto choice = read_choice(text, options);
    if (choice.kind != ChoiceAnswer::Kind::Match) {
        return std::nullopt;
    }
    return Wish{rows.at(choice.indices.front()).question, {}};
}

// What can be corrected by its name: the rows, and what is never asked but may be told.
std::vector<FieldRow> nameable_rows(const FormTalk& form) {
    auto rows = field_rows(form);
    for (const auto& question : form.form->questions) {
        if (question.is_asked() && question.only_said() && form.instance.relevant(question) &&
            !form.instance.answered(question.name)) {
            rows.push_back({&question, {}, {}});
        }
    }
    return rows;
}

}  // namespace

void put_choose_field(FormTalk& form) {
    const std::string lead = std::exchange(form.lead, {});
    const auto rows = field_rows(form);
    const bool numbered = rows.size() > kMostButtons || form.talk.sms();
    auto& message = form.talk.say_plain(form.talk.text("form.which_field"));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (numbered) {
            message.text +=
                (form.talk.sms() ? " " : "\n") + std::to_string(i + 1) + " " + rows[i].label;
        } else {
            form.talk.button(message, rows[i].label);
        }
    }
    form.talk.button(message, form.talk.text("b.nothing_to_fix"));
    const auto only_numbers =
        form.talk.text("form.which_field_many", {{"count", std::to_string(rows.size())}});
    message.text = with_lead(form.talk, lead, fitting(form.talk, {message.text, only_numbers}));
}

bool correct_field(FormTalk& form, std::string_view wish) {
    const std::string said = normalize_answer(wish);
    const auto text = without(form, "words.fix", said);
    const auto rows = field_rows(form);
    auto found = wish_by_value(form, rows, text);
    if (!found) {
        found = wish_by_number(form, rows, text);
    }
    if (!found) {
        found = wish_by_name(form, nameable_rows(form), text);
    }
    if (!found) {
        found = wish_by_key(nameable_rows(form), text);
    }
    if (!found) {
        found = wish_by_label(rows, text);
    }
    if (!found) {
        return false;
    }
    form.at.question = found->question->name;
    form.at.stage = kAsk;
    form.at.misses = 0;
    form.at.pending.clear();
    if (found->answer.empty()) {
        form.add_lead(
            form.talk.text("form.now_is", {{"value", row_value(form, *found->question)}}));
        put_open(form);
    } else {
        take(form, *found->question, Said::read(found->answer));
    }
    return true;
}

void answer_read_back(FormTalk& form, const Said& said) {
    if (form.talk.heard(said, "b.correct_it_is") || read_yes_no(said.raw) == true) {
        submit(form);
        return;
    }
    if (!said.command && take_line_again(form, said)) {
        return;
    }
    const bool fix = form.talk.heard(said, "b.fix") || said.is(Command::Correct);
    const auto wish = said.is(Command::Correct) ? said.command->rest : said.text;
    if (!wish.empty() && read_yes_no(said.raw) != false && !form.talk.heard(said, "b.fix") &&
        correct_field(form, wish)) {
        return;
    }
    if (fix || read_yes_no(said.raw) == false) {
        form.at.stage = kChooseField;
        put_choose_field(form);
        return;
    }
    if (form.talk.sms() && filled_by_line(form) &&
        read_amount(said.text).kind != AmountReading::Kind::None) {
        say_fault(form.talk, what_to_send(form, {}));  // one figure: of which question?
        return;
    }
    ++form.at.misses;
    form.add_lead(form.talk.text(form.at.misses > 1 ? "form.human" : "form.help_read_back"));
    put_read_back(form);
}

void answer_choose_field(FormTalk& form, const Said& said) {
    // "2" is no "no" here: it is the second of the items.
    const bool number = said.text.find_first_not_of("0123456789") == std::string::npos;
    const bool back = said.is(Command::Back) || said.is(Command::Skip);
    const bool nothing = form.talk.heard(said, "b.nothing_to_fix") || back ||
                         (!number && read_yes_no(said.raw) == false);
    if (nothing) {
        form.at.stage = kReadBack;
        form.at.question.clear();
        put_read_back(form);
        return;
    }
    if (!said.command && take_line_again(form, said)) {
        return;
    }
    const auto wish = said.is(Command::Correct) ? said.command->rest : said.text;
    if (correct_field(form, wish)) {
        return;
    }
    form.add_lead(form.talk.text(form.talk.sms() ? "form.help_choice" : "form.help_buttons"));
    put_choose_field(form);
}

}  // namespace conversation
