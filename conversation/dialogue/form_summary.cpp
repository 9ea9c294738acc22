#include "conversation/dialogue/form_talk.h"
#include "conversation/dialogue/sms_fit.h"
#include "conversation/dialogue/team.h"

#include <algorithm>
#include <utility>

// The answers shown back before they are stored.
namespace conversation {

namespace {

// How much of a row an SMS has room for.
struct Style {
    bool units = true;      // "8,500 บาท"
    bool brief = false;     // the shortest names: parameter sms_short
    bool numbers = false;   // several choices by their numbers
    bool unchanged = true;  // in a correction, also the rows that stay as they were
    bool before = true;     // in a correction, what a row was
};

bool is_shown(const FormTalk& form, const Question& question) {
    const auto summary = question.parameters.find("summary");
    if (summary != question.parameters.end() && summary->second == "no") {
        return false;
    }
    return question.is_asked() && question.type != QuestionType::Acknowledge &&
           form.instance.relevant(question) && form.instance.answered(question.name) &&
           (!form.instance.value(question.name).empty() ||
            form.instance.unknown(question.name).has_value());
}

// The chosen ones with a blank between, as an SMS names them, or by their numbers.
std::string chosen_text(const FormTalk& form, const Question& question, bool numbers) {
    const std::string value = form.instance.value(question.name);
    const auto choices = form.instance.choices(question);
    std::string text;
    for (std::string_view rest{value}; !rest.empty();) {
        const auto end = std::min(rest.find(' '), rest.size());
        const auto choice = std::ranges::find(choices, rest.substr(0, end), &Choice::name);
        if (choice != choices.end()) {
            text += text.empty() ? "" : " ";
            text +=
                numbers ? std::to_string(choice - choices.begin() + 1) : choice_text(form, *choice);
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return text;
}

std::string value_text(const FormTalk& form, const Question& question, const Style& style) {
    if (question.type == QuestionType::Image) {
        return form.talk.text("form.has_picture");
    }
    const bool known = !form.instance.unknown(question.name).has_value();
    const bool several = question.type == QuestionType::SelectMultiple;
    if (form.talk.sms() && known && (several || question.type == QuestionType::SelectOne)) {
        return chosen_text(form, question, several && style.numbers);
    }
    const auto value = form.instance.display(question);
    return known && style.units ? with_unit(form, question, value) : value;
}

std::string value_before(const FormTalk& form, const Question& question, const Style& style) {
    auto before = form.talk.note("before." + question.name);
    const auto unit = " " + parameter(form, question, "unit");
    if (!style.units && unit.size() > 1 && before.ends_with(unit)) {
        before.resize(before.size() - unit.size());
    }
    return before;
}

bool is_changed(const FormTalk& form, const FieldRow& row) {
    const auto before = form.talk.note("before." + row.question->name);
    return !before.empty() && before != row.value;
}

// In a correction a changed row shows what it was.
std::string shown(const FormTalk& form, const FieldRow& row, const Style& style) {
    auto now = value_text(form, *row.question, style);
    if (!style.before || !is_changed(form, row)) {
        return now;
    }
    return form.talk.text("form.changed",
                          {{"before", value_before(form, *row.question, style)}, {"after", now}});
}

bool nothing_changed(const FormTalk& form, const std::vector<FieldRow>& rows) {
    return std::ranges::all_of(rows, [&](const FieldRow& row) {
        return form.talk.note("before." + row.question->name) == row.value;
    });
}

// Of a report made on behalf: the house, and by LINE who told it.
std::string behalf_title(const FormTalk& form, const std::string& month) {
    const auto one = assigned_house(form.talk, form.at.household);
    const auto no = one ? one->house.house_no : std::string{};
    const auto informant = form.talk.note("behalf.informant");
    if (form.talk.sms() || informant.empty()) {
        return form.talk.text("behalf.title", {{"no", no}, {"month", month}});
    }
    return form.talk.text(
        "behalf.title_told",
        {{"no", no}, {"month", month}, {"who", form.talk.text("by." + informant)}});
}

// "14: " before the month, on a phone that speaks for several houses.
std::string house_prefix(const FormTalk& form) {
    const auto houses = form.talk.reg().houses();
    const auto house = std::ranges::find(houses, form.at.household, &House::id);
    return form.talk.sms() && houses.size() > 1 && house != houses.end() ? house->house_no + ": "
                                                                         : std::string{};
}

std::string title_of(const FormTalk& form, bool brief) {
    if (!form.at.period) {
        return brief ? std::string{} : form.instance.text(form.form->title);
    }
    auto month = short_month(*form.at.period, form.talk.language());
    if (brief) {  // the year goes without saying
        month.resize(std::min(month.find(' '), month.size()));
    }
    return is_on_behalf(form.talk, form.at.household) ? behalf_title(form, month)
                                                      : house_prefix(form) + month;
}

// On one line where the sheet gives every row a short name.
bool on_one_line(const std::vector<FieldRow>& rows) {
    return std::ranges::all_of(
        rows, [](const FieldRow& row) { return row.question->parameters.contains("short"); });
}

// "ทำนา" needs no label to say that it is the occupation.
bool names_itself(const Question& question) {
    return question.type == QuestionType::SelectOne && !question.only_said();
}

std::string row_name(const FormTalk& form, const FieldRow& row, const Style& style) {
    const auto brief = style.brief ? parameter(form, *row.question, "sms_short") : std::string{};
    return brief.empty() ? row.label : brief;
}

std::string rows_text(const FormTalk& form, const std::vector<FieldRow>& rows, const Style& style) {
    const bool one_line = on_one_line(rows);
    const bool sms_line = one_line && form.talk.sms();
    const std::string_view between = sms_line ? " " : one_line ? " · " : "\n";
    std::string text;
    for (const auto& row : rows) {
        if (!style.unchanged && !is_changed(form, row)) {
            continue;
        }
        text += text.empty() ? "" : between;
        text += sms_line && names_itself(*row.question) ? "" : row_name(form, row, style) + " ";
        text += shown(form, row, style);
    }
    return text;
}

std::string_view text_key(const FormTalk& form, const std::vector<FieldRow>& rows, bool brief) {
    if (!on_one_line(rows)) {
        return "form.read_back_lines";
    }
    if (brief) {
        return "form.read_back_brief";
    }
    return filled_by_line(form) ? "form.read_back_line" : "form.read_back";
}

std::string read_back(const FormTalk& form, const std::vector<FieldRow>& rows, const Style& style) {
    auto text = form.talk.text(
        text_key(form, rows, style.brief),
        {{"title", title_of(form, style.brief)}, {"rows", rows_text(form, rows, style)}});
    text.erase(0, std::min(text.find_first_not_of(' '), text.size()));  // without a title
    return text;
}

// The richest that is one SMS.
std::string fitting_read_back(const FormTalk& form, const std::vector<FieldRow>& rows) {
    std::vector<std::string> variants{read_back(form, rows, {})};
    if (form.talk.sms() && on_one_line(rows)) {
        const bool corrects =
            std::ranges::any_of(rows, [&](const FieldRow& row) { return is_changed(form, row); });
        variants.push_back(read_back(form, rows, {.units = false}));
        variants.push_back(read_back(form, rows, {.units = false, .brief = true}));
        variants.push_back(read_back(form, rows, {.units = false, .brief = true, .numbers = true}));
        if (corrects) {
            Style style{.units = false, .brief = true, .numbers = true, .unchanged = false};
            variants.push_back(read_back(form, rows, style));
            style.before = false;
            variants.push_back(read_back(form, rows, style));
        }
    }
    return fitting(form.talk, std::move(variants));
}

Card card_of(const FormTalk& form, const std::vector<FieldRow>& rows, const std::string& lead) {
    Card card;
    card.lead = lead;
    card.title = title_of(form, false);
    card.note = form.talk.text("form.is_it_right");
    for (const auto& row : rows) {
        card.rows.push_back({row.label, shown(form, row, {})});
    }
    return card;
}

}  // namespace

std::string row_value(const FormTalk& form, const Question& question) {
    return value_text(form, question, {});
}

std::vector<FieldRow> field_rows(const FormTalk& form) {
    std::vector<FieldRow> rows;
    for (const auto& question : form.form->questions) {
        if (!is_shown(form, question)) {
            continue;
        }
        auto label = parameter(form, question, "short");
        if (label.empty()) {
            label = form.instance.text(question.label);
        }
        rows.push_back({&question, std::move(label), row_value(form, question)});
    }
    return rows;
}

void put_read_back(FormTalk& form) {
    if (asks_informant(form)) {
        form.at.stage = kInformant;
        put_informant(form);
        return;
    }
    const auto rows = field_rows(form);
    if (form.at.corrects && !rows.empty() && nothing_changed(form, rows)) {
        form.talk.say("correction.same", {}, {"b.look", "b.menu"});
        end_form(form, "finished");
        return;
    }
    const std::string lead = std::exchange(form.lead, {});
    auto& message = form.talk.say("form.is_it_right", {}, {"b.correct_it_is", "b.fix"});
    message.text = with_lead(form.talk, lead, fitting_read_back(form, rows));
    message.card = card_of(form, rows, lead);
}

}  // namespace conversation
