#include "conversation/code_patience.h"

namespace conversation {

namespace {

constexpr std::chrono::hours kLock{1};
constexpr std::chrono::hours kFurtherLock{24};

std::chrono::minutes wait_after(int wrong) {
    if (wrong < kMostWrongCodes - 2) {
        return std::chrono::minutes{0};
    }
    return wrong == kMostWrongCodes - 2 ? std::chrono::minutes{1} : std::chrono::minutes{5};
}

}  // namespace

std::optional<Instant> codes_closed_until(const CodeTries& tries, Instant now) {
    if (tries.locked_until && *tries.locked_until > now) {
        return tries.locked_until;
    }
    if (!tries.last) {
        return std::nullopt;
    }
    const Instant until = *tries.last + wait_after(tries.wrong);
    return until > now ? std::optional{until} : std::nullopt;
}

std::optional<Instant> lock_by_wrong_code(const CodeTries& tries, Instant now) {
    if (tries.wrong + 1 < kMostWrongCodes) {
        return std::nullopt;
    }
    return now + (tries.locks > 0 ? kFurtherLock : kLock);
}

}  // namespace conversation
