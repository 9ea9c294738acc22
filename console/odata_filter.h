#pragma once
#include "conversation/calendar.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// OData v4's $filter: "period ge '2025-10' and (income_total gt 5000 or saving_amount eq null)".
// Pure; types are checked when it is read, so that a filter that was read always gives an answer.
//
// Known: eq ne gt ge lt le, and or not, parentheses; null, true, false, 'text' (with '' for a
// quote), numbers, days (2026-01-31), instants (2026-01-31T10:00:00Z); contains, startswith,
// endswith, length, tolower, toupper, trim, concat, year, month, day, hour, minute, second, date.
// Nothing compares with what is not known, except eq null and ne null. Parts of an instant are
// UTC's, as the feed writes instants; a day compared with an instant is its beginning by Bangkok's
// clock.
namespace console {

// The types of the feed.
enum class EdmType { Text, Whole, Decimal, Truth, Day, Moment };

// "Edm.String" …
[[nodiscard]] std::string_view edm_type_name(EdmType type);

// What a row holds: nothing (not known), a truth, a number, a text (a day is its ISO text), an
// instant.
using EdmValue =
    std::variant<std::monostate, bool, std::int64_t, double, std::string, conversation::Instant>;

struct FilterField {
    std::string_view name;
    EdmType type = EdmType::Text;
};

struct FilterFault {
    std::size_t at = 0;  // bytes into the filter
    std::string english;
    std::string thai;
};

class ODataFilter {
  public:
    static constexpr std::size_t kMostBytes = 2'000;
    static constexpr int kMostDepth = 40;  // of parentheses, not and calls within one another

    // Names of fields are taken as they are at the time. Nothing else of them is kept.
    [[nodiscard]] static std::variant<ODataFilter, FilterFault> read(
        std::string_view text, std::span<const FilterField> fields);

    // Whether a row passes; `value` gives that of a field, by its place in `fields`.
    [[nodiscard]] bool holds(const std::function<EdmValue(std::size_t)>& value) const;

    // What every row that passes has in a text's field, for reading less: its value is at least
    // `low` and at most `high` (empty: no bound) and begins with `prefix`. May be wider than the
    // filter, never narrower.
    struct Bounds {
        std::string low{};
        std::string high{};
        std::string prefix{};
    };

    [[nodiscard]] Bounds bounds(std::size_t field) const;

    struct Node;

  private:
    explicit ODataFilter(std::shared_ptr<const std::vector<Node>> nodes);

    // Children stand before their parents; the last one is the whole.
    std::shared_ptr<const std::vector<Node>> nodes_;
};

}  // namespace console
