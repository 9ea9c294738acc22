#include "console/export_ropa.h"

#include "storage/field_table.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace console {

namespace {

using storage::Field;

std::string thai_retention(const Field& field) {
    const auto words = storage::retention_words();
    const auto found = std::ranges::find(words, field.retention, &storage::FieldWord::word);
    return found == words.end() ? field.retention : std::string(found->thai);
}

std::string english_retention(const Field& field) {
    const auto words = storage::retention_words();
    const auto found = std::ranges::find(words, field.retention, &storage::FieldWord::word);
    return found == words.end() ? field.retention : std::string(found->english);
}

std::vector<std::pair<std::string, std::string>> cells_of(const Field& field) {
    return {{"table", field.table},
            {"column", field.column},
            {"table_th", field.table_th},
            {"table_en", field.table_en},
            {"label_th", field.label_th},
            {"label_en", field.label_en},
            {"personal", field.personal},
            {"personal_th", storage::in_thai(field.personal)},
            {"purpose_th", storage::in_thai(field.purpose)},
            {"purpose_en", storage::in_english(field.purpose)},
            {"basis_th", storage::in_thai(field.basis)},
            {"basis_en", storage::in_english(field.basis)},
            {"retention_th", thai_retention(field)},
            {"retention_en", english_retention(field)},
            {"recipients_th", storage::in_thai(field.recipients)},
            {"recipients_en", storage::in_english(field.recipients)}};
}

}  // namespace

std::int64_t export_ropa(ExportFormat format, const CsvWriter::Sink& sink) {
    std::int64_t rows = 0;
    CsvWriter csv(sink);
    for (const Field& field : storage::field_table()) {
        const auto cells = cells_of(field);
        if (format == ExportFormat::Json) {
            nlohmann::ordered_json line;
            for (const auto& [key, value] : cells) {
                line[key] = value;
            }
            sink(line.dump() + "\n");
        } else {
            if (rows == 0) {
                for (const auto& [key, value] : cells) {
                    csv.text(key);
                }
                csv.end_row();
            }
            for (const auto& [key, value] : cells) {
                csv.text(value);
            }
            csv.end_row();
        }
        ++rows;
    }
    if (format == ExportFormat::Csv) {
        csv.flush();
    }
    return rows;
}

}  // namespace console
