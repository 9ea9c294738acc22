#pragma once
#include "console/api_scope.h"
#include "console/export_rows.h"
#include "console/odata_filter.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The OData feed's view of the exports: an entity set a kind, a property a column.
namespace console {

// How a row's place (ExportRows::place()) is called: the key of every set, in rows of JSON, too.
inline constexpr std::string_view kRowKey = "row_id";

struct EdmProperty {
    std::string name{};
    EdmType type = EdmType::Text;
    std::string thai{};
    std::string english{};
    std::optional<std::size_t> column{};  // of the kind; nothing: the key
    bool in_thai = false;                 // the Thai word of a code's column
};

struct EdmSet {
    std::string name{};
    FoundKind found{};
    std::vector<EdmProperty> properties{};

    [[nodiscard]] const ExportKind& kind() const { return *found.kind; }

    // For ODataFilter::read.
    [[nodiscard]] std::vector<FilterField> fields() const;
};

// The kind's columns, personal ones only `with_personal`. Names that OData does not take
// ("form:report", "money-income") have "_" for what it does not.
[[nodiscard]] EdmSet edm_set(FoundKind found, bool with_personal);

// A name of letters, digits and "_", at most 128, beginning with no digit.
[[nodiscard]] std::string edm_name(std::string_view text);

// What a row holds there; nothing also for a day or an instant that is none after all.
[[nodiscard]] EdmValue edm_value(const EdmSet& set,
                                 const EdmProperty& property,
                                 const ExportRows& row);

// The same as JSON. `big_as_text`: numbers as texts, for programs whose numbers lose digits
// (IEEE754Compatible).
[[nodiscard]] nlohmann::ordered_json edm_json(const EdmProperty& property,
                                              const EdmValue& value,
                                              bool big_as_text);

// The $metadata document (CSDL 4.0, XML).
[[nodiscard]] std::string edm_metadata(std::span<const EdmSet> sets);

}  // namespace console
