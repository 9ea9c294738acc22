#pragma once
#include "conversation/session.h"
#include "storage/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace storage {

// The one open session of each contact.
class Sessions {
  public:
    explicit Sessions(Connection& connection) : connection_(connection) {}

    // Nothing when no session is open, and also when what is stored cannot be read by this program
    // (the person then begins anew).
    [[nodiscard]] std::optional<conversation::Session> find(conversation::ContactId contact);
    void save(conversation::ContactId contact, const conversation::Session& session, Instant now);
    void close(conversation::ContactId contact);

    // Keys of the form editions that open sessions hold.
    [[nodiscard]] std::vector<std::string> form_keys();
    [[nodiscard]] std::int64_t count();

  private:
    Connection& connection_;
};

}  // namespace storage
