#include "conversation/holidays.h"

#include "conversation/form/xlsform_reader.h"
#include "embedded/calendar.h"

#include <fmt/format.h>

#include <array>
#include <stdexcept>
#include <utility>
#include <variant>

namespace conversation {

namespace {

using Row = std::vector<std::string>;

constexpr std::string_view kHolidaysFile = "holidays.csv";
constexpr std::size_t kMostRows = 5'000;
constexpr int kFarthest = 30;  // no run of days off is longer

bool is_weekend(Day day) {
    const std::chrono::weekday weekday{std::chrono::sys_days(day)};
    return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

Day plus_days(Day day, int days) {
    return Day{std::chrono::sys_days(day) + std::chrono::days(days)};
}

struct Table {
    std::vector<std::pair<Day, Row>> days;
    std::vector<Holidays::Fault> faults;
};

class TableReader {
  public:
    TableReader(std::string_view file, const Row& columns) : file_(file), columns_(columns) {}

    Table read(std::string_view csv) {
        const auto sheet = sheet_from_csv(file_, csv);
        if (const auto* problem = std::get_if<FormProblem>(&sheet)) {
            fault(static_cast<std::size_t>(problem->row), "", problem->message);
            return std::move(table_);
        }
        const auto& rows = std::get<Sheet>(sheet).rows;
        if (rows.empty() || rows.front() != columns_) {
            fault(
                1,
                "",
                fmt::format("the columns must be {},{},{}", columns_[0], columns_[1], columns_[2]));
            return std::move(table_);
        }
        if (rows.size() > kMostRows) {
            fault(kMostRows, "", "too many rows: at most 5,000");
            return std::move(table_);
        }
        for (std::size_t i = 1; i < rows.size(); ++i) {
            take(i + 1, rows[i]);
        }
        return std::move(table_);
    }

  private:
    void take(std::size_t number, const Row& row) {
        if (row.empty() || (row.size() == 1 && row[0].empty())) {
            return;
        }
        const auto day = parse_day(row[0]);
        if (!day) {
            fault(number, columns_[0], "write the day as 2026-04-13 (Gregorian year)");
            return;
        }
        for (std::size_t i = 1; i < columns_.size(); ++i) {
            if (row.size() <= i || row[i].empty()) {
                fault(number, columns_[i], "this cell must not be empty");
                return;
            }
        }
        if (!seen_.insert(*day).second) {
            fault(number, columns_[0], "this day is there twice");
            return;
        }
        table_.days.emplace_back(*day, row);
    }

    void fault(std::size_t row, std::string column, std::string message) {
        table_.faults.push_back({std::string(file_), row, std::move(column), std::move(message)});
    }

    std::string_view file_;
    const Row& columns_;
    std::set<Day> seen_;
    Table table_;
};

}  // namespace

std::vector<Holidays::Fault> Holidays::read(std::string_view file_name, std::string_view csv) {
    static const Row holiday_columns{"date", "name_th", "name_en"};
    static const Row holy_columns{"date", "phase_th", "month_th"};
    const bool off = file_name == kHolidaysFile;
    auto table = TableReader(file_name, off ? holiday_columns : holy_columns).read(csv);
    if (!table.faults.empty()) {
        return std::move(table.faults);
    }
    std::set<int> years;
    for (const auto& [day, row] : table.days) {
        years.insert(int(day.year()));
    }
    const auto replaced = [&years](const auto& entry) {
        return years.contains(int(entry.first.year()));
    };
    if (off) {
        std::erase_if(holidays_, replaced);
        years_.insert(years.begin(), years.end());
    } else {
        std::erase_if(holy_days_, replaced);
    }
    for (auto& [day, row] : table.days) {
        if (off) {
            holidays_[day] = {row[1], row[2]};
        } else {
            holy_days_[day] = row[1] + " " + row[2];
        }
    }
    return {};
}

Holidays Holidays::built_in() {
    Holidays all;
    for (const auto& file : embedded::calendar()) {
        const auto faults = all.read(file.name, file.content);
        if (!faults.empty()) {
            throw std::logic_error(
                fmt::format("{}, row {}: {}", faults[0].file, faults[0].row, faults[0].message));
        }
    }
    return all;
}

std::string Holidays::holiday(Day day, std::string_view language) const {
    const auto found = holidays_.find(day);
    if (found == holidays_.end()) {
        return "";
    }
    return language == "th" ? found->second.thai : found->second.english;
}

bool Holidays::is_working_day(Day day) const {
    return !is_weekend(day) && !holidays_.contains(day);
}

Day Holidays::next_working_day(Day day) const {
    for (int i = 0; i < kFarthest && !is_working_day(day); ++i) {
        day = plus_days(day, 1);
    }
    return day;
}

Day Holidays::previous_working_day(Day day) const {
    for (int i = 0; i < kFarthest && !is_working_day(day); ++i) {
        day = plus_days(day, -1);
    }
    return day;
}

std::string Holidays::remark(Day day, std::string_view language) const {
    if (auto name = holiday(day, language); !name.empty()) {
        return name;
    }
    const bool thai = language == "th";
    if (const auto holy = holy_days_.find(day); holy != holy_days_.end()) {
        return thai ? fmt::format("วันพระ ({})", holy->second) : "Buddhist holy day";
    }
    if (!is_weekend(day)) {
        return "";
    }
    const bool saturday = std::chrono::weekday{std::chrono::sys_days(day)} == std::chrono::Saturday;
    if (thai) {
        return saturday ? "วันเสาร์" : "วันอาทิตย์";
    }
    return saturday ? "Saturday" : "Sunday";
}

std::vector<Day> Holidays::holy_days(Period month) const {
    std::vector<Day> days;
    const Day first{
        std::chrono::year(month.year), std::chrono::month(month.month), std::chrono::day(1)};
    for (auto it = holy_days_.lower_bound(first);
         it != holy_days_.end() && period_of(it->first) == month;
         ++it) {
        days.push_back(it->first);
    }
    return days;
}

}  // namespace conversation
