#pragma once
#include "webhooks/form_fields.h"

#include <optional>
#include <string>
#include <string_view>

namespace webhooks {

// A JSON body as names and values: {"a":{"b":[7,"x"]}} is a.b.0 = 7, a.b.1 = x. Numbers as they are
// written where they are whole, booleans as true and false, null not at all. Nothing when it is no
// JSON; at most 1,000 values are read. Any bytes (json_guard.h): in a body that is not UTF-8
// throughout names and values are the bytes as they came, for whoever reads them to judge.
[[nodiscard]] std::optional<FormFields> read_json_fields(std::string_view body);

}  // namespace webhooks
