#pragma once
#include "storage/connection.h"
#include "storage/register_ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Finds people of the team for an officer: who has, or had, a role. Heads of households are found
// by storage/household_search.
class PeopleSearch {
  public:
    struct Wish {
        std::string text{};             // a part of a name, or a telephone; empty: all
        std::string area{};             // leading digits of village codes: with a role there
        std::string village{};          // with a role in this one; empty: anywhere
        std::string role{};             // with this role; empty: any
        OrganisationId organisation{};  // with a role in this one; 0: any
        bool former = false;            // also those whose terms are over
        Day today{};
        unsigned limit = 200;
    };

    struct Found {
        PersonId id{};
        std::string name{};
        bool linked = false;  // a contact is hers
    };

    // A village and how many of its households she looks after.
    struct Care {
        std::string village_code{};
        std::int64_t moo = 0;
        std::string village_name{};
        std::string tambon_name{};
        std::int64_t households = 0;
    };

    // A role with the names of what it is in.
    struct Term {
        RoleId id{};
        std::string role{};
        OrganisationId organisation{};
        std::string organisation_name{};
        std::string village_code{};
        std::int64_t moo = 0;
        std::string village_name{};
        std::string tambon_name{};
        Day from{};
        std::optional<Day> to{};
    };

    explicit PeopleSearch(Connection& connection) : connection_(connection) {}

    // By name. All that is asked for must be true of one and the same role.
    [[nodiscard]] std::vector<Found> find(const Wish& wish);
    // By code of the village.
    [[nodiscard]] std::vector<Care> looked_after_by(PersonId person);
    // Ended ones too, oldest first.
    [[nodiscard]] std::vector<Term> terms_of(PersonId person);
    // Contacts that are hers.
    [[nodiscard]] std::vector<conversation::ContactId> contacts_of(PersonId person);

  private:
    Connection& connection_;
};

}  // namespace storage
