#include "conversation/expression/dates.h"
#include "conversation/expression/functions.h"

#include <fmt/format.h>
#include <libxml/xpathInternals.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <new>

namespace conversation {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kMaxPlainInteger = 1e15;

// Of an element the text in it; null-safe.
std::string content_of(const xmlNode& node) {
    if (node.type == XML_ELEMENT_NODE && node.children != nullptr &&
        node.children->next == nullptr && node.children->type == XML_TEXT_NODE) {
        return reinterpret_cast<const char*>(node.children->content);
    }
    if (node.type == XML_ELEMENT_NODE && node.children == nullptr) {
        return {};
    }
    xmlChar* const text = xmlNodeGetContent(&node);
    std::string result = text == nullptr ? "" : reinterpret_cast<const char*>(text);
    xmlFree(text);
    return result;
}

const xmlNode* first_node(const xmlXPathObject& object) {
    return object.type == XPATH_NODESET && object.nodesetval != nullptr &&
                   object.nodesetval->nodeNr > 0
               ? object.nodesetval->nodeTab[0]
               : nullptr;
}

// A node's _private points here when its question is of a numeric type.
int g_numeric_mark = 0;

bool is_numeric(const xmlNode& node) {
    return node.type == XML_ELEMENT_NODE && node._private == &g_numeric_mark;
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t from = text.find_first_not_of(kBlanks);
    if (from == std::string_view::npos) {
        return {};
    }
    return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

}  // namespace

void mark_numeric(xmlNode& node) {
    node._private = &g_numeric_mark;
}

double number_of(std::string_view text) {
    text = trim(text);
    const bool plain = !text.empty() && text.find_first_not_of("0123456789.-") == text.npos;
    double value = 0;
    const char* const end = text.data() + text.size();
    if (plain) {
        const auto [stop, error] =
            std::from_chars(text.data(), end, value, std::chars_format::fixed);
        if (error == std::errc{} && stop == end) {
            return value;
        }
    }
    return days_of(text).value_or(kNaN);
}

std::string text_of(double number) {
    if (std::isnan(number)) {
        return "NaN";
    }
    if (std::isinf(number)) {
        return number > 0 ? "Infinity" : "-Infinity";
    }
    if (number == 0) {
        return "0";  // not "-0"
    }
    if (std::floor(number) == number && std::fabs(number) < kMaxPlainInteger) {
        return fmt::format("{:.0f}", number);
    }
    return fmt::format("{:.15g}", number);
}

double to_number(const xmlXPathObject& object) {
    switch (object.type) {
        case XPATH_BOOLEAN:
            return object.boolval != 0 ? 1 : 0;
        case XPATH_NUMBER:
            return object.floatval;
        default:
            return number_of(to_text(object));
    }
}

std::string to_text(const xmlXPathObject& object) {
    switch (object.type) {
        case XPATH_BOOLEAN:
            return object.boolval != 0 ? "true" : "false";
        case XPATH_NUMBER:
            return text_of(object.floatval);
        case XPATH_STRING:
            return object.stringval == nullptr ? ""
                                               : reinterpret_cast<const char*>(object.stringval);
        default: {
            const xmlNode* const node = first_node(object);
            return node == nullptr ? std::string{} : content_of(*node);
        }
    }
}

bool to_boolean(const xmlXPathObject& object) {
    if (object.type == XPATH_BOOLEAN) {
        return object.boolval != 0;
    }
    const xmlNode* const node = first_node(object);
    if (object.type == XPATH_NUMBER || (node != nullptr && is_numeric(*node))) {
        const double number = to_number(object);
        return !std::isnan(number) && number != 0;
    }
    return !to_text(object).empty();
}

Arguments::Arguments(xmlXPathParserContext* parser, int count)
    : parser_(parser), objects_(static_cast<std::size_t>(count)) {
    for (std::size_t i = objects_.size(); i > 0; --i) {
        objects_[i - 1] = valuePop(parser);
    }
}

Arguments::~Arguments() {
    for (xmlXPathObject* const object : objects_) {
        xmlXPathFreeObject(object);
    }
}

double Arguments::number(std::size_t i) const {
    return objects_.at(i) == nullptr ? kNaN : to_number(*objects_[i]);
}

std::string Arguments::text(std::size_t i) const {
    return objects_.at(i) == nullptr ? std::string{} : to_text(*objects_[i]);
}

bool Arguments::boolean(std::size_t i) const {
    return objects_.at(i) != nullptr && to_boolean(*objects_[i]);
}

FunctionResult Arguments::value(std::size_t i) const {
    const xmlXPathObject* const object = objects_.at(i);
    if (object != nullptr && object->type == XPATH_BOOLEAN) {
        return to_boolean(*object);
    }
    const xmlNode* const node = object == nullptr ? nullptr : first_node(*object);
    std::string text = this->text(i);
    if (object != nullptr &&
        (object->type == XPATH_NUMBER || (node != nullptr && is_numeric(*node) && !text.empty()))) {
        return to_number(*object);
    }
    return text;
}

std::vector<std::string> Arguments::texts(std::size_t from) const {
    std::vector<std::string> result;
    for (std::size_t i = from; i < size(); ++i) {
        const xmlNodeSet* const set = nodes(i);
        if (set == nullptr) {
            result.push_back(text(i));
            continue;
        }
        for (int n = 0; n < set->nodeNr; ++n) {
            result.push_back(content_of(*set->nodeTab[n]));
        }
    }
    return result;
}

std::vector<double> Arguments::numbers(std::size_t from) const {
    std::vector<double> result;
    for (std::size_t i = from; i < size(); ++i) {
        const xmlNodeSet* const set = nodes(i);
        if (set == nullptr) {
            result.push_back(number(i));
            continue;
        }
        for (int n = 0; n < set->nodeNr; ++n) {
            result.push_back(number_of(content_of(*set->nodeTab[n])));
        }
    }
    return result;
}

const xmlNodeSet* Arguments::nodes(std::size_t i) const {
    static const xmlNodeSet kNone{};
    const xmlXPathObject* const object = objects_.at(i);
    if (object == nullptr || object->type != XPATH_NODESET) {
        return nullptr;
    }
    return object->nodesetval == nullptr ? &kNone : object->nodesetval;
}

const ExpressionHost& Arguments::host() const {
    return *static_cast<const ExpressionHost*>(parser_->context->varLookupData);
}

xmlNode* Arguments::here() const {
    return parser_->context->node;
}

namespace {

xmlXPathObject* object_of(const FunctionResult& result) {
    if (const auto* const truth = std::get_if<bool>(&result)) {
        return xmlXPathNewBoolean(*truth ? 1 : 0);
    }
    if (const auto* const number = std::get_if<double>(&result)) {
        return xmlXPathNewFloat(*number);
    }
    if (auto* const* const node = std::get_if<xmlNode*>(&result)) {
        return xmlXPathNewNodeSet(*node);
    }
    return xmlXPathNewCString(std::get<std::string>(result).c_str());
}

}  // namespace

void run_function(FunctionResult (*call)(const Arguments&),
                  xmlXPathParserContext* parser,
                  int count) noexcept {
    try {
        const Arguments arguments{parser, count};
        const FunctionResult result = call(arguments);
        const auto* const text = std::get_if<std::string>(&result);
        if (text != nullptr && text->size() > kMaxText) {
            parser->error = XPATH_OP_LIMIT_EXCEEDED;
            return;
        }
        valuePush(parser, object_of(result));
    } catch (const std::bad_alloc&) {
        parser->error = XPATH_MEMORY_ERROR;
    } catch (...) {
        parser->error = XPATH_EXPR_ERROR;
    }
}

namespace {

template <class Family>
const Function* find_in(const Family& family, std::string_view name) {
    const auto found = std::ranges::find(family, name, &Function::name);
    return found == family.end() ? nullptr : &*found;
}

}  // namespace

const Function* find_function(std::string_view name) {
    for (const auto family : {logic_functions(),
                              text_functions(),
                              number_functions(),
                              date_functions(),
                              choice_functions()}) {
        if (const Function* const found = find_in(family, name)) {
            return found;
        }
    }
    return nullptr;
}

bool is_unsupported_function(std::string_view name) {
    constexpr std::string_view kNames[] = {"random",
                                           "randomize",
                                           "digest",
                                           "area",
                                           "distance",
                                           "geofence",
                                           "indexed-repeat",
                                           "pulldata",
                                           "jr:itext",
                                           "extract-signed",
                                           "base64-decode",
                                           "intersects",
                                           "property"};
    return std::ranges::find(kNames, name) != std::end(kNames);
}

}  // namespace conversation
