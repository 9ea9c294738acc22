#pragma once
#include "conversation/calendar.h"
#include "storage/connection.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace storage {

// A line of the export `reports`: the highest revision that is not void of one household and month.
// Texts are valid until the next line is read.
struct ReportLine {
    int fiscal_year = 0;
    Period period;
    std::string_view tambon_code;
    std::string_view tambon_th;
    std::string_view village_code;
    std::int64_t moo = 0;
    std::string_view village_th;
    std::int64_t household_id = 0;
    std::string_view house_no;
    std::string_view head_prefix;
    std::string_view head_given;
    std::string_view head_family;
    std::optional<std::int64_t> members;
    bool is_target = false;  // on the last day of the period
    bool is_poor = false;
    std::string_view occ_main;  // code; the name is the caller's business
    std::string_view occ_second;
    std::optional<std::int64_t> income_total;
    std::optional<std::int64_t> expense_total;
    std::optional<std::int64_t> saving_amount;
    std::string_view income_unknown;  // NOT_ASKED DONT_KNOW REFUSED, empty when known
    std::string_view expense_unknown;
    std::string_view saving_unknown;
    std::optional<std::int64_t> base_income;
    std::optional<std::int64_t> income_diff;  // income_total − base_income, when both are known
    bool on_behalf = false;
    std::string_view channel;
    std::string_view status;
    std::int64_t revision = 0;
    std::string_view reported_at;  // as stored: UTC, ISO 8601
    std::string_view flags;        // separated by blanks
    // When this line last changed: its revision, or a later one that is void now; only
    // with_changes.
    std::string_view changed_at;
};

struct ReportFilter {
    std::optional<Period> from;
    std::optional<Period> to;
    std::string area{};  // leading digits of the village codes wanted; empty: all
    // Only lines behind the one of this month and household; no month: all.
    std::optional<Period> after_period{};
    std::int64_t after_household = 0;
    bool with_head = true;      // the head's name is wanted; else it is not even read
    bool with_flags = true;     // is_target and is_poor are; each takes a look
    bool with_changes = false;  // changed_at is wanted, which takes a look at every revision
};

// Reads the export line by line in order of period and household, in constant memory, on a
// reader. Holds no read transaction for longer than some thousand lines, so that the WAL can be
// moved while a long export runs; revisions written after it began are left out all the same.
class ReportCursor {
  public:
    ReportCursor(Connection& reader, const ReportFilter& filter);
    ~ReportCursor();
    ReportCursor(const ReportCursor&) = delete;
    ReportCursor& operator=(const ReportCursor&) = delete;
    ReportCursor(ReportCursor&&) = delete;
    ReportCursor& operator=(ReportCursor&&) = delete;

    // False at the end.
    [[nodiscard]] bool next();
    [[nodiscard]] const ReportLine& line() const;
    // Reports in the filter, for a progress bar.
    [[nodiscard]] std::int64_t total() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace storage
