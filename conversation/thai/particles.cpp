#include "conversation/text/utf8.h"
#include "conversation/thai/letters.h"
#include "conversation/thai/normalize.h"

#include <array>

namespace conversation {

namespace {

// What people end a sentence with, in normalised spelling. Longer ones stand before their own
// endings.
constexpr auto kParticles = std::to_array<std::string_view>(
    {"นะครับ", "นะคับ", "นะค่ะ", "นะคะ", "นะจ๊ะ", "นะจ้ะ", "ครับผม", "คร้าบ", "คร๊าบ", "ค้าบ",  "คราบ",
     "ครับ",   "ครัช",  "คับ",   "งับ",   "ค่า",   "ค่ะ",   "คะ",    "ขอรับ", "จ้า",   "จ้ะ",   "จ๊ะ",
     "จ๋า",    "จ่ะ",   "เด้อ",  "ฮับ",   "ฮะ",   "นะ",   "เนาะ",  "เน้อ",  "ล่ะ",   "แหละ", "แล้วกัน"});

// The same, written in Latin letters; only as words of their own.
constexpr auto kLatinParticles = std::to_array<std::string_view>(
    {"krub", "krab", "krap", "kub", "kha", "ka", "na", "ja", "please", "pls"});

// Signs of repetition and abbreviation at the end of an answer (ใช่ๆ).
constexpr auto kEndSigns = std::to_array<std::string_view>({"ๆ", "ฯ"});

constexpr std::string_view kMarks = " .,!?;:~\"'`*_()[]{}<>#";

bool is_emoji(char32_t c) {
    return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF) ||
           (c >= 0x2190 && c <= 0x21FF) || (c >= 0x2B00 && c <= 0x2BFF) ||
           (c >= 0x2300 && c <= 0x23FF) || c == 0x20E3 || (c >= 0xE0000 && c <= 0xE007F);
}

bool is_ornament(char32_t c) {
    return (c < 0x80 && kMarks.find(static_cast<char>(c)) != std::string_view::npos) ||
           c == 0x2026 || (c >= 0x2018 && c <= 0x201F) || is_emoji(c);
}

std::size_t last_char(std::string_view text) {
    std::size_t at = text.size() - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) {
        --at;
    }
    return at;
}

// What may stand at the end without meaning anything: closing marks and emoji, not an opening
// bracket.
std::string_view trim_end(std::string_view text, bool brackets) {
    while (!text.empty()) {
        const std::size_t at = last_char(text);
        const char32_t c = decode_utf8(text, at).code_point;
        const bool keep = !brackets && (c == ')' || c == '(');
        if (keep || !is_ornament(c)) {
            break;
        }
        text = text.substr(0, at);
    }
    return text;
}

std::string_view trim_start(std::string_view text) {
    while (!text.empty()) {
        const DecodedChar first = decode_utf8(text, 0);
        if (!is_ornament(first.code_point)) {
            break;
        }
        text.remove_prefix(first.length);
    }
    return text;
}

bool is_leading_vowel(char32_t c) {
    return c >= 0x0E40 && c <= 0x0E44;
}

// A particle is one only where a word can end before it: not "จ้า" of nor the "ka" of
// "paprika".
bool ends_word(std::string_view before, bool latin) {
    if (before.empty()) {
        return true;
    }
    if (latin) {
        const char c = before.back();
        return c == ' ' || (c >= '0' && c <= '9');
    }
    const std::size_t last = last_char(before);
    const char32_t c = decode_utf8(before, last).code_point;
    const bool one_letter = last == 0 && c >= 0x80;  // "ชนะ" is no "ช" with a particle
    return !one_letter && !is_leading_vowel(c);
}

bool strip_one(std::string_view& text, std::string_view particle, bool latin) {
    // The last byte first: it tells nearly all of them apart.
    if (text.back() != particle.back() || !text.ends_with(particle)) {
        return false;
    }
    const std::string_view before = text.substr(0, text.size() - particle.size());
    if (!ends_word(before, latin)) {
        return false;
    }
    text = before;
    return true;
}

bool strip_any(std::string_view& text, bool whole) {
    for (const std::string_view particle : kParticles) {
        if (strip_one(text, particle, false)) {
            return true;
        }
    }
    for (const std::string_view particle : kLatinParticles) {
        if (strip_one(text, particle, true)) {
            return true;
        }
    }
    for (const std::string_view sign : kEndSigns) {
        if (whole && strip_one(text, sign, false)) {
            return true;
        }
    }
    return false;
}

// `whole`: the text is compared with words, so that brackets and signs of repetition go as well.
std::string_view strip(std::string_view text, bool whole) {
    text = trim_end(text, whole);
    while (!text.empty() && strip_any(text, whole)) {
        text = trim_end(text, whole);
    }
    return text;
}

}  // namespace

std::string_view strip_particles(std::string_view text) {
    return strip(text, false);
}

std::string normalize_answer(std::string_view raw) {
    const std::string text = normalize(raw);
    std::string answer{strip(trim_start(text), true)};
    // A sign that stood behind a mark has lost what carried it: ",ำทำนา".
    return joins_previous(answer, 0) ? normalize_answer(answer) : answer;
}

}  // namespace conversation
