#pragma once
#include "conversation/event.h"
#include "storage/connection.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace storage {

// Every confirmed form, whole, as it was answered.
class Submissions {
  public:
    explicit Submissions(Connection& connection) : connection_(connection) {}

    SubmissionId add(const conversation::FormSubmitted& submitted,
                     conversation::ContactId contact,
                     InboxId message,
                     Instant now);
    // Answers of the last one by question name; of the household, or of the contact when the
    // household is none.
    [[nodiscard]] std::map<std::string, std::string> last_saved(std::string_view form_id,
                                                                conversation::HouseholdId household,
                                                                conversation::ContactId contact);
    [[nodiscard]] std::int64_t count(std::string_view form_id);

  private:
    Connection& connection_;
};

}  // namespace storage
