#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// One message that says a whole report: "8500 300", "14 8500 300", "รด 4500 ออม 300", "IN4500 OM300
// OC2", "4500#300#2". Only its shape is read here: which words stand for which field. What the
// words mean is for the question's own reader, which of them is a house for who knows the houses.
// A wrong value is worse than a question: a text with anything in it that has no place is none.
// Pure, linear, takes any bytes.
namespace conversation {

// A word that may stand before a value ("รด", "income"), normalised.
struct LineKey {
    std::string word;
    std::size_t field = 0;
};

struct LineValue {
    std::size_t field = 0;  // Named: the key's; Placed: 0 for the first, 1 for the next …
    std::string key;        // Named: as typed, normalised
    std::string said;       // normalised, without what only stands around it
};

struct ReportLine {
    enum class Kind {
        None,
        Placed,  // values by their place; the first may be a house
        Named,   // values by keys, in any order
    };
    enum class Fault {
        None,
        KeyTwice,      // one field was named twice
        MissingValue,  // nothing stands behind a key
    };

    Kind kind = Kind::None;
    Fault fault = Fault::None;  // the first one
    std::string faulty_key;     // the key it is about
    std::string house;  // said to be one: "บ้าน 14", "H 12/3"; Named: also a bare "14"
    std::vector<LineValue> values;  // in the order said
};

// What a text that names no key may hold.
enum class PlacedWords {
    Figures,  // at least two amounts first ("8500", "แปดพันห้า"); other words only behind them
    Anything,  // any words: what began the form was named before
};

// `keys` may hold several words for a field; the longest that stands somewhere counts.
[[nodiscard]] ReportLine read_report_line(std::string_view text,
                                          std::span<const LineKey> keys,
                                          PlacedWords placed = PlacedWords::Figures);

// "4500 ขายข้าว" → "4500": a good figure, and a note behind it that changes nothing about it. Where
// what follows could (a period, a range, a further figure), the whole text.
[[nodiscard]] std::string_view without_note(std::string_view said);

// The lines of a message that are not empty, as typed.
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace conversation
