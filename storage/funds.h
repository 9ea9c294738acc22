#pragma once
#include "storage/connection.h"
#include "storage/merge.h"
#include "storage/register_ids.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Community sources of capital, and how households came to them.
class Funds {
  public:
    struct Fund {
        FundId id{};
        std::string kind{};  // SAVGROUP VILLAGEFUND KKJ WOMENFUND COOP BAAC STATEBANK BANK OTHER
        std::string name_th{};
        VillageId village{};
        TambonId tambon{};  // one of the two or none: the district
    };

    struct Access {
        conversation::HouseholdId household{};
        FundId fund{};
        std::string kind{};  // APPLIED GRANTED REFUSED MEMBER
        std::optional<Day> on{};
        std::optional<std::int64_t> amount{};  // baht; empty: not known
        SubmissionId submission{};
    };

    explicit Funds(Connection& connection) : connection_(connection) {}

    // The fund of a kind, name and place; made when it is not there.
    Put<FundId> put(const Fund& fund, Instant now, std::string_view by);
    [[nodiscard]] std::optional<Fund> find(FundId id);

    // Records a step of a household towards a fund. The same again changes nothing but the amount.
    Put<RowId> put_access(const Access& access, Instant now, std::string_view by);
    // Oldest first.
    [[nodiscard]] std::vector<Access> of_household(conversation::HouseholdId household);

  private:
    Connection& connection_;
};

}  // namespace storage
