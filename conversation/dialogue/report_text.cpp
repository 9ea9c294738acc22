#include "conversation/dialogue/report_text.h"

#include "conversation/thai/money.h"

#include <charconv>

namespace conversation {

namespace {

// A fiscal year, and the month after it, which may be reported already.
constexpr unsigned kMonthsLookedAt = 13;

std::int64_t number(const std::string& text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

// "8,500", or in words why it is not there.
std::string amount(const Talk& talk, const ReportView& report, const std::string& field) {
    if (const auto known = report.values.find(field); known != report.values.end()) {
        return with_commas(number(known->second));
    }
    return talk.input().texts.get("unknown", talk.language());
}

// A choice by its label in the report form, whichever list it is of.
std::string choice_label(const Talk& talk, const std::string& name) {
    if (const auto form = report_form(talk)) {
        for (const auto& question : form->questions) {
            if (question.save_to != "occ_main") {
                continue;
            }
            if (const auto* choice = form->find_choice(question.list_name, name)) {
                return std::string{pick(choice->label, talk.language(), form->default_language)};
            }
        }
    }
    return name;
}

}  // namespace

std::shared_ptr<const Form> report_form(const Talk& talk) {
    for (auto& form : talk.input().forms.all()) {
        if (form->monthly && form->entity == "household_report") {
            return form;
        }
    }
    return nullptr;
}

std::string report_figures(const Talk& talk, const ReportView& report) {
    const TextArguments arguments{{"income", amount(talk, report, "income_total")},
                                  {"saving", amount(talk, report, "saving_amount")}};
    std::string figures = talk.text("report.figures", arguments);
    if (talk.sms()) {  // no room for more than the figures
        return figures;
    }
    if (const auto occupation = report.values.find("occ_main"); occupation != report.values.end()) {
        figures = choice_label(talk, occupation->second) + " · " + figures;
    }
    return figures;
}

std::string report_brief(const Talk& talk, const ReportView& report) {
    return amount(talk, report, "income_total") + "/" + amount(talk, report, "saving_amount");
}

std::string report_line(const Talk& talk, const ReportView& report) {
    return short_month(report.period, talk.language()) + ": " + report_figures(talk, report);
}

std::string reporter_text(const Talk& talk, const ReportView& report) {
    const std::string key = "by." + report.reporter_relation;
    return talk.text(talk.input().texts.has(key) ? key : "by.OTHER");
}

std::optional<std::int64_t> saved_in_year_with(const Talk& talk,
                                               HouseholdId house,
                                               Period period,
                                               std::optional<std::int64_t> saving) {
    std::optional<std::int64_t> saved = saving;
    for (const auto& report : talk.reg().recent_reports(house, kMonthsLookedAt)) {
        const auto known = report.values.find("saving_amount");
        const bool same_year = fiscal_year_be(report.period) == fiscal_year_be(period);
        if (report.period != period && same_year && known != report.values.end()) {
            saved = saved.value_or(0) + number(known->second);
        }
    }
    return saved;
}

}  // namespace conversation
