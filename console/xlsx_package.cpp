#include "console/xlsx_package.h"

#include "console/row_source.h"

#include <fmt/format.h>
#include <libxml/xmlreader.h>
#include <zip.h>

#include <algorithm>
#include <utility>

namespace console {

namespace {

[[noreturn]] void refuse_damaged(std::string_view why) {
    throw RowError(0,
                   fmt::format("this is not an Excel workbook that can be read ({}): open it in "
                               "Excel and save it again as \"Excel Workbook (.xlsx)\"",
                               why),
                   "อ่านไฟล์ Excel นี้ไม่ได้ ให้เปิดใน Excel แล้วบันทึกใหม่เป็น \"Excel Workbook (.xlsx)\"");
}

[[noreturn]] void refuse_too_large(std::string_view part) {
    throw RowError(0,
                   fmt::format("{} in this workbook is too large when unpacked: delete unused "
                               "rows and columns, or save the sheet as \"CSV UTF-8\"",
                               part),
                   "ข้อมูลในไฟล์ Excel นี้ใหญ่เกินไป ให้ลบแถวและคอลัมน์ที่ไม่ใช้ หรือบันทึกเป็น \"CSV UTF-8\"");
}

struct CloseZip {
    void operator()(zip_t* zip) const { zip_discard(zip); }
};

struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

struct CloseReader {
    void operator()(xmlTextReader* reader) const { xmlFreeTextReader(reader); }
};

std::string_view view_of(const xmlChar* text) {
    return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

// libxml2 is told to keep its faults to itself: the return values say enough.
void ignore_fault(void* /*context*/, xmlErrorPtr /*fault*/) {}

}  // namespace

struct XlsxPackage::State {
    std::string bytes;
    std::unique_ptr<zip_t, CloseZip> zip;
    XlsxLimits limits;
};

XlsxPackage::XlsxPackage(const std::filesystem::path& path) : state_(std::make_unique<State>()) {
    int error = 0;
    state_->zip.reset(zip_open(path.c_str(), ZIP_RDONLY, &error));
    if (!state_->zip) {
        refuse_damaged("no ZIP file");
    }
}

XlsxPackage::XlsxPackage(std::string bytes) : state_(std::make_unique<State>()) {
    state_->bytes = std::move(bytes);
    zip_source_t* source =
        zip_source_buffer_create(state_->bytes.data(), state_->bytes.size(), 0, nullptr);
    if (source == nullptr) {
        refuse_damaged("no ZIP file");
    }
    state_->zip.reset(zip_open_from_source(source, ZIP_RDONLY, nullptr));
    if (!state_->zip) {
        zip_source_free(source);
        refuse_damaged("no ZIP file");
    }
}

XlsxPackage::~XlsxPackage() = default;

bool XlsxPackage::has(const std::string& part) const {
    return zip_name_locate(state_->zip.get(), part.c_str(), ZIP_FL_NOCASE) >= 0;
}

struct XmlPart::State {
    std::string part;
    std::unique_ptr<zip_file_t, CloseFile> file;
    std::unique_ptr<xmlTextReader, CloseReader> reader;
    std::int64_t most = 0;
    std::int64_t size = 0;
    std::int64_t read = 0;
    bool too_large = false;
    bool end_follows = false;  // of an empty element

    static int take(void* context, char* buffer, int length) {
        auto& state = *static_cast<State*>(context);
        const auto got =
            zip_fread(state.file.get(), buffer, static_cast<zip_uint64_t>(std::max(length, 0)));
        if (got > 0) {
            state.read += got;
        }
        state.too_large = state.read > state.most;
        return got < 0 || state.too_large ? -1 : static_cast<int>(got);
    }
};

XmlPart::XmlPart(const XlsxPackage& package, const std::string& part, std::int64_t most_bytes)
    : state_(std::make_unique<State>()) {
    zip_t* zip = package.state_->zip.get();
    const XlsxLimits& limits = package.state_->limits;
    const auto index = zip_name_locate(zip, part.c_str(), ZIP_FL_NOCASE);
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (index < 0 || zip_stat_index(zip, static_cast<zip_uint64_t>(index), 0, &stat) != 0 ||
        (stat.valid & ZIP_STAT_SIZE) == 0 || (stat.valid & ZIP_STAT_COMP_SIZE) == 0) {
        refuse_damaged("no " + part);
    }
    // What the file says of itself is only half believed: the bytes that come are counted too.
    const auto packed =
        static_cast<std::int64_t>(std::min<zip_uint64_t>(stat.comp_size, std::uint64_t{1} << 40U));
    state_->most = std::min(most_bytes, std::max(limits.free_bytes, packed * limits.ratio));
    state_->size =
        static_cast<std::int64_t>(std::min<zip_uint64_t>(stat.size, std::uint64_t{1} << 40U));
    state_->part = part;
    if (state_->size > state_->most) {
        refuse_too_large(part);
    }
    state_->file.reset(zip_fopen_index(zip, static_cast<zip_uint64_t>(index), 0));
    if (!state_->file) {
        refuse_damaged(part + " is encrypted or damaged");
    }
    state_->reader.reset(xmlReaderForIO(&State::take,
                                        nullptr,
                                        state_.get(),
                                        nullptr,
                                        nullptr,
                                        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
    if (!state_->reader) {
        refuse_damaged(part);
    }
    xmlTextReaderSetStructuredErrorHandler(state_->reader.get(), &ignore_fault, nullptr);
}

XmlPart::~XmlPart() = default;

XmlPart::Node XmlPart::next() {
    if (std::exchange(state_->end_follows, false)) {
        return Node::End;
    }
    xmlTextReader* reader = state_->reader.get();
    while (true) {
        const int result = xmlTextReaderRead(reader);
        if (result == 0) {
            return Node::Over;
        }
        if (state_->too_large) {
            refuse_too_large(state_->part);
        }
        if (result < 0) {
            refuse_damaged(state_->part);
        }
        switch (xmlTextReaderNodeType(reader)) {
            case XML_READER_TYPE_ELEMENT:
                state_->end_follows = xmlTextReaderIsEmptyElement(reader) == 1;
                return Node::Start;
            case XML_READER_TYPE_END_ELEMENT:
                return Node::End;
            case XML_READER_TYPE_TEXT:
            case XML_READER_TYPE_CDATA:
            case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
                return Node::Text;
            case XML_READER_TYPE_DOCUMENT_TYPE:
            case XML_READER_TYPE_ENTITY_REFERENCE:
                refuse_damaged(state_->part + " declares entities, as no program of ours does");
            default:
                break;
        }
    }
}

std::string_view XmlPart::name() const {
    return view_of(xmlTextReaderConstLocalName(state_->reader.get()));
}

std::string_view XmlPart::text() const {
    return view_of(xmlTextReaderConstValue(state_->reader.get()));
}

std::string XmlPart::attribute(const char* name) const {
    xmlChar* value =
        xmlTextReaderGetAttribute(state_->reader.get(), reinterpret_cast<const xmlChar*>(name));
    std::string text(view_of(value));
    xmlFree(value);
    return text;
}

std::string XmlPart::attribute_of_any_prefix(std::string_view name) const {
    xmlTextReader* reader = state_->reader.get();
    std::string found;
    while (xmlTextReaderMoveToNextAttribute(reader) == 1) {
        // "id" also names an attribute without prefix: the one with prefix is meant.
        if (view_of(xmlTextReaderConstLocalName(reader)) == name &&
            xmlTextReaderConstPrefix(reader) != nullptr) {
            found = view_of(xmlTextReaderConstValue(reader));
        }
    }
    xmlTextReaderMoveToElement(reader);
    return found;
}

std::int64_t XmlPart::position() const {
    return state_->read;
}

std::int64_t XmlPart::size() const {
    return state_->size;
}

}  // namespace console
