#include "console/export_file.h"

#include "console/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <utility>

namespace console {

namespace {

// A file that is gone when its last descriptor is closed.
webhooks::FileDescriptor nameless_file(const std::filesystem::path& folder) {
    std::string path = (folder / "export-XXXXXX").string();
    webhooks::FileDescriptor file(::mkostemp(path.data(), O_CLOEXEC));
    if (file.get() < 0 || ::unlink(path.c_str()) != 0) {
        throw OutputError("no file could be made beside the database");
    }
    return file;
}

// In large pieces: a sink gets a row or a few at a time.
class FileSink {
  public:
    explicit FileSink(int fd) : fd_(fd) { buffer_.reserve(kBuffer); }

    void write(std::string_view bytes) {
        if (buffer_.size() + bytes.size() > kBuffer) {
            flush();
        }
        if (bytes.size() > kBuffer) {
            put(bytes);
        } else {
            buffer_ += bytes;
        }
    }

    std::uint64_t finish() {
        flush();
        return size_;
    }

  private:
    static constexpr std::size_t kBuffer = std::size_t{256} * 1024;

    void flush() {
        put(buffer_);
        buffer_.clear();
    }

    void put(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto count = ::write(fd_, bytes.data(), bytes.size());
            if (count < 0 && errno != EINTR) {
                throw OutputError("an export could not be written: is the disk full?");
            }
            const auto written = static_cast<std::size_t>(std::max<ssize_t>(count, 0));
            bytes.remove_prefix(written);
            size_ += written;
        }
    }

    int fd_;
    std::string buffer_;
    std::uint64_t size_ = 0;
};

}  // namespace

std::string_view media_type(ExportFormat format) {
    switch (format) {
        case ExportFormat::Xlsx:
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        case ExportFormat::Json:
            return "application/x-ndjson";
        case ExportFormat::Csv:
            break;
    }
    return "text/csv; charset=utf-8";
}

webhooks::FileBody export_file(storage::Connection& reader,
                               const ExportKind& kind,
                               const ReportExport& wanted,
                               const WorkbookFacts& facts,
                               const ExportProgress& progress) {
    webhooks::FileBody body{nameless_file(facts.folder), 0};
    FileSink file(body.fd.get());
    const auto sink = [&file](std::string_view bytes) { file.write(bytes); };
    if (wanted.format == ExportFormat::Xlsx) {
        (void)export_workbook(reader, kind, wanted, facts, sink, progress);
    } else {
        (void)export_kind(reader, kind, wanted, facts.now, sink, progress);
    }
    body.size = file.finish();
    return body;
}

webhooks::Response file_answer(std::string_view kind,
                               ExportFormat format,
                               conversation::Instant at,
                               std::shared_ptr<const webhooks::FileBody> file) {
    webhooks::Response response;
    response.file = std::move(file);
    response.content_type = media_type(format);
    std::string name(kind);
    std::ranges::replace(name, ':', '-');
    response.headers.emplace_back("Content-Disposition",
                                  fmt::format("attachment; filename=\"{}-{}.{}\"",
                                              name,
                                              conversation::to_text(conversation::bangkok_day(at)),
                                              format_word(format)));
    return response;
}

webhooks::Response export_answer(storage::Connection& reader,
                                 const ExportKind& kind,
                                 const ReportExport& wanted,
                                 const WorkbookFacts& facts) {
    return file_answer(
        kind.key,
        wanted.format,
        facts.now,
        std::make_shared<const webhooks::FileBody>(export_file(reader, kind, wanted, facts)));
}

}  // namespace console
