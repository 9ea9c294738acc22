#include "console/row_source.h"

#include "console/calendar_rows.h"
#include "console/csv_reader.h"
#include "console/xlsx_reader.h"

#include <array>
#include <fstream>
#include <string_view>

namespace console {

namespace {

// A CSV reader with the file it reads.
class CsvFile : public RowSource {
  public:
    explicit CsvFile(const std::filesystem::path& path)
        : in_(path, std::ios::binary), reader_(in_) {}

    [[nodiscard]] std::optional<SheetRow> next() override { return reader_.next(); }

    [[nodiscard]] std::int64_t position() const override { return reader_.position(); }

    [[nodiscard]] std::int64_t size() const override { return reader_.size(); }

  private:
    std::ifstream in_;
    CsvReader reader_;
};

std::string first_bytes(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::array<char, 32> bytes{};
    in.read(bytes.data(), bytes.size());
    return {bytes.data(), static_cast<std::size_t>(in.gcount())};
}

}  // namespace

std::unique_ptr<RowSource> open_rows(const std::filesystem::path& path,
                                     std::string_view organisation) {
    constexpr std::string_view kZip = "PK\x03\x04";
    constexpr std::string_view kOldExcel = "\xD0\xCF\x11\xE0";
    const std::string first = first_bytes(path);
    if (first.starts_with(kOldExcel)) {
        throw RowError(0,
                       "this is an Excel file of the old kind (.xls) or one with a password: open "
                       "it in Excel and save it as \"Excel Workbook (.xlsx)\" without a password",
                       "เป็นไฟล์ Excel แบบเก่า (.xls) หรือมีรหัสผ่าน ให้เปิดใน Excel แล้วบันทึกเป็น "
                       "\"Excel Workbook (.xlsx)\" โดยไม่ใส่รหัสผ่าน");
    }
    if (first.starts_with(kZip)) {
        return std::make_unique<XlsxReader>(path);
    }
    if (CalendarRows::is_calendar(first)) {
        return std::make_unique<CalendarRows>(path, organisation);
    }
    return std::make_unique<CsvFile>(path);
}

}  // namespace console
