#include "bot/command_database.h"

#include "bot/config.h"
#include "storage/migrations.h"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

namespace bot {

storage::Connection open_for_command(const CommandLine& line, conversation::Instant now) {
    const Config config = read_config(find_config(line.config_path));
    if (!std::filesystem::exists(config.database_path)) {
        throw std::runtime_error(fmt::format("there is no database at {}", config.database_path));
    }
    auto connection = storage::Connection::open_writer(config.database_path);
    (void)storage::migrate(connection, now);
    return connection;
}

}  // namespace bot
