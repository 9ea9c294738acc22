#pragma once
#include "storage/connection.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace storage {

// What is left of reports that were erased or grew too old: sums by village and month, without
// households. A sum over few houses would be somebody's figure: it is only kept once at least
// kFewest houses are in it together; what comes before that is counted, its figures are gone.
class AnonymousTotals {
  public:
    static constexpr std::int64_t kFewest = 5;

    struct Figure {
        std::int64_t known = 0;  // how many households; 0, or kFewest and more
        std::int64_t total = 0;  // baht
    };

    struct Total {
        VillageId village{};
        Period period{};
        std::int64_t reports = 0;
        Figure income{};
        Figure expense{};
        Figure saving{};
    };

    explicit AnonymousTotals(Connection& connection) : connection_(connection) {}

    // Adds the reports of one household, each by the revision that counts; its village is the one
    // it is in now. The reports stay as they are.
    void take_household(conversation::HouseholdId household);
    // Adds all reports of a village's month together.
    void take_month(VillageId village, Period period);

    [[nodiscard]] std::vector<Total> of_village(VillageId village);

  private:
    void add(const Total& more);
    [[nodiscard]] std::optional<Total> find(VillageId village, Period period);

    Connection& connection_;
};

}  // namespace storage
