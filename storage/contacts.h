#pragma once
#include "conversation/register.h"
#include "storage/connection.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// People as reached through channels, and the addresses they are reached at ("line:U…",
// "tel:+66…"). A contact may speak for several households and a household be spoken for by several
// contacts.
class Contacts {
  public:
    enum class AddressState { Active, Blocked, Left };

    struct Address {
        std::string channel;
        std::string address;
        AddressState state = AddressState::Active;
        bool stopped = false;  // asked for silence there: only direct answers are sent
    };

    explicit Contacts(Connection& connection) : connection_(connection) {}

    [[nodiscard]] std::optional<conversation::Contact> find(std::string_view channel,
                                                            std::string_view address);
    [[nodiscard]] std::optional<conversation::Contact> find(conversation::ContactId id);
    // A new contact has the language "th".
    [[nodiscard]] conversation::Contact find_or_create(std::string_view channel,
                                                       std::string_view address,
                                                       Instant now);
    [[nodiscard]] std::vector<Address> addresses(conversation::ContactId id);
    // The person blocked or unblocked us there, or left; unknown addresses are ignored.
    void set_address_state(std::string_view channel,
                           std::string_view address,
                           AddressState state,
                           Instant now);

    // The address is one of this contact's from now on.
    void move_address(std::string_view channel,
                      std::string_view address,
                      conversation::ContactId to,
                      Instant now);

    void set_language(conversation::ContactId id, std::string_view language, Instant now);
    // Who the contact is in the team: only ever by a code of that person.
    void set_person(conversation::ContactId id, PersonId person, Instant now);
    // Whether that changed anything. Callers want storage/opt_out, which calls off what is queued.
    bool set_stopped(std::string_view channel, std::string_view address, bool stopped, Instant now);

    // The contact speaks for the household from now on (again, if it once did).
    void link(conversation::ContactId id, conversation::HouseholdId household, Instant now);
    void unlink(conversation::ContactId id, conversation::HouseholdId household, Instant now);
    // HEAD SPOUSE CHILD OTHER
    void set_relation(conversation::ContactId id,
                      conversation::HouseholdId household,
                      std::string_view relation,
                      Instant now);
    [[nodiscard]] std::string relation(conversation::ContactId id,
                                       conversation::HouseholdId household);
    // The house meant from now on.
    void choose_house(conversation::ContactId id, conversation::HouseholdId household, Instant now);
    // Contacts that speak for a household now.
    [[nodiscard]] std::vector<conversation::ContactId> of_household(
        conversation::HouseholdId household);

  private:
    Connection& connection_;
};

}  // namespace storage
