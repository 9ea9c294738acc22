#pragma once
#include "conversation/register.h"
#include "storage/connection.h"

#include <string>
#include <string_view>
#include <vector>

namespace storage {

// The privacy notice in its versions, and who said yes or no to which.
class Notices {
  public:
    explicit Notices(Connection& connection) : connection_(connection) {}

    // Puts a version's text in force from `from`. A version's text cannot change: StorageError
    // (Constraint) when it is there with another text; the same text again does nothing.
    void put(std::string_view version,
             std::string_view language,
             std::string_view text,
             Instant from);
    // The version in force; empty version when there is none yet.
    [[nodiscard]] conversation::Notice current(Instant now);
    [[nodiscard]] std::string current_version(Instant now);

    struct Decision {
        conversation::HouseholdId household;
        conversation::ContactId contact;
        std::string relation;
        std::string notice_version;
        std::string channel;
        std::vector<std::string> purposes;  // DATA MESSAGES PHOTO PUBLISH
    };

    void give(const Decision& decision, Instant now);
    void refuse(const Decision& decision, Instant now);
    // The same of a person of the team, who decides for herself: household and relation are empty.
    // No purposes: refused.
    void decide_as_person(PersonId person, const Decision& decision, Instant now);
    // … and takes it back.
    void withdraw_as_person(PersonId person, Instant now);
    // Every consent of the household to these purposes ends now; without any, every consent.
    void withdraw(conversation::HouseholdId household,
                  const std::vector<std::string>& purposes,
                  Instant now);
    [[nodiscard]] bool consented(conversation::HouseholdId household,
                                 conversation::ContactId contact,
                                 std::string_view purpose,
                                 std::string_view version);

  private:
    Connection& connection_;
};

}  // namespace storage
