#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Every column of the schema with what the office must be able to say of it: what it is, whether it
// is personal, what for, on what basis, how long, who receives it (storage/fields/fields.csv). The
// record of processing activities is generated from it, and the proof of an erasure reads all it
// names. A test compares it with the real schema: a column without an entry cannot be merged.
struct Field {
    std::string table;
    std::string column;
    std::string table_th;
    std::string table_en;
    std::string label_th;
    std::string label_en;
    std::string personal;    // NO; ID: a number that stands for somebody; YES; FLAG: would shame
    std::string purpose;     // REGISTER REPORT MESSAGES RIGHTS PLAN MODEL OPERATION
    std::string basis;       // CONSENT PUBLIC_TASK LEGAL_DUTY NONE
    std::string retention;   // a word of retention_words()
    std::string recipients;  // separated by blanks
};

// In order of the schema. Made once; throws std::logic_error when what was built in is no table.
[[nodiscard]] std::span<const Field> field_table();

// A word of the table as people read it; the word itself when it is none.
struct FieldWord {
    std::string_view word;
    std::string_view thai;
    std::string_view english;
};

[[nodiscard]] std::span<const FieldWord> field_words();
[[nodiscard]] std::span<const FieldWord> retention_words();
// "OFFICE LINE" → "สำนักงาน, LINE"
[[nodiscard]] std::string in_thai(std::string_view words);
[[nodiscard]] std::string in_english(std::string_view words);

}  // namespace storage
