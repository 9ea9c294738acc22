#pragma once
#include "bot/command.h"

namespace bot {

// `remind off`, `remind on`, `remind switches`: below the command remind.
void add_reminder_switches(CLI::App& remind, CommandLine& line);

}  // namespace bot
