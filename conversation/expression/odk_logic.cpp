#include "conversation/expression/functions.h"

#include <array>
#include <cmath>

// true false not boolean boolean-from-string if coalesce once checklist weighted-checklist
namespace conversation {

namespace {

FunctionResult always(const Arguments& /*arguments*/) {
    return true;
}

FunctionResult never(const Arguments& /*arguments*/) {
    return false;
}

FunctionResult negation(const Arguments& arguments) {
    return !arguments.boolean(0);
}

FunctionResult boolean(const Arguments& arguments) {
    return arguments.boolean(0);
}

FunctionResult boolean_from_string(const Arguments& arguments) {
    const std::string text = arguments.text(0);
    return text == "true" || text == "1";
}

FunctionResult choose(const Arguments& arguments) {
    return arguments.value(arguments.boolean(0) ? 1 : 2);
}

FunctionResult coalesce(const Arguments& arguments) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (!arguments.text(i).empty()) {
            return arguments.value(i);
        }
    }
    return std::string{};
}

FunctionResult once(const Arguments& arguments) {
    const xmlNode* const node = arguments.here();
    if (node != nullptr && node->children != nullptr && node->children->content != nullptr &&
        node->children->content[0] != 0) {
        return std::string{reinterpret_cast<const char*>(node->children->content)};
    }
    return arguments.value(0);
}

// What `=` means between two answers that are numbers: 5 and 5.0 are the same, two blanks are too.
FunctionResult same(const Arguments& arguments) {
    return arguments.text(0) == arguments.text(1) || arguments.number(0) == arguments.number(1);
}

bool within(double sum, double least, double most) {
    return (least == -1 || sum >= least) && (most == -1 || sum <= most);
}

FunctionResult checklist(const Arguments& arguments) {
    double sum = 0;
    for (const std::string& text : arguments.texts(2)) {
        sum += text == "yes" ? 1 : 0;
    }
    return within(sum, arguments.number(0), arguments.number(1));
}

FunctionResult weighted_checklist(const Arguments& arguments) {
    double sum = 0;
    for (std::size_t i = 2; i + 1 < arguments.size(); i += 2) {
        sum += arguments.text(i) == "yes" ? arguments.number(i + 1) : 0;
    }
    return within(sum, arguments.number(0), arguments.number(1));
}

constexpr Function internal(Function function) {
    function.internal = true;
    return function;
}

constexpr std::array kFunctions = {
    function<always>("true", 0, 0, ValueKind::Boolean),
    function<never>("false", 0, 0, ValueKind::Boolean),
    function<negation>("not", 1, 1, ValueKind::Boolean),
    function<boolean>("boolean", 1, 1, ValueKind::Boolean),
    function<boolean_from_string>("boolean-from-string", 1, 1, ValueKind::Boolean),
    function<choose>("if", 3, 3, ValueKind::Any),
    function<coalesce>("coalesce", 1, -1, ValueKind::Any),
    function<once>("once", 1, 1, ValueKind::Any),
    function<checklist>("checklist", 3, -1, ValueKind::Boolean),
    function<weighted_checklist>("weighted-checklist", 4, -1, ValueKind::Boolean),
    internal(function<same>("same", 2, 2, ValueKind::Boolean)),
};

}  // namespace

std::span<const Function> logic_functions() {
    return kFunctions;
}

}  // namespace conversation
