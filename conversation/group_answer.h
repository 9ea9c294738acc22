#pragma once
#include "conversation/dialogue/talk.h"

namespace conversation {

// In a group other people's talk is not ours. Only who calls the bot by name or with a command of
// its own, presses a button, or brings it in, is told where to talk to it; never more than that.
void answer_group(Talk& talk);

}  // namespace conversation
