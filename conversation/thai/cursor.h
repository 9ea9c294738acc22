#pragma once
#include "conversation/thai/amount_number.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

// A place in a normalised text, moving on as words are recognised. Internal to the readers of dates
// and times.
namespace conversation {

struct Figures {
    unsigned value = 0;
    std::size_t digits = 0;  // as written: 05 has two
};

template <class Value>
struct Named {
    std::string_view word;
    Value value;
};

class Cursor {
  public:
    explicit Cursor(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

    [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

    [[nodiscard]] std::size_t at() const { return at_; }

    [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

    void skip_spaces() {
        while (!at_end() && text_[at_] == ' ') {
            ++at_;
        }
    }

    bool take(std::string_view word) {
        if (!rest().starts_with(word)) {
            return false;
        }
        at_ += word.size();
        return true;
    }

    // The same, spaces before it skipped; nothing moves when it is not there.
    bool take_next(std::string_view word) {
        const std::size_t before = at_;
        skip_spaces();
        if (take(word)) {
            return true;
        }
        at_ = before;
        return false;
    }

    // The longest word of a table that stands here.
    template <class Value>
    std::optional<Value> take_any(std::span<const Named<Value>> table) {
        const Named<Value>* best = nullptr;
        for (const Named<Value>& named : table) {
            if (rest().starts_with(named.word) &&
                (best == nullptr || named.word.size() > best->word.size())) {
                best = &named;
            }
        }
        if (best == nullptr) {
            return std::nullopt;
        }
        at_ += best->word.size();
        return best->value;
    }

    // Figures of at most `longest` digits that do not go on after them.
    std::optional<Figures> take_figures(std::size_t longest = 4) {
        Figures figures;
        std::size_t end = at_;
        while (end < text_.size() && text_[end] >= '0' && text_[end] <= '9') {
            if (++figures.digits > longest) {
                return std::nullopt;
            }
            figures.value = figures.value * 10 + static_cast<unsigned>(text_[end] - '0');
            ++end;
        }
        if (figures.digits == 0) {
            return std::nullopt;
        }
        at_ = end;
        return figures;
    }

    // Number words that follow each other, as one number: สิบสี่ is 14.
    std::optional<unsigned> take_number_words() {
        const std::size_t begin = at_;
        while (take_number_word()) {
        }
        if (at_ == begin) {
            return std::nullopt;
        }
        const auto number = read_count(text_.substr(begin, at_ - begin));
        if (!number) {
            at_ = begin;
        }
        return number;
    }

    // One of หนึ่ง … เก้า.
    std::optional<unsigned> take_digit_word() {
        static constexpr auto kDigits = std::to_array<Named<unsigned>>({{"หนึ่ง", 1},
                                                                        {"สอง", 2},
                                                                        {"สาม", 3},
                                                                        {"สี่", 4},
                                                                        {"ห้า", 5},
                                                                        {"หก", 6},
                                                                        {"เจ็ด", 7},
                                                                        {"แปด", 8},
                                                                        {"เก้า", 9}});
        return take_any<unsigned>(kDigits);
    }

    std::optional<unsigned> take_number(std::size_t longest_figures) {
        if (const auto figures = take_figures(longest_figures)) {
            return figures->value;
        }
        return take_number_words();
    }

  private:
    bool take_number_word() {
        return take_digit_word().has_value() || take("ศูนย์") || take("สิบ") || take("ยี่") ||
               take("เอ็ด");
    }

    std::string_view text_;
    std::size_t at_;
};

}  // namespace conversation
