#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Typed Thai made comparable: what every reader works on, never what is stored (the raw text is
// kept beside it). All functions are pure, take any bytes, never throw for their content, run in
// linear time and may be called from any thread.
namespace conversation {

// `raw` with every ill-formed UTF-8 sequence replaced by U+FFFD (as WHATWG decoders do).
[[nodiscard]] std::string clean_utf8(std::string_view raw);

// Well-formed UTF-8 in, the same text out, in this order: zero-width characters dropped; every kind
// of space is one ASCII space, runs of spaces are one, none at the ends; full-width ASCII, Thai
// digits and dashes are ASCII; A-Z are a-z; two เ are แ; ํ + า is ำ; tone and vowel signs stand in
// dictionary order; a repeated sign counts once (of several tones the last); spaces before and
// signs without a letter are dropped; NFC. Idempotent: normalize(normalize(x)) == normalize(x).
[[nodiscard]] std::string normalize(std::string_view raw);

// The normalised text and, for each of its bytes and for its end, the offset in `raw` of the
// character it comes from: raw.substr(origin[a], origin[b] - origin[a]) is what was typed for the
// bytes [a, b).
struct NormalizedText {
    std::string text;
    std::vector<std::size_t> origin;  // text.size() + 1 entries, never falling
};

[[nodiscard]] NormalizedText normalize_with_origin(std::string_view raw);

// `text` (normalised) without what politeness and habit put around an answer: ending particles (ค่ะ
// ครับ คับ จ้า จ้ะ นะคะ …), closing punctuation, emoji. What is left may be empty.
[[nodiscard]] std::string_view strip_particles(std::string_view text);

// normalize() + strip_particles() + punctuation and emoji off both ends: how a whole answer is
// compared with a word.
[[nodiscard]] std::string normalize_answer(std::string_view raw);

}  // namespace conversation
