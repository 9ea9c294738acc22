#include "conversation/answer/yes_no.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/team.h"
#include "conversation/held_data.h"

#include <algorithm>
#include <array>
#include <utility>

namespace conversation {

namespace {

// Consents that are asked for one by one, and taken back one by one.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kSingle = {
    {{"PHOTO", "b.withdraw_photo"}, {"PUBLISH", "b.withdraw_publish"}}};

bool consented_as_team(const Talk& talk) {
    const auto member = talk.reg().team();
    return member && member->consented;
}

void ask_which(Talk& talk) {
    auto& message = talk.say("withdraw.which");
    talk.option(message, talk.text("b.withdraw_all"));
    const auto house = house_of(talk);
    const HeldData held = house ? talk.reg().held(house->id) : HeldData{};
    for (const auto& [purpose, label] : kSingle) {
        if (holds_consent(held, purpose)) {
            talk.option(message, talk.text(label));
        }
    }
    if (consented_as_team(talk)) {
        talk.option(message, talk.text("b.withdraw_team"));
    }
    talk.button(message, talk.text("b.withdraw_no"));
}

void ask_team(Talk& talk) {
    talk.enter("withdraw", "team");
    talk.say("withdraw.team", {}, {"b.withdraw_yes", "b.withdraw_no"});
}

void ask(Talk& talk) {
    if (talk.session().step == "team") {
        ask_team(talk);
        return;
    }
    if (talk.session().step == "which") {
        ask_which(talk);
        return;
    }
    const auto house = house_of(talk);
    talk.say("withdraw.ask",
             {{"house", house ? house_label(talk, *house) : std::string{}}},
             {"b.withdraw_yes", "b.withdraw_no"});
}

// "1" is all, the others in the order they were offered.
void answer_which(Talk& talk, const Said& said) {
    const auto house = house_of(talk);
    const HeldData held = house ? talk.reg().held(house->id) : HeldData{};
    if (talk.heard(said, "b.withdraw_all") || said.text == "1") {
        talk.enter("withdraw", "ask");
        ask(talk);
        return;
    }
    int number = 1;
    for (const auto& [purpose, label] : kSingle) {
        if (!house || !holds_consent(held, purpose)) {
            continue;
        }
        ++number;
        if (talk.heard(said, label) || said.text == std::to_string(number)) {
            talk.emit(ConsentWithdrawn{house->id, {std::string(purpose)}});
            talk.say("withdraw.one_done", {}, {"b.menu"});
            go_back_or_close(talk);
            return;
        }
    }
    if (consented_as_team(talk) &&
        (talk.heard(said, "b.withdraw_team") || said.text == std::to_string(number + 1))) {
        ask_team(talk);
        return;
    }
    if (talk.heard(said, "b.withdraw_no") || read_yes_no(said.raw) == false) {
        talk.say("withdraw.kept", {}, {"b.menu"});
        go_back_or_close(talk);
    } else {
        ask_which(talk);
    }
}

void answer_team(Talk& talk, const Said& said) {
    const auto button = talk.pick(said, {"b.withdraw_yes", "b.withdraw_no"});
    const auto yes = read_yes_no(said.raw);
    if (button == 0U || said.is(Command::WithdrawConsent) || yes == true) {
        talk.emit(TeamConsentWithdrawn{});
        talk.close("finished");
        talk.say("withdraw.team_done", {}, {"b.erase", "b.menu"});
    } else if (button == 1U || yes == false) {
        talk.say("withdraw.kept", {}, {"b.menu"});
        go_back_or_close(talk);
    } else {
        ask_team(talk);
    }
}

void answer(Talk& talk, const Said& said) {
    if (talk.session().step == "team") {
        answer_team(talk, said);
        return;
    }
    if (talk.session().step == "which") {
        answer_which(talk, said);
        return;
    }
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
    if (talk.reg().houses().empty() && consented_as_team(talk)) {
        ask_team(talk);
    } else if (talk.reg().houses().empty()) {
        say_not_linked(talk);
    } else {
        pursue(talk, std::string{kGoalWithdraw});
    }
}

void begin_withdraw(Talk& talk, const House& house) {
    talk.note("house", std::to_string(house.id.value));
    const HeldData held = talk.reg().held(house.id);
    const bool several =
        consented_as_team(talk) || std::ranges::any_of(kSingle, [&](const auto& single) {
            return holds_consent(held, single.first);
        });
    talk.enter("withdraw", several ? "which" : "ask");
    ask(talk);
}

}  // namespace conversation
