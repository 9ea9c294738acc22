#include "conversation/texts.h"

#include "conversation/form/xlsform_reader.h"
#include "conversation/thai/normalize.h"
#include "embedded/texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <variant>

namespace conversation {

namespace {

constexpr std::string_view kFirstLanguage = "th";
constexpr std::string_view kSecondLanguage = "en";

std::string_view language_of(std::string_view file_name) {
    return file_name.substr(0, file_name.find('.'));
}

[[noreturn]] void refuse(std::string_view file, std::size_t row, std::string_view why) {
    throw std::invalid_argument(fmt::format("{}, row {}: {}", file, row, why));
}

// The arguments are put in in one pass, so that nothing a person typed is ever read as a place
// holder.
std::string filled(std::string_view text, const TextArguments& arguments) {
    std::string out;
    out.reserve(text.size() + 32);
    while (!text.empty()) {
        const auto open = text.find('{');
        out.append(text.substr(0, open));
        if (open == std::string_view::npos) {
            break;
        }
        const auto close = text.find('}', open);
        const auto name = text.substr(open + 1, close - open - 1);
        const auto argument = std::ranges::find(arguments, name, &TextArguments::value_type::first);
        if (close == std::string_view::npos || argument == arguments.end()) {
            out += '{';
            text.remove_prefix(open + 1);
            continue;
        }
        out += argument->second;
        text.remove_prefix(close + 1);
    }
    return out;
}

using Entries = std::map<std::string, Texts::Entry, std::less<>>;

Entries read_entries(std::string_view file, std::string_view csv) {
    const auto read = sheet_from_csv(file, csv);
    if (const auto* problem = std::get_if<FormProblem>(&read)) {
        refuse(file, static_cast<std::size_t>(problem->row), problem->message);
    }
    const auto& rows = std::get<Sheet>(read).rows;
    if (rows.empty() || rows.front() != std::vector<std::string>{"key", "text", "sms"}) {
        refuse(file, 1, "the columns must be key,text,sms");
    }
    Entries entries;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const auto& row = rows[i];
        if (row.size() < 2 || row[0].empty() || row[1].empty()) {
            refuse(file, i + 1, "a row needs a key and a text");
        }
        const Texts::Entry entry{
            row[1], row.size() > 2 ? row[2] : std::string{}, normalize_answer(row[1])};
        if (!entries.emplace(row[0], entry).second) {
            refuse(file, i + 1, fmt::format("the key {} is there twice", row[0]));
        }
    }
    return entries;
}

}  // namespace

Texts Texts::built_in() {
    Texts texts;
    for (const auto& file : embedded::texts()) {  // Thai first: the others are checked against it
        if (language_of(file.name) == kFirstLanguage) {
            texts.add(file.name, file.content);
        }
    }
    for (const auto& file : embedded::texts()) {
        if (language_of(file.name) != kFirstLanguage) {
            texts.add(file.name, file.content);
        }
    }
    return texts;
}

void Texts::add(std::string_view file_name, std::string_view csv) {
    const std::string language{language_of(file_name)};
    auto entries = read_entries(file_name, csv);
    if (language != kFirstLanguage) {
        for (const auto& [key, entry] : entries) {
            if (!languages_[std::string{kFirstLanguage}].contains(key)) {
                throw std::invalid_argument(
                    fmt::format("{}: no text has the key {}", file_name, key));
            }
        }
    }
    auto& target = languages_[language];
    for (auto& [key, entry] : entries) {
        target.insert_or_assign(key, std::move(entry));
    }
}

const Texts::Entry& Texts::find(std::string_view key, std::string_view language) const {
    for (const auto candidate : {language, kSecondLanguage, kFirstLanguage}) {
        const auto entries = languages_.find(candidate);
        if (entries == languages_.end()) {
            continue;
        }
        if (const auto entry = entries->second.find(key); entry != entries->second.end()) {
            return entry->second;
        }
    }
    throw std::logic_error(fmt::format("no language has the text {}", key));
}

bool Texts::has(std::string_view key) const {
    const auto entries = languages_.find(kFirstLanguage);
    return entries != languages_.end() && entries->second.contains(key);
}

bool Texts::has_short(std::string_view key, std::string_view language) const {
    return !find(key, language).sms.empty();
}

std::string Texts::get(std::string_view key,
                       std::string_view language,
                       const TextArguments& arguments) const {
    return filled(find(key, language).text, arguments);
}

std::string Texts::get_short(std::string_view key,
                             std::string_view language,
                             const TextArguments& arguments) const {
    const auto& entry = find(key, language);
    return filled(entry.sms.empty() ? entry.text : entry.sms, arguments);
}

bool Texts::is_said(std::string_view key, std::string_view said) const {
    return std::ranges::any_of(languages_, [&](const auto& language) {
        const auto entry = language.second.find(key);
        return entry != language.second.end() && entry->second.said == said;
    });
}

std::vector<std::string> Texts::languages() const {
    std::vector<std::string> names;
    for (const auto& [name, entries] : languages_) {
        names.push_back(name);
    }
    return names;
}

const std::map<std::string, Texts::Entry, std::less<>>& Texts::entries(
    std::string_view language) const {
    const auto found = languages_.find(language);
    if (found == languages_.end()) {
        throw std::logic_error(fmt::format("no texts in the language {}", language));
    }
    return found->second;
}

}  // namespace conversation
