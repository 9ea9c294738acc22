#pragma once
#include "conversation/form/form.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace conversation {

// What a choice is called, ready to be compared with what was typed. Made once, when the form is
// read: a message meets every word of a list.
struct ChoiceWords {
    std::string name;                // normalised, without blanks, as all that follows
    std::vector<std::string> words;  // labels whole, cut and in parts, synonyms
    std::size_t own = 0;             // how many of them are the sheet's; behind them come the
                                     // dictionary's
    std::vector<std::string> said;   // labels and synonyms, as normalize_answer leaves an answer

    // From all labels and synonyms; the words of a dictionary are added with add_word.
    [[nodiscard]] static ChoiceWords of(std::string_view name,
                                        const std::vector<std::string>& labels,
                                        const std::vector<std::string>& synonyms);
    void add_word(std::string_view word);
};

// In every language and for every channel.
[[nodiscard]] std::vector<std::string> labels_of(const Choice& choice);
// The words of the column `synonyms` (separated by | , or ;).
[[nodiscard]] std::vector<std::string> synonyms_of(const Choice& choice);

// The choice's own words; those of a form that was read are ready.
[[nodiscard]] std::shared_ptr<const ChoiceWords> words_of(const Choice& choice);

// Readies the words of every list of the form, and its phrases. Lists that a question saves as an
// occupation (occ_main …) know the words of the occupation dictionary too.
void add_words(Form& form);

}  // namespace conversation
