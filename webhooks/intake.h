#pragma once
#include "conversation/message.h"

#include <functional>
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

    using Done = std::function<void(Outcome)>;

    // Takes the events of one webhook call, each on its own, and returns at once; `done` is called,
    // once and on any thread, when all are committed or given up. It must be quick. Threads: any
    // number of callers.
    virtual void take(std::vector<conversation::IncomingMessage> events, Done done) = 0;
};

}  // namespace webhooks
