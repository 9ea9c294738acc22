#pragma once
#include "conversation/dialogue/talk.h"

// Codes and their last digits are not to be found by trying (conversation/code_patience).
namespace conversation {

// Says that no code is looked at now. False, with nothing said, when one may be tried.
[[nodiscard]] bool refuse_hasty_code(Talk& talk);

// A code was wrong: counts it and says why, or that it was one too many, which locks and has an
// officer told. `why` may say {left}, how many tries are left.
void count_wrong_code(Talk& talk,
                      std::string_view why,
                      std::initializer_list<std::string_view> buttons);

}  // namespace conversation
