#pragma once
#include "webhooks/intake.h"

#include <future>
#include <utility>
#include <vector>

namespace support {

// Hands events in and waits for what comes of them.
inline webhooks::Intake::Outcome take(webhooks::Intake& intake,
                                      std::vector<conversation::IncomingMessage> events) {
    std::promise<webhooks::Intake::Outcome> outcome;
    intake.take(std::move(events),
                [&](webhooks::Intake::Outcome came) { outcome.set_value(came); });
    return outcome.get_future().get();
}

}  // namespace support
