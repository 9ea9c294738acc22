#pragma once
#include "storage/household_facts.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace storage {

// What the summary for the province tells besides the indicators: totals only, no names.
class SummaryFacts {
  public:
    // Households of H that reached a source of capital of that kind in or before W.
    struct Fund {
        std::string kind{};
        std::int64_t households = 0;
    };

    // The year's plan of a tambon, and when it was adopted into LOCAL_PLAN, STRATEGIC_PLAN,
    // ORDINANCE, PROVINCE_PLAN; until W's last day.
    struct TambonPlan {
        std::string tambon_code{};
        std::string tambon_th{};
        std::array<std::optional<Day>, 4> adopted{};
    };

    // What an outcome that counts says of difficulties: for the officer who writes section 12.
    struct Remark {
        std::string organisation_kind{};
        std::string activity{};
        std::string result{};  // DONE POSTPONED CANCELLED
        std::string text{};    // reason and note
    };

    SummaryFacts(Connection& reader, const FactsWindow& window)
        : reader_(reader), window_(window) {}

    [[nodiscard]] std::vector<Fund> funds();
    // Of all tambons, in order of code.
    [[nodiscard]] std::vector<TambonPlan> tambon_plans();
    // Two people's differing reports of months of W that nobody has settled.
    [[nodiscard]] std::int64_t open_conflicts();
    // Of the fiscal year, newest first, at most that many.
    [[nodiscard]] std::vector<Remark> remarks(unsigned limit);

  private:
    Connection& reader_;
    FactsWindow window_;
};

}  // namespace storage
