#include "conversation/expression/xpath.h"

#include "conversation/expression/translator.h"

#include <fmt/format.h>
#include <libxml/parser.h>
#include <libxml/xpathInternals.h>

#include <charconv>
#include <cmath>
#include <memory>
#include <new>

namespace conversation {

namespace {

// libxml2 prints to stderr unless someone takes its errors.
void silence(void* /*data*/, xmlError* /*error*/) {}

// The names the translator writes where ODK's would mean something else to libxml2.
std::string_view odk_name(std::string_view name) {
    if (name == "choice-name") {
        return "jr:choice-name";  // a prefix would need a namespace
    }
    if (name == "node-position") {
        return "position";
    }
    return name == "position" ? std::string_view{} : name;  // XPath's own, within [ ]
}

struct FreeContext {
    void operator()(xmlXPathContext* context) const { xmlXPathFreeContext(context); }
};

// A context begins with a table of all functions, which costs more than most evaluations: one waits
// here for the next who needs one.
std::unique_ptr<xmlXPathContext, FreeContext>& spare_context() {
    thread_local std::unique_ptr<xmlXPathContext, FreeContext> spare;
    return spare;
}

xmlXPathFunction look_up_function(void* /*data*/, const xmlChar* name, const xmlChar* /*uri*/) {
    const Function* const found = find_function(odk_name(reinterpret_cast<const char*>(name)));
    return found == nullptr ? nullptr : found->entry;
}

// $root, $q12
xmlXPathObject* look_up_variable(void* data, const xmlChar* name, const xmlChar* /*uri*/) {
    const std::string_view text = reinterpret_cast<const char*>(name);
    std::size_t index = kRootIndex;
    if (text.starts_with('q')) {
        std::from_chars(text.data() + 1, text.data() + text.size(), index);
    }
    xmlNode* const node = static_cast<const ExpressionHost*>(data)->node(index);
    return xmlXPathNewNodeSet(node);
}

}  // namespace

CompiledExpression::CompiledExpression(Compiled compiled, xmlXPathCompExpr* program)
    : compiled_(std::move(compiled)), program_(program) {}

CompiledExpression::CompiledExpression(std::string literal) : literal_(std::move(literal)) {}

CompiledExpression::~CompiledExpression() {
    if (program_ != nullptr) {
        xmlXPathFreeCompExpr(program_);
    }
}

CompileResult compile_expression(const CompileRequest& request) {
    // libxml2 sets up its tables on first use; here that is before a form is shared.
    static const bool kReady = (xmlInitParser(), true);
    (void)kReady;
    auto translated = translate_expression(request);
    if (auto* const error = std::get_if<ExpressionError>(&translated)) {
        return std::move(*error);
    }
    auto& compiled = std::get<CompiledExpression::Compiled>(translated);
    xmlXPathContext* const context = xmlXPathNewContext(nullptr);
    if (context == nullptr) {
        throw std::bad_alloc();
    }
    context->error = silence;
    xmlXPathCompExpr* const program =
        xmlXPathCtxtCompile(context, reinterpret_cast<const xmlChar*>(compiled.text.c_str()));
    xmlXPathFreeContext(context);
    if (program == nullptr) {
        return ExpressionError{"the expression cannot be understood; check its brackets"};
    }
    return std::make_shared<const CompiledExpression>(std::move(compiled), program);
}

XPathContext::XPathContext(xmlDoc& document, const ExpressionHost& host)
    : context_(spare_context().release()) {
    if (context_ == nullptr) {
        context_ = xmlXPathNewContext(nullptr);
    }
    if (context_ == nullptr) {
        throw std::bad_alloc();
    }
    // libxml2 hands these pointers back as they are; it changes neither.
    void* const data = const_cast<ExpressionHost*>(&host);
    context_->doc = &document;
    context_->error = silence;
    xmlXPathRegisterFuncLookup(context_, look_up_function, data);
    xmlXPathRegisterVariableLookup(context_, look_up_variable, data);
    context_->opLimit = kMaxOperations;
}

XPathContext::~XPathContext() {
    context_->doc = nullptr;
    context_->node = nullptr;
    context_->contextSize = -1;
    context_->proximityPosition = -1;
    xmlResetError(&context_->lastError);
    spare_context().reset(context_);
}

XPathContext::Object XPathContext::run(const CompiledExpression& expression, xmlNode* here) {
    context_->node = here;
    context_->doc = here == nullptr ? context_->doc : here->doc;
    context_->opCount = 0;
    const std::lock_guard lock{expression.running_};
    return Object{xmlXPathCompiledEval(expression.program_, context_)};
}

std::optional<bool> XPathContext::boolean(const CompiledExpression& expression, xmlNode* here) {
    if (expression.literal()) {
        return !expression.literal()->empty();
    }
    const Object object = run(expression, here);
    return object ? std::optional{to_boolean(*object)} : std::nullopt;
}

std::optional<std::string> XPathContext::text(const CompiledExpression& expression, xmlNode* here) {
    if (expression.literal()) {
        return expression.literal();
    }
    const Object object = run(expression, here);
    if (!object) {
        return std::nullopt;
    }
    if (object->type == XPATH_NUMBER && !std::isfinite(object->floatval)) {
        return std::string{};
    }
    return to_text(*object);
}

std::variant<bool, std::string> XPathContext::check(const CompiledExpression& expression,
                                                    xmlNode* here) {
    if (expression.literal()) {
        return *expression.literal();
    }
    const Object object = run(expression, here);
    if (!object) {
        return false;
    }
    if (object->type == XPATH_BOOLEAN || object->type == XPATH_NUMBER) {
        return to_boolean(*object);
    }
    const std::string text = to_text(*object);
    if (text == "true" || text == "false" || text.empty()) {
        return text == "true";
    }
    return text;
}

}  // namespace conversation
