#pragma once
#include "conversation/message.h"
#include "storage/connection.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Pictures that are still at the channel and have to be fetched. The message waits here, its inbox
// row is there already; when the content is stored, or cannot be had, the turn runs with it.
class ContentFetches {
  public:
    struct Fetch {
        FetchId id;
        InboxId inbox;
        int attempts = 0;  // this one included
        conversation::IncomingMessage message;
    };

    explicit ContentFetches(Connection& connection) : connection_(connection) {}

    FetchId enqueue(InboxId inbox, const conversation::IncomingMessage& message, Instant now);
    // Takes due fetches of a channel; each is due again after `lease` unless it is settled.
    [[nodiscard]] std::vector<Fetch> claim(std::string_view channel,
                                           unsigned limit,
                                           std::chrono::seconds lease,
                                           Instant now);
    void retry_at(FetchId id, Instant next_at, std::string_view reason);
    // The fetch is over, the turn runs in this transaction; false when it was over before.
    [[nodiscard]] bool finish(FetchId id,
                              conversation::AttachmentId attachment,
                              std::string_view reason,
                              Instant now);
    [[nodiscard]] std::optional<Instant> next_due(std::string_view channel);
    [[nodiscard]] std::int64_t waiting();

  private:
    Connection& connection_;
};

}  // namespace storage
