#include "conversation/answer/yes_no.h"
#include "conversation/dialogue/dialogues.h"

namespace conversation {

namespace {

void ask(Talk& talk) {
    talk.say("leaving.ask", {}, {"b.stop", "b.withdraw", "b.erase", "b.nothing"});
}

// The other buttons are words that are understood everywhere.
void answer(Talk& talk, const Said& said) {
    if (said.text == "1") {
        stop_messages(talk);
    } else if (said.text == "2") {
        ask_to_withdraw(talk);
    } else if (said.text == "3") {
        ask_to_erase(talk);
    } else if (talk.heard(said, "b.nothing") || said.text == "4" ||
               read_yes_no(said.raw) == false) {
        talk.close("finished");
        talk.say("leaving.stayed", {}, {"b.menu"});
    } else {
        ask(talk);
    }
}

}  // namespace

const Dialogue kLeaving{"leaving", ask, answer};

// "ยกเลิก" with nothing open may mean silence, taking consent back, or erasing.
void begin_leaving(Talk& talk) {
    talk.enter("leaving", "ask");
    ask(talk);
}

}  // namespace conversation
