#pragma once
#include "console/row_source.h"
#include "conversation/ics.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace console {

// The events of an iCalendar file as rows of the import `plan`. An event keeps its code as long as
// its uid stays, so that the file can be imported again; one of whose days some are left out or
// moved becomes an activity for each of its days.
class CalendarRows : public RowSource {
  public:
    // By the first bytes of the file.
    [[nodiscard]] static bool is_calendar(std::string_view first_bytes);

    // Throws RowError for a file that is no calendar, or without an organisation.
    CalendarRows(const std::filesystem::path& path, std::string_view organisation);

    [[nodiscard]] std::optional<SheetRow> next() override;

    [[nodiscard]] std::int64_t position() const override { return static_cast<std::int64_t>(at_); }

    [[nodiscard]] std::int64_t size() const override {
        return static_cast<std::int64_t>(rows_.size());
    }

  private:
    void add(const conversation::CalendarEvent& event, const std::string& code);
    void add_days(const conversation::CalendarEvent& event,
                  const std::vector<conversation::Day>& left_out);

    std::string organisation_;
    std::vector<SheetRow> rows_;
    std::size_t at_ = 0;
};

}  // namespace console
