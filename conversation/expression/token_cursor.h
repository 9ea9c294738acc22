#pragma once
#include "conversation/expression/lexer.h"

#include <string>
#include <string_view>
#include <vector>

namespace conversation {

// Thrown inside the parser and caught at its door (translate_expression): an author's mistake is an
// expected outcome, but it can show up forty calls deep.
struct Mistake {
    std::string message;
};

[[noreturn]] void fail(std::string message);

// Walks over the tokens of an expression.
class TokenCursor {
  public:
    explicit TokenCursor(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  protected:
    // The End token for all that lies behind the end.
    [[nodiscard]] const Token& peek(std::size_t ahead = 0) const;
    Token take();
    [[nodiscard]] bool is_symbol(std::string_view text, std::size_t ahead = 0) const;
    [[nodiscard]] bool is_word(std::string_view text) const;
    bool accept(std::string_view symbol);
    void expect(std::string_view symbol);  // throws Mistake

    [[nodiscard]] static std::string quoted(const Token& token);

    // Counts how deep brackets and calls are nested while it lives; throws Mistake beyond
    // kMaxDepth.
    class Nesting {
      public:
        explicit Nesting(TokenCursor& cursor);
        ~Nesting();
        Nesting(const Nesting&) = delete;
        Nesting& operator=(const Nesting&) = delete;

      private:
        TokenCursor& cursor_;
    };

  private:
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

}  // namespace conversation
