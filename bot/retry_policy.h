#pragma once
#include <chrono>

// When a message that could not be sent is tried again. Pure.
namespace bot {

// The pause before the next try after `failures` (from 1) in a row: 0.1 s, three times as long each
// time, at most 5 minutes; longer when the provider asked for it.
[[nodiscard]] std::chrono::milliseconds retry_delay(int failures,
                                                    std::chrono::seconds asked_for = {});

}  // namespace bot
