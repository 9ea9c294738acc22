#pragma once
#include "conversation/report_call.h"
#include "storage/connection.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Who has reported a month and who has not. Counted are households that take part (ACTIVE or
// PAUSED) and are targets on the month's last day, as H of the indicators; a report counts when it
// has a revision that is not void.
class Coverage {
  public:
    struct Village {
        std::string code;
        std::int64_t moo = 0;
        std::string name_th;
        std::string tambon_th;
        std::int64_t households = 0;
        std::int64_t reported = 0;
        std::int64_t reported_before = 0;  // the same households, the month before
    };

    // A household that has not reported yet.
    struct Missing {
        conversation::HouseholdId id;
        std::string house_no;
        std::string head;
        std::string trainer;  // who looks after it; empty: nobody
        bool linked = false;  // somebody speaks for it by LINE or SMS
        std::string last;     // the newest month it reported, "2025-10"; empty: none
    };

    // Of which houses: of an area, or of those that somebody looks after in it.
    struct Scope {
        std::string area{};  // leading digits of village codes; empty: all
        PersonId carer{};    // 0: whoever looks after them
        Period period{};
    };

    // A household that has not reported yet, as who reminds it wants to know it.
    struct Silent {
        conversation::HouseholdId id{};
        conversation::CallFacts facts{};
    };

    // Somebody who looks after such households.
    struct Carer {
        PersonId id{};
        std::string name{};
        std::int64_t households = 0;
        std::int64_t reported = 0;
    };

    explicit Coverage(Connection& connection) : connection_(connection) {}

    // Villages whose code begins with `area` (empty: all), in order of code, without those that
    // have no such household.
    [[nodiscard]] std::vector<Village> villages(std::string_view area, Period period);
    [[nodiscard]] std::vector<Missing> missing(std::string_view village_code, Period period);
    // By id, after the one named (0: from the first on).
    [[nodiscard]] std::vector<Silent> silent(const Scope& scope,
                                             conversation::HouseholdId after,
                                             unsigned limit);
    // By name.
    [[nodiscard]] std::vector<Carer> carers(std::string_view area, Period period);

  private:
    Connection& connection_;
};

}  // namespace storage
