#pragma once
#include "conversation/calendar.h"

#include <libxml/xpath.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The functions of ODK's XPath (https://docs.getodk.org/form-operators-functions/): what they are
// called, how many arguments they take, and what they do. One file odk_<family>.cpp each.
namespace conversation {

// What functions may ask of the form that is being answered.
class ExpressionHost {
  public:
    virtual ~ExpressionHost() = default;
    [[nodiscard]] virtual Instant now() const = 0;
    [[nodiscard]] virtual std::string_view language() const = 0;
    [[nodiscard]] virtual std::string_view uuid() const = 0;
    [[nodiscard]] virtual std::string last_saved(std::string_view name) const = 0;
    [[nodiscard]] virtual std::string choice_label(std::size_t question,
                                                   std::string_view choice) const = 0;
    // The node of a question (or of the whole instance, for kRootIndex).
    [[nodiscard]] virtual xmlNode* node(std::size_t question) const = 0;
    // The document of a choice list or external list; nullptr when there is none.
    [[nodiscard]] virtual xmlDoc* list_document(std::string_view list) const = 0;
};

inline constexpr std::size_t kRootIndex = static_cast<std::size_t>(-1);

// Text that a function may give; a longer one ends the evaluation.
inline constexpr std::size_t kMaxText = 65'536;

using FunctionResult = std::variant<bool, double, std::string, xmlNode*>;

// The arguments of one call, converted as ODK converts.
class Arguments {
  public:
    Arguments(xmlXPathParserContext* parser, int count);
    ~Arguments();
    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;

    [[nodiscard]] std::size_t size() const { return objects_.size(); }

    [[nodiscard]] double number(std::size_t i) const;
    [[nodiscard]] std::string text(std::size_t i) const;
    [[nodiscard]] bool boolean(std::size_t i) const;
    // The value as it is: of a node its number or text, by the question's type.
    [[nodiscard]] FunctionResult value(std::size_t i) const;
    // Of a set of nodes the text of each; of any other value the one text.
    [[nodiscard]] std::vector<std::string> texts(std::size_t from) const;
    [[nodiscard]] std::vector<double> numbers(std::size_t from) const;
    [[nodiscard]] const xmlNodeSet* nodes(std::size_t i) const;  // nullptr: not a set of nodes

    [[nodiscard]] const ExpressionHost& host() const;
    [[nodiscard]] xmlNode* here() const;  // the question the expression belongs to

  private:
    xmlXPathParserContext* parser_;
    std::vector<xmlXPathObject*> objects_;
};

enum class ValueKind {
    Any,
    Number,
    Text,
    Boolean,
    Nodes,
};

struct Function {
    std::string_view name;
    int min_arguments;
    int max_arguments;  // -1: any number
    ValueKind result;
    FunctionResult (*call)(const Arguments&);
    xmlXPathFunction entry;  // what libxml2 calls; it calls `call`
    bool internal = false;   // made by the compiler, not to be written by authors
    bool takes_nodes = false;
};

// libxml2's entry to a function: unpacks arguments, keeps exceptions from crossing C, pushes the
// result.
void run_function(FunctionResult (*call)(const Arguments&),
                  xmlXPathParserContext* parser,
                  int count) noexcept;

template <FunctionResult (*Call)(const Arguments&)>
void function_entry(xmlXPathParserContext* parser, int count) {
    run_function(Call, parser, count);
}

template <FunctionResult (*Call)(const Arguments&)>
constexpr Function function(std::string_view name, int min, int max, ValueKind result) {
    return {name, min, max, result, Call, function_entry<Call>};
}

[[nodiscard]] std::span<const Function> logic_functions();
[[nodiscard]] std::span<const Function> text_functions();
[[nodiscard]] std::span<const Function> number_functions();
[[nodiscard]] std::span<const Function> date_functions();
[[nodiscard]] std::span<const Function> choice_functions();

// nullptr when there is none.
[[nodiscard]] const Function* find_function(std::string_view name);
// Known to ODK and not (yet) to us.
[[nodiscard]] bool is_unsupported_function(std::string_view name);

// What an XPath object is worth.
[[nodiscard]] double to_number(const xmlXPathObject& object);
[[nodiscard]] std::string to_text(const xmlXPathObject& object);
[[nodiscard]] bool to_boolean(const xmlXPathObject& object);

// Questions of a numeric type are read as numbers: set on their nodes.
void mark_numeric(xmlNode& node);

// As ODK reads text as a number: "12", "-3.5"; a date counts its days since 1970; else NaN.
[[nodiscard]] double number_of(std::string_view text);
// As ODK writes a number: 5, 2.5; NaN is "NaN".
[[nodiscard]] std::string text_of(double number);

}  // namespace conversation
