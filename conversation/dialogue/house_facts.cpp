#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/form_dialogue.h"
#include "conversation/held_data.h"

#include <fmt/format.h>

namespace conversation {

namespace {

void ask(Talk& talk) {
    if (talk.session().step == "words") {
        talk.say("facts.words", {}, {"b.cancel"});
        return;
    }
    talk.say("facts.which", {}, {"b.facts_answers", "b.facts_name", "b.cancel"});
}

// What was answered when the house joined, as answers of that form.
ReportView answers_of(const HeldData& held) {
    ReportView view;
    view.values = facts_of(held);
    if (!view.values.contains("income_month")) {
        view.unknown["income_month"] = UnknownReason::DontKnow;
    }
    return view;
}

// Members, occupation and what was earned before are the house's own word.
void correct_answers(Talk& talk, const House& house) {
    const auto form = talk.input().forms.find(kJoinForm);
    if (!form) {
        talk.enter("house_facts", "words");
        ask(talk);
        return;
    }
    const FormStart start{.form = form, .household = house.id, .corrects = true};
    if (house.has_baseline) {
        start_correction(talk, start, answers_of(talk.reg().held(house.id)), {});
    } else {
        start_form(talk, start);
    }
}

// Names, house number and telephone are the office's word: an officer looks at before and after.
void send_words(Talk& talk, const Said& said, const House& house) {
    const HeldData held = talk.reg().held(house.id);
    talk.emit(OfficerAsked{.kind = "CORRECTION",
                           .household = house.id,
                           .text = fmt::format("{} · {} · {} → {}",
                                               held.head_name.empty() ? "-" : held.head_name,
                                               house.house_no,
                                               held.phone.empty() ? "-" : held.phone,
                                               said.raw),
                           .attachment = {}});
    talk.say("correction.late_sent", {{"contact", talk.reg().office().contact}}, {"b.menu"});
    go_back_or_close(talk);
}

void answer(Talk& talk, const Said& said) {
    const auto house = house_of(talk);
    if (!house) {
        talk.say("not_linked", {}, {"b.register", "b.ask_officer"});
        go_back_or_close(talk);
        return;
    }
    if (talk.session().step == "words") {
        if (said.text.empty()) {
            ask(talk);
        } else {
            send_words(talk, said, *house);
        }
        return;
    }
    const auto button = talk.pick(said, {"b.facts_answers", "b.facts_name"});
    if (button == 0U) {
        correct_answers(talk, *house);
    } else if (button == 1U) {
        talk.enter("house_facts", "words");
        ask(talk);
    } else {
        ask(talk);
        offer_human(talk);
    }
}

bool back(Talk& talk) {
    if (talk.session().step != "words") {
        return false;
    }
    talk.enter("house_facts", "which");
    ask(talk);
    return true;
}

}  // namespace

const Dialogue kHouseFacts{"house_facts", ask, answer, back};

void begin_house_facts(Talk& talk, const House& house) {
    if (!may_show_figures(talk, house.id)) {
        ask_digits(talk);
        return;
    }
    talk.note("house", std::to_string(house.id.value));
    talk.enter("house_facts", "which");
    ask(talk);
}

}  // namespace conversation
