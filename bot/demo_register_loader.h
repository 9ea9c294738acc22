#pragma once
#include "bot/demo_loader.h"
#include "bot/demo_register.h"
#include "storage/connection.h"

namespace bot {

// Writes the synthetic register beside its district, which must be loaded: organisations, the fifty
// people and the trainers with their roles, houses and LINE contacts, plans with activities and
// outcomes, fund accesses, nominations, tambon plans, learning centres, sessions and groups. In the
// caller's transaction.
void load_demo_register(storage::Connection& writer,
                        const DemoDistrict& district,
                        const DemoRegister& made,
                        const DemoLoad& load);

}  // namespace bot
