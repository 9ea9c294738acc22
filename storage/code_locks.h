#pragma once
#include "conversation/register.h"
#include "storage/connection.h"

#include <optional>
#include <string_view>
#include <vector>

namespace storage {

// Contacts that tried too many wrong codes, and how long no code of theirs is looked at. When to
// lock is the caller's rule.
class CodeLocks {
  public:
    struct Lock {
        conversation::ContactId contact{};
        Instant until{};
    };

    explicit CodeLocks(Connection& connection) : connection_(connection) {}

    void lock(conversation::ContactId contact, Instant until, Instant now);
    // Nothing when the contact is not locked.
    [[nodiscard]] std::optional<Instant> locked_until(conversation::ContactId contact, Instant now);
    // What was tried and locked lately, as the conversation's rule wants to know it.
    [[nodiscard]] conversation::CodeTries tries(conversation::ContactId contact, Instant now);
    [[nodiscard]] std::vector<Lock> locked(Instant now);
    // An officer lets the contact try again.
    void lift(conversation::ContactId contact, Instant now, std::string_view by);

  private:
    Connection& connection_;
};

}  // namespace storage
