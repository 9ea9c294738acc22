// Any bytes as a $filter: no throw, no reading past the end, no deep recursion; a filter that was
// read gives an answer for rows that are known and for rows that are not, and its bounds hold.
#include "console/odata_filter.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

namespace {

using console::EdmType;
using console::EdmValue;
using console::FilterField;
using console::ODataFilter;

constexpr std::array<FilterField, 6> kFields = {{{"period", EdmType::Text},
                                                 {"income", EdmType::Whole},
                                                 {"percent", EdmType::Decimal},
                                                 {"poor", EdmType::Truth},
                                                 {"date", EdmType::Day},
                                                 {"at", EdmType::Moment}}};

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

EdmValue known(std::size_t field) {
    switch (field) {
        case 0:
            return std::string("2025-11");
        case 1:
            return std::int64_t{12'000};
        case 2:
            return 42.5;
        case 3:
            return true;
        case 4:
            return std::string("2025-11-30");
        default:
            return *conversation::parse_instant("2025-11-30T02:05:00.123Z");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto read = ODataFilter::read(text, kFields);
    if (const auto* fault = std::get_if<console::FilterFault>(&read)) {
        require(!fault->english.empty() && !fault->thai.empty() && fault->at <= size);
        return 0;
    }
    const auto& filter = std::get<ODataFilter>(read);
    (void)filter.holds([](std::size_t) { return EdmValue(); });
    const auto bounds = filter.bounds(0);
    const std::string value = "2025-11";
    const bool outside = value < bounds.low || (!bounds.high.empty() && value > bounds.high) ||
                         !value.starts_with(bounds.prefix);
    require(!(outside && filter.holds(known)));
    return 0;
}
