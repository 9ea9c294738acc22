#pragma once
#include "conversation/calendar.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// Days off and Buddhist holy days (วันพระ), from data: flows/calendar/holidays.csv with the columns
// date,name_th,name_en and holy_days.csv with date,phase_th,month_th (docs/CALENDAR.md says where
// they come from and which years they cover). Dates are Gregorian, YYYY-MM-DD.
namespace conversation {

class Holidays {
  public:
    struct Fault {
        std::string file;
        std::size_t row = 0;  // the header is 1
        std::string column;   // empty: the row as a whole
        std::string message;
    };

    // What is built into the program. Throws std::logic_error when that is broken.
    [[nodiscard]] static Holidays built_in();

    // Reads a file by its name, holidays.csv or holy_days.csv: the years it holds replace what was
    // known of them. With a fault nothing of the file is taken.
    [[nodiscard]] std::vector<Fault> read(std::string_view file_name, std::string_view csv);

    // Without an entry of a year nothing is known of it: then only weekends are days off.
    [[nodiscard]] bool covers(int year) const { return years_.contains(year); }

    // Public holidays without weekends; empty when it is none.
    [[nodiscard]] std::string holiday(Day day, std::string_view language) const;

    [[nodiscard]] bool is_holy_day(Day day) const { return holy_days_.contains(day); }

    [[nodiscard]] bool is_working_day(Day day) const;
    // The day itself when it is one.
    [[nodiscard]] Day next_working_day(Day day) const;
    [[nodiscard]] Day previous_working_day(Day day) const;

    // What is worth saying of a day: "วันสงกรานต์", "วันพระ (ขึ้น 15 ค่ำ เดือน 8)", "วันเสาร์"; empty
    // for an ordinary working day. A holiday before a holy day before a weekend.
    [[nodiscard]] std::string remark(Day day, std::string_view language) const;
    // Holy days of a month, in order.
    [[nodiscard]] std::vector<Day> holy_days(Period month) const;

  private:
    struct Name {
        std::string thai;
        std::string english;
    };

    std::map<Day, Name> holidays_;
    std::map<Day, std::string> holy_days_;
    std::set<int> years_;
};

}  // namespace conversation
