#include "conversation/form/choice_words.h"

#include "conversation/answer/occupation_words.h"
#include "conversation/text/clusters.h"
#include "conversation/thai/normalize.h"

#include <algorithm>

namespace conversation {

namespace {

constexpr std::size_t kQuickReplyGraphemes = 20;
constexpr std::size_t kShortestPart = 2;  // UTF-16 units
// In a sentence a short word is too often the beginning of another one.
constexpr std::size_t kShortestPhrase = 3;
constexpr std::string_view kOccupation = "occ_";

std::string key_of(std::string_view text) {
    std::string key = normalize(text);
    std::erase(key, ' ');
    return key;
}

// The parts of labels such as "ทำสวน/ปลูกผัก".
void add_parts(ChoiceWords& words, std::string_view label) {
    std::size_t from = 0;
    while (from <= label.size()) {
        const std::size_t end = std::min(label.find_first_of("/()", from), label.size());
        const std::string_view part = label.substr(from, end - from);
        if (part.size() < label.size() && utf16_length(part) >= kShortestPart) {
            words.add_word(part);
        }
        from = end + 1;
    }
}

bool is_occupation(const Form& form, std::string_view list) {
    return std::ranges::any_of(form.questions, [&](const Question& question) {
        const auto& name = question.save_to.empty() ? question.name : question.save_to;
        return question.list_name == list && name.starts_with(kOccupation);
    });
}

void add_dictionary(ChoiceWords& words, std::string_view name) {
    for (const auto& word : occupation_words()) {
        if (word.code == name) {
            words.add_word(word.text);
        }
    }
}

// Labels first: what the sheet says goes before the dictionary.
std::shared_ptr<const PhraseTable> phrases_of(const std::vector<Choice>& choices, bool dictionary) {
    auto phrases = std::make_shared<PhraseTable>();
    for (const auto& choice : choices) {
        for (std::size_t i = 0; i < choice.words->own; ++i) {
            if (utf16_length(choice.words->words[i]) >= kShortestPhrase) {
                phrases->add(choice.words->words[i], choice.name);
            }
        }
    }
    if (dictionary) {
        for (const auto& word : occupation_words()) {
            const bool known =
                word.code.empty() ||
                std::ranges::any_of(choices, [&](const Choice& c) { return c.name == word.code; });
            if (known && !word.alone) {
                phrases->add(word.text, word.code);
            }
        }
    }
    return phrases;
}

}  // namespace

void ChoiceWords::add_word(std::string_view word) {
    std::string key = key_of(word);
    if (!key.empty() && std::ranges::find(words, key) == words.end()) {
        words.push_back(std::move(key));
    }
}

ChoiceWords ChoiceWords::of(std::string_view name,
                            const std::vector<std::string>& labels,
                            const std::vector<std::string>& synonyms) {
    ChoiceWords words;
    words.name = key_of(name);
    for (const std::string& label : labels) {
        words.add_word(label);
        words.add_word(cut_graphemes(label, kQuickReplyGraphemes));
        words.said.push_back(normalize_answer(label));
    }
    for (const std::string& label : labels) {
        add_parts(words, label);
    }
    for (const std::string& synonym : synonyms) {
        words.add_word(synonym);
        words.said.push_back(normalize_answer(synonym));
    }
    words.own = words.words.size();
    return words;
}

std::vector<std::string> labels_of(const Choice& choice) {
    std::vector<std::string> labels;
    for (const auto* texts : {&choice.label, &choice.sms_label}) {
        for (const auto& [language, text] : *texts) {
            labels.push_back(text);
        }
    }
    return labels;
}

std::vector<std::string> synonyms_of(const Choice& choice) {
    std::vector<std::string> words;
    const auto column = choice.columns.find("synonyms");
    if (column == choice.columns.end()) {
        return words;
    }
    const std::string_view all = column->second;
    for (std::size_t from = 0; from < all.size();) {
        const std::size_t end = std::min(all.find_first_of("|,;", from), all.size());
        words.emplace_back(all.substr(from, end - from));
        from = end + 1;
    }
    return words;
}

std::shared_ptr<const ChoiceWords> words_of(const Choice& choice) {
    if (choice.words) {
        return choice.words;
    }
    return std::make_shared<const ChoiceWords>(
        ChoiceWords::of(choice.name, labels_of(choice), synonyms_of(choice)));
}

void add_words(Form& form) {
    for (auto& [list, choices] : form.lists) {
        const bool occupations = is_occupation(form, list);
        for (Choice& choice : choices) {
            auto words = ChoiceWords::of(choice.name, labels_of(choice), synonyms_of(choice));
            if (occupations) {
                add_dictionary(words, choice.name);
            }
            choice.words = std::make_shared<const ChoiceWords>(std::move(words));
        }
        form.phrases[list] = phrases_of(choices, occupations);
    }
}

}  // namespace conversation
