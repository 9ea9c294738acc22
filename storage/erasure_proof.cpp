#include "storage/erasure.h"
#include "storage/field_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace storage {

namespace {

constexpr std::size_t kShortestMark = 6;  // less would be found by chance

// Numbers of people and trainers of other houses: a telephone may be shared.
bool may_be_shared(const Field& field) {
    return (field.table == "person" && field.column == "phone") ||
           (field.table == "household" && field.column == "trainer_phone");
}

std::string quoted(std::string_view text) {
    std::string literal = "'";
    for (const char c : text) {
        literal += c == '\'' ? "''" : std::string(1, c);
    }
    return literal + "'";
}

std::string_view bare(std::string_view address) {
    const auto colon = address.find(':');
    return colon == std::string_view::npos ? address : address.substr(colon + 1);
}

std::int64_t number_of(const std::string& text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

std::vector<Trace> find_traces(Connection& reader, const std::vector<std::string>& addresses) {
    std::vector<Trace> traces;
    for (const Field& field : field_table()) {
        std::string anywhere;
        for (const auto& address : addresses) {
            if (bare(address).size() >= kShortestMark && !may_be_shared(field)) {
                anywhere += fmt::format("{}instr(\"{}\", {}) > 0",
                                        anywhere.empty() ? "" : " OR ",
                                        field.column,
                                        quoted(bare(address)));
            }
        }
        if (anywhere.empty()) {
            continue;
        }
        // Names of tables and columns are the program's own: storage/fields.
        const auto rows = number_of(reader.single_value(
            "erasure.proof",
            fmt::format("SELECT count(*) FROM \"{}\" WHERE {}", field.table, anywhere)));
        if (rows > 0) {
            traces.push_back({field.table, field.column, rows});
        }
    }
    return traces;
}

}  // namespace storage
