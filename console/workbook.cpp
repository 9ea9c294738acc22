#include "console/workbook.h"

#include "console/output_file.h"

#include <fmt/format.h>

#include <chrono>

namespace console {

namespace {

constexpr std::size_t kMostBytes =
    32'767;                        // of a cell: in letters of three bytes far below the limit
constexpr double kEpoch = 25'569;  // 1970-01-01, in days since 1899-12-30
constexpr double kMinutesOfDay = 1'440;

// 1 = Arabic digits, 07 = the Buddhist calendar, 041E = Thai.
constexpr const char* kDayFormat = "[$-107041E]d mmm yyyy";
constexpr const char* kInstantFormat = "[$-107041E]d mmm yyyy hh:mm";

double serial(conversation::Day day) {
    return static_cast<double>(std::chrono::sys_days(day).time_since_epoch().count()) + kEpoch;
}

// The longest beginning of at most that many bytes that ends between letters.
std::string_view cut(std::string_view text) {
    if (text.size() <= kMostBytes) {
        return text;
    }
    std::size_t end = kMostBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return text.substr(0, end);
}

}  // namespace

Workbook::Workbook(const std::filesystem::path& path) : folder_(path.parent_path().string()) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.use_zip64 = LXW_TRUE;
    options.tmpdir = folder_.empty() ? nullptr : folder_.data();
    book_ = workbook_new_opt(path.c_str(), &options);
    if (book_ == nullptr) {
        throw OutputError(fmt::format("cannot make {}", path.string()));
    }
    header_ = workbook_add_format(book_);
    format_set_bold(header_);
    format_set_bg_color(header_, 0xE9ECEF);
    format_set_text_wrap(header_);
    day_ = workbook_add_format(book_);
    format_set_num_format(day_, kDayFormat);
    instant_ = workbook_add_format(book_);
    format_set_num_format(instant_, kInstantFormat);
}

Workbook::~Workbook() {
    if (book_ != nullptr) {
        lxw_workbook_free(book_);
    }
}

Workbook::Sheet Workbook::add_sheet(const std::string& name) {
    lxw_worksheet* const sheet = workbook_add_worksheet(book_, name.c_str());
    if (sheet == nullptr) {
        throw OutputError("cannot add the sheet " + name);
    }
    return {*this, sheet};
}

void Workbook::finish() {
    lxw_workbook* const book = book_;
    book_ = nullptr;
    if (const lxw_error error = workbook_close(book); error != LXW_NO_ERROR) {
        throw OutputError(fmt::format("cannot write the workbook: {}", lxw_strerror(error)));
    }
}

void Workbook::Sheet::text(std::string_view cell) {
    if (!cell.empty()) {
        std::string& buffer = book_->buffer_;
        buffer.assign(cut(cell));
        for (char& c : buffer) {
            if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') {
                c = ' ';
            }
        }
        worksheet_write_string(sheet_, row_, column_, buffer.c_str(), nullptr);
    }
    ++column_;
}

void Workbook::Sheet::header(std::string_view cell) {
    worksheet_write_string(sheet_, row_, column_++, std::string(cell).c_str(), book_->header_);
}

void Workbook::Sheet::number(std::int64_t cell) {
    decimal(static_cast<double>(cell));
}

void Workbook::Sheet::decimal(double cell) {
    worksheet_write_number(sheet_, row_, column_++, cell, nullptr);
}

void Workbook::Sheet::day(conversation::Day cell) {
    worksheet_write_number(sheet_, row_, column_++, serial(cell), book_->day_);
}

void Workbook::Sheet::instant(conversation::Instant cell) {
    const double minutes = static_cast<double>(conversation::bangkok_time_of_day(cell).count());
    worksheet_write_number(sheet_,
                           row_,
                           column_++,
                           serial(conversation::bangkok_day(cell)) + minutes / kMinutesOfDay,
                           book_->instant_);
}

void Workbook::Sheet::width(int column, double characters) {
    const auto at = static_cast<lxw_col_t>(column);
    worksheet_set_column(sheet_, at, at, characters, nullptr);
}

void Workbook::Sheet::finish_table(int columns) {
    worksheet_freeze_panes(sheet_, 1, 0);
    worksheet_autofilter(
        sheet_, 0, 0, row_ > 1 ? row_ - 1 : 1, static_cast<lxw_col_t>(columns - 1));
}

}  // namespace console
