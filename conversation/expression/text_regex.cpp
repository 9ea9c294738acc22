#include "conversation/expression/text_regex.h"

#include <fmt/format.h>
#include <unicode/regex.h>

#include <map>
#include <memory>

namespace conversation {

namespace {

constexpr std::size_t kMaxPattern = 1000;
constexpr std::int32_t kTimeLimit = 20;          // ICU's steps, about a millisecond each
constexpr std::int32_t kStackLimit = 1'000'000;  // bytes
constexpr std::size_t kMaxRemembered = 100;

using Pattern = std::shared_ptr<const icu::RegexPattern>;

icu::UnicodeString unicode(std::string_view text) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())});
}

Pattern compile(std::string_view pattern, UParseError& where, UErrorCode& status) {
    if (pattern.size() > kMaxPattern) {
        status = U_REGEX_PATTERN_TOO_BIG;
        return nullptr;
    }
    return Pattern{icu::RegexPattern::compile(unicode(pattern), where, status)};
}

// Compiling costs a hundred times a match; forms use the same few patterns again and again.
Pattern remembered(std::string_view pattern) {
    thread_local std::map<std::string, Pattern, std::less<>> patterns;
    const auto found = patterns.find(pattern);
    if (found != patterns.end()) {
        return found->second;
    }
    if (patterns.size() >= kMaxRemembered) {
        patterns.clear();
    }
    UParseError where{};
    UErrorCode status = U_ZERO_ERROR;
    Pattern compiled = compile(pattern, where, status);
    return patterns.emplace(std::string{pattern}, U_SUCCESS(status) ? compiled : nullptr)
        .first->second;
}

}  // namespace

bool matches_whole(std::string_view text, std::string_view pattern) {
    const Pattern compiled = remembered(pattern);
    if (!compiled) {
        return false;
    }
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString subject = unicode(text);
    const std::unique_ptr<icu::RegexMatcher> matcher{compiled->matcher(subject, status)};
    if (U_FAILURE(status)) {
        return false;
    }
    matcher->setTimeLimit(kTimeLimit, status);
    matcher->setStackLimit(kStackLimit, status);
    const bool matched = matcher->matches(status) != 0;
    return U_SUCCESS(status) && matched;
}

std::string pattern_fault(std::string_view pattern) {
    UParseError where{};
    UErrorCode status = U_ZERO_ERROR;
    (void)compile(pattern, where, status);
    if (U_SUCCESS(status)) {
        return {};
    }
    return status == U_REGEX_PATTERN_TOO_BIG
               ? fmt::format("the pattern is longer than {} bytes", kMaxPattern)
               : fmt::format("the pattern is wrong at character {}", where.offset);
}

}  // namespace conversation
