#pragma once
#include "storage/connection.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Pictures and other files people sent, each content once.
class Attachments {
  public:
    struct Attachment {
        conversation::AttachmentId id;
        std::string sha256;  // hex
        std::string mime;
        std::vector<std::byte> content;
    };

    explicit Attachments(Connection& connection) : connection_(connection) {}

    // The same bytes again give the same id.
    [[nodiscard]] conversation::AttachmentId put(std::span<const std::byte> content,
                                                 std::string_view mime,
                                                 Instant now);
    [[nodiscard]] std::optional<Attachment> find(conversation::AttachmentId id);

  private:
    Connection& connection_;
};

}  // namespace storage
