#pragma once
#include "bot/demo_district.h"
#include "bot/demo_random.h"

#include <string>
#include <string_view>

namespace bot {

// One of the parts, each as likely as the others.
template <class Parts>
[[nodiscard]] std::string_view demo_pick(DemoRandom& random, const Parts& parts) {
    return parts[static_cast<std::size_t>(random.below(static_cast<int>(parts.size())))];
}

// Somebody of 32 to 78 years who does not exist; without telephone.
[[nodiscard]] DemoPerson make_demo_person(DemoRandom& random, conversation::Period now);

// Telephones are handed out by number; the number space is nobody's.
[[nodiscard]] std::string demo_phone(int number);

}  // namespace bot
