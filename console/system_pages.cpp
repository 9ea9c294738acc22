#include "console/office.h"
#include "console/page_words.h"
#include "storage/health.h"
#include "storage/housekeeping_log.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace console {

namespace {

using nlohmann::json;

constexpr unsigned kRuns = 20;

struct PartWords {
    std::string_view part;
    std::string_view thai;
    std::string_view english;
};

constexpr std::array<PartWords, 4> kParts = {{
    {"database", "ฐานข้อมูล", "database"},
    {"sender", "ตัวส่งข้อความ", "sender"},
    {"disk", "พื้นที่ดิสก์", "disk"},
    {"reminders", "การแจ้งเตือน", "reminders"},
}};

std::string part_word(const std::string& part, bool thai) {
    for (const auto& one : kParts) {
        if (one.part == part) {
            return std::string(thai ? one.thai : one.english);
        }
    }
    return part;
}

json parts_of(const std::function<std::vector<webhooks::PartHealth>()>& health, bool thai) {
    json parts = json::array();
    if (health) {
        for (const auto& one : health()) {
            parts.push_back({{"part", part_word(one.part, thai)},
                             {"ready", one.ready},
                             {"reason", one.reason}});
        }
    }
    return parts;
}

json runs_of(const Visit& visit) {
    json runs = json::array();
    for (const auto& run : storage::HousekeepingLog(visit.reader).latest(kRuns)) {
        runs.push_back({{"rule", run.rule},
                        {"at", moment_text(run.at, visit.thai)},
                        {"rows", run.rows},
                        {"left_over", run.left_over == 0 ? "" : baht_text(run.left_over)}});
    }
    return runs;
}

std::string size_text(std::uintmax_t bytes) {
    constexpr double kGibi = 1024.0 * 1024.0 * 1024.0;
    return fmt::format("{:.1f} GB", static_cast<double>(bytes) / kGibi);
}

webhooks::Response page(const Visit& visit,
                        const std::function<std::vector<webhooks::PartHealth>()>& health) {
    const auto disk = storage::disk_space(visit.reader.path());
    std::error_code unknown;
    const auto file = std::filesystem::file_size(visit.reader.path(), unknown);
    const json runs = runs_of(visit);
    return show(visit,
                "system.html",
                {{"title", visit.thai ? "สุขภาพของระบบ" : "System health"},
                 {"parts", parts_of(health, visit.thai)},
                 {"file", unknown ? std::string("–") : size_text(file)},
                 {"free", size_text(disk.free)},
                 {"free_percent", fmt::format("{:.0f}", disk.free_percent())},
                 {"has_runs", !runs.empty()},
                 {"runs", runs}});
}

}  // namespace

std::vector<PageRoute> system_pages(
    const std::function<std::vector<webhooks::PartHealth>()>& health) {
    return {{.path = "/system",
             .page = [&health](const Visit& visit) { return page(visit, health); },
             .who = PageRoute::Who::Admins}};
}

}  // namespace console
