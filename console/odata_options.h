#pragma once
#include "console/api_query.h"
#include "console/odata_filter.h"
#include "console/odata_model.h"
#include "webhooks/form_fields.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The query options of the OData feed, read strictly. Pure.
namespace console {

inline constexpr std::size_t kFeedPageRows = 5'000;  // of a page, at most
inline constexpr std::size_t kMostSkip = 1'000'000'000;

struct ODataOptions {
    std::vector<std::size_t> selected{};  // places in the set's properties, in their order
    bool selects = false;                 // $select was given
    std::optional<ODataFilter> filter{};
    std::optional<std::size_t> top{};
    std::size_t skip = 0;
    bool count = false;
    std::string after{};  // of $skiptoken
};

// `only_count`: for /$count, which takes $filter alone.
[[nodiscard]] std::variant<ODataOptions, ApiFault> read_odata_options(
    const webhooks::FormFields& fields, const EdmSet& set, bool only_count);

// How an answer is to be written.
struct ODataFormat {
    bool json = true;     // false: neither JSON nor anything asked for fits it
    bool xml = true;      // the same of XML, for $metadata
    bool context = true;  // false: metadata=none
    bool numbers_as_text = false;
};

// Of $format (nothing: not given) or else the Accept header.
[[nodiscard]] ODataFormat read_odata_format(std::optional<std::string_view> format,
                                            std::string_view accept);

// Rows a page by "Prefer: odata.maxpagesize=500"; nothing when it says nothing.
[[nodiscard]] std::optional<std::size_t> read_page_size(std::string_view prefer);

}  // namespace console
