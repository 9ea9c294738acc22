#include "conversation/expression/lexer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace conversation {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) {
    return starts_name(c) || is_digit(c) || c == '-' || c == '.';
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

class Lexer {
  public:
    explicit Lexer(std::string_view source) : source_(source) {}

    Tokens run() {
        while (skip_blanks(), at_ < source_.size() && result_.error.message.empty()) {
            read_one();
        }
        if (result_.error.message.empty()) {
            add(TokenKind::End, at_, 0);
        } else {
            result_.list.clear();
        }
        return std::move(result_);
    }

  private:
    void skip_blanks() {
        constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
        for (;;) {
            if (at_ < source_.size() && is_blank(source_[at_])) {
                ++at_;
            } else if (source_.substr(at_).starts_with(kNoBreakSpace)) {
                at_ += kNoBreakSpace.size();
            } else {
                return;
            }
        }
    }

    void add(TokenKind kind, std::size_t from, std::size_t length) {
        result_.list.push_back({kind, source_.substr(from, length), from});
    }

    void fail(std::string message) { result_.error.message = std::move(message); }

    [[nodiscard]] char peek(std::size_t ahead) const {
        return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
    }

    void read_one() {
        const char c = source_[at_];
        if (c == '$') {
            read_reference();
        } else if (c == '\'' || c == '"') {
            read_literal(c);
        } else if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
            read_number();
        } else if (is_curly_quote()) {
            fail(
                "a curly quotation mark (typed by a word processor); write the straight ' instead");
        } else if (starts_name(c)) {
            read_name();
        } else {
            read_symbol();
        }
    }

    [[nodiscard]] bool is_curly_quote() const {
        constexpr std::array<std::string_view, 4> kQuotes = {"‘", "’", "“", "”"};
        return std::ranges::any_of(
            kQuotes, [this](std::string_view quote) { return source_.substr(at_, 3) == quote; });
    }

    void read_reference() {
        const std::size_t close = source_.find('}', at_);
        if (peek(1) != '{' || close == std::string_view::npos) {
            fail("$ must be followed by a question's name in braces: ${name}");
            return;
        }
        std::size_t from = at_ + 2;
        std::size_t to = close;
        while (from < to && is_blank(source_[from])) {
            ++from;
        }
        while (to > from && is_blank(source_[to - 1])) {
            --to;
        }
        add(TokenKind::Reference, from, to - from);
        at_ = close + 1;
    }

    void read_literal(char quote) {
        const std::size_t close = source_.find(quote, at_ + 1);
        if (close == std::string_view::npos) {
            fail(fmt::format(
                "the text that starts with {} at character {} is never closed", quote, at_ + 1));
            return;
        }
        add(TokenKind::Literal, at_ + 1, close - at_ - 1);
        at_ = close + 1;
    }

    void read_number() {
        const std::size_t from = at_;
        while (is_digit(peek(0))) {
            ++at_;
        }
        if (peek(0) == '.') {
            ++at_;
            while (is_digit(peek(0))) {
                ++at_;
            }
        }
        add(TokenKind::Number, from, at_ - from);
    }

    void read_name() {
        const std::size_t from = at_;
        while (at_ < source_.size() && continues_name(source_[at_])) {
            ++at_;
        }
        if (peek(0) == ':' && starts_name(peek(1))) {
            ++at_;
            while (at_ < source_.size() && continues_name(source_[at_])) {
                ++at_;
            }
        }
        add(TokenKind::Name, from, at_ - from);
    }

    void read_symbol() {
        constexpr std::array<std::string_view, 6> kDouble = {"//", "!=", "<=", ">=", "..", "::"};
        constexpr std::string_view kSingle = "()[],+-*/|=<>.@";
        const std::string_view two = source_.substr(at_, 2);
        std::size_t length = 0;
        if (std::ranges::find(kDouble, two) != kDouble.end()) {
            length = 2;
        } else if (kSingle.find(source_[at_]) != std::string_view::npos) {
            length = 1;
        }
        if (length == 0) {
            fail(explain_bad_symbol(two));
            return;
        }
        add(TokenKind::Symbol, at_, length);
        at_ += length;
    }

    [[nodiscard]] static std::string explain_bad_symbol(std::string_view text) {
        if (text == "&&") {
            return "&& is not known; write and";
        }
        if (text == "||") {
            return "|| is not known; write or";
        }
        if (text.front() == '!') {
            return "! is not known; write not(…) or !=";
        }
        if (static_cast<unsigned char>(text.front()) < 0x20) {
            return "a control character; remove it";
        }
        return fmt::format("the character {} has no meaning here", text.front());
    }

    std::string_view source_;
    std::size_t at_ = 0;
    Tokens result_;
};

}  // namespace

Tokens read_tokens(std::string_view source) {
    return Lexer{source}.run();
}

bool is_name(std::string_view text) {
    return !text.empty() && starts_name(text.front()) && std::ranges::all_of(text, continues_name);
}

}  // namespace conversation
