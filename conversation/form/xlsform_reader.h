#pragma once
#include "conversation/form/form.h"

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Reads an XLSForm from its sheets. Files are read elsewhere (bot/form_files): here only their
// text.
namespace conversation {

// A sheet as rows of cells, the header first. Row and column numbers in problems count from 1.
struct Sheet {
    std::string name;  // survey choices settings entities
    std::vector<std::vector<std::string>> rows;
};

struct FormProblem {
    enum class Severity { Error, Warning } severity = Severity::Error;
    std::string sheet;
    int row = 0;          // 0: the sheet as a whole
    std::string column;   // header text; empty: the row as a whole
    std::string message;  // what is wrong and what to do, in English
};

struct FormReading {
    std::shared_ptr<const Form> form;  // nullptr when there is an error
    std::vector<FormProblem> problems;
};

// Parses CSV text (RFC 4180, BOM allowed, LF or CRLF) into a sheet. Limits: 5,000 rows, 200
// columns, 10,000 bytes a cell; what goes beyond is a problem.
[[nodiscard]] std::variant<Sheet, FormProblem> sheet_from_csv(std::string_view name,
                                                              std::string_view csv);

// Never throws for what a sheet can hold.
[[nodiscard]] FormReading read_xlsform(const std::vector<Sheet>& sheets);
// The same form from Form::sheets_json.
[[nodiscard]] FormReading read_xlsform_json(std::string_view text);

}  // namespace conversation
