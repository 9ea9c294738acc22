#include "conversation/form/xlsform_reader.h"

#include <fmt/format.h>

namespace conversation {

namespace {

constexpr std::size_t kMaxRows = 5000;
constexpr std::size_t kMaxColumns = 200;
constexpr std::size_t kMaxCell = 10'000;

// One pass over the text; `fault` is set at the first thing that is wrong and ends the reading.
class CsvParser {
  public:
    explicit CsvParser(std::string_view text) : text_(text) {}

    std::vector<std::vector<std::string>> rows;
    std::string fault;

    void parse() {
        constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
        if (text_.starts_with(kByteOrderMark)) {
            text_.remove_prefix(kByteOrderMark.size());
        }
        while (at_ < text_.size() && fault.empty()) {
            read_row();
        }
    }

  private:
    void read_row() {
        rows.emplace_back();
        if (rows.size() > kMaxRows) {
            fault = fmt::format("more than {} rows; split the form", kMaxRows);
            return;
        }
        bool more = true;
        while (more && fault.empty()) {
            rows.back().push_back(read_cell());
            if (rows.back().size() > kMaxColumns) {
                fault = fmt::format("more than {} columns; remove empty ones", kMaxColumns);
            } else if (rows.back().back().size() > kMaxCell) {
                fault = fmt::format("a cell is longer than {} bytes; shorten it", kMaxCell);
            }
            more = at_ < text_.size() && text_[at_] == ',';
            if (more) {
                ++at_;
            }
        }
        skip_line_end();
    }

    void skip_line_end() {
        if (at_ < text_.size() && text_[at_] == '\r') {
            ++at_;
        }
        if (at_ < text_.size() && text_[at_] == '\n') {
            ++at_;
        }
    }

    std::string read_cell() {
        if (at_ < text_.size() && text_[at_] == '"') {
            return read_quoted();
        }
        const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
        std::string cell{text_.substr(at_, end - at_)};
        at_ = end;
        return cell;
    }

    std::string read_quoted() {
        std::string cell;
        ++at_;
        for (;;) {
            const std::size_t quote = text_.find('"', at_);
            if (quote == std::string_view::npos) {
                fault = "a quotation mark (\") opens a cell and is never closed";
                at_ = text_.size();
                return cell;
            }
            cell.append(text_.substr(at_, quote - at_));
            at_ = quote + 1;
            if (at_ >= text_.size() || text_[at_] != '"') {
                break;
            }
            cell.push_back('"');
            ++at_;
        }
        if (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\r' && text_[at_] != '\n') {
            fault =
                "text follows a closing quotation mark; write \"\" for a quotation mark in a cell";
        }
        return cell;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

std::variant<Sheet, FormProblem> sheet_from_csv(std::string_view name, std::string_view csv) {
    CsvParser parser{csv};
    parser.parse();
    if (!parser.fault.empty()) {
        return FormProblem{FormProblem::Severity::Error,
                           std::string{name},
                           static_cast<int>(parser.rows.size()),
                           {},
                           parser.fault};
    }
    return Sheet{std::string{name}, std::move(parser.rows)};
}

}  // namespace conversation
