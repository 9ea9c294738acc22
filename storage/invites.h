#pragma once
#include "storage/connection.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// The 6-digit codes on the cards: five random digits and a check digit that catches every single
// wrong digit and every two neighbours swapped (Damm). For a household, or for a person with a
// role. Used once; printing again voids the old one.
class Invites {
  public:
    enum class State { Open, Used, Void, Expired };

    struct Invite {
        std::string code;
        conversation::HouseholdId household;  // 0: it is a person's
        PersonId person;                      // 0: it is a household's
        State state = State::Open;
        conversation::ContactId used_by;
        Instant expires_at{};
    };

    explicit Invites(Connection& connection) : connection_(connection) {}

    // A new open code for the household; codes of it that were open are void.
    [[nodiscard]] std::string create(conversation::HouseholdId household,
                                     std::chrono::days valid,
                                     Instant now,
                                     std::string_view by);
    // The same with a given code (synthetic districts). StorageError (Constraint) when it is taken.
    void create_with_code(std::string_view code,
                          conversation::HouseholdId household,
                          std::chrono::days valid,
                          Instant now,
                          std::string_view by);
    // A new open code for a person; codes of the person that were open are void.
    [[nodiscard]] std::string create_for_person(PersonId person,
                                                std::chrono::days valid,
                                                Instant now,
                                                std::string_view by);
    void create_for_person_with_code(std::string_view code,
                                     PersonId person,
                                     std::chrono::days valid,
                                     Instant now,
                                     std::string_view by);
    [[nodiscard]] std::optional<Invite> find(std::string_view code, Instant now);
    // The open code of a household, if there is one.
    [[nodiscard]] std::optional<Invite> open_of(conversation::HouseholdId household, Instant now);

    [[nodiscard]] std::optional<Invite> open_of_person(PersonId person, Instant now);
    // Codes that are open now: there are 100,000 in all.
    [[nodiscard]] std::int64_t count_open(Instant now);

    // The card was printed.
    void printed(std::string_view code, Instant now);

    // The contact used the code. False when it is not open any more.
    bool use(std::string_view code, conversation::ContactId contact, Instant now);
    // The code was another house's after all: open again, if it is this contact who holds it.
    void release(std::string_view code, conversation::ContactId contact, Instant now);

    void log_wrong(conversation::ContactId contact, Instant now);
    [[nodiscard]] int wrong_since(conversation::ContactId contact, Instant since);

  private:
    [[nodiscard]] std::string free_code();

    Connection& connection_;
};

[[nodiscard]] char code_check_digit(std::string_view five_digits);
[[nodiscard]] bool is_code(std::string_view text);  // six digits, the last one right

}  // namespace storage
