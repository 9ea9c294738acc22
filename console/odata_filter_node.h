#pragma once
#include "console/odata_filter.h"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

// What a filter is read into: shared by its reader and its evaluation, by nobody else.
namespace console {

enum class FilterOp {
    Literal,
    Field,
    And,
    Or,
    Not,
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
    Contains,
    StartsWith,
    EndsWith,
    Length,
    ToLower,
    ToUpper,
    Trim,
    Concat,
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Date,
};

struct ODataFilter::Node {
    FilterOp op = FilterOp::Literal;
    EdmType type = EdmType::Truth;
    bool is_null = false;  // the word null, which fits every type
    EdmValue literal{};
    std::size_t field = 0;
    std::array<std::size_t, 2> children{};  // places in the list
};

struct FilterFunction {
    std::string_view name;
    FilterOp op = FilterOp::Length;
    std::size_t arguments = 1;
    EdmType result = EdmType::Whole;
    bool of_days = false;     // takes a day
    bool of_moments = false;  // takes an instant; neither: texts
};

[[nodiscard]] std::span<const FilterFunction> filter_functions();

// What an operation gives of its values, which fit it.
[[nodiscard]] EdmValue apply(FilterOp op, const EdmValue& left, const EdmValue& right);

}  // namespace console
