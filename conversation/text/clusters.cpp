#include "conversation/text/clusters.h"

#include "conversation/text/utf8.h"

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <memory>
#include <stdexcept>

namespace conversation {

namespace {

struct CloseText {
    void operator()(UText* text) const { utext_close(text); }
};

std::unique_ptr<icu::BreakIterator> make_iterator() {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> made{
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status)};
    if (U_FAILURE(status) || made == nullptr) {
        throw std::logic_error("ICU has no character boundaries: its data library is missing");
    }
    return made;
}

icu::BreakIterator& iterator_of_thread() {
    static const std::unique_ptr<icu::BreakIterator> kPrototype = make_iterator();
    thread_local const std::unique_ptr<icu::BreakIterator> kIterator{kPrototype->clone()};
    return *kIterator;
}

// Calls visit(offset) at each boundary after the first until it answers false.
template <class Visit>
void each_boundary(std::string_view text, Visit visit) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UText, CloseText> input{
        utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status)};
    icu::BreakIterator& iterator = iterator_of_thread();
    iterator.setText(input.get(), status);
    if (U_FAILURE(status)) {
        throw std::logic_error("ICU cannot look at a text in memory");
    }
    for (std::int32_t at = iterator.next(); at != icu::BreakIterator::DONE; at = iterator.next()) {
        if (!visit(static_cast<std::size_t>(at))) {
            break;
        }
    }
}

}  // namespace

std::vector<std::size_t> grapheme_boundaries(std::string_view text) {
    std::vector<std::size_t> boundaries{0};
    if (!text.empty()) {
        boundaries.reserve(text.size() / 3 + 2);
        each_boundary(text, [&](std::size_t at) {
            boundaries.push_back(at);
            return true;
        });
    }
    return boundaries;
}

std::size_t grapheme_count(std::string_view text) {
    std::size_t count = 0;
    if (!text.empty()) {
        each_boundary(text, [&](std::size_t /*at*/) {
            ++count;
            return true;
        });
    }
    return count;
}

std::size_t utf16_length(std::string_view text) {
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size();) {
        const DecodedChar decoded = decode_utf8(text, at);
        units += decoded.code_point >= 0x10000 ? 2 : 1;
        at += decoded.length;
    }
    return units;
}

std::string_view cut_graphemes(std::string_view text, std::size_t count) {
    if (text.empty() || count == 0) {
        return text.substr(0, 0);
    }
    if (utf16_length(text) <= count) {
        return text;  // a grapheme is a unit at least: nothing has to be counted
    }
    std::size_t end = 0;
    each_boundary(text, [&](std::size_t at) {
        end = at;
        return --count > 0;
    });
    return text.substr(0, end);
}

std::string_view cut_utf16(std::string_view text, std::size_t units) {
    if (text.size() <= units) {
        return text;
    }
    std::size_t end = 0;
    std::size_t used = 0;
    each_boundary(text, [&](std::size_t at) {
        used += utf16_length(text.substr(end, at - end));
        if (used > units) {
            return false;
        }
        end = at;
        return true;
    });
    return text.substr(0, end);
}

}  // namespace conversation
