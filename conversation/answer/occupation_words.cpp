#include "conversation/answer/occupation_words.h"

#include "conversation/form/xlsform_reader.h"
#include "embedded/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <variant>

namespace conversation {

namespace {

constexpr std::string_view kNoOccupation = "-";

void add_words(std::vector<OccupationWord>& all,
               std::string_view code,
               std::string_view words,
               bool alone) {
    while (!words.empty()) {
        const auto end = std::min(words.find('|'), words.size());
        if (end > 0) {
            all.push_back({std::string{code}, std::string{words.substr(0, end)}, alone});
        }
        words.remove_prefix(std::min(end + 1, words.size()));
    }
}

std::vector<OccupationWord> read_words(std::string_view file, std::string_view csv) {
    const auto read = sheet_from_csv(file, csv);
    const auto* const sheet = std::get_if<Sheet>(&read);
    if (sheet == nullptr || sheet->rows.empty() ||
        sheet->rows.front() != std::vector<std::string>{"code", "words", "alone"}) {
        throw std::logic_error(fmt::format("{}: the columns must be code,words,alone", file));
    }
    std::vector<OccupationWord> all;
    for (std::size_t i = 1; i < sheet->rows.size(); ++i) {
        const auto& row = sheet->rows[i];
        const std::string_view code = row[0] == kNoOccupation ? std::string_view{} : row[0];
        add_words(all, code, row.size() > 1 ? row[1] : std::string_view{}, false);
        add_words(all, code, row.size() > 2 ? row[2] : std::string_view{}, true);
    }
    return all;
}

}  // namespace

const std::vector<OccupationWord>& occupation_words() {
    static const std::vector<OccupationWord> kWords = [] {
        const auto files = embedded::words();
        const auto file = std::ranges::find(files, "occupations.csv", &embedded::File::name);
        if (file == files.end()) {
            throw std::logic_error("occupations.csv is not built in");
        }
        return read_words(file->name, file->content);
    }();
    return kWords;
}

const PhraseTable& occupation_phrases() {
    static const PhraseTable kPhrases = [] {
        PhraseTable phrases;
        for (const auto& word : occupation_words()) {
            if (!word.alone) {
                phrases.add(word.text, word.code);
            }
        }
        return phrases;
    }();
    return kPhrases;
}

}  // namespace conversation
