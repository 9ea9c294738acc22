#include "conversation/answer/phrase_table.h"

#include "conversation/thai/letters.h"
#include "conversation/thai/normalize.h"

#include <algorithm>

namespace conversation {

namespace {

// Thai letters by their last byte, which tells them apart best.
std::size_t bucket_of(std::string_view text, std::size_t at) {
    return is_thai(text, at) ? 0x80U | (letters::byte(text, at + 2) & 0x7FU)
                             : letters::byte(text, at) & 0x7FU;
}

// How much of the text the phrase takes, blanks between its letters skipped; 0 when it is not
// there.
std::size_t length_of(std::string_view phrase, std::string_view text, std::size_t begin) {
    std::size_t at = begin;
    for (std::size_t i = 0; i < phrase.size(); ++i, ++at) {
        while (i > 0 && at < text.size() && text[at] == ' ') {
            ++at;
        }
        if (at >= text.size() || text[at] != phrase[i]) {
            return 0;
        }
    }
    return ends_word(text, at) ? at - begin : 0;
}

}  // namespace

void PhraseTable::add(std::string_view phrase, std::string_view name) {
    std::string text = normalize(phrase);
    std::erase(text, ' ');
    if (text.empty()) {
        return;
    }
    auto& bucket = buckets_.at(bucket_of(text, 0));
    if (std::ranges::find(bucket, text, &Entry::text) != bucket.end()) {
        return;
    }
    const auto place = std::ranges::find_if(
        bucket, [&](const Entry& entry) { return entry.text.size() < text.size(); });
    bucket.insert(place, Entry{std::move(text), std::string{name}});
    ++size_;
}

std::optional<PhraseTable::Match> PhraseTable::longest(std::string_view text,
                                                       std::size_t at) const {
    if (at >= text.size() || !begins_word(text, at)) {
        return std::nullopt;
    }
    for (const Entry& entry : buckets_[bucket_of(text, at)]) {
        if (const auto length = length_of(entry.text, text, at); length > 0) {
            return Match{entry.name, length};
        }
    }
    return std::nullopt;
}

}  // namespace conversation
