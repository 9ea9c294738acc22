#include "console/export_writer.h"

#include <nlohmann/json.hpp>

namespace console {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t kJsonBuffer = 262'144;

void write_cell(const ExportColumn& column, const ExportCell& cell, CsvWriter& writer) {
    if (!cell.known) {
        writer.empty();
    } else if (column.type == ColumnType::Number || column.type == ColumnType::Id ||
               column.type == ColumnType::Flag) {
        writer.number(cell.number);
    } else if (column.type == ColumnType::Decimal) {
        writer.decimal(cell.text);
    } else {
        writer.text(cell.text);
    }
    if (column.words != nullptr) {
        writer.text(thai_word(cell.text, column.words()));
    }
}

template <class Write>
std::int64_t each_row(ExportRows& rows, const ExportProgress& progress, Write write) {
    std::int64_t count = 0;
    while (rows.next()) {
        write(rows.cells());
        ++count;
        if (progress && count % kRowsPerProgress == 0) {
            progress(count, rows.total());
        }
    }
    return count;
}

}  // namespace

ordered_json json_cell(const ExportColumn& column, const ExportCell& cell) {
    if (!cell.known) {
        return nullptr;
    }
    switch (column.type) {
        case ColumnType::Number:
            return cell.number;
        case ColumnType::Decimal:
            return ordered_json::parse(cell.text);
        case ColumnType::Flag:
            return cell.number != 0;
        case ColumnType::Id:  // numbers of this size lose digits in JavaScript
            return std::to_string(cell.number);
        default:
            return cell.text;
    }
}

ordered_json json_row(const ExportRows& rows,
                      const ExportKind& kind,
                      const std::vector<std::size_t>& columns) {
    const std::vector<ExportCell>& cells = rows.cells();
    ordered_json object = ordered_json::object();
    for (const std::size_t at : columns) {
        const ExportColumn& column = kind.columns[at];
        object[std::string(column.key)] = json_cell(column, cells[at]);
        if (column.words != nullptr) {
            object[thai_key(column)] = thai_word(cells[at].text, column.words());
        }
    }
    rows.add_to_json(object);
    return object;
}

std::string thai_key(const ExportColumn& column) {
    return std::string(column.key) + "_th";
}

std::int64_t write_csv(ExportRows& rows,
                       const ExportKind& kind,
                       const std::vector<std::size_t>& columns,
                       const CsvWriter::Sink& sink,
                       const ExportProgress& progress) {
    CsvWriter writer(sink);
    for (const std::size_t at : columns) {
        const ExportColumn& column = kind.columns[at];
        writer.text(column.key);
        if (column.words != nullptr) {
            writer.text(thai_key(column));
        }
    }
    writer.end_row();
    const std::int64_t count = each_row(rows, progress, [&](const std::vector<ExportCell>& cells) {
        for (const std::size_t at : columns) {
            write_cell(kind.columns[at], cells[at], writer);
        }
        writer.end_row();
    });
    writer.flush();
    return count;
}

std::int64_t write_json(ExportRows& rows,
                        const ExportKind& kind,
                        const std::vector<std::size_t>& columns,
                        const CsvWriter::Sink& sink,
                        const ExportProgress& progress) {
    std::string buffer;
    const std::int64_t count = each_row(rows, progress, [&](const std::vector<ExportCell>&) {
        buffer += json_row(rows, kind, columns)
                      .dump(-1, ' ', false, ordered_json::error_handler_t::replace);
        buffer += '\n';
        if (buffer.size() >= kJsonBuffer) {
            sink(buffer);
            buffer.clear();
        }
    });
    sink(buffer);
    return count;
}

}  // namespace console
