#include "conversation/answer/code.h"
#include "conversation/answer/yes_no.h"
#include "conversation/dialogue/code_guard.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/team.h"

#include <algorithm>

namespace conversation {

namespace {

void ask_code(Talk& talk) {
    talk.enter("linking", "code");
    talk.say("link.ask_code", {}, {"b.ask_officer"});
}

void ask_house(Talk& talk) {
    const auto invite = talk.reg().invite(talk.note("link.code"));
    if (!invite) {
        ask_code(talk);
        return;
    }
    talk.say("link.confirm", {{"house", house_label(talk, invite->house)}}, {"b.yes", "b.no"});
}

// Somebody uses the card by another channel: the same person?
void ask_same(Talk& talk) {
    const auto other = talk.reg().other_address(talk.note("link.code"));
    if (!other) {
        ask_code(talk);
        return;
    }
    const auto invite = talk.reg().invite(talk.note("link.code"));
    talk.say(invite && invite->member ? "team.same" : "link.same",
             {{"channel", other->channel}},
             {"b.yes", "b.no"});
}

void ask(Talk& talk) {
    if (talk.session().step == "same") {
        ask_same(talk);
    } else if (talk.session().step == "confirm") {
        ask_house(talk);
    } else {
        ask_code(talk);
    }
}

// The code cannot be used: say why, and what now.
void refuse_code(Talk& talk, std::string_view why) {
    talk.enter("linking", "code");
    count_wrong_code(talk, why, {"b.ask_officer"});
}

bool is_mine(const Talk& talk, const Invite& invite) {
    return invite.state == Invite::State::UsedByYou ||
           std::ranges::any_of(talk.reg().houses(), [&](const House& mine) {
               return !invite.member && mine.id == invite.house.id;
           });
}

void already_linked(Talk& talk, const Invite& invite) {
    if (invite.member) {
        talk.say("team.already", {}, {"b.my_role", "b.menu"});
    } else {
        talk.say(
            "link.already", {{"house", house_label(talk, invite.house)}}, {"b.report", "b.menu"});
    }
    talk.close("finished");
}

// A code of a person of the team. One telephone is one person's there: who follows another in
// office takes it over when the other's term is over.
void confirm_person(Talk& talk, const std::string& code, const TeamMember& member) {
    if (member.roles.empty()) {
        talk.close("finished");
        say_term_over(talk, member);
    } else if (team_in_term(talk)) {
        talk.close("finished");
        talk.say("team.other_person", {}, {"b.ask_officer"});
    } else {
        begin_team_linking(talk, code);
    }
}

void confirm_house(Talk& talk, const std::string& code) {
    talk.enter("linking", "confirm");
    talk.note("link.code", code);
    ask_house(talk);
}

void try_code(Talk& talk, const std::string& code) {
    if (refuse_hasty_code(talk)) {
        talk.enter("linking", "code");
        return;
    }
    const auto invite = talk.reg().invite(code);
    if (!invite) {
        refuse_code(talk, "link.wrong");
        return;
    }
    if (is_mine(talk, *invite)) {
        already_linked(talk, *invite);
        return;
    }
    const bool usable =
        invite->state == Invite::State::Open || invite->state == Invite::State::UsedByOther;
    if (usable && talk.reg().other_address(code)) {
        talk.enter("linking", "same");
        talk.note("link.code", code);
        ask_same(talk);
        return;
    }
    switch (invite->state) {
        case Invite::State::UsedByOther:
            refuse_code(talk, "link.used");
            return;
        case Invite::State::Expired:
            refuse_code(talk, "link.expired");
            return;
        case Invite::State::Void:
            refuse_code(talk, "link.void");
            return;
        case Invite::State::UsedByYou:
        case Invite::State::Open:
            break;
    }
    if (invite->member) {
        confirm_person(talk, code, *invite->member);
    } else {
        confirm_house(talk, code);
    }
}

void not_a_code(Talk& talk) {
    const bool again = !talk.note("link.missed").empty();
    talk.note("link.missed", "1");
    talk.say(again ? "link.code_human" : "link.code_help", {}, {"b.ask_officer"});
}

void answer_confirm(Talk& talk, const Said& said) {
    const std::string code = talk.note("link.code");
    const auto yes = read_yes_no(said.raw);
    if (yes == true) {
        begin_consent(talk);
        return;
    }
    if (yes == false) {
        if (const auto invite = talk.reg().invite(code)) {
            talk.emit(CodeFreed{invite->house.id, code});
        }
        talk.note("link.code", {});
        talk.enter("linking", "code");
        talk.say("link.not_yours", {}, {"b.ask_officer"});
        return;
    }
    if (const auto other = read_household_code(said.raw)) {
        try_code(talk, *other);
        return;
    }
    ask_house(talk);
}

void join(Talk& talk, const OtherAddress& other) {
    talk.emit(AddressJoined{other.contact});
    talk.say("link.joined", {{"channel", other.channel}}, {"b.report", "b.menu"});
    talk.close("finished");
}

// Not the same person: a second one of the house, where the code is still open.
void is_another(Talk& talk, const std::string& code) {
    const auto invite = talk.reg().invite(code);
    talk.note("link.code", {});
    if (invite && invite->member && invite->state == Invite::State::Open) {
        confirm_person(talk, code, *invite->member);
    } else if (invite && invite->state == Invite::State::Open) {
        confirm_house(talk, code);
    } else {
        refuse_code(talk, "link.used");
    }
}

void answer_same(Talk& talk, const Said& said) {
    const std::string code = talk.note("link.code");
    const auto other = talk.reg().other_address(code);
    const auto yes = read_yes_no(said.raw);
    if (other && yes == true) {
        join(talk, *other);
    } else if (other && yes == false) {
        is_another(talk, code);
    } else {
        ask_same(talk);
    }
}

void answer(Talk& talk, const Said& said) {
    if (talk.session().step == "same") {
        answer_same(talk, said);
        return;
    }
    if (talk.session().step == "confirm") {
        answer_confirm(talk, said);
        return;
    }
    if (const auto code = read_household_code(said.raw)) {
        try_code(talk, *code);
    } else {
        not_a_code(talk);
    }
}

bool back(Talk& talk) {
    if (talk.session().step == "code") {
        return false;
    }
    talk.note("link.code", {});
    ask_code(talk);
    return true;
}

}  // namespace

const Dialogue kLinking{"linking", ask, answer, back};

void begin_linking(Talk& talk, const std::optional<std::string>& code) {
    if (code) {
        try_code(talk, *code);
    } else {
        ask_code(talk);
    }
}

}  // namespace conversation
