#include "console/xlsx_reader.h"

#include "conversation/calendar.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <map>
#include <utility>

namespace console {

namespace {

using Node = XmlPart::Node;

constexpr std::size_t kMostColumns = 256;
constexpr std::int64_t kMostRows = 2'000'000;
constexpr std::size_t kMostCellBytes = 32'768 * 4;
constexpr std::size_t kMostStyles = 100'000;

template <class Number>
std::optional<Number> number_of(std::string_view text) {
    Number number{};
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, number);
    return error == std::errc() && end == last ? std::optional(number) : std::nullopt;
}

// "C12" → 2
std::optional<std::size_t> column_of(std::string_view reference) {
    constexpr std::size_t kLetters = 26;
    std::size_t column = 0;
    std::size_t letters = 0;
    while (letters < reference.size() && letters < 4 && reference[letters] >= 'A' &&
           reference[letters] <= 'Z') {
        column = column * kLetters + static_cast<std::size_t>(reference[letters] - 'A') + 1;
        ++letters;
    }
    return column == 0 ? std::nullopt : std::optional(column - 1);
}

// A format code without what is quoted or in brackets, in lower case.
std::string bare_format(std::string_view code) {
    std::string bare;
    bool quoted = false;
    bool bracket = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '"') {
            quoted = !quoted;
        } else if (quoted) {
            continue;
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '[') {
            bracket = true;
        } else if (c == ']') {
            bracket = false;
        } else if (!bracket) {
            bare += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        }
    }
    return bare;
}

bool is_day_format(std::string_view code) {
    const std::string bare = bare_format(code);
    return bare.find("general") == std::string::npos &&
           bare.find_first_of("dymeb") != std::string::npos &&
           (bare.find('d') != std::string::npos || bare.find('y') != std::string::npos ||
            bare.find("mmm") != std::string::npos);
}

bool is_fraction_format(std::string_view code) {
    const std::string bare = bare_format(code);
    return bare.find("?/") != std::string::npos || bare.find("#/") != std::string::npos;
}

// Formats that have a number only: those of ECMA-376 18.8.30 that are days, the Thai ones among
// them.
bool is_day_number(int format) {
    return (format >= 14 && format <= 17) || format == 22 || (format >= 27 && format <= 36) ||
           (format >= 50 && format <= 58) || (format >= 71 && format <= 74) || format == 77;
}

std::string day_text(double serial, bool from_1904) {
    const auto whole = static_cast<int>(std::floor(serial)) + (from_1904 ? 1462 : 0);
    // Excel counts a 29 February 1900 that never was: days before it would be one off.
    const auto epoch = std::chrono::sys_days(std::chrono::year(1899) / 12 / 30);
    return conversation::to_text(conversation::Day(epoch + std::chrono::days(whole)));
}

void require_room(std::size_t bytes, std::int64_t line) {
    if (bytes > kMostCellBytes) {
        throw RowError(line, "a cell is too long", "มีช่องที่ยาวเกินไป");
    }
}

}  // namespace

XlsxReader::XlsxReader(const std::filesystem::path& path) : package_(path) {
    open();
}

XlsxReader::XlsxReader(std::string bytes) : package_(std::move(bytes)) {
    open();
}

void XlsxReader::open() {
    const std::string sheet = find_sheet();
    read_styles();
    read_strings();
    sheet_ = std::make_unique<XmlPart>(package_, sheet, limits_.sheet_bytes);
    while (true) {
        const Node node = sheet_->next();
        if (node == Node::Over) {
            over_ = true;
            return;
        }
        if (node == Node::Start && sheet_->name() == "sheetData") {
            return;
        }
    }
}

std::string XlsxReader::find_sheet() {
    XmlPart workbook(package_, "xl/workbook.xml", limits_.part_bytes);
    std::string relation;
    for (Node node = workbook.next(); node != Node::Over; node = workbook.next()) {
        if (node != Node::Start) {
            continue;
        }
        if (workbook.name() == "workbookPr") {
            const std::string flag = workbook.attribute("date1904");
            from_1904_ = flag == "1" || flag == "true";
        } else if (workbook.name() == "sheet" && relation.empty()) {
            const std::string state = workbook.attribute("state");
            if (state.empty() || state == "visible") {
                relation = workbook.attribute_of_any_prefix("id");
            }
        }
    }
    return target_of(relation);
}

std::string XlsxReader::target_of(const std::string& relation) const {
    XmlPart relations(package_, "xl/_rels/workbook.xml.rels", limits_.part_bytes);
    for (Node node = relations.next(); node != Node::Over; node = relations.next()) {
        if (node == Node::Start && relations.name() == "Relationship" &&
            relations.attribute("Id") == relation && !relation.empty()) {
            const std::string target = relations.attribute("Target");
            return target.starts_with('/') ? target.substr(1) : "xl/" + target;
        }
    }
    throw RowError(
        0, "this workbook has no sheet that can be seen", "ไฟล์ Excel นี้ไม่มีแผ่นงานที่มองเห็นได้");
}

void XlsxReader::read_styles() {
    if (!package_.has("xl/styles.xml")) {
        return;
    }
    XmlPart part(package_, "xl/styles.xml", limits_.part_bytes);
    std::map<int, std::string> formats;
    bool in_cell_styles = false;
    for (Node node = part.next(); node != Node::Over; node = part.next()) {
        if (part.name() == "cellXfs" && node != Node::Text) {
            in_cell_styles = node == Node::Start;
        }
        if (node != Node::Start) {
            continue;
        }
        if (part.name() == "numFmt") {
            if (const auto id = number_of<int>(part.attribute("numFmtId"))) {
                formats[*id] = part.attribute("formatCode");
            }
        } else if (part.name() == "xf" && in_cell_styles && styles_.size() < kMostStyles) {
            const int id = number_of<int>(part.attribute("numFmtId")).value_or(0);
            const auto own = formats.find(id);
            Look look = is_day_number(id) ? Look::Day : Look::Number;
            if (id == 12 || id == 13) {
                look = Look::Fraction;
            } else if (own != formats.end() && is_fraction_format(own->second)) {
                look = Look::Fraction;
            } else if (own != formats.end()) {
                look = is_day_format(own->second) ? Look::Day : Look::Number;
            }
            styles_.push_back(look);
        }
    }
}

void XlsxReader::read_strings() {
    if (!package_.has("xl/sharedStrings.xml")) {
        return;
    }
    XmlPart part(package_, "xl/sharedStrings.xml", limits_.strings_bytes);
    bool in_text = false;
    int in_phonetic = 0;
    for (Node node = part.next(); node != Node::Over; node = part.next()) {
        if (node == Node::Text) {
            if (in_text && in_phonetic == 0) {
                strings_ += part.text();
            }
            continue;
        }
        const bool start = node == Node::Start;
        if (part.name() == "t") {
            in_text = start;
        } else if (part.name() == "rPh") {
            in_phonetic += start ? 1 : -1;
        } else if (part.name() == "si" && !start) {
            string_ends_.push_back(static_cast<std::uint32_t>(strings_.size()));
        }
    }
}

// Goes to the next <row>; at the end of the rows looks whether cells are merged.
bool XlsxReader::next_row_start() {
    while (!over_) {
        const Node node = sheet_->next();
        if (node == Node::Over) {
            over_ = true;
        } else if (node == Node::Start && sheet_->name() == "row") {
            line_ = number_of<std::int64_t>(sheet_->attribute("r")).value_or(line_ + 1);
            return true;
        } else if (node == Node::Start && sheet_->name() == "mergeCell") {
            over_ = true;
            refuse_merged(sheet_->attribute("ref"));
        }
    }
    return false;
}

void XlsxReader::refuse_merged(const std::string& range) const {
    const auto digits = range.find_first_of("0123456789");
    const auto colon = std::min(range.find(':'), range.size());
    const std::int64_t line =
        digits < colon
            ? number_of<std::int64_t>(std::string_view(range).substr(digits, colon - digits))
                  .value_or(0)
            : 0;
    throw RowError(line,
                   fmt::format("the cells {} are merged: choose the whole sheet, \"Unmerge "
                               "Cells\", and write every cell",
                               range),
                   fmt::format("มีการผสานเซลล์ {} ให้เลือกทั้งแผ่นงาน แล้วกด \"ยกเลิกการผสานเซลล์\" "
                               "และพิมพ์ให้ครบทุกช่อง",
                               range));
}

std::optional<SheetRow> XlsxReader::next() {
    while (next_row_start()) {
        SheetRow row;
        row.line = line_;
        read_row(row);
        const bool blank = std::all_of(row.cells.begin(),
                                       row.cells.end(),
                                       [](const std::string& cell) { return cell.empty(); });
        if (blank) {
            continue;
        }
        if (++rows_ > kMostRows) {
            throw RowError(row.line,
                           fmt::format("more than {} rows: split the file", kMostRows),
                           fmt::format("มีมากกว่า {} แถว กรุณาแบ่งไฟล์", kMostRows));
        }
        return row;
    }
    return std::nullopt;
}

void XlsxReader::read_row(SheetRow& row) {
    std::size_t column = 0;
    while (true) {
        const Node node = sheet_->next();
        if (node == Node::Over) {
            over_ = true;
            return;
        }
        if (node == Node::End && sheet_->name() == "row") {
            return;
        }
        if (node == Node::Start && sheet_->name() == "c") {
            read_cell(row, column);
        }
    }
}

void XlsxReader::read_cell(SheetRow& row, std::size_t& column) {
    column = column_of(sheet_->attribute("r")).value_or(column);
    Cell cell;
    cell.type = sheet_->attribute("t");
    cell.style = number_of<std::size_t>(sheet_->attribute("s")).value_or(0);
    read_value(cell);
    std::string text = text_of(cell, row.line);
    if (!text.empty()) {
        if (column >= kMostColumns) {
            throw RowError(row.line,
                           fmt::format("more than {} columns", kMostColumns),
                           fmt::format("มีมากกว่า {} คอลัมน์", kMostColumns));
        }
        if (row.cells.size() <= column) {
            row.cells.resize(column + 1);
        }
        row.cells[column] = std::move(text);
    }
    ++column;
}

// The text of <v>, or of every <t> of <is>; formulas and phonetic readings are left out.
void XlsxReader::read_value(Cell& cell) {
    bool taken = false;
    int in_phonetic = 0;
    while (true) {
        const Node node = sheet_->next();
        if (node == Node::Over) {
            over_ = true;
            return;
        }
        if (node == Node::Text) {
            if (taken && in_phonetic == 0) {
                cell.value += sheet_->text();
                require_room(cell.value.size(), line_);
            }
            continue;
        }
        const std::string_view name = sheet_->name();
        if (node == Node::End && name == "c") {
            return;
        }
        if (name == "v" || name == "t") {
            taken = node == Node::Start;
        } else if (name == "rPh") {
            in_phonetic += node == Node::Start ? 1 : -1;
        }
    }
}

std::string XlsxReader::text_of(const Cell& cell, std::int64_t line) const {
    if (cell.type == "s") {
        return cell.value.empty() ? "" : shared(cell.value, line);
    }
    if (cell.type == "d") {  // a day in ISO 8601
        return cell.value.substr(0, cell.value.find('T'));
    }
    if (cell.type.empty() || cell.type == "n") {
        return number_text(cell);
    }
    return cell.value;  // str, inlineStr, b, e
}

std::string XlsxReader::number_text(const Cell& cell) const {
    constexpr double kExact = 1e15;
    constexpr double kLastDay = 2'958'465;  // 31 December 9999
    const auto number = number_of<double>(cell.value);
    if (!number || !std::isfinite(*number)) {
        return cell.value;
    }
    const Look look = cell.style < styles_.size() ? styles_[cell.style] : Look::Number;
    if (look == Look::Day && *number >= 1 && *number <= kLastDay) {
        return day_text(*number, from_1904_);
    }
    std::string text = std::abs(*number) < kExact && std::trunc(*number) == *number
                           ? fmt::format("{:.0f}", *number)
                           : fmt::format("{}", *number);
    if (look == Look::Fraction) {
        text += kFractionMark;
    }
    return text;
}

std::string XlsxReader::shared(std::string_view index, std::int64_t line) const {
    const auto at = number_of<std::size_t>(index);
    if (!at || *at >= string_ends_.size()) {
        throw RowError(line,
                       "a cell refers to a text that is not in the workbook: open it in Excel and "
                       "save it again",
                       "มีช่องที่อ้างถึงข้อความที่ไม่มีในไฟล์ ให้เปิดใน Excel แล้วบันทึกใหม่");
    }
    const std::size_t begin = *at == 0 ? 0 : string_ends_[*at - 1];
    require_room(string_ends_[*at] - begin, line);
    return strings_.substr(begin, string_ends_[*at] - begin);
}

}  // namespace console
