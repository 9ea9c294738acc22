#include "console/import_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace console {

namespace {

constexpr std::size_t kKeptFaults = 1000;
constexpr std::int64_t kRowsPerReport = 256;

const std::string kNothing;

// A header without what officers put around it: "ยากจน (ใช่/ไม่)" → "ยากจน", "House_No " →
// "house_no".
std::string plain_header(const std::string& header) {
    std::string text = tidy(header.substr(0, std::min(header.find('('), header.size())));
    std::erase(text, ' ');
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return text;
}

bool is_called(const ImportColumn& column, const std::string& header) {
    std::string key(column.key);
    return header == key ||
           std::find(column.thai.begin(), column.thai.end(), header) != column.thai.end() ||
           (std::erase(key, '_') > 0 && header == key);
}

std::string names_of(const ImportColumn& column) {
    return column.thai.empty() ? std::string(column.key)
                               : fmt::format("{} ({})", column.key, column.thai.front());
}

}  // namespace

void RowFaults::add(RowFault fault) {
    if (fault.line != last_line_) {
        ++bad_rows_;
        last_line_ = fault.line;
    }
    if (kept_.size() < kKeptFaults) {
        kept_.push_back(std::move(fault));
    }
}

ImportTable::ImportTable(const Open& open,
                         std::vector<ImportColumn> columns,
                         ImportProgress progress)
    : columns_(std::move(columns)), progress_(std::move(progress)) {
    try {
        reader_ = open();
        read_header();
    } catch (const RowError& error) {
        faults_.add({error.line(), "", error.what(), error.thai()});
        ended_ = true;
    }
}

void ImportTable::read_header() {
    const std::optional<SheetRow> header = reader_->next();
    if (!header) {
        faults_.add({0, "", "the file is empty", "ไฟล์ว่างเปล่า"});
        ended_ = true;
        return;
    }
    width_ = header->cells.size();
    for (std::size_t i = 0; i < width_; ++i) {
        const std::string name = plain_header(header->cells[i]);
        const auto column =
            std::find_if(columns_.begin(), columns_.end(), [&name](const ImportColumn& known) {
                return is_called(known, name);
            });
        if (column == columns_.end()) {
            if (!name.empty()) {
                unknown_.push_back(tidy(header->cells[i]));
            }
        } else if (!place_.emplace(column->key, i).second) {
            faults_.add({header->line,
                         tidy(header->cells[i]),
                         "this column is there twice: keep one",
                         "มีคอลัมน์นี้ซ้ำ ให้เหลือคอลัมน์เดียว"});
            ended_ = true;
        } else {
            headings_.emplace(column->key, tidy(header->cells[i]));
        }
    }
    for (const ImportColumn& column : columns_) {
        if (column.required && !place_.contains(column.key)) {
            faults_.add({header->line,
                         std::string(column.key),
                         fmt::format("the column {} is missing: write its name in the first row",
                                     names_of(column)),
                         fmt::format("ไม่มีคอลัมน์ {} ให้พิมพ์ชื่อคอลัมน์ในแถวแรก", names_of(column))});
            ended_ = true;
        }
    }
}

std::optional<SheetRow> ImportTable::next_row() {
    try {
        return reader_->next();
    } catch (const RowError& error) {
        faults_.add({error.line(), "", error.what(), error.thai()});
        return std::nullopt;
    }
}

bool ImportTable::next() {
    while (!ended_) {
        if (progress_ && ++rows_ % kRowsPerReport == 0) {
            progress_(reader_->position(), reader_->size());
        }
        std::optional<SheetRow> row = next_row();
        if (!row) {
            ended_ = true;
            break;
        }
        row_ = std::move(*row);
        row_good_ = true;
        for (std::string& cell : row_.cells) {
            cell = tidy(cell);
        }
        const auto beyond =
            row_.cells.begin() + static_cast<std::ptrdiff_t>(std::min(width_, row_.cells.size()));
        if (std::all_of(beyond, row_.cells.end(), [](const auto& cell) { return cell.empty(); })) {
            refuse_broken_formulas();
            return true;
        }
        add_fault("",
                  {fmt::format("the row has more cells than the {} of the first row: is a comma "
                               "inside a cell without quotes?",
                               width_),
                   fmt::format("แถวนี้มีช่องมากกว่าแถวแรก ({} ช่อง) อาจมีจุลภาคในช่องที่ไม่ได้ใส่ \"", width_)});
    }
    return false;
}

// "#N/A", "#REF!" …: what a spreadsheet shows where a formula has no result.
void ImportTable::refuse_broken_formulas() {
    static constexpr std::array<std::string_view, 7> kErrors = {
        "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"};
    for (const auto& [key, at] : place_) {
        if (at < row_.cells.size() &&
            std::find(kErrors.begin(), kErrors.end(), row_.cells[at]) != kErrors.end()) {
            add_fault(key,
                      {fmt::format("the formula of this cell has no result ({}): write the value",
                                   row_.cells[at]),
                       fmt::format("สูตรในช่องนี้ไม่มีผลลัพธ์ ({}) ให้พิมพ์ค่าลงไป", row_.cells[at])});
            row_.cells[at].clear();
        }
    }
}

std::optional<std::int64_t> ImportTable::read_year(std::string_view key) {
    constexpr std::int64_t kOffset = 543;
    constexpr std::int64_t kFirstBuddhist = 2400;
    const auto heading = headings_.find(key);
    const bool buddhist =
        heading != headings_.end() && heading->second.find("พ.ศ") != std::string::npos;
    const auto written = read_whole(cell(key), 0, 9999);
    if (const auto* year = std::get_if<std::int64_t>(&written);
        buddhist && year != nullptr && *year < kFirstBuddhist) {
        const bool gregorian = *year >= kFirstBuddhist - kOffset;
        const std::string guess = gregorian ? std::to_string(*year + kOffset) : "2569";
        add_fault(key,
                  {fmt::format(
                       "this column says พ.ศ., and {} is no Buddhist year: write {}", *year, guess),
                   fmt::format("คอลัมน์นี้เป็น พ.ศ. แต่ {} ไม่ใช่ปี พ.ศ. ให้พิมพ์ {}", *year, guess)});
        return std::nullopt;
    }
    return read(key, read_year_be);
}

const std::string& ImportTable::cell(std::string_view key) const {
    const auto found = place_.find(key);
    return found == place_.end() || found->second >= row_.cells.size() ? kNothing
                                                                       : row_.cells[found->second];
}

void ImportTable::refuse_empty(std::string_view key) {
    const auto column = std::find_if(columns_.begin(),
                                     columns_.end(),
                                     [key](const ImportColumn& known) { return known.key == key; });
    if (column != columns_.end() && column->required) {
        add_fault(key, {"this cell must not be empty", "ช่องนี้ต้องไม่ว่าง"});
    }
}

void ImportTable::add_fault(std::string_view key, CellFault fault) {
    const auto heading = headings_.find(key);
    faults_.add({row_.line,
                 heading == headings_.end() ? std::string(key) : heading->second,
                 std::move(fault.english),
                 std::move(fault.thai)});
    row_good_ = false;
}

}  // namespace console
