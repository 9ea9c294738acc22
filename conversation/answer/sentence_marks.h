#pragma once
#include "conversation/answer/phrase_table.h"
#include "conversation/answer/sentence_words.h"
#include "conversation/thai/amount.h"

#include <cstddef>
#include <string_view>
#include <vector>

// A sentence cut into what its words are: the first half of read_sentence, and internal to it.
namespace conversation {

struct SentenceMark {
    enum class Kind {
        Word,    // `word`
        Work,    // an occupation, `code`
        Amount,  // `amount`
        Number,  // a number that is no money: counted, a phone number, a date
        Gap,     // anything else; blanks alone make none
    };

    Kind kind = Kind::Gap;
    std::size_t begin = 0;
    std::size_t end = 0;
    const sentence_words::Word* word = nullptr;
    std::string_view code;
    AmountReading amount = {};
    bool plain = false;  // Amount: figures without unit, บาท or period, which may be anything
    bool touched = false;   // Amount: บาท or a period stands at it
    bool baht = false;      // Amount: บาท stands at it
    bool in_words = false;  // Amount: no figure in it

    [[nodiscard]] bool is(sentence_words::Kind wanted) const {
        return kind == Kind::Word && word->kind == wanted;
    }
};

// `text` is normalised. Names of occupations belong to `occupations`.
[[nodiscard]] std::vector<SentenceMark> mark_sentence(std::string_view text,
                                                      const PhraseTable& occupations);

}  // namespace conversation
