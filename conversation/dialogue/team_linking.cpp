#include "conversation/answer/code.h"
#include "conversation/answer/yes_no.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/sms_fit.h"
#include "conversation/dialogue/team.h"

namespace conversation {

namespace {

// What a person of the team agrees to: her name, telephone and duties are kept, and she is written
// to about them.
const std::vector<std::string> kPurposes = {"DATA", "MESSAGES"};

void ask_person(Talk& talk) {
    const auto invite = talk.reg().invite(talk.note("link.code"));
    if (!invite || !invite->member) {
        begin_linking(talk, std::nullopt);
        return;
    }
    const auto& member = *invite->member;
    auto& message =
        talk.say("team.confirm", {{"roles", roles_text(talk, member, false)}}, {"b.yes", "b.no"});
    message.text = fitting(
        talk,
        {message.text, talk.text("team.confirm", {{"roles", roles_text(talk, member, true)}})});
}

void ask_notice(Talk& talk) {
    const Notice notice = talk.reg().notice();
    talk.enter("team", "notice");
    talk.note("consent.version", notice.version);
    talk.say("consent.ask",
             {{"notice", notice_text(talk, notice)}, {"contact", talk.reg().office().contact}},
             {"b.consent", "b.not_consent"});
}

void ask(Talk& talk) {
    if (talk.session().step == "notice") {
        ask_notice(talk);
    } else {
        ask_person(talk);
    }
}

// Nothing was stored, and the code can be used again.
void give_up(Talk& talk) {
    const std::string code = talk.note("link.code");
    talk.emit(TeamConsent{talk.note("consent.version"), {}});
    if (!code.empty()) {
        talk.emit(CodeFreed{{}, code});
    }
    talk.close("finished");
    talk.say("team.refused", {{"contact", talk.reg().office().contact}}, {"b.ask_officer"});
}

void agree(Talk& talk) {
    const std::string version = talk.note("consent.version");
    if (talk.reg().notice().version != version) {  // it changed while it was being read
        ask_notice(talk);
        return;
    }
    const std::string code = talk.note("link.code");
    if (code.empty()) {
        talk.emit(TeamConsent{version, kPurposes});
        talk.note("team.consented", "1");
        pursue(talk, talk.session().then);
        return;
    }
    const auto invite = talk.reg().invite(code);
    if (!invite || !invite->member || invite->state != Invite::State::Open) {
        talk.note("link.code", {});  // somebody else was quicker
        begin_linking(talk, code);
        return;
    }
    talk.emit(TeamLinked{code});
    talk.emit(TeamConsent{version, kPurposes});
    talk.close("finished");
    auto& message = talk.say("team.linked");
    if (reports_for_others(*invite->member)) {
        talk.button(message, talk.text("b.on_behalf"));
        talk.button(message, talk.text("b.not_reported"));
    }
    talk.button(message, talk.text("b.my_role"));
    talk.button(message, talk.text("b.menu"));
}

void answer_person(Talk& talk, const Said& said) {
    const std::string code = talk.note("link.code");
    const auto yes = read_yes_no(said.raw);
    if (yes == true) {
        ask_notice(talk);
    } else if (yes == false) {
        talk.emit(CodeFreed{{}, code});
        talk.note("link.code", {});
        talk.enter("linking", "code");
        talk.say("team.not_yours", {}, {"b.ask_officer"});
    } else if (const auto other = read_household_code(said.raw)) {
        begin_linking(talk, other);
    } else {
        ask_person(talk);
    }
}

void answer(Talk& talk, const Said& said) {
    if (talk.session().step != "notice") {
        answer_person(talk, said);
        return;
    }
    const auto button = talk.pick(said, {"b.consent", "b.not_consent"});
    // Who holds an office is of age: the short word is enough.
    if (button == 0U || talk.heard(said, "b.consent_word") ||
        (!button && read_yes_no(said.raw) == true)) {
        agree(talk);
    } else if (button == 1U || read_yes_no(said.raw) == false || talk.heard(said, "b.under_age")) {
        give_up(talk);
    } else {
        talk.say("consent.unclear", {}, {"b.consent", "b.not_consent"});
        offer_human(talk);
    }
}

bool back(Talk& talk) {
    const std::string code = talk.note("link.code");
    if (talk.session().step != "notice" || code.empty()) {
        return false;
    }
    talk.enter("team", "confirm");
    ask_person(talk);
    return true;
}

}  // namespace

const Dialogue kTeam{"team", ask, answer, back};

void begin_team_linking(Talk& talk, const std::string& code) {
    talk.enter("team", "confirm");
    talk.note("link.code", code);
    ask_person(talk);
}

void begin_team_consent(Talk& talk) {
    ask_notice(talk);
}

}  // namespace conversation
