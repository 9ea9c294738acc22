#pragma once
#include "conversation/calendar.h"

#include <optional>
#include <string>
#include <string_view>

namespace console {

// One thing a pretended villager does on the simulator's page.
struct SimulatorAction {
    std::string user;  // "U" and 32 hexadecimal digits
    std::string kind;  // text sticker image location postback follow unfollow
    std::string text;  // of text; of postback: what the chat shows
    std::string data;  // of postback
    std::string id;    // of image: its message id, under which the picture is kept
    double latitude = 0;
    double longitude = 0;
};

// Names LINE would give: a webhookEventId, a message id and a reply token.
struct SimulatorIds {
    std::string event;
    std::string message;
    std::string reply_token;
};

// Reads an action from the page's JSON; nothing when it is not one that can be sent.
[[nodiscard]] std::optional<SimulatorAction> read_action(std::string_view json);

// The webhook body LINE would post for it.
[[nodiscard]] std::string webhook_body(const SimulatorAction& action,
                                       const SimulatorIds& ids,
                                       conversation::Instant now);

// What the villager's own chat shows of it: a JSON array of LINE message objects, empty for an
// action that leaves no bubble.
[[nodiscard]] std::string own_bubble(const SimulatorAction& action);

}  // namespace console
