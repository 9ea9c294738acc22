#include "console/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace console {

namespace fs = std::filesystem;

void OutputFile::Closer::operator()(std::FILE* file) const {
    if (file != stdout) {
        (void)std::fclose(file);
    }
}

OutputFile::OutputFile(const fs::path& path) : path_(path) {
    if (path_.empty()) {
        file_.reset(stdout);
        return;
    }
    part_ = path_;
    part_ += fmt::format(".part-{}", ::getpid());
    const int descriptor =
        ::open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        fail("cannot make");
    }
    file_.reset(::fdopen(descriptor, "wb"));
}

OutputFile::~OutputFile() {
    if (file_ && !part_.empty()) {
        std::error_code ignored;
        fs::remove(part_, ignored);
    }
}

void OutputFile::fail(std::string_view what) const {
    throw OutputError(fmt::format("{} {}: {}",
                                  what,
                                  path_.empty() ? "the output" : path_.string(),
                                  std::generic_category().message(errno)));
}

void OutputFile::write(std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
        fail("cannot write");
    }
}

void OutputFile::finish() {
    if (std::fflush(file_.get()) != 0) {
        fail("cannot write");
    }
    if (!part_.empty()) {
        if (::fsync(::fileno(file_.get())) != 0) {
            fail("cannot write");
        }
        std::error_code error;
        fs::rename(part_, path_, error);
        if (error) {
            errno = error.value();
            fail("cannot rename to");
        }
    }
    file_.reset();
}

}  // namespace console
