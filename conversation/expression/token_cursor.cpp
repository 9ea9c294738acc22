#include "conversation/expression/token_cursor.h"

#include "conversation/expression/xpath.h"

#include <fmt/format.h>

#include <algorithm>

namespace conversation {

void fail(std::string message) {
    throw Mistake{std::move(message)};
}

const Token& TokenCursor::peek(std::size_t ahead) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

Token TokenCursor::take() {
    const Token token = peek();
    at_ = std::min(at_ + 1, tokens_.size() - 1);
    return token;
}

bool TokenCursor::is_symbol(std::string_view text, std::size_t ahead) const {
    return peek(ahead).kind == TokenKind::Symbol && peek(ahead).text == text;
}

bool TokenCursor::is_word(std::string_view text) const {
    return peek().kind == TokenKind::Name && peek().text == text;
}

bool TokenCursor::accept(std::string_view symbol) {
    if (!is_symbol(symbol)) {
        return false;
    }
    (void)take();
    return true;
}

void TokenCursor::expect(std::string_view symbol) {
    if (!accept(symbol)) {
        fail(peek().kind == TokenKind::End
                 ? fmt::format("{} is missing at the end", symbol)
                 : fmt::format("{} is expected before {}", symbol, quoted(peek())));
    }
}

std::string TokenCursor::quoted(const Token& token) {
    switch (token.kind) {
        case TokenKind::End:
            return "the end";
        case TokenKind::Reference:
            return fmt::format("${{{}}}", token.text);
        case TokenKind::Literal:
            return fmt::format("'{}'", token.text);
        default:
            return std::string{token.text};
    }
}

TokenCursor::Nesting::Nesting(TokenCursor& cursor) : cursor_(cursor) {
    if (cursor_.depth_ >= kMaxDepth) {
        fail(fmt::format("brackets are nested more than {} deep; use calculations", kMaxDepth));
    }
    ++cursor_.depth_;
}

TokenCursor::Nesting::~Nesting() {
    --cursor_.depth_;
}

}  // namespace conversation
