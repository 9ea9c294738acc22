#include "storage/merge.h"

#include <algorithm>

namespace storage {

namespace {

std::string text_of(const std::optional<std::int64_t>& value) {
    return value ? std::to_string(*value) : "";
}

std::string text_of(const std::optional<Day>& value) {
    return value ? conversation::to_text(*value) : "";
}

}  // namespace

Change joined(Change first, Change second) {
    if (first == Change::Created) {
        return first;
    }
    return first == Change::Unchanged && second == Change::Unchanged ? first : Change::Changed;
}

void Merge::note(std::string_view field, std::string before, std::string after) {
    fields_.push_back({std::string(field), std::move(before), std::move(after)});
}

void Merge::take(std::string_view field, std::string& known, std::string_view given) {
    if (!given.empty() && known != given) {
        note(field, known, std::string(given));
        known = given;
    }
}

void Merge::take(std::string_view field,
                 std::optional<std::int64_t>& known,
                 std::optional<std::int64_t> given) {
    if (given && known != given) {
        note(field, text_of(known), text_of(given));
        known = given;
    }
}

void Merge::take(std::string_view field, std::optional<Day>& known, std::optional<Day> given) {
    if (given && known != given) {
        note(field, text_of(known), text_of(given));
        known = given;
    }
}

bool Merge::touches(std::string_view field) const {
    return std::any_of(fields_.begin(), fields_.end(), [field](const FieldChange& change) {
        return change.field == field;
    });
}

}  // namespace storage
