#pragma once
#include "conversation/answer/phrase_table.h"

#include <string>
#include <vector>

// The occupations of the data dictionary and the words people use for them: flows/words/
// occupations.csv, built into the program. Officers add words there, or for one form in the column
// `synonyms` of its choices.
namespace conversation {

struct OccupationWord {
    std::string code;  // RICE …; "" for what only looks like an occupation
    std::string text;
    bool alone = false;  // means it only as the whole answer: ข้าว
};

[[nodiscard]] const std::vector<OccupationWord>& occupation_words();

// All that may stand in a sentence.
[[nodiscard]] const PhraseTable& occupation_phrases();

}  // namespace conversation
