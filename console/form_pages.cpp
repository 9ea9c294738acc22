#include "console/export_form.h"
#include "console/office.h"
#include "conversation/form/form_check.h"
#include "conversation/form/question_types.h"
#include "conversation/form/xlsform_reader.h"
#include "storage/submission_cursor.h"
#include "storage/submissions.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace console {

namespace {

using nlohmann::json;

std::string language(const Visit& visit) {
    return visit.thai ? "th" : "en";
}

std::string text_of(const conversation::LocalText& text,
                    const conversation::Form& form,
                    const Visit& visit) {
    return std::string(conversation::pick(text, language(visit), form.default_language));
}

webhooks::Response list(const Visit& visit) {
    json forms = json::array();
    for (const auto& id : storage::form_ids(visit.reader)) {
        const auto editions = storage::form_sheets(visit.reader, id);
        const auto reading = conversation::read_xlsform_json(editions.front());
        if (reading.form == nullptr) {
            continue;
        }
        forms.push_back({{"id", id},
                         {"title", text_of(reading.form->title, *reading.form, visit)},
                         {"version", reading.form->version},
                         {"editions", editions.size()},
                         {"submissions", storage::Submissions(visit.reader).count(id)},
                         {"warnings", conversation::check_form(*reading.form).size()}});
    }
    return show(visit,
                "forms.html",
                {{"title", visit.thai ? "แบบฟอร์ม" : "Forms"},
                 {"nothing", forms.empty()},
                 {"forms", forms}});
}

json question_rows(const conversation::Form& form, const Visit& visit) {
    json rows = json::array();
    for (const auto& question : form.questions) {
        if (!question.is_asked() && !question.is_note()) {
            continue;
        }
        json choices = json::array();
        if (const auto found = form.lists.find(question.list_name); found != form.lists.end()) {
            for (const auto& choice : found->second) {
                choices.push_back(
                    {{"name", choice.name}, {"label", text_of(choice.label, form, visit)}});
            }
        }
        rows.push_back({{"name", question.name},
                        {"type", conversation::type_name(question.type)},
                        {"label", text_of(question.label, form, visit)},
                        {"when", question.relevant.source},
                        {"limit", question.constraint.source},
                        {"unknown", question.chat_unknown},
                        {"choices", std::move(choices)}});
    }
    return rows;
}

json warning_rows(const conversation::Form& form) {
    json rows = json::array();
    for (const auto& one : conversation::check_form(form)) {
        rows.push_back({{"place", fmt::format("{} {} {}", one.sheet, one.row, one.column)},
                        {"message", one.message}});
    }
    return rows;
}

webhooks::Response one(const Visit& visit) {
    const auto editions = storage::form_sheets(visit.reader, visit.request.rest);
    const auto reading = editions.empty() ? conversation::FormReading{}
                                          : conversation::read_xlsform_json(editions.front());
    if (reading.form == nullptr) {
        return not_yours(visit, fmt::format("form:{}", visit.request.rest));
    }
    const auto& form = *reading.form;
    const json warnings = warning_rows(form);
    return show(visit,
                "form.html",
                {{"title", text_of(form.title, form, visit)},
                 {"id", form.id},
                 {"version", form.version},
                 {"words", fmt::format("{}", fmt::join(form.sms_keywords, ", "))},
                 {"questions", question_rows(form, visit)},
                 {"has_warnings", !warnings.empty()},
                 {"warnings", warnings}});
}

}  // namespace

std::vector<PageRoute> form_pages() {
    return {{.path = "/forms", .page = list}, {.path = "/forms/*", .page = one}};
}

}  // namespace console
