#pragma once
#include "bot/clock.h"
#include "storage/reader_pool.h"
#include "storage/writer.h"

#include <optional>
#include <string>
#include <string_view>

namespace bot {

// Answers calendar programs. Threads: any number at once.
class CalendarDesk {
  public:
    // All outlive the desk.
    CalendarDesk(storage::ReaderPool& readers, storage::Writer& writer, const Clock& clock)
        : readers_(readers), writer_(writer), clock_(clock) {}

    // The iCalendar text behind a secret; nothing when no open link has it. Leaves one row a day
    // and link in the audit log. Throws StorageError.
    [[nodiscard]] std::optional<std::string> calendar(std::string_view secret);

  private:
    storage::ReaderPool& readers_;
    storage::Writer& writer_;
    const Clock& clock_;
};

}  // namespace bot
