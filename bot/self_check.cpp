#include "bot/self_check.h"

#include "bot/form_store.h"
#include "bot/line_admin.h"
#include "bot/reminder_check.h"
#include "storage/duties.h"
#include "storage/health.h"
#include "storage/migrations.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace bot {

namespace {

using conversation::Instant;

constexpr std::chrono::seconds kClockOff{60};

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole ? std::optional(value) : std::nullopt;
}

bool check_forms(const Config& config, const Tell& tell) {
    const auto loaded = look_at_forms(config.form_paths);
    for (const auto& line : loaded.warnings) {
        tell(true, "form: " + line);
    }
    for (const auto& line : loaded.errors) {
        tell(false, "form: " + line);
    }
    if (loaded.errors.empty()) {
        tell(true, fmt::format("forms: {} can be used", loaded.forms->all().size()));
    }
    return loaded.errors.empty();
}

bool check_disk(const std::filesystem::path& database, const Tell& tell) {
    const auto disk = storage::disk_space(database);
    const bool well = disk.free_percent() >= 5.0;
    tell(well,
         fmt::format("disk: {:.0f} % free{}", disk.free_percent(), well ? "" : ", make room"));
    return well;
}

// What the law gives a day for. Requests that wait are no fault; being late is.
bool check_duties(storage::Connection& reader, Instant now, const Tell& tell) {
    const auto duties = storage::look_at_duties(reader, now);
    bool well = true;
    const auto say = [&](std::int64_t late, const std::string& words) {
        if (late > 0) {
            tell(false, words);
            well = false;
        }
    };
    say(duties.breaches_overdue,
        fmt::format("breaches: {} known for more than 72 hours and the regulator was not told: "
                    "sammachip breach list",
                    duties.breaches_overdue));
    say(duties.erasures_overdue,
        fmt::format("erasing: {} wishes are older than 24 hours: sammachip erase run",
                    duties.erasures_overdue));
    say(duties.requests_overdue,
        fmt::format("requests: {} are past their day: sammachip request list",
                    duties.requests_overdue));
    if (well) {
        tell(true, fmt::format("rights: {} requests wait, none is late", duties.requests_open));
    }
    return well;
}

bool check_database(const Config& config,
                    const conversation::Holidays& holidays,
                    Instant now,
                    const Tell& tell) {
    const std::filesystem::path path = config.database_path;
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
        const auto folder = std::filesystem::absolute(path).parent_path();
        const bool place = std::filesystem::is_directory(folder, error);
        tell(place,
             place ? fmt::format("database: {} is not there yet, the first start makes it",
                                 path.string())
                   : fmt::format("database: its folder {} is not there: make it", folder.string()));
        return place;
    }
    try {
        auto reader = storage::Connection::open_reader(path);
        storage::require_current_schema(reader);
        const auto result = storage::check_structure(reader, storage::CheckDepth::Quick);
        tell(result == "ok", result == "ok" ? "database: sound" : "database: damaged: " + result);
        const bool kept = check_duties(reader, now, tell);
        const bool enough = check_outlook(reader, config, holidays, now, tell);
        return check_disk(path, tell) && kept && enough && result == "ok";
    } catch (const storage::StorageError& trouble) {
        tell(false, fmt::format("database: {}", trouble.what()));
        return false;
    }
}

bool check_clock(const std::string& date, Instant now, const Tell& tell) {
    const auto theirs = parse_http_date(date);
    if (!theirs) {
        return true;
    }
    const auto off = std::chrono::duration_cast<std::chrono::seconds>(now - *theirs);
    const bool well = off < kClockOff && off > -kClockOff;
    tell(well,
         well ? "clock: right"
              : fmt::format("clock: {} seconds off LINE's: switch on time synchronisation",
                            off.count()));
    return well;
}

bool check_line(const Config& config,
                const LineConfig& line,
                HttpTransport& transport,
                Instant now,
                const Tell& tell) {
    const bool well = set_up_line(line, {config.server.public_url, true}, transport, tell);
    try {
        return check_clock(LineAdmin(line, transport).bot_info().date, now, tell) && well;
    } catch (const LineRefusal&) {
        return false;  // said already
    }
}

}  // namespace

std::optional<Instant> parse_http_date(std::string_view text) {
    static constexpr std::array<std::string_view, 12> kMonths = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (text.size() != 29 || !text.ends_with(" GMT") || text[4] != ' ') {
        return std::nullopt;
    }
    const auto day = number(text.substr(5, 2));
    const auto year = number(text.substr(12, 4));
    const auto hour = number(text.substr(17, 2));
    const auto minute = number(text.substr(20, 2));
    const auto second = number(text.substr(23, 2));
    unsigned month = 0;
    for (unsigned i = 0; i < kMonths.size(); ++i) {
        month = text.substr(8, 3) == kMonths[i] ? i + 1 : month;
    }
    if (!day || !year || !hour || !minute || !second || month == 0) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(month),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) {
        return std::nullopt;
    }
    return Instant(std::chrono::sys_days(date)) + std::chrono::hours(*hour) +
           std::chrono::minutes(*minute) + std::chrono::seconds(*second);
}

bool check_everything(const Config& config,
                      HttpTransport& transport,
                      Instant now,
                      const Tell& tell) {
    tell(true, fmt::format("configuration: {} can be used", config.file));
    bool well = check_forms(config, tell);
    auto holidays = conversation::Holidays::built_in();
    well = check_calendar(config, holidays, now, tell) && well;
    well = check_database(config, holidays, now, tell) && well;
    for (const auto& id : config.sms_channels()) {
        tell(true, fmt::format("channel {}: SMS, taken at /webhooks/{}", id, id));
    }
    for (const auto& line : config.line) {
        well = check_line(config, line, transport, now, tell) && well;
    }
    return well;
}

}  // namespace bot
