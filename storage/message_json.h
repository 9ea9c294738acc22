#pragma once
#include "conversation/message.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Messages as they lie in the outbox and in dead letters: JSON with a format number; fields that
// are empty are left out. Reading gives nothing for a text no version of this program wrote.
namespace storage {

[[nodiscard]] std::string to_json(const std::vector<conversation::OutgoingMessage>& messages);
[[nodiscard]] std::optional<std::vector<conversation::OutgoingMessage>> outgoing_from_json(
    std::string_view json);

[[nodiscard]] std::string to_json(const conversation::IncomingMessage& message);
[[nodiscard]] std::optional<conversation::IncomingMessage> incoming_from_json(
    std::string_view json);

}  // namespace storage
