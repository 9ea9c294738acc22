#include "conversation/expression/functions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

// selected selected-at count-selected jr:choice-name position instance uuid last-saved
namespace conversation {

namespace {

// The words of a blank-separated list.
std::vector<std::string_view> words(std::string_view list) {
    constexpr std::string_view kBlanks = " \t\r\n";
    std::vector<std::string_view> result;
    for (std::size_t at = list.find_first_not_of(kBlanks); at != list.npos;
         at = list.find_first_not_of(kBlanks, at)) {
        const std::size_t end = std::min(list.find_first_of(kBlanks, at), list.size());
        result.push_back(list.substr(at, end - at));
        at = end;
    }
    return result;
}

FunctionResult selected(const Arguments& arguments) {
    const std::string list = arguments.text(0);
    const std::string wanted = arguments.text(1);
    const auto wanted_words = words(wanted);
    if (wanted_words.size() != 1) {
        return false;
    }
    for (const std::string_view word : words(list)) {
        if (word == wanted_words.front()) {
            return true;
        }
    }
    return false;
}

FunctionResult selected_at(const Arguments& arguments) {
    const std::string list = arguments.text(0);
    const auto all = words(list);
    const double index = std::trunc(arguments.number(1));
    if (!(index >= 0 && index < static_cast<double>(all.size()))) {
        return std::string{};
    }
    return std::string{all[static_cast<std::size_t>(index)]};
}

FunctionResult count_selected(const Arguments& arguments) {
    const std::string list = arguments.text(0);
    return static_cast<double>(words(list).size());
}

// The compiler puts the question's number in place of the path.
FunctionResult choice_name(const Arguments& arguments) {
    return arguments.host().choice_label(static_cast<std::size_t>(arguments.number(1)),
                                         arguments.text(0));
}

FunctionResult position(const Arguments& arguments) {
    const xmlNodeSet* const nodes = arguments.nodes(0);
    if (nodes == nullptr || nodes->nodeNr == 0) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const xmlNode* const node = nodes->nodeTab[0];
    double result = 1;
    for (const xmlNode* before = node->prev; before != nullptr; before = before->prev) {
        if (before->type == XML_ELEMENT_NODE && xmlStrEqual(before->name, node->name) != 0) {
            ++result;
        }
    }
    return result;
}

FunctionResult instance(const Arguments& arguments) {
    xmlDoc* const document = arguments.host().list_document(arguments.text(0));
    return reinterpret_cast<xmlNode*>(document);
}

FunctionResult uuid(const Arguments& arguments) {
    std::string id{arguments.host().uuid()};
    if (arguments.size() == 1) {
        const double length = arguments.number(0);
        std::erase(id, '-');
        if (length >= 0 && length < static_cast<double>(id.size())) {
            id.resize(static_cast<std::size_t>(length));
        }
    }
    return id;
}

FunctionResult last_saved(const Arguments& arguments) {
    return arguments.host().last_saved(arguments.text(0));
}

constexpr Function internal(Function function) {
    function.internal = true;
    return function;
}

constexpr std::array kFunctions = {
    function<selected>("selected", 2, 2, ValueKind::Boolean),
    function<selected_at>("selected-at", 2, 2, ValueKind::Text),
    function<count_selected>("count-selected", 1, 1, ValueKind::Number),
    function<choice_name>("jr:choice-name", 2, 2, ValueKind::Text),
    function<position>("position", 0, 1, ValueKind::Number),
    function<instance>("instance", 1, 1, ValueKind::Nodes),
    function<uuid>("uuid", 0, 1, ValueKind::Text),
    internal(function<last_saved>("last-saved", 1, 1, ValueKind::Any)),
};

}  // namespace

std::span<const Function> choice_functions() {
    return kFunctions;
}

}  // namespace conversation
