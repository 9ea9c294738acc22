#include "conversation/answer/yes_no.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/team.h"

#include <fmt/format.h>

namespace conversation {

namespace {

void ask(Talk& talk) {
    if (talk.session().step == "sure") {
        talk.say("erase.sure", {}, {"b.erase_sure", "b.erase_no"});
    } else {
        talk.say("erase.ask", {}, {"b.erase_yes", "b.erase_no"});
    }
}

void request(Talk& talk) {
    const std::string receipt = receipt_number(talk);
    const auto house = house_of(talk);
    if (house) {  // nothing more is done with it until it is gone
        talk.emit(ConsentWithdrawn{house->id});
    } else if (talk.reg().contact().person) {
        talk.emit(TeamConsentWithdrawn{});
    }
    talk.emit(OfficerAsked{.kind = "ERASE",
                           .household = house ? house->id : HouseholdId{},  // 0: only the contact
                           .text = receipt,
                           .attachment = {}});
    talk.session().form.reset();
    talk.close("finished");
    talk.say(!house && team_in_term(talk) ? "erase.done_team" : "erase.done",
             {{"receipt", receipt}, {"contact", talk.reg().office().contact}});
}

void answer(Talk& talk, const Said& said) {
    const bool sure = talk.session().step == "sure";
    const auto button = talk.pick(said, {sure ? "b.erase_sure" : "b.erase_yes", "b.erase_no"});
    const auto yes = read_yes_no(said.raw);
    if (button == 1U || yes == false) {
        talk.say("erase.kept", {}, {"b.menu"});
        go_back_or_close(talk);
    } else if (button == 0U || (yes == true && !sure)) {
        if (sure) {
            request(talk);
        } else {
            talk.enter("erase", "sure");
            ask(talk);
        }
    } else {
        ask(talk);
    }
}

bool back(Talk& talk) {
    if (talk.session().step != "sure") {
        return false;
    }
    begin_erase(talk);
    return true;
}

// FNV-1a: the same message gives the same number, however often it is delivered.
std::uint32_t fingerprint(std::string_view text) {
    std::uint32_t hash = 2166136261U;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    }
    return hash;
}

}  // namespace

const Dialogue kErase{"erase", ask, answer, back};

void ask_to_erase(Talk& talk) {
    if (talk.reg().houses().size() > 1) {
        pursue(talk, std::string{kGoalErase});
    } else {
        begin_erase(talk);
    }
}

void begin_erase(Talk& talk) {
    talk.enter("erase", "ask");
    ask(talk);
}

void keep_data(Talk& talk) {
    const bool asked = talk.reg().erase_asked();
    if (asked) {
        talk.emit(EraseTakenBack{});
    }
    talk.say(asked ? "erase.taken_back" : "erase.kept", {}, {"b.menu"});
    if (talk.open() && talk.session().dialogue == kErase.name) {
        go_back_or_close(talk);
    } else if (talk.open()) {
        ask_again(talk);
    }
}

std::string receipt_number(const Talk& talk) {
    const Day day = talk.today();
    const auto& message = talk.input().message;
    return fmt::format("{:02}{:02}{:02}-{:04}",
                       (static_cast<int>(day.year()) + 543) % 100,
                       static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()),
                       fingerprint(message.channel + message.event_id) % 10000);
}

}  // namespace conversation
