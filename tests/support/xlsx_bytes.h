#pragma once
#include <zip.h>

#include <map>
#include <stdexcept>
#include <string>
#include <utility>

// Workbooks in memory, made of their parts.
namespace support {

// A ZIP file of parts by name.
inline std::string zip_of(const std::map<std::string, std::string>& parts) {
    zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    zip_t* zip = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_TRUNCATE, nullptr);
    if (zip == nullptr) {
        throw std::runtime_error("no ZIP file can be made");
    }
    zip_source_keep(source);
    for (const auto& [name, content] : parts) {
        zip_source_t* part = zip_source_buffer(zip, content.data(), content.size(), 0);
        zip_file_add(zip, name.c_str(), part, ZIP_FL_ENC_UTF_8);
    }
    if (zip_close(zip) != 0 || zip_source_open(source) != 0) {
        throw std::runtime_error("no ZIP file can be made");
    }
    zip_source_seek(source, 0, SEEK_END);
    std::string bytes(static_cast<std::size_t>(zip_source_tell(source)), '\0');
    zip_source_seek(source, 0, SEEK_SET);
    zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    zip_source_free(source);
    return bytes;
}

// The parts of a workbook with a hidden sheet before the one that counts. Styles: 0 general, 1 a
// day (14), 2 a fraction, 3 a Thai day of its own format, 4 a number with a colour that looks like
// one.
inline std::map<std::string, std::string> workbook_parts(const std::string& sheet,
                                                         const std::string& strings = "") {
    return {
        {"xl/workbook.xml",
         "<workbook xmlns=\"m\" xmlns:r=\"r\"><workbookPr/><sheets>"
         "<sheet name=\"a\" sheetId=\"1\" state=\"hidden\" r:id=\"rId1\"/>"
         "<sheet name=\"b\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/none.xml\"/>"
         "<Relationship Id=\"rId2\" Target=\"worksheets/sheet1.xml\"/></Relationships>"},
        {"xl/styles.xml",
         "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-41E]d mmm yyyy\"/>"
         "<numFmt numFmtId=\"165\" formatCode=\"[Red]#,##0 &quot;day&quot;\"/></numFmts>"
         "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
         "<xf numFmtId=\"14\"/><xf numFmtId=\"12\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/>"
         "</cellXfs></styleSheet>"},
        {"xl/sharedStrings.xml", "<sst>" + strings + "</sst>"},
        {"xl/worksheets/sheet1.xml", sheet}};
}

inline std::string workbook(const std::string& rows,
                            const std::string& strings = "",
                            const std::string& after = "") {
    return zip_of(workbook_parts(
        "<worksheet><sheetData>" + rows + "</sheetData>" + after + "</worksheet>", strings));
}

}  // namespace support
