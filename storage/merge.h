#pragma once
#include "storage/statement.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// What putting a record did.
enum class Change { Created, Changed, Unchanged };

// A record is as new as the newest thing that happened to it.
[[nodiscard]] Change joined(Change first, Change second);

// A field that was changed, as people read it: nothing known before is an empty text.
struct FieldChange {
    std::string field;
    std::string before;
    std::string after;

    bool operator==(const FieldChange&) const = default;
};

// What became of a record that was put, and which fields of one that was there.
template <class IdType>
struct Put {
    IdType id;
    Change change = Change::Unchanged;
    std::vector<FieldChange> fields{};
};

// Takes over given fields into a known record, and remembers which changed. What is given empty
// stays as it was.
class Merge {
  public:
    void take(std::string_view field, std::string& known, std::string_view given);
    void take(std::string_view field,
              std::optional<std::int64_t>& known,
              std::optional<std::int64_t> given);
    void take(std::string_view field, std::optional<Day>& known, std::optional<Day> given);

    // `name_of` makes of an id what people read.
    template <class Tag, class NameOf>
    void take(std::string_view field,
              conversation::Id<Tag>& known,
              conversation::Id<Tag> given,
              NameOf name_of) {
        if (given && known != given) {
            note(field, known ? name_of(known) : std::string(), name_of(given));
            known = given;
        }
    }

    [[nodiscard]] bool changed() const { return !fields_.empty(); }

    [[nodiscard]] Change change() const { return changed() ? Change::Changed : Change::Unchanged; }

    [[nodiscard]] std::vector<FieldChange> fields() && { return std::move(fields_); }

    [[nodiscard]] bool touches(std::string_view field) const;

  private:
    void note(std::string_view field, std::string before, std::string after);

    std::vector<FieldChange> fields_;
};

// An empty text as no text: NULL.
[[nodiscard]] inline std::optional<std::string_view> some(std::string_view text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

// A day column that may be NULL.
[[nodiscard]] inline std::optional<Day> optional_day(const Statement& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(row.day(column));
}

}  // namespace storage
