#pragma once
#include "storage/connection.h"
#include "storage/merge.h"
#include "storage/register_ids.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// The tambons' right-livelihood plans, and the four plans of others into which each was taken up.
class TambonPlans {
  public:
    struct Plan {
        TambonPlanId id{};
        std::string tambon_code{};
        int fiscal_year_be = 0;
        std::string title{};
        std::optional<Day> integrated_on{};
    };

    struct Adoption {
        std::string into{};  // LOCAL_PLAN STRATEGIC_PLAN ORDINANCE PROVINCE_PLAN
        std::optional<Day> on{};
        std::string reference{};
    };

    explicit TambonPlans(Connection& connection) : connection_(connection) {}

    [[nodiscard]] std::optional<Plan> find(std::string_view tambon_code, int fiscal_year_be);
    // The tambon must be there.
    Put<TambonPlanId> put(const Plan& plan, Instant now, std::string_view by);
    // A new adoption needs its day.
    Put<RowId> put_adoption(TambonPlanId id,
                            const Adoption& adoption,
                            Instant now,
                            std::string_view by);
    // Oldest first.
    [[nodiscard]] std::vector<Adoption> adoptions(TambonPlanId id);

  private:
    Connection& connection_;
};

}  // namespace storage
