#pragma once
#include "conversation/expression/xpath.h"

#include <string>
#include <variant>

namespace conversation {

// Parses an expression and writes it for libxml2: see xpath.h.
[[nodiscard]] std::variant<CompiledExpression::Compiled, ExpressionError> translate_expression(
    const CompileRequest& request);

}  // namespace conversation
