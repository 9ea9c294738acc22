#pragma once
#include "bot/config.h"
#include "console/cards.h"

namespace bot {

// What cards say of the office: its name, whom to ask, and where a code is sent to (LINE's basic
// id, the first number of our own that people can send an SMS to).
[[nodiscard]] console::CardOffice card_office(const Config& config);

}  // namespace bot
