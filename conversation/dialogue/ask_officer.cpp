#include "conversation/dialogue/dialogues.h"

namespace conversation {

namespace {

void ask(Talk& talk) {
    talk.say("officer.ask", {}, {"b.cancel"});
}

void send(Talk& talk, std::string_view question) {
    const auto house = house_of(talk);
    talk.emit(OfficerAsked{.kind = "QUESTION",
                           .household = house ? house->id : HouseholdId{},
                           .text = std::string{question},
                           .attachment = {}});
    talk.say("officer.sent", {{"contact", talk.reg().office().contact}});
}

void answer(Talk& talk, const Said& said) {
    if (said.text.empty()) {
        ask(talk);
        return;
    }
    send(talk, said.raw);
    go_back_or_close(talk);
}

}  // namespace

const Dialogue kAskOfficer{"ask_officer", ask, answer};

void begin_ask_officer(Talk& talk, std::string_view question) {
    if (!question.empty()) {
        send(talk, question);
        return;
    }
    talk.enter("ask_officer", "ask");
    ask(talk);
}

}  // namespace conversation
