#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Cuts an XLSForm expression into tokens.
namespace conversation {

enum class TokenKind {
    Number,     // 12 12.5 .5
    Literal,    // 'text' or "text", without the quotation marks
    Name,       // today, jr:choice-name, and, div: whether it is an operator is the parser's matter
    Reference,  // ${name}: the name; ${last-saved#name}: "last-saved#name"
    Symbol,     // ( ) [ ] , + - * / // | = != < <= > >= . .. @ ::
    End,
};

struct Token {
    TokenKind kind = TokenKind::End;
    std::string_view text;
    std::size_t at = 0;  // byte offset in the source
};

// What is wrong with an expression, in words for the author of the form.
struct ExpressionError {
    std::string message;
};

struct Tokens {
    std::vector<Token> list;  // ends with an End token; empty when there is an error
    ExpressionError error;    // empty message: none
};

// The tokens point into `source`.
[[nodiscard]] Tokens read_tokens(std::string_view source);

// May a question, choice list or column be called so? Letters, digits, _ - . and not a digit first.
[[nodiscard]] bool is_name(std::string_view text);

}  // namespace conversation
