#include "conversation/dialogue/dialogues.h"

namespace conversation {

// At once and without a question, as law and gateways want it. What is open ends unsaved.
void stop_messages(Talk& talk) {
    talk.emit(ContactStopped{});
    talk.close("cancelled");
    talk.say("stop.done", {}, {"b.start", "b.withdraw", "b.erase"});
}

void resume_messages(Talk& talk) {
    if (!talk.reg().contact().stopped) {
        say_greeting(talk);
        return;
    }
    talk.emit(ContactResumed{});
    talk.say("stop.resumed", {}, {"b.menu"});
}

}  // namespace conversation
