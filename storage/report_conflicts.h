#pragma once
#include "conversation/register.h"
#include "storage/connection.h"
#include "storage/register_ids.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Two people said different things of one household's month. Nothing is overwritten: both revisions
// stay, and the conflict is seen until a person says which one counts.
class ReportConflicts {
  public:
    struct Conflict {
        ConflictId id{};
        conversation::HouseholdId household{};
        Period period{};
        RevisionId first{};
        RevisionId second{};
        bool settled = false;
        RevisionId counts{};  // which one was chosen; 0: neither, or not settled yet
        std::string settled_by{};
        std::optional<Instant> settled_at{};
    };

    explicit ReportConflicts(Connection& connection) : connection_(connection) {}

    // A report with an open conflict keeps it: its id is returned.
    ConflictId open(conversation::ReportId report,
                    RevisionId first,
                    RevisionId second,
                    Instant now,
                    std::string_view by);
    // A further revision takes the place of one of the two.
    void replace(ConflictId id, RevisionId older, RevisionId newer, Instant now);
    // It is confirmed (an unreadable one still needs a check), all others that wait become void;
    // with an audit row. False when it was settled before, or
    // `counts` is none of the two.
    bool settle(ConflictId id, RevisionId counts, Instant now, std::string_view by);

    [[nodiscard]] std::optional<Conflict> find(ConflictId id);
    [[nodiscard]] std::optional<Conflict> open_of(conversation::ReportId report);
    [[nodiscard]] std::optional<Conflict> open_of(conversation::HouseholdId household,
                                                  Period period);
    // Oldest first, of villages whose code begins with `area` (empty: all).
    [[nodiscard]] std::vector<Conflict> all_open(unsigned limit, std::string_view area = {});

  private:
    Connection& connection_;
};

}  // namespace storage
