#pragma once
#include "conversation/expression/functions.h"
#include "conversation/expression/lexer.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// XLSForm's expressions: ODK's XPath 1.0, run by libxml2. An expression is read and checked once,
// with the form it belongs to, and then run as often as needed.
//
// The compiler parses the whole expression itself, so that authors are told about unknown names and
// functions, and writes it anew for libxml2 with ODK's conversions in it: operands of - * < > …
// pass through number() (dates count as days), of and/or through boolean(), ${name} and paths to
// questions become variables ($q12) that are looked up without a search.
namespace conversation {

// Longer, deeper or busier expressions are refused or ended.
inline constexpr std::size_t kMaxExpression = 4'000;  // bytes
inline constexpr int kMaxDepth = 40;                  // of parentheses, brackets and calls
inline constexpr unsigned long kMaxOperations = 200'000;

// The names an expression may use.
struct ExpressionScope {
    struct Name {
        std::string path;  // "/data/group/name"
        std::size_t index = 0;
        bool numeric = false;
    };

    std::map<std::string, Name, std::less<>> names;
    std::map<std::string, const Name*, std::less<>> paths;
    // Is there a choice list or external list of this name, for instance('…')?
    std::function<bool(std::string_view)> has_list;
};

class CompiledExpression {
  public:
    struct Compiled {
        std::string text;                  // for libxml2
        std::vector<std::size_t> inputs;   // questions it reads, sorted, each once
        std::vector<std::string> columns;  // of choices, in a choice_filter
        bool keeps_value = false;          // once(): reads what it gave before
        bool reads_self = false;           // `.`
    };

    // Takes what the compiler made.
    CompiledExpression(Compiled compiled, xmlXPathCompExpr* program);
    // A fixed text that needs no running.
    explicit CompiledExpression(std::string literal);
    ~CompiledExpression();
    CompiledExpression(const CompiledExpression&) = delete;
    CompiledExpression& operator=(const CompiledExpression&) = delete;

    [[nodiscard]] const std::vector<std::size_t>& inputs() const { return compiled_.inputs; }

    [[nodiscard]] const std::vector<std::string>& columns() const { return compiled_.columns; }

    [[nodiscard]] bool keeps_value() const { return compiled_.keeps_value; }

    [[nodiscard]] const std::optional<std::string>& literal() const { return literal_; }

    // What libxml2 is given: for tests.
    [[nodiscard]] const std::string& translation() const { return compiled_.text; }

  private:
    friend class XPathContext;
    Compiled compiled_;
    std::optional<std::string> literal_;
    xmlXPathCompExpr* program_ = nullptr;
    mutable std::mutex running_;  // libxml2 notes in the program which functions it found
};

using CompileResult = std::variant<std::shared_ptr<const CompiledExpression>, ExpressionError>;

struct CompileRequest {
    std::string_view source;
    const ExpressionScope& scope;
    std::string_view here;    // path of the question it belongs to, for `.` and `..`
    bool on_choices = false;  // choice_filter: bare names are the choices' columns
};

[[nodiscard]] CompileResult compile_expression(const CompileRequest& request);

// Runs expressions on one instance document. Not thread-safe; the expressions are.
class XPathContext {
  public:
    // Both must outlive the context.
    XPathContext(xmlDoc& document, const ExpressionHost& host);
    ~XPathContext();
    XPathContext(const XPathContext&) = delete;
    XPathContext& operator=(const XPathContext&) = delete;

    // Nothing when the expression went beyond its limits.
    [[nodiscard]] std::optional<bool> boolean(const CompiledExpression& expression, xmlNode* here);
    // A number that is not one is "".
    [[nodiscard]] std::optional<std::string> text(const CompiledExpression& expression,
                                                  xmlNode* here);
    // true, false or a text: what a chat_check says.
    [[nodiscard]] std::variant<bool, std::string> check(const CompiledExpression& expression,
                                                        xmlNode* here);

  private:
    struct FreeObject {
        void operator()(xmlXPathObject* object) const { xmlXPathFreeObject(object); }
    };

    using Object = std::unique_ptr<xmlXPathObject, FreeObject>;

    [[nodiscard]] Object run(const CompiledExpression& expression, xmlNode* here);

    xmlXPathContext* context_;
};

}  // namespace conversation
