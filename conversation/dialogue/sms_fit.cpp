#include "conversation/dialogue/sms_fit.h"

#include "conversation/text/clusters.h"
#include "conversation/text/sms_segments.h"

#include <algorithm>

namespace conversation {

namespace {

constexpr std::size_t kLongestEcho = 30;  // letters
constexpr std::string_view kCut = "..";   // of both SMS alphabets

std::string shortened(std::string_view echo, std::size_t letters) {
    const auto kept = cut_graphemes(echo, letters);
    return kept.size() == echo.size() ? std::string{echo} : std::string{kept} + std::string{kCut};
}

}  // namespace

bool is_one_sms(std::string_view text) {
    return count_sms(text).segments <= 1;
}

std::string fitting(const Talk& talk, std::vector<std::string> variants) {
    if (!talk.sms()) {
        return std::move(variants.front());
    }
    const auto found = std::ranges::find_if(variants, is_one_sms);
    return std::move(found == variants.end() ? variants.back() : *found);
}

std::string with_lead(const Talk& talk, const std::string& lead, const std::string& text) {
    std::vector<std::string> variants;
    for (const auto& beginning : beginnings(lead)) {
        variants.push_back(beginning + text);
    }
    return fitting(talk, std::move(variants));
}

std::vector<std::string> beginnings(const std::string& lead) {
    if (lead.empty()) {
        return {std::string{}};
    }
    return {lead + "\n", lead.substr(0, lead.find('\n')) + "\n", std::string{}};
}

std::string with_echo(const Talk& talk,
                      std::string_view key,
                      TextArguments arguments,
                      std::string_view name,
                      std::string_view echo) {
    arguments.emplace_back(name, std::string{});
    std::string text;
    for (std::size_t letters = std::min(grapheme_count(echo), kLongestEcho);; --letters) {
        arguments.back().second = shortened(echo, letters);
        text = talk.text(key, arguments);
        if (letters == 0 || !talk.sms() || is_one_sms(text)) {
            return text;
        }
    }
}

}  // namespace conversation
