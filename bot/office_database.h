#pragma once
#include "bot/command.h"
#include "bot/config.h"
#include "conversation/calendar.h"
#include "storage/connection.h"

#include <functional>
#include <string>

namespace bot {

// The database of the configuration, for a command that runs once: its file must be there, and is
// brought up to date first. Beside a running program it waits for its turn.
class OfficeDatabase {
  public:
    // Throws ConfigError, StorageError.
    explicit OfficeDatabase(const CommandLine& line);

    [[nodiscard]] const Config& config() const { return config_; }

    [[nodiscard]] conversation::Instant now() const { return now_; }

    [[nodiscard]] storage::Connection& writer() { return writer_; }

    [[nodiscard]] storage::Connection& reader() { return reader_; }

    // Runs it in a transaction: all of it or nothing.
    void write(const std::function<void(storage::Connection& writer)>& job);

  private:
    Config config_;
    conversation::Instant now_;
    storage::Connection writer_;
    storage::Connection reader_;
};

// What a command says and does when there is no such household.
[[nodiscard]] int no_such_household(const std::string& named);

// "26 พ.ย. 2569 09:30", Bangkok's time.
[[nodiscard]] std::string shown_time(conversation::Instant at);

}  // namespace bot
