#pragma once
#include "webhooks/problem.h"

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace webhooks {

// The whole HTTP answer, head and problem document, with which the gate turns a request away and
// ends its connection. `headers` are added as they are.
[[nodiscard]] std::string refusal(Problem problem,
                                  std::string_view id,
                                  std::span<const std::pair<std::string, std::string>> headers);

}  // namespace webhooks
