#include "conversation/form/sheet_table.h"

#include "conversation/expression/lexer.h"

#include <fmt/format.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <utility>

namespace conversation {

namespace {

using Alias = std::pair<std::string_view, std::string_view>;

// Names that XLSForm had before, or still takes.
constexpr std::array kAliases = {Alias{"caption", "label"},
                                 Alias{"relevance", "relevant"},
                                 Alias{"calculate", "calculation"},
                                 Alias{"readonly", "read_only"},
                                 Alias{"constraining_message", "constraint_message"},
                                 Alias{"command", "type"},
                                 Alias{"value", "name"},
                                 Alias{"tag", "name"},
                                 Alias{"dataset", "list_name"},
                                 Alias{"set_form_title", "form_title"},
                                 Alias{"set_form_id", "form_id"},
                                 Alias{"id_string", "form_id"},
                                 Alias{"title", "form_title"},
                                 Alias{"entities:saveto", "save_to"},
                                 Alias{"jr:constraintmsg", "constraint_message"},
                                 Alias{"jr:requiredmsg", "required_message"},
                                 Alias{"count", "repeat_count"},
                                 Alias{"jr:count", "repeat_count"}};

constexpr std::array<std::string_view, 7> kTranslated = {"label",
                                                         "hint",
                                                         "required_message",
                                                         "constraint_message",
                                                         "chat_check_message",
                                                         "sms_label",
                                                         "form_title"};

std::string plain_name(std::string_view header) {
    std::string name = lower(trimmed(header));
    for (const std::string_view prefix : {"bind::", "control::", "body::", "instance::"}) {
        if (name.starts_with(prefix)) {
            name.erase(0, prefix.size());
        }
    }
    std::ranges::replace(name, ' ', '_');
    return name;
}

std::string column_name(std::string_view header) {
    std::string name = plain_name(header);
    const auto alias = std::ranges::find(kAliases, std::string_view{name}, &Alias::first);
    return alias == kAliases.end() ? name : std::string{alias->second};
}

bool is_translated(std::string_view name) {
    return std::ranges::find(kTranslated, name) != kTranslated.end();
}

// Where the language begins in "label::Thai (th)" and the older "label:Thai".
std::optional<std::pair<std::string, std::string>> split_language(std::string_view header) {
    for (const std::string_view mark : {"::", ":"}) {
        const std::size_t at = header.find(mark);
        if (at != header.npos && is_translated(column_name(header.substr(0, at)))) {
            return std::pair{column_name(header.substr(0, at)),
                             language_tag(header.substr(at + mark.size()))};
        }
    }
    return std::nullopt;
}

// UTF-8, and no control characters but those that lay out text.
bool is_utf8_text(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t length = 0;
    (void)u_strFromUTF8(
        nullptr, 0, &length, text.data(), static_cast<std::int32_t>(text.size()), &status);
    return status != U_INVALID_CHAR_FOUND && std::ranges::none_of(text, [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
           });
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t from = text.find_first_not_of(kBlanks);
    return from == text.npos ? std::string_view{}
                             : text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

std::string lower(std::string_view text) {
    std::string result{text};
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return result;
}

std::string language_tag(std::string_view name) {
    constexpr std::array kKnown = {
        Alias{"thai", "th"}, Alias{"ไทย", "th"}, Alias{"ภาษาไทย", "th"}, Alias{"english", "en"}};
    name = trimmed(name);
    if (name.ends_with(')') && name.rfind('(') != name.npos) {
        const std::size_t open = name.rfind('(');
        return lower(trimmed(name.substr(open + 1, name.size() - open - 2)));
    }
    const std::string small = lower(name);
    const auto known = std::ranges::find(kKnown, std::string_view{small}, &Alias::first);
    return known == kKnown.end() ? small : std::string{known->second};
}

std::optional<bool> parse_yes_no(std::string_view text) {
    const std::string word = lower(trimmed(text));
    if (word == "yes" || word == "true" || word == "true()" || word == "1" || word == "ใช่") {
        return true;
    }
    if (word == "no" || word == "false" || word == "false()" || word == "0" || word == "ไม่ใช่") {
        return false;
    }
    return std::nullopt;
}

SheetTable::SheetTable(const Sheet* sheet, Problems& problems) : sheet_(sheet) {
    if (sheet_ != nullptr && !sheet_->rows.empty()) {
        check_cells(problems);
        read_header(problems);
    }
}

void SheetTable::check_cells(Problems& problems) const {
    for (int row = 1; row <= row_count(); ++row) {
        const auto& cells = sheet_->rows[static_cast<std::size_t>(row) - 1];
        const bool good = std::ranges::all_of(cells, is_utf8_text);
        if (!good) {
            problems.error({sheet_->name, row, {}},
                           "a cell holds characters that are no UTF-8 text; save the sheet as "
                           "\"CSV UTF-8\"");
        }
    }
}

void SheetTable::read_header(Problems& problems) {
    const auto& header = sheet_->rows.front();
    for (std::size_t i = 0; i < header.size(); ++i) {
        Column column{std::string{trimmed(header[i])}, {}, {}, i};
        if (column.header.empty()) {
            continue;
        }
        if (auto split = split_language(column.header)) {
            column.name = std::move(split->first);
            column.language = std::move(split->second);
        } else {
            column.name = column_name(column.header);
            // A choices sheet may have a column "value" beside "name": then it is its own.
            const bool taken = std::ranges::any_of(
                header, [&](const std::string& other) { return plain_name(other) == column.name; });
            if (taken) {
                column.name = plain_name(column.header);
            }
        }
        const bool twice = std::ranges::any_of(columns_, [&](const Column& other) {
            return other.name == column.name && other.language == column.language;
        });
        if (twice) {
            problems.error({sheet_->name, 1, header[i]},
                           "the column is there twice; remove or rename one");
        } else {
            columns_.push_back(std::move(column));
        }
    }
}

int SheetTable::row_count() const {
    return sheet_ == nullptr ? 0 : static_cast<int>(sheet_->rows.size());
}

const SheetTable::Column* SheetTable::find(std::string_view column) const {
    const auto found = std::ranges::find_if(
        columns_, [&](const Column& c) { return c.name == column && c.language.empty(); });
    return found == columns_.end() ? nullptr : &*found;
}

bool SheetTable::has(std::string_view column) const {
    return std::ranges::find(columns_, column, &Column::name) != columns_.end();
}

std::string_view SheetTable::at(int row, std::size_t index) const {
    const auto& cells = sheet_->rows[static_cast<std::size_t>(row) - 1];
    return index < cells.size() ? trimmed(cells[index]) : std::string_view{};
}

bool SheetTable::is_blank(int row) const {
    const auto& cells = sheet_->rows[static_cast<std::size_t>(row) - 1];
    return std::ranges::all_of(cells, [](const std::string& c) { return trimmed(c).empty(); });
}

std::string_view SheetTable::cell(int row, std::string_view column) const {
    const Column* const found = find(column);
    return found == nullptr ? std::string_view{} : at(row, found->index);
}

LocalText SheetTable::local(int row, std::string_view column) const {
    LocalText text;
    for (const Column& candidate : columns_) {
        if (candidate.name == column && !at(row, candidate.index).empty()) {
            text.emplace(candidate.language, at(row, candidate.index));
        }
    }
    return text;
}

std::map<std::string, std::string> SheetTable::others(
    int row, const std::vector<std::string_view>& known) const {
    std::map<std::string, std::string> result;
    for (const Column& column : columns_) {
        const bool other = std::ranges::find(known, column.name) == known.end();
        if (other && is_name(column.header)) {
            result.emplace(column.header, at(row, column.index));
        }
    }
    return result;
}

Place SheetTable::place(int row, std::string_view column) const {
    const auto found = std::ranges::find(columns_, column, &Column::name);
    return {sheet_ == nullptr ? std::string_view{} : std::string_view{sheet_->name},
            row,
            found == columns_.end() ? column : std::string_view{found->header}};
}

bool SheetTable::yes_no(int row, std::string_view column, Problems& problems) const {
    const std::string_view text = cell(row, column);
    if (text.empty()) {
        return false;
    }
    const auto answer = parse_yes_no(text);
    if (!answer) {
        problems.error(place(row, column), fmt::format("\"{}\" is not yes or no", text));
    }
    return answer.value_or(false);
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        if (end > at) {
            words.emplace_back(text.substr(at, end - at));
        }
        at = end + 1;
    }
    return words;
}

}  // namespace conversation
