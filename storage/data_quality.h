#pragma once
#include "storage/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// What an officer should look at in the data: reports that need a check, figures that are not
// known, households whose register has gaps. `area`: leading digits of village codes; empty: all.
class DataQuality {
  public:
    // A report whose counting revision has the status NEEDS_CHECK.
    struct Doubtful {
        conversation::HouseholdId household{};
        std::string village_code{};
        std::string house_no{};
        Period period{};
        std::string flags{};  // separated by blanks
        std::optional<std::int64_t> income{};
        std::optional<std::int64_t> saving{};
        bool conflict = false;  // two people said different things, and nobody has settled it
    };

    // Counted reports of a month and how many of them do not know a figure.
    struct Unknown {
        Period period{};
        std::int64_t reports = 0;
        std::int64_t income = 0;
        std::int64_t saving = 0;
        std::int64_t occupation = 0;
        std::int64_t on_behalf = 0;
    };

    // Households that take part (ACTIVE or PAUSED) and lack something.
    struct Gaps {
        std::int64_t households = 0;
        std::int64_t without_members = 0;
        std::int64_t without_baseline = 0;
        std::int64_t without_care = 0;     // nobody looks after them
        std::int64_t without_speaker = 0;  // nobody speaks for them by LINE or SMS
    };

    explicit DataQuality(Connection& connection) : connection_(connection) {}

    // Newest first.
    [[nodiscard]] std::vector<Doubtful> doubtful(std::string_view area, unsigned limit);
    [[nodiscard]] Unknown unknown(std::string_view area, Period period);
    [[nodiscard]] Gaps gaps(std::string_view area);
    // Conversations that stand still in the middle of a form for longer than a day.
    [[nodiscard]] std::int64_t unfinished(Instant now);

  private:
    Connection& connection_;
};

}  // namespace storage
