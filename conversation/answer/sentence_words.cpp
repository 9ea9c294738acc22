#include "conversation/answer/sentence_words.h"

#include "conversation/answer/sentence_words_money.h"
#include "conversation/answer/sentence_words_people.h"
#include "conversation/answer/sentence_words_plain.h"
#include "conversation/thai/letters.h"

#include <algorithm>
#include <array>
#include <vector>

namespace conversation::sentence_words {

namespace {

constexpr std::size_t kBuckets = 256;

std::size_t bucket_of(std::string_view text, std::size_t at) {
    return is_thai(text, at) ? 0x80U | (letters::byte(text, at + 2) & 0x7FU)
                             : letters::byte(text, at) & 0x7FU;
}

// The words by their first letter, longest first.
class Lexicon {
  public:
    Lexicon() {
        add(kCues);
        add(kAsides);
        add(kPeople);
        add(kTimes);
        add(kWork);
        add(kNumbers);
        add(kOthers);
        for (auto& bucket : buckets_) {
            std::stable_sort(bucket.begin(), bucket.end(), [](const Word* a, const Word* b) {
                return a->text.size() > b->text.size();
            });
        }
    }

    [[nodiscard]] const Word* longest(std::string_view text, std::size_t at) const {
        const std::string_view rest = text.substr(at);
        for (const Word* word : buckets_[bucket_of(text, at)]) {
            if (rest.starts_with(word->text) && ends_word(text, at + word->text.size())) {
                return word;
            }
        }
        return nullptr;
    }

  private:
    template <std::size_t Size>
    void add(const std::array<Word, Size>& words) {
        for (const Word& word : words) {
            buckets_[bucket_of(word.text, 0)].push_back(&word);
        }
    }

    std::array<std::vector<const Word*>, kBuckets> buckets_;
};

}  // namespace

std::optional<Match> word_at(std::string_view text, std::size_t at) {
    static const Lexicon kLexicon;
    if (at >= text.size() || !begins_word(text, at)) {
        return std::nullopt;
    }
    const Word* word = kLexicon.longest(text, at);
    return word == nullptr ? std::nullopt : std::optional{Match{word, word->text.size()}};
}

}  // namespace conversation::sentence_words
