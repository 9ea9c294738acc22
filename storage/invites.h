#pragma once
#include "storage/connection.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// The 6-digit codes on the cards: five random digits and a check digit that catches every single
// wrong digit and every two neighbours swapped (Damm). Used once; printing again voids the old one.
class Invites {
  public:
    enum class State { Open, Used, Void, Expired };

    struct Invite {
        std::string code;
        conversation::HouseholdId household;
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
    [[nodiscard]] std::optional<Invite> find(std::string_view code, Instant now);
    // The open code of a household, if there is one.
    [[nodiscard]] std::optional<Invite> open_of(conversation::HouseholdId household, Instant now);

    // The contact used the code. False when it is not open any more.
    bool use(std::string_view code, conversation::ContactId contact, Instant now);
    // The code was another house's after all: open again, if it is this contact who holds it.
    void release(std::string_view code, conversation::ContactId contact, Instant now);

    void log_wrong(conversation::ContactId contact, Instant now);
    [[nodiscard]] int wrong_since(conversation::ContactId contact, Instant since);

  private:
    Connection& connection_;
};

[[nodiscard]] char code_check_digit(std::string_view five_digits);
[[nodiscard]] bool is_code(std::string_view text);  // six digits, the last one right

}  // namespace storage
