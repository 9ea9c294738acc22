#pragma once
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace console {

class OutputError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// A result on its way to a file or to stdout. A file is written under a temporary name beside its
// own (mode 0600) and takes its name in finish(), whole and on disk; without finish() nothing is
// left of it, and what stood there before still does.
class OutputFile {
  public:
    // An empty path is stdout. Throws OutputError when the file cannot be made.
    explicit OutputFile(const std::filesystem::path& path);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    OutputFile(OutputFile&&) = delete;
    OutputFile& operator=(OutputFile&&) = delete;

    // Throws OutputError when the disk is full or the reader of stdout is gone.
    void write(std::string_view bytes);
    void finish();

  private:
    struct Closer {
        void operator()(std::FILE* file) const;
    };

    [[noreturn]] void fail(std::string_view what) const;

    std::filesystem::path path_;
    std::filesystem::path part_;
    std::unique_ptr<std::FILE, Closer> file_;
};

}  // namespace console
