#include "bot/office_database.h"

#include "bot/clock.h"
#include "storage/migrations.h"
#include "storage/transaction.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

namespace bot {

namespace {

storage::Connection open_writer(const Config& config, conversation::Instant now) {
    if (!std::filesystem::exists(config.database_path)) {
        throw ConfigError(fmt::format(
            "there is no database at {}: start the program once, or name the right file",
            config.database_path));
    }
    auto writer = storage::Connection::open_writer(config.database_path);
    (void)storage::migrate(writer, now);
    return writer;
}

}  // namespace

OfficeDatabase::OfficeDatabase(const CommandLine& line)
    : config_(read_config(find_config(line.config_path))),
      now_(SystemClock().now()),
      writer_(open_writer(config_, now_)),
      reader_(storage::Connection::open_reader(config_.database_path)) {}

void OfficeDatabase::write(const std::function<void(storage::Connection& writer)>& job) {
    storage::Transaction transaction(writer_);
    job(writer_);
    transaction.commit();
}

int no_such_household(const std::string& named) {
    (void)std::fputs(
        fmt::format("there is no household \"{0}\": write the 6 digits of its card, or "
                    "\"60030403 14/2\" (village code, house number)\n"
                    "ไม่พบครัวเรือน \"{0}\" พิมพ์รหัส 6 ตัวบนบัตร หรือ \"60030403 14/2\" "
                    "(รหัสหมู่บ้าน เว้นวรรค บ้านเลขที่)\n",
                    named)
            .c_str(),
        stderr);
    return 1;
}

std::string shown_time(conversation::Instant at) {
    const auto time = conversation::bangkok_time_of_day(at);
    return fmt::format("{} {:02}:{:02}",
                       conversation::short_date(conversation::bangkok_day(at), "th"),
                       time.count() / 60,
                       time.count() % 60);
}

}  // namespace bot
