#pragma once
#include "conversation/message.h"
#include "storage/connection.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Long SMS whose gateway hands over the parts one by one. Parts may come in any order and more than
// once. Those of one message share sender, reference and number of parts; a reference is used again
// by phones, so parts that come later than the window are of another message.
class SmsParts {
  public:
    struct Added {
        bool repeated = false;             // that part was there already, or all of them
        bool first = false;                // of its message
        std::optional<std::string> whole;  // the text, when this was the last one missing
        RowId message;                     // of set_apology()
        OutboxId apology;                  // what was to be said about missing parts; none: nothing
    };

    // A message that stayed incomplete, for the officer.
    struct Fragment {
        std::string channel;
        std::string address;
        std::int64_t parts = 0;  // it should have
        std::string text;        // what came, "…" where a part is missing
        Instant at{};
    };

    explicit SmsParts(Connection& connection) : connection_(connection) {}

    // `message.sms->part` must be set.
    [[nodiscard]] Added add(const conversation::IncomingMessage& message,
                            std::chrono::seconds window,
                            Instant now);
    // What is said when the parts are late, queued in the outbox.
    void set_apology(RowId message, OutboxId apology, Instant now);

    // Messages that began before an instant and never came whole, the newest first.
    [[nodiscard]] std::vector<Fragment> incomplete(Instant before, unsigned limit);
    [[nodiscard]] std::int64_t count_incomplete(Instant before);

  private:
    [[nodiscard]] std::optional<std::string> joined(RowId message, std::int64_t parts);
    Connection& connection_;
};

}  // namespace storage
