#include "console/export_form.h"

#include "conversation/form/xlsform_reader.h"
#include "storage/submission_cursor.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <unordered_set>

namespace console {

namespace {

using conversation::Question;
using conversation::QuestionType;
using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::string_view kRoot = "/data/";

const std::vector<ExportColumn>& fixed_columns() {
    using enum ColumnType;
    static const std::vector<ExportColumn> columns = {
        {"submission_id", "เลขที่แบบ", "submission", Id},
        {"submitted_at", "เวลาที่ส่ง", "submitted at", Instant},
        {"form_version", "ฉบับของแบบฟอร์ม", "version of the form"},
        {"period", "เดือน", "month"},
        {"household_id", "เลขครัวเรือนในระบบ", "household id", Id},
        {"village_code", "รหัสหมู่บ้าน", "village code"},
        {"house_no", "บ้านเลขที่", "house number"}};
    return columns;
}

bool is_personal(QuestionType type) {
    switch (type) {
        case QuestionType::Text:
        case QuestionType::Geopoint:
        case QuestionType::Image:
        case QuestionType::Username:
        case QuestionType::PhoneNumber:
        case QuestionType::Hidden:
        case QuestionType::Calculate:
            return true;
        default:
            return false;
    }
}

ColumnType column_type(QuestionType type) {
    switch (type) {
        case QuestionType::Integer:
        case QuestionType::Decimal:
            return ColumnType::Decimal;
        case QuestionType::Date:
        case QuestionType::Today:
            return ColumnType::Day;
        default:
            return ColumnType::Text;
    }
}

// "/data/money/income" is "money-income".
std::string flat(std::string_view path) {
    std::string key(path.substr(path.starts_with(kRoot) ? kRoot.size() : 0));
    std::ranges::replace(key, '/', '-');
    return key;
}

void add_edition(const conversation::Form& form, FormKind& made) {
    std::unordered_set<std::string_view> known(made.paths.begin(), made.paths.end());
    std::vector<const Question*> wanted;
    for (const Question& question : form.questions) {
        if (question.has_value() && !known.contains(question.path)) {
            wanted.push_back(&question);
        }
    }
    for (const Question* question : wanted) {
        const std::string& key = made.texts.emplace_back(flat(question->path));
        const auto label = [&](std::string_view language) {
            const auto text = conversation::pick(question->label, language, form.default_language);
            return std::string_view(
                made.texts.emplace_back(text.empty() ? std::string_view(key) : text));
        };
        made.columns.push_back({.key = key,
                                .thai = label("th"),
                                .english = label("en"),
                                .type = column_type(question->type),
                                .personal = is_personal(question->type)});
        made.paths.push_back(question->path);
    }
}

class FormRows : public ExportRows {
  public:
    FormRows(storage::Connection& reader, const ExportKind& kind, const ReportExport& wanted)
        : kind_(find_form_kind(reader, kind.key)),
          cursor_(reader,
                  kind.key.substr(kFormPrefix.size()),
                  wanted.area,
                  row_place(wanted.after).value_or(0)) {}

    bool next() override {
        if (!cursor_.next()) {
            return false;
        }
        const auto& line = cursor_.line();
        cells_.clear();
        cells_.push_back({.known = true, .number = line.id});
        text(line.submitted_at);
        text(line.version);
        text(line.period);
        cells_.push_back({.known = line.household != 0, .number = line.household});
        text(line.village_code);
        text(line.house_no);
        document_ = json::parse(line.instance, nullptr, false);
        unknown_ = ordered_json::object();
        for (std::size_t at = 0; at < kind_->paths.size(); ++at) {
            add_answer(kind_->paths[at], kind_->columns[fixed_columns().size() + at]);
        }
        return true;
    }

    const std::vector<ExportCell>& cells() const override { return cells_; }

    std::int64_t total() const override { return cursor_.total(); }

    std::string place() const override { return std::to_string(cursor_.line().id); }

    bool knows_changes() const override { return true; }

    std::string_view changed_at() const override { return cursor_.line().submitted_at; }

    void add_to_json(ordered_json& object) const override { object["unknown"] = unknown_; }

  private:
    void text(std::string_view value) {
        cells_.push_back({.known = !value.empty(), .text = value});
    }

    void add_answer(const std::string& path, const ExportColumn& column) {
        const auto answers = document_.find("answers");
        if (answers == document_.end() || !answers->is_object() || !answers->contains(path)) {
            cells_.emplace_back();
            return;
        }
        const json& answer = (*answers)[path];
        if (const auto reason = answer.find("unknown"); reason != answer.end()) {
            unknown_[std::string(column.key)] = *reason;
        }
        const auto value = answer.find("value");
        if (value == answer.end() || !value->is_string()) {
            cells_.emplace_back();
            return;
        }
        const auto& words = value->get_ref<const std::string&>();
        // What is no number after all stays out of a number's column.
        const bool readable =
            column.type != ColumnType::Decimal || json::parse(words, nullptr, false).is_number();
        cells_.push_back({.known = readable, .text = words});
    }

    std::shared_ptr<const FormKind> kind_;
    storage::SubmissionCursor cursor_;
    std::vector<ExportCell> cells_;
    json document_;
    ordered_json unknown_;
};

}  // namespace

std::shared_ptr<const FormKind> find_form_kind(storage::Connection& reader, std::string_view key) {
    if (!key.starts_with(kFormPrefix)) {
        return nullptr;
    }
    auto made = std::make_shared<FormKind>();
    made->columns = fixed_columns();
    std::string title;
    for (const auto& sheets : storage::form_sheets(reader, key.substr(kFormPrefix.size()))) {
        const auto reading = conversation::read_xlsform_json(sheets);
        if (reading.form == nullptr) {
            continue;
        }
        if (title.empty()) {
            title = conversation::pick(reading.form->title, "th", reading.form->default_language);
        }
        add_edition(*reading.form, *made);
    }
    if (made->paths.empty()) {
        return nullptr;
    }
    const std::string& owned_key = made->texts.emplace_back(key);
    const std::string& owned_title = made->texts.emplace_back(title.empty() ? owned_key : title);
    made->kind = {.key = owned_key,
                  .thai = owned_title,
                  .english = owned_key,
                  .columns = made->columns,
                  .by_area = true};
    return made;
}

std::vector<std::string> form_kind_keys(storage::Connection& reader) {
    std::vector<std::string> keys;
    for (const auto& id : storage::form_ids(reader)) {
        keys.push_back(std::string(kFormPrefix) + id);
    }
    return keys;
}

std::unique_ptr<ExportRows> open_form(storage::Connection& reader,
                                      const ExportKind& kind,
                                      const ReportExport& wanted) {
    return std::make_unique<FormRows>(reader, kind, wanted);
}

}  // namespace console
