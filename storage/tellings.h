#pragma once
#include "conversation/ids.h"
#include "storage/connection.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// What households must be told of: reports somebody of the team made on their behalf. Within 30
// days (PDPA section 25), by a message or, where none arrives, by a printed slip.
class Tellings {
  public:
    struct Telling {
        RowId id{};
        conversation::HouseholdId household{};
        RevisionId revision{};
        std::string basis{};  // CONSENT of somebody of the house, else PUBLIC_TASK
        Day due{};
        OutboxId outbox{};  // the message that tells it; 0: none could be sent
        std::optional<Instant> printed_at{};
    };

    explicit Tellings(Connection& connection) : connection_(connection) {}

    // Of a new revision on behalf.
    void add(conversation::HouseholdId household, RevisionId revision, Day today, Instant now);
    // The last one of a household's month that is not told yet.
    [[nodiscard]] std::optional<Telling> open_of(conversation::HouseholdId household,
                                                 Period period);
    void sent_by(RowId id, OutboxId outbox, Instant now);
    // Takes over from the outbox what has arrived or was sent by now. Returns how many.
    std::int64_t take_over_sent(Instant now);
    // Not told yet, the one due first, first: also those whose message is still on its way.
    [[nodiscard]] std::vector<Telling> open(unsigned limit);
    // … whose message will not come: a slip is needed.
    [[nodiscard]] std::vector<Telling> need_slip(unsigned limit);
    void printed(RowId id, Instant now);
    // The slip was handed over. False when it was told before, or there is none.
    bool told(RowId id, Instant now, std::string_view by);

  private:
    Connection& connection_;
};

}  // namespace storage
