#include "console/odata_filter.h"

#include "console/moment_reader.h"
#include "console/odata_filter_node.h"
#include "storage/statement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

namespace console {

namespace {

using Node = ODataFilter::Node;

constexpr auto kFunctions = std::to_array<FilterFunction>({
    {"contains", FilterOp::Contains, 2, EdmType::Truth},
    {"startswith", FilterOp::StartsWith, 2, EdmType::Truth},
    {"endswith", FilterOp::EndsWith, 2, EdmType::Truth},
    {"length", FilterOp::Length, 1, EdmType::Whole},
    {"tolower", FilterOp::ToLower, 1, EdmType::Text},
    {"toupper", FilterOp::ToUpper, 1, EdmType::Text},
    {"trim", FilterOp::Trim, 1, EdmType::Text},
    {"concat", FilterOp::Concat, 2, EdmType::Text},
    {"year", FilterOp::Year, 1, EdmType::Whole, true, true},
    {"month", FilterOp::Month, 1, EdmType::Whole, true, true},
    {"day", FilterOp::Day, 1, EdmType::Whole, true, true},
    {"hour", FilterOp::Hour, 1, EdmType::Whole, false, true},
    {"minute", FilterOp::Minute, 1, EdmType::Whole, false, true},
    {"second", FilterOp::Second, 1, EdmType::Whole, false, true},
    {"date", FilterOp::Date, 1, EdmType::Day, false, true},
});

constexpr std::array<std::pair<std::string_view, FilterOp>, 6> kComparisons = {
    {{"eq", FilterOp::Eq},
     {"ne", FilterOp::Ne},
     {"gt", FilterOp::Gt},
     {"ge", FilterOp::Ge},
     {"lt", FilterOp::Lt},
     {"le", FilterOp::Le}}};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_number(EdmType type) {
    return type == EdmType::Whole || type == EdmType::Decimal;
}

// Reads by recursive descent. Every function that reads a part gives its node's place, or nothing
// once there is a fault.
class Reader {
  public:
    using Place = std::optional<std::size_t>;

    Reader(std::string_view text, std::span<const FilterField> fields)
        : text_(text), fields_(fields) {}

    // The whole; false when there is a fault.
    bool read() {
        const Place root = alternatives();
        skip_blanks();
        if (root && at_ < text_.size()) {
            return fail(at_, "and, or or the end was expected here", "ตรงนี้ควรเป็น and, or หรือจบ")
                .has_value();
        }
        if (!root) {
            return false;
        }
        if (nodes_[*root].type != EdmType::Truth || nodes_[*root].is_null) {
            return fail(0,
                        "The filter is no condition: compare it with something",
                        "ตัวกรองยังไม่เป็นเงื่อนไข ให้เปรียบเทียบกับค่า")
                .has_value();
        }
        return true;
    }

    std::vector<Node> nodes_{};
    std::optional<FilterFault> fault_{};

  private:
    // One step further into parentheses, not or a call.
    class Deeper {
      public:
        explicit Deeper(int& depth) : depth_(depth) { ++depth_; }

        ~Deeper() { --depth_; }

        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;
        Deeper(Deeper&&) = delete;
        Deeper& operator=(Deeper&&) = delete;

      private:
        int& depth_;
    };

    Place fail(std::size_t at, std::string english, std::string thai) {
        if (!fault_) {
            fault_ = FilterFault{at, std::move(english), std::move(thai)};
        }
        return std::nullopt;
    }

    Place add(Node node) {
        nodes_.push_back(std::move(node));
        return nodes_.size() - 1;
    }

    void skip_blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) {
            ++at_;
        }
    }

    // The word that stands here; empty: none.
    [[nodiscard]] std::string_view word() const {
        std::size_t end = at_;
        if (end < text_.size() && is_letter(text_[end])) {
            while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) {
                ++end;
            }
        }
        return text_.substr(at_, end - at_);
    }

    bool take_word(std::string_view wanted) {
        skip_blanks();
        if (word() != wanted) {
            return false;
        }
        at_ += wanted.size();
        return true;
    }

    bool take(char c) {
        skip_blanks();
        if (at_ == text_.size() || text_[at_] != c) {
            return false;
        }
        ++at_;
        return true;
    }

    Place join(FilterOp op, std::size_t at, Place left, Place right) {
        if (!left || !right) {
            return std::nullopt;
        }
        for (const std::size_t side : {*left, *right}) {
            if (nodes_[side].type != EdmType::Truth) {
                return fail(at,
                            "Both sides of and, or must be conditions",
                            "ทั้งสองข้างของ and, or ต้องเป็นเงื่อนไข");
            }
        }
        return add({.op = op, .children = {*left, *right}});
    }

    Place alternatives() {
        Place left = conditions();
        while (left && !fault_) {
            const std::size_t at = at_;
            if (!take_word("or")) {
                break;
            }
            left = join(FilterOp::Or, at, left, conditions());
        }
        return left;
    }

    Place conditions() {
        Place left = comparison();
        while (left && !fault_) {
            const std::size_t at = at_;
            if (!take_word("and")) {
                break;
            }
            left = join(FilterOp::And, at, left, comparison());
        }
        return left;
    }

    Place comparison() {
        const Place left = unary();
        skip_blanks();
        const std::size_t at = at_;
        const auto op =
            std::ranges::find(kComparisons, word(), [](const auto& one) { return one.first; });
        if (!left || op == kComparisons.end()) {
            return left;
        }
        at_ += op->first.size();
        const Place right = unary();
        return right ? compare(op->second, at, *left, *right) : std::nullopt;
    }

    // A day beside an instant becomes one.
    void make_moment(Node& day) {
        if (day.op == FilterOp::Literal && day.type == EdmType::Day) {
            day.literal = *read_moment(std::get<std::string>(day.literal));
            day.type = EdmType::Moment;
        }
    }

    Place compare(FilterOp op, std::size_t at, std::size_t left, std::size_t right) {
        Node& one = nodes_[left];
        Node& other = nodes_[right];
        if (one.type == EdmType::Moment) {
            make_moment(other);
        } else if (other.type == EdmType::Moment) {
            make_moment(one);
        }
        const bool same = one.is_null || other.is_null || one.type == other.type ||
                          (is_number(one.type) && is_number(other.type));
        if (!same) {
            return fail(
                at,
                fmt::format("{} does not compare with {}",
                            edm_type_name(one.type),
                            edm_type_name(other.type)),
                fmt::format(
                    "เปรียบเทียบ {} กับ {} ไม่ได้", edm_type_name(one.type), edm_type_name(other.type)));
        }
        return add({.op = op, .children = {left, right}});
    }

    Place unary() {
        skip_blanks();
        const std::size_t at = at_;
        const Deeper deeper(depth_);
        if (depth_ > ODataFilter::kMostDepth) {
            return fail(at, "The filter is nested too deeply", "ตัวกรองซ้อนกันลึกเกินไป");
        }
        if (!take_word("not")) {
            return primary();
        }
        const Place inner = unary();
        if (!inner) {
            return std::nullopt;
        }
        if (nodes_[*inner].type != EdmType::Truth) {
            return fail(at,
                        "not needs a condition: write not (a eq b)",
                        "not ต้องตามด้วยเงื่อนไข เขียนเป็น not (a eq b)");
        }
        return add({.op = FilterOp::Not, .children = {*inner, *inner}});
    }

    Place primary() {
        skip_blanks();
        const std::size_t at = at_;
        if (take('(')) {
            const Place inner = alternatives();
            if (inner && !take(')')) {
                return fail(at_, "A parenthesis is not closed", "วงเล็บไม่ได้ปิด");
            }
            return inner;
        }
        if (at_ < text_.size() && text_[at_] == '\'') {
            return text_literal();
        }
        if (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '-')) {
            return number_or_time();
        }
        const std::string_view name = word();
        if (name.empty()) {
            return fail(at, "A field or a value was expected here", "ตรงนี้ควรเป็นชื่อช่องหรือค่า");
        }
        at_ += name.size();
        return named(name, at);
    }

    Place named(std::string_view name, std::size_t at) {
        if (name == "null") {
            return add({.is_null = true});
        }
        if (name == "true" || name == "false") {
            return add({.literal = name == "true"});
        }
        if (at_ < text_.size() && text_[at_] == '(') {
            return call(name, at);
        }
        const auto field = std::ranges::find(fields_, name, &FilterField::name);
        if (field == fields_.end()) {
            return fail(at,
                        "There is no such field here; $metadata names them",
                        "ไม่มีช่องนี้ ดูรายชื่อได้ที่ $metadata");
        }
        return add({.op = FilterOp::Field,
                    .type = field->type,
                    .field = static_cast<std::size_t>(field - fields_.begin())});
    }

    Place text_literal() {
        const std::size_t at = at_++;
        std::string value;
        while (at_ < text_.size()) {
            const char c = text_[at_++];
            if (c != '\'') {
                value += c;
            } else if (at_ < text_.size() && text_[at_] == '\'') {
                value += text_[at_++];
            } else if (!storage::is_valid_utf8(value)) {
                return fail(at, "The text is not UTF-8", "ข้อความไม่ใช่ UTF-8");
            } else {
                return add({.type = EdmType::Text, .literal = std::move(value)});
            }
        }
        return fail(at, "A text is not closed: 'text'", "ข้อความไม่ได้ปิดด้วย '");
    }

    Place number_or_time() {
        const std::size_t at = at_;
        ++at_;
        while (at_ < text_.size() &&
               (is_digit(text_[at_]) || is_letter(text_[at_]) ||
                std::string_view(".:+-").find(text_[at_]) != std::string_view::npos)) {
            ++at_;
        }
        // A "+" of an offset became a blank in the address: "…T10:00:00 07:00".
        constexpr std::size_t kOffset = 6;
        const std::string_view rest = text_.substr(at_);
        if (text_.substr(at, at_ - at).find(':') != std::string_view::npos &&
            rest.size() >= kOffset && rest[0] == ' ' && is_digit(rest[1]) && is_digit(rest[2]) &&
            rest[3] == ':') {
            at_ += kOffset;
        }
        return literal_of(text_.substr(at, at_ - at), at);
    }

    Place literal_of(std::string_view said, std::size_t at) {
        if (const auto day = conversation::parse_day(said)) {
            return add({.type = EdmType::Day, .literal = conversation::to_text(*day)});
        }
        if (const auto moment = read_moment(said)) {
            return add({.type = EdmType::Moment, .literal = *moment});
        }
        const char* const last = said.data() + said.size();
        std::int64_t whole = 0;
        if (const auto [end, error] = std::from_chars(said.data(), last, whole);
            error == std::errc() && end == last) {
            return add({.type = EdmType::Whole, .literal = whole});
        }
        double decimal = 0;
        const auto [end, error] = std::from_chars(said.data(), last, decimal);
        if (error == std::errc() && end == last && std::isfinite(decimal)) {
            return add({.type = EdmType::Decimal, .literal = decimal});
        }
        return fail(at,
                    "Neither a number, a day (2026-01-31) nor an instant (2026-01-31T10:00:00Z)",
                    "ไม่ใช่จำนวน วันที่ (2026-01-31) หรือเวลา (2026-01-31T10:00:00Z)");
    }

    Place call(std::string_view name, std::size_t at) {
        const auto function = std::ranges::find(kFunctions, name, &FilterFunction::name);
        if (function == kFunctions.end()) {
            return fail(at, "This function is not offered", "ไม่รองรับฟังก์ชันนี้");
        }
        const Deeper deeper(depth_);
        ++at_;  // its parenthesis
        Node node{.op = function->op, .type = function->result};
        for (std::size_t i = 0; i < function->arguments; ++i) {
            if (i > 0 && !take(',')) {
                return fail(at_, "A further argument was expected here", "ตรงนี้ควรมีค่าอีกหนึ่งค่า");
            }
            const Place argument = alternatives();
            if (!argument) {
                return std::nullopt;
            }
            if (!fits(*function, nodes_[*argument])) {
                return fail(at, "This function does not take this type", "ฟังก์ชันนี้ใช้กับค่าชนิดนี้ไม่ได้");
            }
            node.children.at(i) = *argument;
        }
        if (function->arguments == 1) {
            node.children[1] = node.children[0];
        }
        return take(')') ? add(std::move(node))
                         : fail(at_, "A parenthesis is not closed", "วงเล็บไม่ได้ปิด");
    }

    static bool fits(const FilterFunction& function, const Node& argument) {
        if (argument.is_null) {
            return true;
        }
        if (!function.of_days && !function.of_moments) {
            return argument.type == EdmType::Text;
        }
        return (function.of_days && argument.type == EdmType::Day) ||
               (function.of_moments && argument.type == EdmType::Moment);
    }

    std::string_view text_;
    std::span<const FilterField> fields_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

// A text that every value of the field keeps to by this one comparison.
void narrow(ODataFilter::Bounds& bounds, FilterOp op, const std::string& value) {
    const bool is_low = op == FilterOp::Eq || op == FilterOp::Ge || op == FilterOp::Gt;
    const bool is_high = op == FilterOp::Eq || op == FilterOp::Le || op == FilterOp::Lt;
    if (is_low && value > bounds.low) {
        bounds.low = value;
    }
    if (is_high && (bounds.high.empty() || value < bounds.high)) {
        bounds.high = value;
    }
    if ((op == FilterOp::StartsWith || op == FilterOp::Eq) && value.size() > bounds.prefix.size()) {
        bounds.prefix = value;
    }
}

}  // namespace

std::string_view edm_type_name(EdmType type) {
    switch (type) {
        case EdmType::Whole:
            return "Edm.Int64";
        case EdmType::Decimal:
            return "Edm.Decimal";
        case EdmType::Truth:
            return "Edm.Boolean";
        case EdmType::Day:
            return "Edm.Date";
        case EdmType::Moment:
            return "Edm.DateTimeOffset";
        case EdmType::Text:
            break;
    }
    return "Edm.String";
}

std::span<const FilterFunction> filter_functions() {
    return kFunctions;
}

ODataFilter::ODataFilter(std::shared_ptr<const std::vector<Node>> nodes)
    : nodes_(std::move(nodes)) {}

std::variant<ODataFilter, FilterFault> ODataFilter::read(std::string_view text,
                                                         std::span<const FilterField> fields) {
    if (text.size() > kMostBytes) {
        return FilterFault{kMostBytes,
                           fmt::format("A filter has at most {} bytes", kMostBytes),
                           fmt::format("ตัวกรองยาวได้ไม่เกิน {} ไบต์", kMostBytes)};
    }
    Reader reader(text, fields);
    if (!reader.read()) {
        return *std::move(reader.fault_);
    }
    return ODataFilter(std::make_shared<const std::vector<Node>>(std::move(reader.nodes_)));
}

bool ODataFilter::holds(const std::function<EdmValue(std::size_t)>& value) const {
    std::vector<EdmValue> values;
    values.reserve(nodes_->size());
    for (const Node& node : *nodes_) {
        if (node.op == FilterOp::Literal) {
            values.push_back(node.literal);
        } else if (node.op == FilterOp::Field) {
            values.push_back(value(node.field));
        } else {
            values.push_back(apply(node.op, values[node.children[0]], values[node.children[1]]));
        }
    }
    const bool* const truth = std::get_if<bool>(&values.back());
    return truth != nullptr && *truth;
}

ODataFilter::Bounds ODataFilter::bounds(std::size_t field) const {
    Bounds bounds;
    std::vector<std::size_t> parts = {nodes_->size() - 1};
    while (!parts.empty()) {
        const Node& node = (*nodes_)[parts.back()];
        parts.pop_back();
        if (node.op == FilterOp::And) {
            parts.insert(parts.end(), node.children.begin(), node.children.end());
            continue;
        }
        if (node.op == FilterOp::Literal || node.op == FilterOp::Field) {
            continue;
        }
        const Node& left = (*nodes_)[node.children[0]];
        const Node& right = (*nodes_)[node.children[1]];
        const auto* const text = std::get_if<std::string>(&right.literal);
        if (left.op == FilterOp::Field && left.field == field && right.op == FilterOp::Literal &&
            text != nullptr) {
            narrow(bounds, node.op, *text);
        }
    }
    return bounds;
}

}  // namespace console
