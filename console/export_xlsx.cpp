#include "console/export_xlsx.h"

#include "console/export_writer.h"
#include "console/output_file.h"
#include "console/workbook.h"
#include "storage/audit_log.h"
#include "storage/ids.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <optional>
#include <system_error>

namespace console {

namespace {

constexpr std::uint32_t kMostRows = 1'048'576;  // of a sheet, header included
constexpr std::string_view kIso = " (ISO)";
constexpr std::string_view kCode = " (รหัส)";

struct Layout {
    const ExportKind& kind;
    std::vector<std::size_t> columns;

    [[nodiscard]] int width() const {
        int count = 0;
        for (const std::size_t at : columns) {
            count += is_double(kind.columns[at]) ? 2 : 1;
        }
        return count;
    }

    // Dates have their ISO text beside them, codes their Thai word.
    static bool is_double(const ExportColumn& column) {
        return column.type == ColumnType::Day || column.type == ColumnType::Instant ||
               column.words != nullptr;
    }
};

void write_header(const Layout& layout, Workbook::Sheet& sheet) {
    for (const std::size_t at : layout.columns) {
        const ExportColumn& column = layout.kind.columns[at];
        if (column.words != nullptr) {
            sheet.header(std::string(column.thai) + std::string(kCode));
            sheet.header(column.thai);
        } else {
            sheet.header(column.thai);
            if (Layout::is_double(column)) {
                sheet.header(std::string(column.thai) + std::string(kIso));
            }
        }
    }
    sheet.end_row();
}

void write_day(std::string_view text, Workbook::Sheet& sheet) {
    const auto day = conversation::parse_day(text);
    if (day) {
        sheet.day(*day);
    } else {
        sheet.empty();
    }
    sheet.text(text);
}

void write_instant(std::string_view text, Workbook::Sheet& sheet) {
    const auto instant = conversation::parse_instant(text);
    if (instant) {
        sheet.instant(*instant);
    } else {
        sheet.empty();
    }
    sheet.text(text);
}

void write_decimal(std::string_view text, Workbook::Sheet& sheet) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size()) {
        sheet.decimal(value);
    } else {
        sheet.text(text);
    }
}

void write_known(const ExportColumn& column, const ExportCell& cell, Workbook::Sheet& sheet) {
    switch (column.type) {
        case ColumnType::Number:
            sheet.number(cell.number);
            return;
        case ColumnType::Decimal:
            write_decimal(cell.text, sheet);
            return;
        case ColumnType::Id:
            sheet.text(std::to_string(cell.number));
            return;
        case ColumnType::Flag:
            sheet.text(cell.number != 0 ? "ใช่" : "ไม่ใช่");
            return;
        case ColumnType::Day:
            write_day(cell.text, sheet);
            return;
        case ColumnType::Instant:
            write_instant(cell.text, sheet);
            return;
        default:
            sheet.text(cell.text);
    }
}

void write_cell(const ExportColumn& column, const ExportCell& cell, Workbook::Sheet& sheet) {
    if (!cell.known) {
        sheet.empty();
        if (Layout::is_double(column)) {
            sheet.empty();
        }
        return;
    }
    write_known(column, cell, sheet);
    if (column.words != nullptr) {
        sheet.text(thai_word(cell.text, column.words()));
    }
}

void write_cells(const Layout& layout,
                 const std::vector<ExportCell>& cells,
                 Workbook::Sheet& sheet) {
    for (const std::size_t at : layout.columns) {
        write_cell(layout.kind.columns[at], cells[at], sheet);
    }
    sheet.end_row();
}

std::string_view type_word(ColumnType type) {
    switch (type) {
        case ColumnType::Number:
        case ColumnType::Decimal:
            return "ตัวเลข";
        case ColumnType::Id:
            return "เลขอ้างอิง (เก็บเป็นข้อความ)";
        case ColumnType::Flag:
            return "ใช่/ไม่ใช่";
        case ColumnType::Day:
            return "วันที่ (แสดงเป็น พ.ศ. และ ISO)";
        case ColumnType::Instant:
            return "วันเวลา (เวลาไทย และ ISO เป็นเวลาสากล)";
        case ColumnType::Code:
            return "รหัส";
        case ColumnType::Text:
            break;
    }
    return "ข้อความ";
}

std::string meanings(const ExportColumn& column) {
    std::string text;
    if (column.words != nullptr) {
        for (const CodeWord& word : column.words()) {
            text +=
                fmt::format("{}{} = {}", text.empty() ? "" : "; ", word.code, word.thai.front());
        }
    }
    return text;
}

void write_dictionary(const Layout& layout, Workbook::Sheet sheet) {
    for (const char* title :
         {"คอลัมน์", "ชื่อในไฟล์ CSV", "English", "ชนิด", "ความหมายของรหัส", "ข้อมูลส่วนบุคคล"}) {
        sheet.header(title);
    }
    sheet.end_row();
    for (const std::size_t at : layout.columns) {
        const ExportColumn& column = layout.kind.columns[at];
        sheet.text(column.thai);
        sheet.text(column.key);
        sheet.text(column.english);
        sheet.text(type_word(column.type));
        sheet.text(meanings(column));
        sheet.text(column.personal ? "ใช่" : "");
        sheet.end_row();
    }
    constexpr int kColumns = 6;
    constexpr double kWide = 30;
    for (int column = 0; column < kColumns; ++column) {
        sheet.width(column, kWide);
    }
    sheet.finish_table(kColumns);
}

void write_about(const ExportKind& kind,
                 const ReportExport& wanted,
                 const WorkbookFacts& facts,
                 std::int64_t rows,
                 Workbook::Sheet sheet) {
    const auto line = [&sheet](std::string_view what, std::string_view value) {
        sheet.header(what);
        sheet.text(value);
        sheet.end_row();
    };
    line("เรื่อง", kind.thai);
    line("สำนักงาน", facts.office);
    sheet.header("ส่งออกเมื่อ");
    sheet.instant(facts.now);
    sheet.end_row();
    line("โดย", wanted.actor);
    if (wanted.filter.from) {
        line("ตั้งแต่เดือน", conversation::month_name(*wanted.filter.from, "th"));
    }
    if (wanted.filter.to) {
        line("ถึงเดือน", conversation::month_name(*wanted.filter.to, "th"));
    }
    sheet.header("จำนวนแถว");
    sheet.number(rows);
    sheet.end_row();
    line("ชื่อและข้อมูลส่วนบุคคล", wanted.reason.empty() ? "ไม่มีในไฟล์นี้" : "มีในไฟล์นี้");
    if (!wanted.reason.empty()) {
        line("เหตุผล", wanted.reason);
    }
    const auto since = conversation::parse_instant(facts.since);
    sheet.header("ส่งออกครั้งก่อน");
    if (since) {
        sheet.instant(*since);
    } else {
        sheet.text("ไม่เคย");
    }
    sheet.end_row();
    line("หมายเหตุ", "ช่องว่างคือไม่ทราบ ไม่ใช่ศูนย์");
    constexpr double kWide = 40;
    sheet.width(0, kWide / 2);
    sheet.width(1, kWide);
}

// A file with a name of its own that only this account can read, and that goes away.
class PrivateFile {
  public:
    explicit PrivateFile(const std::filesystem::path& folder)
        : path_(folder / fmt::format("export-{}.xlsx.part", storage::new_uuid())) {
        const int descriptor =
            ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (descriptor < 0) {
            throw OutputError(fmt::format("cannot make a file in {}", folder.string()));
        }
        ::close(descriptor);
    }

    ~PrivateFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }

    PrivateFile(const PrivateFile&) = delete;
    PrivateFile& operator=(const PrivateFile&) = delete;
    PrivateFile(PrivateFile&&) = delete;
    PrivateFile& operator=(PrivateFile&&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    void read(const CsvWriter::Sink& sink) const {
        constexpr std::size_t kPiece = 262'144;
        std::ifstream in(path_, std::ios::binary);
        std::string piece(kPiece, '\0');
        while (in) {
            in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
            sink(std::string_view(piece).substr(0, static_cast<std::size_t>(in.gcount())));
        }
    }

  private:
    std::filesystem::path path_;
};

// The sheets of rows: a further one when one is full.
class Pages {
  public:
    Pages(Workbook& book, const Layout& layout, std::string name)
        : book_(book), layout_(layout), name_(std::move(name)), sheet_(open(name_)) {}

    void add(const std::vector<ExportCell>& cells) {
        if (sheet_.row() == kMostRows) {
            sheet_.finish_table(layout_.width());
            sheet_ = open(fmt::format("{} {}", name_, ++count_));
        }
        write_cells(layout_, cells, sheet_);
    }

    void finish() { sheet_.finish_table(layout_.width()); }

  private:
    Workbook::Sheet open(const std::string& name) {
        Workbook::Sheet sheet = book_.add_sheet(name);
        constexpr double kWide = 16;
        for (int column = 0; column < layout_.width(); ++column) {
            sheet.width(column, kWide);
        }
        write_header(layout_, sheet);
        return sheet;
    }

    Workbook& book_;
    const Layout& layout_;
    std::string name_;
    Workbook::Sheet sheet_;
    int count_ = 1;
};

std::int64_t write_workbook(ExportRows& rows,
                            const ExportKind& kind,
                            const ReportExport& wanted,
                            const WorkbookFacts& facts,
                            const std::filesystem::path& path,
                            const ExportProgress& progress) {
    const Layout layout{kind, chosen_columns(kind, wanted)};
    Workbook book(path);
    Pages pages(book, layout, "ข้อมูล");
    std::optional<Pages> changes;
    if (rows.knows_changes() && !facts.since.empty()) {
        changes.emplace(book, layout, "เปลี่ยนแปลง");
    }
    std::int64_t count = 0;
    while (rows.next()) {
        pages.add(rows.cells());
        if (changes && rows.changed_at() > facts.since) {
            changes->add(rows.cells());
        }
        if (++count % kRowsPerProgress == 0 && progress) {
            progress(count, rows.total());
        }
    }
    pages.finish();
    if (changes) {
        changes->finish();
    }
    write_dictionary(layout, book.add_sheet("พจนานุกรมข้อมูล"));
    write_about(kind, wanted, facts, count, book.add_sheet("เกี่ยวกับไฟล์นี้"));
    book.finish();
    return count;
}

}  // namespace

std::int64_t export_workbook(storage::Connection& reader,
                             const ExportKind& kind,
                             const ReportExport& wanted,
                             const WorkbookFacts& facts,
                             const CsvWriter::Sink& sink,
                             const ExportProgress& progress) {
    const PrivateFile file(facts.folder);
    ReportExport asked = wanted;
    asked.with_changes = !facts.since.empty();
    const auto rows = open_export(reader, kind, asked, facts.now);
    const std::int64_t count = write_workbook(*rows, kind, wanted, facts, file.path(), progress);
    file.read(sink);
    return count;
}

std::string last_export(storage::Connection& connection, const ExportKind& kind) {
    constexpr unsigned kEntries = 20;
    for (const auto& entry : storage::AuditLog(connection).of(kind.key, kEntries)) {
        if (entry.action == "export") {
            return conversation::to_text(entry.at);
        }
    }
    return {};
}

}  // namespace console
