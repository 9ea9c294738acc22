#pragma once
#include "webhooks/route.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace webhooks {

// GET /calendar/<secret>.ics: a calendar that Google's and Apple's programs fetch by themselves.
// The secret is all they show: an unknown or revoked one is answered like a page that does not
// exist, and stands in no log. `calendar` gives the iCalendar text, or nothing; several threads
// call it at once.
[[nodiscard]] Route calendar_route(
    std::function<std::optional<std::string>(std::string_view secret)> calendar);

}  // namespace webhooks
