#include "webhooks/json_guard.h"

#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <charconv>
#include <cstdint>
#include <optional>

namespace webhooks {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::size_t kPlainNumber = 20;  // shorter ones without exponent fit any double

class Guard {
  public:
    Guard(std::string_view text, std::size_t max_depth) : text_(text), max_depth_(max_depth) {
        out_.reserve(text.size() + 16);
    }

    std::string run() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '"') {
                string();
            } else if (c == '[' || c == '{') {
                open();
            } else if (c == ']' || c == '}') {
                close();
            } else if (c == '-' || (c >= '0' && c <= '9')) {
                number();
            } else {
                emit(text_.substr(at_, 1));
                ++at_;
            }
        }
        return std::move(out_);
    }

  private:
    [[nodiscard]] bool skipping() const { return depth_ > max_depth_; }

    void emit(std::string_view piece) {
        if (!skipping()) {
            out_ += piece;
        }
    }

    void open() {
        if (depth_ == max_depth_) {
            emit("null");
        }
        ++depth_;
        emit(text_.substr(at_, 1));
        ++at_;
    }

    void close() {
        emit(text_.substr(at_, 1));
        ++at_;
        depth_ -= depth_ > 0 ? 1U : 0U;
    }

    void number() {
        const auto end = std::min(text_.find_first_not_of("+-.0123456789eE", at_), text_.size());
        const auto token = text_.substr(at_, end - at_);
        double value = 0;
        const bool is_plain =
            token.size() < kPlainNumber && token.find_first_of("eE") == std::string_view::npos;
        const bool is_too_large =
            !is_plain && std::from_chars(token.data(), token.data() + token.size(), value).ec ==
                             std::errc::result_out_of_range;
        emit(is_too_large ? "null" : token);
        at_ = end;
    }

    void string() {
        emit("\"");
        ++at_;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '\\') {
                escape();
            } else if (c == '"') {
                emit("\"");
                ++at_;
                return;
            } else {
                character();
            }
        }
    }

    void character() {
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(text_.data());
        std::size_t next = at_;
        UChar32 c = 0;
        U8_NEXT(bytes, next, text_.size(), c);
        emit(c < 0 ? kReplacement : text_.substr(at_, next - at_));
        at_ = next;
    }

    // The code unit of "\uXXXX" at a place; nothing when there is none.
    [[nodiscard]] std::optional<std::uint16_t> unit_at(std::size_t place) const {
        const auto digits = text_.substr(std::min(place + 2, text_.size())).substr(0, 4);
        std::uint16_t unit = 0;
        if (!text_.substr(std::min(place, text_.size())).starts_with("\\u") || digits.size() != 4 ||
            std::from_chars(digits.data(), digits.data() + 4, unit, 16).ptr != digits.data() + 4) {
            return std::nullopt;
        }
        return unit;
    }

    void escape() {
        const auto first = unit_at(at_);
        std::size_t size = 2;
        bool is_whole = true;
        if (first) {
            size = 6;
            if (U16_IS_LEAD(*first)) {
                const auto second = unit_at(at_ + 6);
                is_whole = second && U16_IS_TRAIL(*second);
                size = is_whole ? 12 : 6;
            } else {
                is_whole = !U16_IS_TRAIL(*first);
            }
        }
        emit(is_whole ? text_.substr(at_, size) : kReplacement);
        at_ = std::min(at_ + size, text_.size());
    }

    std::string_view text_;
    std::size_t max_depth_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::string out_;
};

}  // namespace

std::string guard_json(std::string_view text, std::size_t max_depth) {
    return Guard(text, max_depth).run();
}

}  // namespace webhooks
