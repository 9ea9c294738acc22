#include "console/csv_reader.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>

namespace console {

namespace {

constexpr std::size_t kChunk = 65'536;

// Feeds bytes in pieces and says whether the whole is UTF-8 (as Unicode defines it: no surrogates,
// no overlong forms).
class Utf8Check {
  public:
    void feed(std::string_view bytes) {
        pending_.append(bytes);
        const auto* data = reinterpret_cast<const std::uint8_t*>(pending_.data());
        const auto size = static_cast<std::int32_t>(pending_.size());
        std::int32_t at = 0;
        while (at < size && valid_) {
            if (at + U8_COUNT_TRAIL_BYTES(data[at]) >= size) {
                break;  // the rest of this letter comes with the next piece
            }
            UChar32 letter = 0;
            U8_NEXT(data, at, size, letter);
            valid_ = letter >= 0;
        }
        pending_.erase(0, static_cast<std::size_t>(at));
    }

    [[nodiscard]] bool done() const { return valid_ && pending_.empty(); }

  private:
    std::string pending_;
    bool valid_ = true;
};

std::array<std::string, 256> windows874() {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
        ucnv_open("windows-874", &status), &ucnv_close);
    if (U_FAILURE(status) != 0) {
        throw RowError(0,
                       "this ICU has no Windows-874: save the file as \"CSV UTF-8\"",
                       "อ่านรหัสอักษร Windows-874 ไม่ได้ กรุณาบันทึกเป็น \"CSV UTF-8\"");
    }
    std::array<std::string, 256> letters;
    for (unsigned byte = 0; byte < letters.size(); ++byte) {
        const char raw = static_cast<char>(byte);
        const char* source = &raw;
        UErrorCode bad = U_ZERO_ERROR;
        const UChar32 letter = ucnv_getNextUChar(converter.get(), &source, source + 1, &bad);
        const bool control = letter >= 0x80 && letter < 0xA0;
        const bool private_use = letter >= 0xE000 && letter <= 0xF8FF;
        if (U_SUCCESS(bad) != 0 && letter != 0xFFFD && !control && !private_use) {
            icu::UnicodeString(letter).toUTF8String(letters[byte]);
        }
    }
    return letters;
}

[[noreturn]] void refuse_encoding() {
    throw RowError(
        0,
        "the file is neither UTF-8 nor Windows-874: in Excel choose Save As, \"CSV UTF-8 "
        "(Comma delimited)\"",
        "ไฟล์ไม่ใช่ UTF-8 หรือ Windows-874 ใน Excel ให้เลือก บันทึกเป็น \"CSV UTF-8 "
        "(Comma delimited)\"");
}

bool blank(const SheetRow& row) {
    return std::all_of(
        row.cells.begin(), row.cells.end(), [](const std::string& cell) { return cell.empty(); });
}

}  // namespace

CsvReader::CsvReader(std::istream& in, CsvLimits limits) : in_(in), limits_(limits) {
    Utf8Check check;
    std::array<bool, 256> seen{};
    std::string chunk(kChunk, '\0');
    while (in_.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || in_.gcount() > 0) {
        const std::string_view bytes(chunk.data(), static_cast<std::size_t>(in_.gcount()));
        check.feed(bytes);
        for (const char byte : bytes) {
            seen[static_cast<std::uint8_t>(byte)] = true;
        }
        size_ += in_.gcount();
    }
    in_.clear();
    in_.seekg(0);
    if (seen[0]) {
        refuse_encoding();  // UTF-16, or not a text at all
    }
    if (!check.done()) {
        encoding_ = Encoding::Windows874;
        letters_ = windows874();
        for (std::size_t byte = 0x80; byte < seen.size(); ++byte) {
            if (seen[byte] && letters_[byte].empty()) {
                refuse_encoding();
            }
        }
    }
    fill();
    skip_mark();
    find_separator();
}

void CsvReader::fill() {
    buffer_.erase(0, at_);
    at_ = 0;
    const std::size_t had = buffer_.size();
    buffer_.resize(had + kChunk);
    in_.read(buffer_.data() + had, static_cast<std::streamsize>(kChunk));
    buffer_.resize(had + static_cast<std::size_t>(in_.gcount()));
}

int CsvReader::peek() {
    if (at_ == buffer_.size()) {
        fill();
    }
    return at_ < buffer_.size() ? static_cast<std::uint8_t>(buffer_[at_]) : kEnd;
}

int CsvReader::take() {
    const int byte = peek();
    if (byte != kEnd) {
        ++at_;
        ++position_;
    }
    return byte;
}

void CsvReader::skip_mark() {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (buffer_.compare(0, kMark.size(), kMark) == 0) {
        at_ = kMark.size();
        position_ = static_cast<std::int64_t>(kMark.size());
    }
}

void CsvReader::find_separator() {
    const auto end = std::min(buffer_.find('\n', at_), buffer_.size());
    const std::string_view first = std::string_view(buffer_).substr(at_, end - at_);
    const auto commas = std::count(first.begin(), first.end(), ',');
    for (const char other : {';', '\t'}) {
        if (std::count(first.begin(), first.end(), other) > commas) {
            separator_ = other;
            return;
        }
    }
}

void CsvReader::append(std::string& cell, int byte) const {
    if (encoding_ == Encoding::Windows874) {
        cell += letters_[static_cast<std::size_t>(byte)];
    } else {
        cell += static_cast<char>(byte);
    }
    if (cell.size() > limits_.cell_bytes) {
        throw RowError(line_,
                       fmt::format("a cell is longer than {} bytes: is a quote (\") never closed?",
                                   limits_.cell_bytes),
                       fmt::format("มีช่องที่ยาวเกิน {} ไบต์ อาจลืมปิดเครื่องหมาย \"", limits_.cell_bytes));
    }
}

std::string CsvReader::read_quoted() {
    const std::int64_t opened = line_;
    std::string cell;
    (void)take();
    while (true) {
        const int byte = take();
        if (byte == kEnd) {
            throw RowError(opened,
                           "a quote (\") is opened here and never closed",
                           "เปิดเครื่องหมาย \" ที่บรรทัดนี้แล้วไม่มีตัวปิด");
        }
        if (byte == '"') {
            if (peek() != '"') {
                return cell;
            }
            (void)take();
        }
        if (byte == '\n') {
            ++line_;
        }
        append(cell, byte);
    }
}

std::string CsvReader::read_plain() {
    std::string cell;
    while (true) {
        const int byte = peek();
        if (byte == kEnd || byte == separator_ || byte == '\n' || byte == '\r') {
            return cell;
        }
        append(cell, take());
    }
}

// Consumes the end of a line (LF, CRLF or a lone CR) or of the file; false when neither is here.
bool CsvReader::end_line() {
    int byte = peek();
    if (byte == kEnd) {
        return true;
    }
    if (byte != '\n' && byte != '\r') {
        return false;
    }
    (void)take();
    if (byte == '\r') {
        byte = peek();
        if (byte == '\n') {
            (void)take();
        }
    }
    ++line_;
    return true;
}

// Reads one cell; true when it was the last one of its row.
bool CsvReader::read_cell(SheetRow& row) {
    row.cells.push_back(peek() == '"' ? read_quoted() : read_plain());
    if (row.cells.size() > limits_.columns) {
        throw RowError(row.line,
                       fmt::format("more than {} columns", limits_.columns),
                       fmt::format("มีมากกว่า {} คอลัมน์", limits_.columns));
    }
    if (end_line()) {
        return true;
    }
    if (peek() != separator_) {
        throw RowError(row.line,
                       "there is text after a closing quote (\"): double every quote inside a cell",
                       "มีข้อความต่อท้ายเครื่องหมาย \" ตัวปิด ในช่องให้พิมพ์ \" ซ้ำสองตัว");
    }
    (void)take();
    return false;
}

std::optional<SheetRow> CsvReader::next() {
    while (peek() != kEnd) {
        SheetRow row;
        row.line = line_;
        while (!read_cell(row)) {
        }
        if (blank(row)) {
            continue;
        }
        if (++rows_ > limits_.rows) {
            throw RowError(row.line,
                           fmt::format("more than {} rows: split the file", limits_.rows),
                           fmt::format("มีมากกว่า {} แถว กรุณาแบ่งไฟล์", limits_.rows));
        }
        return row;
    }
    return std::nullopt;
}

}  // namespace console
