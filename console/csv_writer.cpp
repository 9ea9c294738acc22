#include "console/csv_writer.h"

#include <array>
#include <charconv>

namespace console {

namespace {

constexpr std::size_t kBuffer = 262'144;

// U+FF0B + , U+FF0D - , U+FF1D = , U+FF20 @ : some spreadsheets fold them to the plain signs.
constexpr std::array<std::string_view, 4> kFullWidth = {
    "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\x9D", "\xEF\xBC\xA0"};

}  // namespace

bool looks_like_formula(std::string_view text) {
    if (text.empty()) {
        return false;
    }
    switch (text.front()) {
        case '=':
        case '+':
        case '-':
        case '@':
        case '\t':
        case '\r':
            return true;
        case '\xEF':
            for (const std::string_view sign : kFullWidth) {
                if (text.starts_with(sign)) {
                    return true;
                }
            }
            return false;
        default:
            return false;
    }
}

CsvWriter::CsvWriter(Sink sink) : sink_(std::move(sink)) {
    buffer_.reserve(kBuffer + 4096);
    buffer_ = "\xEF\xBB\xBF";
}

void CsvWriter::begin_cell() {
    if (!first_) {
        buffer_ += ',';
    }
    first_ = false;
}

void CsvWriter::text(std::string_view cell) {
    begin_cell();
    buffer_ += '"';
    if (looks_like_formula(cell)) {
        buffer_ += '\'';
    }
    for (auto quote = cell.find('"'); quote != std::string_view::npos; quote = cell.find('"')) {
        buffer_.append(cell.substr(0, quote + 1));
        buffer_ += '"';
        cell.remove_prefix(quote + 1);
    }
    buffer_.append(cell);
    buffer_ += '"';
}

void CsvWriter::number(std::int64_t cell) {
    begin_cell();
    std::array<char, 24> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), cell);
    buffer_ += '"';
    buffer_.append(digits.data(), end);
    buffer_ += '"';
}

void CsvWriter::decimal(std::string_view cell) {
    begin_cell();
    buffer_.append("\"").append(cell).append("\"");
}

void CsvWriter::empty() {
    begin_cell();
    buffer_ += "\"\"";
}

void CsvWriter::end_row() {
    buffer_ += "\r\n";
    first_ = true;
    if (buffer_.size() >= kBuffer) {
        flush();
    }
}

void CsvWriter::flush() {
    if (!buffer_.empty()) {
        sink_(buffer_);
        buffer_.clear();
    }
}

}  // namespace console
