#include "conversation/answer/yes_no.h"
#include "conversation/dialogue/dialogues.h"

namespace conversation {

namespace {

void ask(Talk& talk) {
    const auto house = house_of(talk);
    talk.say("withdraw.ask",
             {{"house", house ? house_label(talk, *house) : std::string{}}},
             {"b.withdraw_yes", "b.withdraw_no"});
}

void answer(Talk& talk, const Said& said) {
    const auto button = talk.pick(said, {"b.withdraw_yes", "b.withdraw_no"});
    const auto yes = read_yes_no(said.raw);
    const auto house = house_of(talk);
    if (house && (button == 0U || said.is(Command::WithdrawConsent) || yes == true)) {
        const std::string receipt = receipt_number(talk);
        talk.emit(ConsentWithdrawn{house->id});
        talk.emit(OfficerAsked{
            .kind = "WITHDRAW", .household = house->id, .text = receipt, .attachment = {}});
        talk.session().form.reset();  // processing stops at once, half-given answers too
        talk.close("finished");
        talk.say("withdraw.done", {{"receipt", receipt}}, {"b.erase", "b.menu"});
    } else if (button == 1U || yes == false) {
        talk.say("withdraw.kept", {}, {"b.menu"});
        go_back_or_close(talk);
    } else {
        ask(talk);
    }
}

}  // namespace

const Dialogue kWithdraw{"withdraw", ask, answer};

void ask_to_withdraw(Talk& talk) {
    if (talk.reg().houses().empty()) {
        say_not_linked(talk);
    } else {
        pursue(talk, std::string{kGoalWithdraw});
    }
}

void begin_withdraw(Talk& talk, const House& house) {
    talk.note("house", std::to_string(house.id.value));
    talk.enter("withdraw", "ask");
    ask(talk);
}

}  // namespace conversation
