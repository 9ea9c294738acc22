#include "bot/quota_rule.h"

#include <algorithm>

namespace bot {

std::int64_t kept_for_answers(std::int64_t limit) {
    return std::min<std::int64_t>(limit / 10, 100);
}

bool may_push(const std::optional<Quota>& quota,
              PushPurpose purpose,
              std::string_view address,
              std::int64_t cost) {
    const bool person = !address.starts_with("line:C") && !address.starts_with("line:R");
    if (!quota) {
        return person && purpose == PushPurpose::Answer;
    }
    if (!quota->limit) {
        return true;
    }
    const std::int64_t left = *quota->limit - quota->used;
    const std::int64_t kept = purpose == PushPurpose::Answer ? 0 : kept_for_answers(*quota->limit);
    return (person || cost > 0) && left - std::max<std::int64_t>(cost, 1) >= kept;
}

}  // namespace bot
