#include "bot/calendar_files.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace bot {

std::vector<std::string> read_calendar_files(const std::vector<std::string>& form_paths,
                                             conversation::Holidays& holidays) {
    std::vector<std::string> faults;
    for (const auto& folder : form_paths) {
        for (const char* name : {"holidays.csv", "holy_days.csv"}) {
            const auto path = std::filesystem::path(folder) / "calendar" / name;
            std::ifstream file(path, std::ios::binary);
            if (!file) {
                continue;
            }
            const std::string csv{std::istreambuf_iterator<char>(file), {}};
            for (const auto& fault : holidays.read(name, csv)) {
                faults.push_back(fmt::format("{}, row {}{}{}: {}",
                                             path.string(),
                                             fault.row,
                                             fault.column.empty() ? "" : ", column ",
                                             fault.column,
                                             fault.message));
            }
        }
    }
    return faults;
}

}  // namespace bot
