#pragma once
#include "conversation/thai/amount.h"
#include "conversation/thai/amount_tokens.h"

#include <span>

// The grammar of amounts over words found inside a longer text. Internal to the reader of
// sentences.
namespace conversation {

// What all of `tokens` are together; kind None when they are no single amount.
[[nodiscard]] AmountReading read_amount_tokens(std::span<const amount_tokens::Token> tokens);

}  // namespace conversation
