#pragma once
#include "storage/connection.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Finds households for an officer: by a part of the head's name, a house number or a telephone.
class HouseholdSearch {
  public:
    struct Wish {
        std::string text{};                 // "บุญใจ", "14/2", "081-234-5678"; empty: all
        std::string area{};                 // leading digits of village codes; empty: all
        std::string village{};              // only this one; empty: all
        std::string status{};               // only this one; empty: all
        conversation::HouseholdId after{};  // the last one of the page before; 0: the first page
        unsigned limit = 50;
    };

    struct Found {
        conversation::HouseholdId id;
        std::string village_code;
        std::int64_t moo = 0;
        std::string village_name;
        std::string tambon_name;
        std::string house_no;
        std::string head;
        std::string status;
        std::string last_period;  // newest month reported; empty: none
    };

    explicit HouseholdSearch(Connection& connection) : connection_(connection) {}

    // In the order they came into the register.
    [[nodiscard]] std::vector<Found> find(const Wish& wish);

  private:
    Connection& connection_;
};

}  // namespace storage
