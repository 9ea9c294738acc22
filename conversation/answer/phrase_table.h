#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace conversation {

// Phrases and what each names, to be found in the middle of unspaced sentences: the longest that
// begins at a place. A phrase that names "" only looks like one ("ทำนาย" is no ทำนา). Immutable
// once filled; may be read from any thread.
class PhraseTable {
  public:
    struct Match {
        std::string_view name;   // belongs to the table
        std::size_t length = 0;  // in the text, blanks within it included
    };

    // A phrase that is there already keeps its first name. Blanks do not count.
    void add(std::string_view phrase, std::string_view name);

    // In a normalised text. A phrase never ends inside of a letter or of a Latin word.
    [[nodiscard]] std::optional<Match> longest(std::string_view text, std::size_t at) const;

    [[nodiscard]] bool empty() const { return size_ == 0; }

  private:
    struct Entry {
        std::string text;  // normalised, without blanks
        std::string name;
    };

    static constexpr std::size_t kBuckets = 256;
    std::array<std::vector<Entry>, kBuckets> buckets_;  // by first letter, longest first
    std::size_t size_ = 0;
};

}  // namespace conversation
