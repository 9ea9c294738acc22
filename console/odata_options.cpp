#include "console/odata_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <system_error>
#include <utility>

namespace console {

namespace {

using webhooks::Problem;
using Fault = std::optional<ApiFault>;

constexpr std::array<std::string_view, 7> kKnown = {
    "$filter", "$select", "$top", "$skip", "$count", "$skiptoken", "$format"};
constexpr std::array<std::string_view, 8> kNotOffered = {
    "$orderby", "$expand", "$search", "$apply", "$compute", "$levels", "$index", "$schemaversion"};

ApiFault bad(std::string_view name, std::string english, std::string thai) {
    return {Problem::BadParameter, {std::string(name), std::move(english), std::move(thai)}};
}

Fault read_number(std::string_view name, std::string_view value, std::size_t& number) {
    const char* const last = value.data() + value.size();
    const auto [end, error] = std::from_chars(value.data(), last, number);
    if (error != std::errc() || end != last || number > kMostSkip) {
        return bad(name,
                   fmt::format("Write a number from 0 to {}", kMostSkip),
                   fmt::format("เขียนจำนวน 0 ถึง {}", kMostSkip));
    }
    return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) {
        text.remove_prefix(1);
    }
    while (text.ends_with(' ')) {
        text.remove_suffix(1);
    }
    return text;
}

Fault read_select(std::string_view value, const EdmSet& set, ODataOptions& options) {
    options.selects = true;
    while (!value.empty()) {
        const auto end = std::min(value.find(','), value.size());
        const auto name = trimmed(value.substr(0, end));
        value.remove_prefix(std::min(end + 1, value.size()));
        if (name == "*") {
            options.selects = false;
            continue;
        }
        const auto found = std::ranges::find(set.properties, name, &EdmProperty::name);
        if (found == set.properties.end()) {
            return bad(
                "$select",
                fmt::format("{} has no such field for this token; $metadata names them", set.name),
                "ไม่มีช่องนี้สำหรับรหัสนี้ ดูรายชื่อได้ที่ $metadata");
        }
        options.selected.push_back(static_cast<std::size_t>(found - set.properties.begin()));
    }
    return std::nullopt;
}

Fault read_filter(std::string_view value, const EdmSet& set, ODataOptions& options) {
    const auto fields = set.fields();
    auto filter = ODataFilter::read(value, fields);
    if (const auto* fault = std::get_if<FilterFault>(&filter)) {
        return bad("$filter",
                   fmt::format("At byte {}: {}", fault->at, fault->english),
                   fmt::format("ที่ไบต์ {}: {}", fault->at, fault->thai));
    }
    options.filter = std::get<ODataFilter>(std::move(filter));
    return std::nullopt;
}

Fault read_one(std::string_view name,
               std::string_view value,
               const EdmSet& set,
               ODataOptions& options) {
    if (name == "$filter") {
        return read_filter(value, set, options);
    }
    if (name == "$select") {
        return read_select(value, set, options);
    }
    if (name == "$top") {
        std::size_t top = 0;
        auto fault = read_number(name, value, top);
        options.top = top;
        return fault;
    }
    if (name == "$skip") {
        return read_number(name, value, options.skip);
    }
    if (name == "$count") {
        options.count = value == "true";
        return value == "true" || value == "false"
                   ? std::nullopt
                   : Fault(bad(name, "Write true or false", "เขียน true หรือ false"));
    }
    if (name == "$skiptoken") {
        auto place = read_cursor(set.kind(), value);
        options.after = place.value_or(std::string());
        return place ? std::nullopt
                     : Fault(bad(
                           name, "Take @odata.nextLink as it is", "ใช้ @odata.nextLink ตามที่ได้มา"));
    }
    return std::nullopt;  // $format: read_odata_format
}

ApiFault not_known(std::string_view name, bool only_count) {
    if (std::ranges::find(kNotOffered, name) != kNotOffered.end()) {
        const bool order = name == "$orderby";
        return {Problem::OptionNotOffered,
                {std::string(name),
                 order ? "Rows come in the order of the export; sort them in Excel or Power BI"
                       : "Do this in Excel or Power BI, once the rows are there",
                 order ? "แถวเรียงตามลำดับของการส่งออก ให้เรียงใน Excel หรือ Power BI"
                       : "ให้ทำใน Excel หรือ Power BI เมื่อได้แถวแล้ว"}};
    }
    return {Problem::UnknownParameter,
            {std::string(),
             only_count ? "$count takes $filter alone"
                        : fmt::format("The feed takes {}", fmt::join(kKnown, ", ")),
             only_count ? "$count รับเฉพาะ $filter"
                        : fmt::format("ฟีดนี้รับเฉพาะ {}", fmt::join(kKnown, ", "))}};
}

std::string lower(std::string_view text) {
    std::string made(text);
    for (char& c : made) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    std::erase(made, ' ');
    return made;
}

// One of the formats of an Accept header.
void take_format(std::string_view one, ODataFormat& format) {
    const std::string_view type = one.substr(0, one.find(';'));
    const bool any = type == "*/*" || type == "application/*";
    const bool json = any || type == "application/json" || type == "json";
    format.xml = format.xml || any || type == "application/xml" || type == "xml";
    if (!json) {
        return;
    }
    const auto says = [&](std::string_view word) {
        return one.find(word) != std::string_view::npos;
    };
    if (!format.json) {  // the first one decides
        format.context = !says("metadata=none");
        format.numbers_as_text = says("ieee754compatible=true");
    }
    format.json = true;
}

}  // namespace

std::variant<ODataOptions, ApiFault> read_odata_options(const webhooks::FormFields& fields,
                                                        const EdmSet& set,
                                                        bool only_count) {
    ODataOptions options;
    std::vector<std::string_view> seen;
    for (const auto& [name, value] : fields) {
        const auto* const known = std::ranges::find(kKnown, std::string_view(name));
        if (known == kKnown.end() || (only_count && name != "$filter")) {
            return not_known(name, only_count);
        }
        if (std::ranges::find(seen, name) != seen.end()) {
            return bad(*known, "Write it once", "เขียนเพียงครั้งเดียว");
        }
        seen.push_back(*known);
        if (auto fault = read_one(*known, value, set, options)) {
            return *std::move(fault);
        }
    }
    if (!options.selects) {
        options.selected.resize(set.properties.size());
        std::iota(options.selected.begin(), options.selected.end(), std::size_t{0});
    }
    return options;
}

ODataFormat read_odata_format(std::optional<std::string_view> format, std::string_view accept) {
    const std::string said = lower(format.value_or(accept));
    if (said.empty()) {
        return {};
    }
    ODataFormat read{.json = false, .xml = false};
    std::string_view rest = said;
    while (!rest.empty()) {
        const auto end = std::min(rest.find(','), rest.size());
        take_format(rest.substr(0, end), read);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return read;
}

std::optional<std::size_t> read_page_size(std::string_view prefer) {
    const std::string said = lower(prefer);
    constexpr std::string_view kName = "maxpagesize=";
    const auto begin = said.find(kName);
    if (begin == std::string::npos) {
        return std::nullopt;
    }
    std::size_t size = 0;
    const char* const first = said.data() + begin + kName.size();
    const auto [end, error] = std::from_chars(first, said.data() + said.size(), size);
    return error == std::errc() && end != first && size > 0 ? std::optional(size) : std::nullopt;
}

}  // namespace console
