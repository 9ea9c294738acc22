#include "conversation/expression/translator.h"

#include "conversation/expression/text_regex.h"
#include "conversation/expression/token_cursor.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace conversation {

namespace {

// A part of the expression, written for libxml2.
struct Piece {
    std::string text;
    ValueKind kind = ValueKind::Any;
    bool numeric_node = false;                // a question of a numeric type
    std::optional<std::string_view> literal;  // a quoted text, as written
};

std::string as_number(const Piece& piece) {
    const bool plain =
        piece.kind == ValueKind::Number || piece.kind == ValueKind::Boolean || piece.numeric_node;
    return plain ? piece.text : fmt::format("number({})", piece.text);
}

std::string as_boolean(const Piece& piece) {
    return piece.kind == ValueKind::Boolean ? piece.text : fmt::format("boolean({})", piece.text);
}

class Translator : private TokenCursor {
  public:
    Translator(const CompileRequest& request, std::vector<Token> tokens)
        : TokenCursor(std::move(tokens)), request_(request) {}

    CompiledExpression::Compiled run() {
        compiled_.text = read_or().text;
        if (peek().kind != TokenKind::End) {
            fail(fmt::format("{} is not expected here", quoted(peek())));
        }
        std::ranges::sort(compiled_.inputs);
        auto& inputs = compiled_.inputs;
        inputs.erase(std::unique(inputs.begin(), inputs.end()), inputs.end());
        return std::move(compiled_);
    }

  private:
    // ---- operators

    Piece read_or() {
        Piece left = read_and();
        while (is_word("or")) {
            (void)take();
            const Piece right = read_and();
            left = {as_boolean(left) + " or " + as_boolean(right), ValueKind::Boolean, false, {}};
        }
        return left;
    }

    Piece read_and() {
        Piece left = read_equality();
        while (is_word("and")) {
            (void)take();
            const Piece right = read_equality();
            left = {as_boolean(left) + " and " + as_boolean(right), ValueKind::Boolean, false, {}};
        }
        return left;
    }

    Piece read_equality() {
        Piece left = read_order();
        while (is_symbol("=") || is_symbol("!=")) {
            const std::string operation{take().text};
            if (is_symbol("=")) {
                fail("== is not known; write =");
            }
            if (is_symbol(">") || is_symbol("<")) {
                fail(fmt::format("{}{} is not known; write <= or >=", operation, peek().text));
            }
            const Piece right = read_order();
            left = {equality(left, operation, right), ValueKind::Boolean, false, {}};
        }
        return left;
    }

    static std::string equality(const Piece& left,
                                const std::string& operation,
                                const Piece& right) {
        const auto with = [&](const std::string& a, const std::string& b) {
            return fmt::format("{} {} {}", a, operation, b);
        };
        if (left.kind == ValueKind::Boolean || right.kind == ValueKind::Boolean) {
            return with(as_boolean(left), as_boolean(right));
        }
        if (left.kind == ValueKind::Number || right.kind == ValueKind::Number) {
            return with(as_number(left), as_number(right));
        }
        if (left.numeric_node && right.numeric_node) {
            const std::string same = fmt::format("same({}, {})", left.text, right.text);
            return operation == "=" ? same : fmt::format("not({})", same);
        }
        return with(left.text, right.text);
    }

    Piece read_order() {
        Piece left = read_sum();
        while (is_symbol("<") || is_symbol("<=") || is_symbol(">") || is_symbol(">=")) {
            const std::string operation{take().text};
            if (is_symbol("=") || is_symbol(">")) {
                fail(fmt::format("{}{} is not known; write <= >= or !=", operation, peek().text));
            }
            const Piece right = read_sum();
            left = {fmt::format("{} {} {}", as_number(left), operation, as_number(right)),
                    ValueKind::Boolean,
                    false,
                    {}};
        }
        return left;
    }

    Piece read_sum() {
        Piece left = read_product();
        while (is_symbol("+") || is_symbol("-")) {
            left = arithmetic(left, [this] { return read_product(); });
        }
        return left;
    }

    Piece read_product() {
        Piece left = read_negation();
        while (is_symbol("*") || is_word("div") || is_word("mod")) {
            left = arithmetic(left, [this] { return read_negation(); });
        }
        return left;
    }

    template <class Read>
    Piece arithmetic(const Piece& left, Read read) {
        const std::string operation{take().text};
        const Piece right = read();
        return {fmt::format("{} {} {}", as_number(left), operation, as_number(right)),
                ValueKind::Number,
                false,
                {}};
    }

    Piece read_negation() {
        if (!accept("-")) {
            return read_union();
        }
        const Nesting nesting{*this};
        return {"-" + as_number(read_negation()), ValueKind::Number, false, {}};
    }

    Piece read_union() {
        Piece left = read_operand();
        while (accept("|")) {
            if (is_symbol("|")) {
                fail("|| is not known; write or");
            }
            const Piece right = read_operand();
            if (left.kind != ValueKind::Nodes || right.kind != ValueKind::Nodes) {
                fail("| joins questions only; write or between conditions");
            }
            left = {fmt::format("{} | {}", left.text, right.text), ValueKind::Nodes, false, {}};
        }
        return left;
    }

    // ---- operands

    Piece read_operand() {
        const Token token = peek();
        switch (token.kind) {
            case TokenKind::Number:
                (void)take();
                return {std::string{token.text}, ValueKind::Number, false, {}};
            case TokenKind::Literal:
                (void)take();
                return literal(token.text);
            case TokenKind::Reference:
                (void)take();
                return reference(token.text);
            case TokenKind::Name:
                return is_symbol("(", 1) ? read_call() : read_relative_path();
            case TokenKind::Symbol:
                return read_symbol_operand();
            default:
                fail("the expression ends too early");
        }
    }

    Piece read_symbol_operand() {
        if (accept("(")) {
            const Nesting nesting{*this};
            Piece inner = read_or();
            expect(")");
            inner.text = fmt::format("({})", inner.text);
            return with_steps(std::move(inner));
        }
        if (is_symbol("/")) {
            return read_absolute_path();
        }
        if (is_symbol(".") || is_symbol("..") || is_symbol("@") || is_symbol("*")) {
            return read_relative_path();
        }
        if (is_symbol("//")) {
            fail("// paths are not supported; write ${name}");
        }
        if (is_symbol("+")) {
            fail("+ needs a value before it");
        }
        fail(fmt::format("{} is not expected here", quoted(peek())));
    }

    // XLSForm puts a question's path in place of ${name} inside quotation marks too.
    Piece literal(std::string_view text) {
        std::string result;
        std::size_t at = 0;
        for (std::size_t open = text.find("${"); open != text.npos; open = text.find("${", at)) {
            const std::size_t close = text.find('}', open);
            if (close == text.npos) {
                break;
            }
            result.append(text.substr(at, open - at));
            result.append(name_of(text.substr(open + 2, close - open - 2)).path);
            at = close + 1;
        }
        result.append(text.substr(at));
        const char quote = result.find('\'') == std::string::npos ? '\'' : '"';
        if (result.find(quote) != std::string::npos) {
            fail("a text cannot hold both kinds of quotation marks; use concat(…)");
        }
        return {fmt::format("{0}{1}{0}", quote, result), ValueKind::Text, false, text};
    }

    [[nodiscard]] const ExpressionScope::Name& name_of(std::string_view name) const {
        const auto found = request_.scope.names.find(name);
        if (found == request_.scope.names.end()) {
            fail(fmt::format("${{{}}} is not a question of this form; check the spelling", name));
        }
        return found->second;
    }

    Piece reference(std::string_view name) {
        constexpr std::string_view kLastSaved = "last-saved#";
        if (!name.starts_with(kLastSaved)) {
            return variable(name_of(name));
        }
        name.remove_prefix(kLastSaved.size());
        (void)name_of(name);
        return {fmt::format("last-saved('{}')", name), ValueKind::Any, false, {}};
    }

    Piece variable(const ExpressionScope::Name& name) {
        compiled_.inputs.push_back(name.index);
        if (is_symbol("[") || is_symbol("/")) {
            fail("a question cannot be followed by [ or / ; repeats are not supported yet");
        }
        return {fmt::format("$q{}", name.index), ValueKind::Nodes, name.numeric, {}};
    }

    // ---- functions

    Piece read_call() {
        const Nesting nesting{*this};
        const std::string_view name = take().text;
        expect("(");
        if (name == "current") {
            expect(")");
            return read_current();
        }
        if (name == "last" && predicate_depth_ > 0) {
            expect(")");
            return {"last()", ValueKind::Number, false, {}};
        }
        const Function& function = known_function(name);
        std::vector<Piece> arguments = read_arguments();
        check_count(function, arguments.size());
        check_arguments(function, arguments);
        return with_steps(call(function, arguments));
    }

    static const Function& known_function(std::string_view name) {
        const Function* const function = find_function(name);
        if (function != nullptr && !function->internal) {
            return *function;
        }
        if (is_unsupported_function(name)) {
            fail(fmt::format("{}() is not supported yet", name));
        }
        fail(fmt::format("{}() is not a function of ODK; check the spelling", name));
    }

    std::vector<Piece> read_arguments() {
        std::vector<Piece> arguments;
        if (accept(")")) {
            return arguments;
        }
        do {
            arguments.push_back(read_or());
        } while (accept(","));
        expect(")");
        return arguments;
    }

    static void check_count(const Function& function, std::size_t count) {
        const int given = static_cast<int>(count);
        if (given >= function.min_arguments &&
            (function.max_arguments < 0 || given <= function.max_arguments)) {
            return;
        }
        std::string wanted = std::to_string(function.min_arguments);
        if (function.max_arguments < 0) {
            wanted += " or more";
        } else if (function.max_arguments != function.min_arguments) {
            wanted += fmt::format(" to {}", function.max_arguments);
        }
        fail(fmt::format("{}() takes {} argument(s), not {}", function.name, wanted, given));
    }

    void check_arguments(const Function& function, const std::vector<Piece>& arguments) const {
        if (function.takes_nodes && arguments[0].kind != ValueKind::Nodes) {
            fail(fmt::format("{}() counts questions or items of instance(…), not values",
                             function.name));
        }
        if (function.name == "regex" && arguments[1].literal) {
            const std::string fault = pattern_fault(*arguments[1].literal);
            if (!fault.empty()) {
                fail(fmt::format("regex(): {}", fault));
            }
        }
        if (function.name == "instance") {
            check_list(arguments[0]);
        }
    }

    void check_list(const Piece& argument) const {
        if (!argument.literal) {
            fail("instance() takes the name of a list in quotation marks");
        }
        if (!request_.scope.has_list(*argument.literal)) {
            fail(fmt::format("instance('{}'): there is no such list", *argument.literal));
        }
    }

    Piece call(const Function& function, std::vector<Piece>& arguments) {
        if (function.name == "once") {
            compiled_.keeps_value = true;
        }
        if (function.name == "jr:choice-name") {
            return {fmt::format(
                        "choice-name({}, {})", arguments[0].text, question_of_path(arguments[1])),
                    function.result,
                    false,
                    {}};
        }
        if (function.name == "position" && arguments.empty() && predicate_depth_ == 0) {
            fail("position() needs an argument outside of [ ]: position(..)");
        }
        const bool own_position = function.name == "position" && !arguments.empty();
        std::string text = fmt::format("{}(", own_position ? "node-position" : function.name);
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            text += (i == 0 ? "" : ", ") + arguments[i].text;
        }
        return {text + ")", function.result, false, {}};
    }

    std::size_t question_of_path(const Piece& argument) {
        const std::string path = argument.text.size() > 2 && argument.literal
                                     ? argument.text.substr(1, argument.text.size() - 2)
                                     : std::string{};
        const auto found = request_.scope.paths.find(path);
        if (found == request_.scope.paths.end()) {
            fail("jr:choice-name() needs the question in quotation marks: '${name}'");
        }
        return found->second->index;
    }

    // ---- paths

    // current()/../name; alone it is the question itself.
    Piece read_current() {
        std::string path{request_.here};
        while (accept("/")) {
            if (!step(path)) {
                fail("after current()/ comes .. or a question's name");
            }
        }
        return question_at(path);
    }

    Piece read_absolute_path() {
        std::string path;
        while (accept("/")) {
            if (!step(path)) {
                fail("after / comes a question's name");
            }
        }
        return question_at(path);
    }

    // Goes one step along a path of names and dots; false when the next token is no such step.
    bool step(std::string& path) {
        if (accept(".")) {
            return true;
        }
        if (accept("..")) {
            path.resize(std::min(path.rfind('/'), path.size()));
            return true;
        }
        if (peek().kind != TokenKind::Name) {
            return false;
        }
        path += '/';
        path += take().text;
        return true;
    }

    Piece question_at(const std::string& path) {
        if (path == "/data") {
            return {"$root", ValueKind::Nodes, false, {}};
        }
        const auto found = request_.scope.paths.find(path);
        if (found == request_.scope.paths.end()) {
            fail(fmt::format("{} is not a question of this form; write ${{name}}",
                             path.empty() ? std::string{"/"} : path));
        }
        return variable(*found->second);
    }

    // Outside of [ ] and choice_filter a path leads to a question; inside, to columns of an item.
    Piece read_relative_path() {
        if (predicate_depth_ > 0 || request_.on_choices) {
            std::string text = item_step();
            return with_steps({std::move(text), ValueKind::Nodes, false, {}});
        }
        if (is_symbol(".") && !is_symbol("/", 1)) {
            (void)take();
            compiled_.reads_self = true;
            return {".", ValueKind::Nodes, is_numeric_here(), {}};
        }
        if (peek().kind == TokenKind::Name) {
            fail(
                fmt::format("{0} is not understood here; write ${{{0}}} for the answer of a "
                            "question or '{0}' for a text",
                            peek().text));
        }
        std::string path{request_.here};
        do {
            if (!step(path)) {
                fail(fmt::format("{} is not supported in a path; write ${{name}}", quoted(peek())));
            }
        } while (accept("/"));
        return question_at(path);
    }

    [[nodiscard]] bool is_numeric_here() const {
        const auto found = request_.scope.paths.find(request_.here);
        return found != request_.scope.paths.end() && found->second->numeric;
    }

    std::string item_step() {
        if (peek().kind == TokenKind::Name && !is_symbol("::", 1)) {
            if (request_.on_choices && predicate_depth_ == 0) {
                compiled_.columns.emplace_back(peek().text);
            }
            return std::string{take().text};
        }
        if (is_symbol(".") || is_symbol("..") || is_symbol("*")) {
            return std::string{take().text};
        }
        fail(fmt::format("{} is not supported in a path", quoted(peek())));
    }

    // /root/item[…]/label behind instance('…') or a group in parentheses
    Piece with_steps(Piece piece) {
        while (is_symbol("/") || is_symbol("[")) {
            if (piece.kind != ValueKind::Nodes) {
                fail(fmt::format("{} may only follow instance(…)", peek().text));
            }
            if (accept("/")) {
                piece.text += "/" + item_step();
                piece.numeric_node = false;
                continue;
            }
            (void)take();
            const Nesting nesting{*this};
            ++predicate_depth_;
            const Piece condition = read_or();
            --predicate_depth_;
            expect("]");
            piece.text += fmt::format("[{}]", in_brackets(condition));
        }
        return piece;
    }

    // A number in brackets is a position, everything else a condition.
    static std::string in_brackets(const Piece& condition) {
        return condition.kind == ValueKind::Number ? condition.text : as_boolean(condition);
    }

    const CompileRequest& request_;
    int predicate_depth_ = 0;
    CompiledExpression::Compiled compiled_;
};

}  // namespace

std::variant<CompiledExpression::Compiled, ExpressionError> translate_expression(
    const CompileRequest& request) {
    if (request.source.size() > kMaxExpression) {
        return ExpressionError{fmt::format(
            "the expression is longer than {} bytes; use calculations", kMaxExpression)};
    }
    Tokens tokens = read_tokens(request.source);
    if (!tokens.error.message.empty()) {
        return tokens.error;
    }
    try {
        return Translator{request, std::move(tokens.list)}.run();
    } catch (const Mistake& mistake) {
        return ExpressionError{mistake.message};
    }
}

}  // namespace conversation
