#pragma once
#include "conversation/message.h"

#include <vector>

namespace webhooks {

// Where verified messages go. Implemented by bot/turn_worker.
class Intake {
  public:
    enum class Outcome {
        Committed,    // every event is on disk (or was there before): answer 200
        Unavailable,  // nothing of what is missing can be promised: answer 503, the channel tries
                      // again
    };

    virtual ~Intake() = default;

    // Takes the events of one webhook call, each on its own, and returns when all are committed or
    // given up, at the latest after 1.5 seconds. Threads: any number of callers.
    [[nodiscard]] virtual Outcome take(std::vector<conversation::IncomingMessage> events) = 0;
};

}  // namespace webhooks
