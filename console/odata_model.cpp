#include "console/odata_model.h"

#include "console/code_words.h"
#include "console/export_writer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

namespace console {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t kMostName = 128;
constexpr std::string_view kNamespace = "Sammachip";

EdmType edm_type(ColumnType type) {
    switch (type) {
        case ColumnType::Number:
            return EdmType::Whole;
        case ColumnType::Decimal:
            return EdmType::Decimal;
        case ColumnType::Flag:
            return EdmType::Truth;
        case ColumnType::Day:
            return EdmType::Day;
        case ColumnType::Instant:
            return EdmType::Moment;
        case ColumnType::Text:
        case ColumnType::Code:
        case ColumnType::Id:  // its 19 digits would be cut to 15 by Excel
            break;
    }
    return EdmType::Text;
}

// Another name while this one is taken: two columns may differ only in what OData does not take.
std::string free_name(const std::vector<EdmProperty>& taken, std::string name) {
    const auto is_taken = [&](const std::string& wanted) {
        return std::ranges::find(taken, wanted, &EdmProperty::name) != taken.end();
    };
    std::string free = name;
    for (int i = 2; is_taken(free); ++i) {
        free = fmt::format("{}_{}", name, i);
    }
    return free;
}

std::string xml(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '&') {
            result += "&amp;";
        } else if (c == '<') {
            result += "&lt;";
        } else if (c == '"') {
            result += "&quot;";
        } else if (byte < 0x20 || byte == 0x7F) {
            result += ' ';
        } else {
            result += c;
        }
    }
    return result;
}

std::string annotation(std::string_view term, std::string_view text) {
    return fmt::format(R"(<Annotation Term="{}" String="{}"/>)", term, xml(text));
}

// What Excel shows beside a name, in Thai, and for other readers in English.
std::string names_of(std::string_view thai, std::string_view english) {
    return annotation("Org.OData.Core.V1.Description", thai) +
           annotation("Org.OData.Core.V1.LongDescription", english);
}

std::string property_xml(const EdmProperty& property) {
    const std::string_view more = !property.column                    ? R"( Nullable="false")"
                                  : property.type == EdmType::Decimal ? R"( Scale="variable")"
                                  : property.type == EdmType::Moment  ? R"( Precision="3")"
                                                                      : "";
    return fmt::format(R"(<Property Name="{}" Type="{}"{}>{}</Property>)"
                       "\n",
                       xml(property.name),
                       edm_type_name(property.type),
                       more,
                       names_of(property.thai, property.english));
}

std::string set_xml(const EdmSet& set) {
    const auto capability = [](std::string_view term, std::string_view property, bool value) {
        return fmt::format(R"(<Annotation Term="Org.OData.Capabilities.V1.{}"><Record>)"
                           R"(<PropertyValue Property="{}" Bool="{}"/></Record></Annotation>)",
                           term,
                           property,
                           value);
    };
    const auto truth = [](std::string_view term, bool value) {
        return fmt::format(
            R"(<Annotation Term="Org.OData.Capabilities.V1.{}" Bool="{}"/>)", term, value);
    };
    return fmt::format(
               R"(<EntitySet Name="{}" EntityType="{}.{}">)", set.name, kNamespace, set.name) +
           names_of(set.kind().thai, set.kind().english) +
           capability("FilterRestrictions", "Filterable", true) +
           capability("SortRestrictions", "Sortable", false) +
           capability("CountRestrictions", "Countable", true) +
           capability("ExpandRestrictions", "Expandable", false) +
           capability("InsertRestrictions", "Insertable", false) +
           capability("UpdateRestrictions", "Updatable", false) +
           capability("DeleteRestrictions", "Deletable", false) + truth("TopSupported", true) +
           truth("SkipSupported", true) + truth("IndexableByKey", false) + "</EntitySet>\n";
}

EdmValue value_of_cell(ColumnType type, const ExportCell& cell) {
    switch (type) {
        case ColumnType::Number:
            return cell.number;
        case ColumnType::Id:
            return std::to_string(cell.number);
        case ColumnType::Flag:
            return cell.number != 0;
        case ColumnType::Decimal: {
            double number = 0;
            const char* const last = cell.text.data() + cell.text.size();
            const auto [end, error] = std::from_chars(cell.text.data(), last, number);
            return error == std::errc() && end == last ? EdmValue(number) : EdmValue();
        }
        case ColumnType::Day: {
            const auto day = conversation::parse_day(cell.text);
            return day ? EdmValue(conversation::to_text(*day)) : EdmValue();
        }
        case ColumnType::Instant: {
            const auto instant = conversation::parse_instant(cell.text);
            return instant ? EdmValue(*instant) : EdmValue();
        }
        case ColumnType::Text:
        case ColumnType::Code:
            break;
    }
    return std::string(cell.text);
}

}  // namespace

std::vector<FilterField> EdmSet::fields() const {
    std::vector<FilterField> all;
    for (const auto& property : properties) {
        all.push_back({property.name, property.type});
    }
    return all;
}

EdmSet edm_set(FoundKind found, bool with_personal) {
    EdmSet set{.name = edm_name(found.kind->key), .found = std::move(found)};
    set.properties.push_back({.name = std::string(kRowKey),
                              .thai = "ตำแหน่งของแถว",
                              .english = "where the row stands; its key"});
    const auto& columns = set.kind().columns;
    for (std::size_t at = 0; at < columns.size(); ++at) {
        const ExportColumn& column = columns[at];
        if (column.personal && !with_personal) {
            continue;
        }
        set.properties.push_back({.name = free_name(set.properties, edm_name(column.key)),
                                  .type = edm_type(column.type),
                                  .thai = std::string(column.thai),
                                  .english = std::string(column.english),
                                  .column = at});
        if (column.words != nullptr) {
            set.properties.push_back({.name = free_name(set.properties, edm_name(thai_key(column))),
                                      .thai = fmt::format("{} (คำไทย)", column.thai),
                                      .english = fmt::format("{} in Thai", column.english),
                                      .column = at,
                                      .in_thai = true});
        }
    }
    return set;
}

std::string edm_name(std::string_view text) {
    std::string name;
    for (const char c : text.substr(0, kMostName - 1)) {
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        name += plain ? c : '_';
    }
    return name.empty() || (name[0] >= '0' && name[0] <= '9') ? "_" + name : name;
}

EdmValue edm_value(const EdmSet& set, const EdmProperty& property, const ExportRows& row) {
    if (!property.column) {
        return row.place();
    }
    const ExportCell& cell = row.cells()[*property.column];
    if (!cell.known) {
        return {};
    }
    const ExportColumn& column = set.kind().columns[*property.column];
    return property.in_thai ? EdmValue(std::string(thai_word(cell.text, column.words())))
                            : value_of_cell(column.type, cell);
}

ordered_json edm_json(const EdmProperty& property, const EdmValue& value, bool big_as_text) {
    const bool is_number = property.type == EdmType::Whole || property.type == EdmType::Decimal;
    if (const auto* const text = std::get_if<std::string>(&value)) {
        return *text;
    }
    if (const auto* const truth = std::get_if<bool>(&value)) {
        return *truth;
    }
    if (const auto* const moment = std::get_if<conversation::Instant>(&value)) {
        return conversation::to_text(*moment);
    }
    ordered_json number = nullptr;
    if (const auto* const whole = std::get_if<std::int64_t>(&value)) {
        number = *whole;
    } else if (const auto* const decimal = std::get_if<double>(&value)) {
        number = *decimal;
    }
    return is_number && big_as_text && !number.is_null() ? ordered_json(number.dump()) : number;
}

std::string edm_metadata(std::span<const EdmSet> sets) {
    std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">\n"
        "<edmx:DataServices>\n";
    text +=
        fmt::format("<Schema Namespace=\"{}\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\n",
                    kNamespace);
    for (const auto& set : sets) {
        text += fmt::format(
            "<EntityType Name=\"{}\">\n<Key><PropertyRef Name=\"{}\"/></Key>\n", set.name, kRowKey);
        for (const auto& property : set.properties) {
            text += property_xml(property);
        }
        text += "</EntityType>\n";
    }
    text += "<EntityContainer Name=\"Exports\">\n";
    for (const auto& set : sets) {
        text += set_xml(set);
    }
    return text + "</EntityContainer>\n</Schema>\n</edmx:DataServices>\n</edmx:Edmx>\n";
}

}  // namespace console
