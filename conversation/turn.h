#pragma once
#include "conversation/event.h"
#include "conversation/form/forms.h"
#include "conversation/message.h"
#include "conversation/register.h"
#include "conversation/session.h"
#include "conversation/texts.h"

#include <memory>
#include <optional>
#include <vector>

// The door to the conversation: one message in, everything that follows from it out. A pure
// function: no I/O, no clock, no state of its own. The same arguments always give the same result.
namespace conversation {

struct TurnInput {
    const Forms& forms;
    const Texts& texts;
    const Register& reg;  // what may be looked up, with this contact's eyes
    const std::optional<Session>& session;
    const IncomingMessage& message;
    Instant now;
};

struct TurnResult {
    std::optional<Session> session;         // nothing: no session is open after this turn
    std::vector<Event> events;              // in the order they happened
    std::vector<OutgoingMessage> messages;  // the one answer, of up to five messages; may be empty
};

// Never throws for anything a person can send; throws std::logic_error for a bug.
[[nodiscard]] TurnResult run_turn(const TurnInput& input);

}  // namespace conversation
