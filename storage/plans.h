#pragma once
#include "storage/connection.h"
#include "storage/merge.h"
#include "storage/register_ids.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// The yearly action plans of the organisations, and where each stands in the five-step cycle.
class Plans {
  public:
    struct Plan {
        PlanId id{};
        OrganisationId organisation{};
        int fiscal_year_be = 0;
        std::string status{};  // DRAFT APPROVED CLOSED
        std::optional<Day> approved_on{};
    };

    struct Step {
        int step = 1;         // 1 to 5
        std::string state{};  // NOT_STARTED IN_PROGRESS DONE
        std::optional<Day> done_on{};
        std::string evidence{};
    };

    explicit Plans(Connection& connection) : connection_(connection) {}

    [[nodiscard]] std::optional<Plan> find(PlanId id);
    [[nodiscard]] std::optional<Plan> find(OrganisationId organisation, int fiscal_year_be);
    // Of all organisations.
    [[nodiscard]] std::vector<Plan> of_year(int fiscal_year_be);
    // The plan of an organisation and year; a new one is a draft.
    Put<PlanId> open(OrganisationId organisation,
                     int fiscal_year_be,
                     Instant now,
                     std::string_view by);
    // `day` is the day of approval; the other states have none and keep what was known.
    void set_status(PlanId id, std::string_view status, std::optional<Day> day, Instant now);

    Change put_step(OrganisationId organisation,
                    int fiscal_year_be,
                    const Step& step,
                    Instant now,
                    std::string_view by);
    // Always five, in order; what was never recorded is NOT_STARTED.
    [[nodiscard]] std::vector<Step> steps(OrganisationId organisation, int fiscal_year_be);

  private:
    Connection& connection_;
};

}  // namespace storage
