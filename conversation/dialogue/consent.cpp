#include "conversation/answer/yes_no.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/held_data.h"

namespace conversation {

namespace {

// What a household agrees to when it joins. A photo and being named in public are asked when they
// come up.
const std::vector<std::string> kPurposes = {"DATA", "MESSAGES"};

void ask_notice(Talk& talk) {
    const Notice notice = talk.reg().notice();
    talk.enter("consent", "notice");
    talk.note("consent.version", notice.version);
    talk.say("consent.ask",
             {{"notice", notice_text(talk, notice)}, {"contact", talk.reg().office().contact}},
             {"b.consent", "b.not_consent"});
}

void ask_age(Talk& talk) {
    talk.enter("consent", "age");
    talk.say("consent.age", {}, {"b.yes", "b.under_age"});
}

void ask(Talk& talk) {
    if (talk.session().step == "age") {
        ask_age(talk);
    } else {
        ask_notice(talk);
    }
}

// Nothing was stored, and the card can be used again.
void give_up(Talk& talk, std::string_view text) {
    const std::string code = talk.note("link.code");
    if (const auto house = house_of(talk)) {
        talk.emit(ConsentRefused{house->id, talk.note("consent.version")});
        if (!code.empty()) {
            talk.emit(CodeFreed{house->id, code});
        }
    }
    talk.close("finished");
    talk.say(text, {{"contact", talk.reg().office().contact}}, {"b.ask_officer"});
}

void agree(Talk& talk) {
    const std::string version = talk.note("consent.version");
    if (talk.reg().notice().version != version) {  // it changed while it was being read
        ask_notice(talk);
        return;
    }
    const std::string code = talk.note("link.code");
    const auto house = house_of(talk);
    if (!code.empty()) {
        const auto invite = talk.reg().invite(code);
        if (!invite || invite->state != Invite::State::Open) {  // somebody else was quicker
            talk.note("link.code", {});
            begin_linking(talk, code);
            return;
        }
        talk.emit(HouseholdLinked{invite->house.id, code});
    }
    if (!house) {
        begin_linking(talk, std::nullopt);
        return;
    }
    talk.emit(ConsentGiven{house->id, version, kPurposes});
    talk.note("house", std::to_string(house->id.value));
    talk.note("link.code", {});
    talk.note("consented", version);
    if (talk.session().form) {  // the notice changed in the middle of it
        go_back_or_close(talk);
    } else if (house->relation.empty()) {
        begin_relation(talk);
    } else {
        pursue(talk, talk.session().then);
    }
}

void answer_age(Talk& talk, const Said& said) {
    if (talk.heard(said, "b.under_age") || read_yes_no(said.raw) == false) {
        give_up(talk, "consent.too_young");
    } else if (read_yes_no(said.raw) == true) {
        agree(talk);
    } else {
        ask_age(talk);
        offer_human(talk);
    }
}

void answer(Talk& talk, const Said& said) {
    if (talk.session().step == "age") {
        answer_age(talk, said);
        return;
    }
    const auto button = talk.pick(said, {"b.consent", "b.not_consent"});
    if (button == 0U) {
        agree(talk);
    } else if (button == 1U || read_yes_no(said.raw) == false) {
        give_up(talk, "consent.refused");
    } else if (talk.heard(said, "b.under_age")) {
        give_up(talk, "consent.too_young");
    } else if (talk.heard(said, "b.consent_word") || read_yes_no(said.raw) == true) {
        ask_age(talk);
    } else {
        talk.say("consent.unclear", {}, {"b.consent", "b.not_consent"});
    }
}

bool back(Talk& talk) {
    if (talk.session().step == "age") {
        ask_notice(talk);
        return true;
    }
    const std::string code = talk.note("link.code");
    if (code.empty()) {
        return false;
    }
    begin_linking(talk, code);
    return true;
}

}  // namespace

const Dialogue kConsent{"consent", ask, answer, back};

std::string notice_text(const Talk& talk, const Notice& notice) {
    for (const std::string& language : {talk.language(), std::string{"th"}}) {
        auto found = talk.sms() ? notice.text.find(language + "_sms") : notice.text.end();
        if (found == notice.text.end()) {
            found = notice.text.find(language);
        }
        if (found != notice.text.end()) {
            return found->second;
        }
    }
    return notice.text.empty() ? std::string{} : notice.text.begin()->second;
}

void begin_consent(Talk& talk) {
    ask_notice(talk);
}

bool notice_changed(const Talk& talk) {
    const auto& session = talk.session();
    if (session.dialogue != "form" || !session.form || !session.form->household) {
        return false;
    }
    for (const auto& house : talk.reg().houses()) {
        if (house.id == session.form->household) {
            return !house.consented && talk.note("consented") != talk.reg().notice().version;
        }
    }
    return false;
}

void say_privacy(Talk& talk) {
    talk.say_plain(notice_text(talk, talk.reg().notice()));
    auto& message = talk.say("privacy.rights",
                             {{"contact", talk.reg().office().contact}},
                             {"b.my_data", "b.withdraw", "b.erase", "b.menu"});
    const auto house = house_of(talk);
    if (talk.sms() || !house || house->relation.empty()) {
        return;
    }
    for (const auto& consent : talk.reg().held(house->id).consents) {
        if (consent.state == HeldConsent::State::Given) {
            message.text += "\n" + talk.text("privacy.consented", {{"version", consent.version}});
            return;
        }
    }
}

}  // namespace conversation
