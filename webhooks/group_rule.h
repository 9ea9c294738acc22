#pragma once
#include "conversation/message.h"

namespace webhooks {

// Whether an event may go further than the gate. In a private chat everything may. In a group or
// room only what is meant for us: a command (a text that begins with "/" or with one of the bot's
// group words), a text that mentions the bot, a postback of our own buttons, taking back or editing
// such a message, and what happens to the group itself (join, leave, members). What other people
// say to each other is neither passed on nor stored nor logged.
[[nodiscard]] bool may_pass(const conversation::IncomingMessage& message);

}  // namespace webhooks
