#pragma once
#include "console/csv_writer.h"
#include "console/indicator_groups.h"
#include "storage/summaries.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The summary for the province: thirteen sections (DOMAIN.md 5.4), as one JSON document that is
// frozen, shown, written as CSV and compared. Totals only, no names.
//
// {"fy", "cut_off", "from", "to", "office", "sections": [{"number", "title_th", "title_en",
//   "figures": [{"key", "label_th", "label_en", "numerator", "denominator" (a text, empty for
//   counts),
//                "value" ("83.3", "–"), "unit" ("%", "บาท", ""), "target" ("85.0" or empty)}],
//   "tables": [{"caption_th", "caption_en", "head": [{"text_th", "text_en"}],
//               "rows": [{"cells": [text, …]}]}],
//   "note": text}]}
namespace console {

struct SummaryWish {
    int fiscal_year_be = 0;
    conversation::Day cut_off{};
    std::string office{};
    storage::Summaries::Notes notes{};
    bool freezing = false;  // step 5 is done by this very document
};

// The closed months of the year on the cut-off day; nothing when there is none yet.
[[nodiscard]] std::optional<MonthWindow> summary_window(int fiscal_year_be,
                                                        conversation::Day cut_off);

// What was known at the end of the cut-off day. Throws std::logic_error when there is no window.
[[nodiscard]] nlohmann::ordered_json summary_document(storage::Connection& reader,
                                                      const SummaryWish& wish,
                                                      conversation::Instant now);

// Figures, tables and notes, a line each: section, section_th, kind (figure, table, note), name,
// column, numerator, denominator, value, unit.
void write_summary_csv(const nlohmann::ordered_json& document, const CsvWriter::Sink& sink);

struct SummaryDifference {
    std::string section{};
    std::string label_th{};
    std::string label_en{};
    std::string before{};  // "83.3 (5/6)"; empty: was not there
    std::string after{};
};

// Figures and notes that two documents do not agree on.
[[nodiscard]] std::vector<SummaryDifference> compare_summaries(const nlohmann::ordered_json& before,
                                                               const nlohmann::ordered_json& after);

}  // namespace console
