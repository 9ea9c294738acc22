#pragma once
#include "conversation/message.h"

#include <string>
#include <vector>

namespace bot {

// Our messages as LINE's message objects, within every limit LINE documents: one to five objects,
// texts of at most 5,000 UTF-16 units cut between graphemes, at most 13 quick replies, on the last
// object, with labels of at most 20 graphemes; a card becomes a Flex bubble, or its text where the
// bubble would be too big. Texts that would make a sixth object are joined to the fifth, and what
// even then does not fit is cut off with "…". Empty messages are left out. A JSON array; empty when
// nothing is left.
[[nodiscard]] std::string render_line(const std::vector<conversation::OutgoingMessage>& messages);

}  // namespace bot
