#pragma once
#include "storage/ids.h"

#include <optional>
#include <string>
#include <string_view>

namespace webhooks {

// Lets a gateway's receipt prove that it belongs to a message of ours: the address we ask receipts
// to be sent to carries the message's id and a signature of it, so that no secret stands in the
// gateway's log. Threads: any number.
class ReceiptKey {
  public:
    // Throws std::invalid_argument for an empty secret.
    explicit ReceiptKey(std::string_view secret);

    // "id=…&sig=…"
    [[nodiscard]] std::string query(storage::OutboxId id) const;
    // The message a query names, when its signature is right.
    [[nodiscard]] std::optional<storage::OutboxId> read(std::string_view id,
                                                        std::string_view signature) const;

  private:
    [[nodiscard]] std::string sign(std::string_view id) const;

    std::string secret_;
};

// A message's id as gateways give it back to us; nothing when it is none.
[[nodiscard]] std::optional<storage::OutboxId> read_outbox_id(std::string_view text);

}  // namespace webhooks
