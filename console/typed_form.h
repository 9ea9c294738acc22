#pragma once
#include "console/import_cell.h"
#include "console/visit.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace console {

// What was typed into a form, read as an import's cells are. The first thing that cannot be taken
// is remembered in the visitor's language, to be said above the form.
class TypedForm {
  public:
    explicit TypedForm(const Visit& visit) : visit_(visit) {}

    // What a field says; nothing when it is empty, or cannot be read, which is a fault.
    template <class Value>
    std::optional<Value> take(std::string_view field, Read<Value> (*read)(std::string_view)) {
        const std::string text = tidy(visit_.field(field));
        if (text.empty()) {
            return std::nullopt;
        }
        auto reading = read(text);
        if (auto* value = std::get_if<Value>(&reading)) {
            return std::move(*value);
        }
        const auto& what = std::get<CellFault>(reading);
        complain(text + ": " + what.thai, text + ": " + what.english);
        return std::nullopt;
    }

    // The first fault is kept.
    void complain(std::string_view thai, std::string_view english) {
        if (fault_.empty()) {
            fault_ = visit_.thai ? thai : english;
        }
    }

    // A field that may not be empty.
    template <class Value>
    std::optional<Value> need(std::string_view field,
                              Read<Value> (*read)(std::string_view),
                              std::string_view thai,
                              std::string_view english) {
        auto value = take<Value>(field, read);
        if (!value) {
            complain(thai, english);
        }
        return value;
    }

    [[nodiscard]] bool good() const { return fault_.empty(); }

    [[nodiscard]] const std::string& fault() const { return fault_; }

  private:
    const Visit& visit_;
    std::string fault_;
};

// A line of text: what officers write as a reason, a title, a place.
[[nodiscard]] inline Read<std::string> read_line(std::string_view cell) {
    constexpr std::size_t kMost = 200;
    return read_text(cell, kMost);
}

// When the page was made whose form was sent, as its field `asked` says: two sendings of one page
// are one deed. Nothing when that is longer ago than half an hour, or no instant.
[[nodiscard]] std::optional<conversation::Instant> page_instant(const Visit& visit);

// The id a path or a field names; 0 when it is none.
[[nodiscard]] std::int64_t number_of(std::string_view text);

}  // namespace console
