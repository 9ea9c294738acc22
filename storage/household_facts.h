#pragma once
#include "storage/connection.h"
#include "storage/register_ids.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace storage {

// The months that indicators are about (DOMAIN.md 5.4: W), and what was known when: revisions that
// came after `as_of` are as if they were not there.
struct FactsWindow {
    Period from;
    Period to;
    Instant as_of{};
};

// What a household of H reported in a month of W: the highest revision that is not void. A figure
// that is not known is empty, never 0.
struct MonthFacts {
    Period period{};
    std::optional<std::int64_t> income{};  // income_total, baht
    std::optional<std::int64_t> expense{};
    std::optional<std::int64_t> saving{};
    bool on_behalf = false;
    bool needs_check = false;  // status NEEDS_CHECK
};

// A household of H: it takes part (ACTIVE or PAUSED) and is a TARGET on W's last day.
struct HouseholdFacts {
    conversation::HouseholdId id{};
    VillageId village{};  // where it lived on W's last day: one that moved is in one village only
    PersonId trainer{};   // who looked after it on that day; 0: nobody
    std::optional<std::int64_t> members{};
    std::optional<std::int64_t> baseline{};  // baseline.income_month
    bool poor = false;                       // POOR on W's last day
    bool has_fund = false;     // GRANTED or MEMBER of a source of capital in or before W
    std::string occupation{};  // the latest known main one, in or before W; empty: none known
    std::vector<MonthFacts> months{};  // those reported, in order
};

// Reads the households of H one by one, in order of id, in constant memory. The months of one
// household are one look into the index (household, period): a million reports are read in
// seconds (docs/BENCHMARKS.md), a village's in milliseconds.
//
// The status of a household is the present one: what it was on another day is not kept.
class HouseholdFactsCursor {
  public:
    // `village` 0: all.
    HouseholdFactsCursor(Connection& reader, const FactsWindow& window, VillageId village = {});
    ~HouseholdFactsCursor();
    HouseholdFactsCursor(const HouseholdFactsCursor&) = delete;
    HouseholdFactsCursor& operator=(const HouseholdFactsCursor&) = delete;
    HouseholdFactsCursor(HouseholdFactsCursor&&) = delete;
    HouseholdFactsCursor& operator=(HouseholdFactsCursor&&) = delete;

    // False at the end.
    [[nodiscard]] bool next();
    // Valid until the next one is read.
    [[nodiscard]] const HouseholdFacts& household() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace storage
