#include "conversation/expression/lexer.h"
#include "conversation/form/sheet_readers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace conversation {

namespace {

constexpr int kValueRow = 2;
constexpr std::size_t kMaxId = 64;

bool is_form_id(std::string_view id) {
    return !id.empty() && id.size() <= kMaxId && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-' || c == '.';
    });
}

template <class Words>
std::string listed(const Words& words) {
    std::string result;
    for (const std::string_view word : words) {
        result += (result.empty() ? "" : ", ") + std::string{word};
    }
    return result;
}

// One of a few words; the first is what an empty cell means.
template <std::size_t Count>
std::string one_of(const SheetTable& settings,
                   std::string_view column,
                   const std::array<std::string_view, Count>& words,
                   Problems& problems) {
    std::string word = lower(settings.cell(kValueRow, column));
    if (word.empty()) {
        return std::string{words.front()};
    }
    if (std::ranges::find(words, std::string_view{word}) == words.end()) {
        problems.error(settings.place(kValueRow, column),
                       fmt::format("\"{}\" is not one of {}", word, listed(words)));
        return std::string{words.front()};
    }
    return word;
}

void read_identity(const SheetTable& settings, Form& form, Problems& problems) {
    form.id = settings.cell(kValueRow, "form_id");
    if (form.id.empty()) {
        problems.error({"settings", settings.row_count() < kValueRow ? 0 : kValueRow, "form_id"},
                       "the form has no form_id; write one in the settings sheet, such as "
                       "household_report");
    } else if (!is_form_id(form.id)) {
        problems.error(settings.place(kValueRow, "form_id"),
                       fmt::format("\"{}\" is no form_id: up to {} of the letters a-z, digits, _ "
                                   "- and .",
                                   form.id,
                                   kMaxId));
    }
    form.version = settings.cell(kValueRow, "version");
    if (form.version.find(':') != std::string::npos) {
        problems.error(settings.place(kValueRow, "version"), "a version cannot hold a colon");
    }
    form.title = settings.local(kValueRow, "form_title");
    if (form.title.empty()) {
        form.title[""] = form.id;
    }
}

}  // namespace

void read_settings(const SheetTable& settings, Form& form, Problems& problems) {
    constexpr std::array<std::string_view, 6> kAudiences = {
        "household", "anyone", "volunteer", "member", "committee", "officer"};
    constexpr std::array<std::string_view, 2> kPeriods = {"none", "month"};
    constexpr std::array<std::string_view, 2> kYesNo = {"yes", "no"};
    if (settings.row_count() < kValueRow) {
        read_identity(SheetTable{nullptr, problems}, form, problems);
        return;
    }
    read_identity(settings, form, problems);
    form.default_language = language_tag(settings.cell(kValueRow, "default_language"));
    form.audience = one_of(settings, "chat_audience", kAudiences, problems);
    form.monthly = one_of(settings, "chat_period", kPeriods, problems) == "month";
    form.confirm = one_of(settings, "chat_confirm", kYesNo, problems) == "yes";
    form.sms_keywords = words_of(settings.cell(kValueRow, "sms_keyword"));
    if (form.monthly && form.audience == "anyone") {
        problems.error(settings.place(kValueRow, "chat_period"),
                       "a form for anyone has no household to report a month for; write none");
    }
    for (int row = kValueRow + 1; row <= settings.row_count(); ++row) {
        if (!settings.is_blank(row)) {
            problems.warn(settings.place(row), "only the second row of settings is read");
        }
    }
}

void read_entities(const SheetTable& entities, Form& form, Problems& problems) {
    for (int row = 2; row <= entities.row_count(); ++row) {
        if (entities.is_blank(row)) {
            continue;
        }
        const std::string_view list = entities.cell(row, "list_name");
        if (!form.entity.empty()) {
            problems.error(entities.place(row), "a form can become one record; remove the row");
        } else if (!is_name(list)) {
            problems.error(entities.place(row, "list_name"),
                           "list_name is missing: the record the form becomes, such as "
                           "household_report");
        } else {
            form.entity = list;
        }
    }
}

}  // namespace conversation
