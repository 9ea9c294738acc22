#include "bot/clock.h"
#include "bot/command.h"
#include "bot/config.h"
#include "bot/demo_loader.h"
#include "bot/demo_register_loader.h"
#include "storage/migrations.h"
#include "storage/transaction.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <optional>
#include <string>

namespace bot {

namespace {

// A day or a month; nothing when it is neither.
std::optional<conversation::Period> read_until(const std::string& text) {
    if (const auto day = conversation::parse_day(text)) {
        return conversation::period_of(*day);
    }
    return conversation::parse_period(text);
}

int run_demo(std::optional<conversation::Period> until, const CommandLine& line) {
    const Config config = read_config(find_config(line.config_path));
    const conversation::Instant now = SystemClock().now();
    const conversation::Period month =
        until.value_or(conversation::period_of(conversation::bangkok_day(now)));
    const DemoDistrict district = make_demo_district(month);
    storage::Connection writer = storage::Connection::open_writer(config.database_path);
    (void)storage::migrate(writer, now);
    storage::Transaction transaction(writer);
    const DemoLoad load{.line_channel = config.line.empty() ? "line" : config.line.front().id,
                        .now = now};
    load_demo_district(writer, district, load);
    const DemoRegister made = make_demo_register(district, month);
    load_demo_register(writer, district, made, load);
    transaction.commit();
    fmt::print(
        "{} villages, {} households, {} reports from {} to {}, {} people of {} organisations "
        "with {} activities: nobody in them exists\n",
        district.villages.size(),
        district.households.size(),
        district.reports.size(),
        conversation::to_text(district.reports.front().period),
        conversation::to_text(district.reports.back().period),
        made.members.size(),
        made.organisations.size(),
        made.activities.size());
    return 0;
}

}  // namespace

void add_demo(CLI::App& app, CommandLine& line) {
    auto until = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand(
        "demo", "Loads a synthetic district with a year of reports into an empty database");
    command->add_option("--until",
                        *until,
                        "the day that is today in it, as 2026-01-15: reports end with the month "
                        "before; without it, today");
    command->callback([until, &line] {
        std::optional<conversation::Period> month;
        if (!until->empty()) {
            month = read_until(*until);
            if (!month) {
                throw CLI::ValidationError("--until", "write a day as 2026-01-15");
            }
        }
        line.run = [month, &line] { return run_demo(month, line); };
    });
}

}  // namespace bot
