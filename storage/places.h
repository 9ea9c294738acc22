#pragma once
#include "storage/connection.h"
#include "storage/merge.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Areas: tambons (6-digit code) and their villages (8-digit code), and the fiscal years in which a
// village is a target.
class Places {
  public:
    using Change = storage::Change;

    struct Tambon {
        std::string code;
        std::string name_th;
        std::string name_en;
        std::string postal_code;
    };

    struct Village {
        std::string code;
        unsigned moo = 0;
        std::string name_th;
        std::string tambon_code;
        std::string tambon_name_th;
    };

    explicit Places(Connection& connection) : connection_(connection) {}

    // What is given empty stays as it was.
    Put<TambonId> put_tambon(const Tambon& tambon, Instant now, std::string_view by);
    // The tambon must be there: StorageError (Constraint) otherwise.
    Put<VillageId> put_village(const Village& village, Instant now, std::string_view by);
    // The village must be there.
    Change put_target(std::string_view village_code,
                      int fiscal_year_be,
                      std::string_view strategy,
                      Instant now,
                      std::string_view by);

    [[nodiscard]] std::optional<Tambon> tambon(std::string_view code);
    [[nodiscard]] std::optional<Village> village(std::string_view code);
    // In order of code.
    [[nodiscard]] std::vector<Village> villages();
    // 0 when it is not there.
    [[nodiscard]] VillageId village_id(std::string_view code);
    [[nodiscard]] TambonId tambon_id(std::string_view code);
    // Codes of the tambons of a name.
    [[nodiscard]] std::vector<std::string> tambons_named(std::string_view name_th);

  private:
    Connection& connection_;
};

}  // namespace storage
