#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Where a text may be cut without tearing what a reader sees as one letter: between extended
// grapheme clusters (a Thai consonant keeps its vowel and tone, an emoji its parts). Any bytes are
// taken: each ill-formed one counts as one U+FFFD. Thread-safe; one ICU iterator per thread.
namespace conversation {

// Byte offsets of all boundaries, 0 and text.size() included (just 0 for an empty text).
[[nodiscard]] std::vector<std::size_t> grapheme_boundaries(std::string_view text);

[[nodiscard]] std::size_t grapheme_count(std::string_view text);

// Length in UTF-16 code units, as LINE and UCS-2 SMS count.
[[nodiscard]] std::size_t utf16_length(std::string_view text);

// The longest beginning of at most `count` graphemes.
[[nodiscard]] std::string_view cut_graphemes(std::string_view text, std::size_t count);

// The longest beginning of at most `units` UTF-16 units that ends at a boundary. May be empty when
// the first cluster is longer.
[[nodiscard]] std::string_view cut_utf16(std::string_view text, std::size_t units);

}  // namespace conversation
