#pragma once
#include "conversation/form/form.h"
#include "conversation/form/problems.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace conversation {

// A sheet seen by its column names, as XLSForm spells them: "label::Thai (th)" is the column label
// in the language th; case, blanks around and older names (caption, relevance, value …) do not
// matter.
class SheetTable {
  public:
    // Complains about columns that are there twice and cells that are no UTF-8. `sheet` may be null
    // and must outlive the table.
    SheetTable(const Sheet* sheet, Problems& problems);

    [[nodiscard]] int row_count() const;  // header included
    [[nodiscard]] bool has(std::string_view column) const;
    [[nodiscard]] bool is_blank(int row) const;

    // Without blanks around; "" when there is no such column. Rows count from 1, the header is 1.
    [[nodiscard]] std::string_view cell(int row, std::string_view column) const;
    [[nodiscard]] LocalText local(int row, std::string_view column) const;
    // The cells of columns not in `known`, by their header.
    [[nodiscard]] std::map<std::string, std::string> others(
        int row, const std::vector<std::string_view>& known) const;

    // The column's header as the author wrote it, for problems.
    [[nodiscard]] Place place(int row, std::string_view column = {}) const;

    // yes, no, true, TRUE …; "" is no. Anything else is a problem and counts as no.
    [[nodiscard]] bool yes_no(int row, std::string_view column, Problems& problems) const;

  private:
    struct Column {
        std::string header;
        std::string name;
        std::string language;
        std::size_t index = 0;
    };

    void read_header(Problems& problems);
    void check_cells(Problems& problems) const;
    [[nodiscard]] const Column* find(std::string_view column) const;
    [[nodiscard]] std::string_view at(int row, std::size_t index) const;

    const Sheet* sheet_;
    std::vector<Column> columns_;
};

// "Thai (th)" → "th", "Thai" → "th", "th" → "th"; a language we do not know in lower case.
[[nodiscard]] std::string language_tag(std::string_view name);

// yes/true → true, no/false → false; nothing for other text.
[[nodiscard]] std::optional<bool> parse_yes_no(std::string_view text);

[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::string lower(std::string_view text);
// Words with blanks between.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

}  // namespace conversation
