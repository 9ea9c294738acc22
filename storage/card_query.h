#pragma once
#include "storage/connection.h"
#include "storage/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// What the cards of a village, or of the team's people, are printed from. Read-only; the caller
// writes the audit row of the look in the same transaction.
class CardQuery {
  public:
    // An invitation that can still be used.
    struct OpenCode {
        std::string code;
        Instant expires_at{};
        bool printed = false;
        std::optional<Instant> printed_at{};
    };

    // How far a village is. Counted are the houses that take part.
    struct Village {
        std::string code;
        std::int64_t moo = 0;
        std::string name_th;
        std::string tambon_th;
        std::int64_t houses = 0;
        std::int64_t linked = 0;   // somebody speaks for it
        std::int64_t used = 0;     // a code of it was used
        std::int64_t open = 0;     // a code of it can be used
        std::int64_t printed = 0;  // … and is on paper
    };

    struct House {
        conversation::HouseholdId id;
        std::string house_no;
        std::string head;  // "นางบุญใจ ทองเจริญ"; empty: not known
        bool linked = false;  // somebody speaks for it already
        std::optional<OpenCode> open;
    };

    struct Role {
        std::string role;          // TRAINER, CHAIR …
        std::string organisation;  // its name; empty: of none
        std::int64_t moo = 0;      // 0: of no village
        std::string village_name;
        std::string tambon_name;
    };

    // Somebody of the team with a role in term.
    struct Person {
        PersonId id;
        std::string name;
        std::vector<Role> roles;
        bool linked = false;
        std::optional<OpenCode> open;
    };

    explicit CardQuery(Connection& connection) : connection_(connection) {}

    // Households of a village that take part (not WITHDRAWN, MOVED or CLOSED), by house number as
    // people count: 2 before 10, 14 before 14/1.
    [[nodiscard]] std::vector<House> houses(std::string_view village_code, Instant now);
    [[nodiscard]] std::vector<Person> people(Instant now);
    // Whose code begins with `area` (empty: all) and that have such households, by code.
    [[nodiscard]] std::vector<Village> villages(std::string_view area, Instant now);

  private:
    Connection& connection_;
};

// Compares house numbers as people count them: "2" before "10" before "10/1" before "10ก".
[[nodiscard]] bool house_no_before(std::string_view first, std::string_view second);

}  // namespace storage
