#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// The ZIP file that a workbook is, and its parts read as XML, a piece at a time, with limits that a
// file made to fill the memory runs into. Every function throws RowError saying what to do.
namespace console {

struct XlsxLimits {
    std::int64_t sheet_bytes = 1'000'000'000;  // unpacked
    std::int64_t strings_bytes = 200'000'000;  // unpacked
    std::int64_t part_bytes = 16'000'000;      // any other part, unpacked
    std::int64_t free_bytes = 4'000'000;       // up to here any ratio is taken
    std::int64_t ratio = 300;                  // unpacked to packed
};

class XlsxPackage {
  public:
    explicit XlsxPackage(const std::filesystem::path& path);
    // The whole file in memory: tests and fuzzers.
    explicit XlsxPackage(std::string bytes);
    ~XlsxPackage();
    XlsxPackage(const XlsxPackage&) = delete;
    XlsxPackage& operator=(const XlsxPackage&) = delete;
    XlsxPackage(XlsxPackage&&) = delete;
    XlsxPackage& operator=(XlsxPackage&&) = delete;

    [[nodiscard]] bool has(const std::string& part) const;

  private:
    friend class XmlPart;
    struct State;
    std::unique_ptr<State> state_;
};

// One part, element by element. The package must outlive it.
class XmlPart {
  public:
    XmlPart(const XlsxPackage& package, const std::string& part, std::int64_t most_bytes);
    ~XmlPart();
    XmlPart(const XmlPart&) = delete;
    XmlPart& operator=(const XmlPart&) = delete;
    XmlPart(XmlPart&&) = delete;
    XmlPart& operator=(XmlPart&&) = delete;

    enum class Node { Start, End, Text, Over };

    // The next start or end of an element, or text. An empty element has a Start and an End.
    Node next();
    // Of the present Start or End, without prefix.
    [[nodiscard]] std::string_view name() const;
    // Of the present Text.
    [[nodiscard]] std::string_view text() const;
    // Of the present Start; an empty text when it is not there.
    [[nodiscard]] std::string attribute(const char* name) const;
    // By local name, whatever its prefix: r:id.
    [[nodiscard]] std::string attribute_of_any_prefix(std::string_view name) const;

    // Unpacked bytes read so far and in all.
    [[nodiscard]] std::int64_t position() const;
    [[nodiscard]] std::int64_t size() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace console
