#include "bot/retry_policy.h"

#include <algorithm>

namespace bot {

std::chrono::milliseconds retry_delay(int failures, std::chrono::seconds asked_for) {
    constexpr std::chrono::milliseconds longest = std::chrono::minutes(5);
    std::chrono::milliseconds delay{100};
    for (int i = 1; i < failures && delay < longest; ++i) {
        delay *= 3;
    }
    return std::max<std::chrono::milliseconds>(std::min(delay, longest), asked_for);
}

}  // namespace bot
