#include "conversation/answer/yes_no.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/model.h"
#include "conversation/held_data.h"

// The house that was proposed as the model household: does it agree at all, may it be named in
// public, may its photos be shown. Three consents, each given or not by itself; nothing of them
// changes what the house gets or reports.
namespace conversation {

namespace {

constexpr const char* kPublish = "publish";
constexpr const char* kPhoto = "photo";

// The nomination this is about; closes the talk with a word when it is gone.
std::optional<Nominee> nominee_of(Talk& talk) {
    const auto house = house_of(talk);
    const auto year = talk.reg().model_year();
    const Nominee* nominee = house ? find_nominee(year, house->id) : nullptr;
    if (nominee == nullptr) {
        talk.close("finished");
        say_no_model(talk);
        return std::nullopt;
    }
    return *nominee;
}

void ask_to_agree(Talk& talk, const Nominee& nominee) {
    talk.say("model.ask",
             {{"house", nominee_label(talk, nominee.house)},
              {"year", std::to_string(talk.reg().model_year().fiscal_year_be)}},
             {"b.model_agree", "b.model_decline"});
}

// Already agreed: how it stands, and the way out.
void say_standing(Talk& talk, const Nominee& nominee) {
    const std::string stage = nominee.confirmed ? "CONFIRMED" : nominee.stage;
    const bool standing = is_standing(nominee);
    auto& message = talk.say("model.stands",
                             {{"house", nominee_label(talk, nominee.house)},
                              {"stage", talk.text("model.stage." + stage)}});
    if (standing) {
        talk.option(message, talk.text("b.model_leave"));
        talk.button(message, talk.text("b.menu"));
    } else {
        talk.button(message, talk.text("b.menu"));
        talk.close("finished");
    }
}

void ask(Talk& talk) {
    const auto nominee = nominee_of(talk);
    if (!nominee) {
        return;
    }
    const auto& step = talk.session().step;
    if (step == kPublish || step == kPhoto) {
        talk.say(
            step == kPublish ? "model.publish" : "model.photo", {}, {"b.allow", "b.not_allow"});
    } else if (nominee->agreed || !is_standing(*nominee)) {
        say_standing(talk, *nominee);
    } else {
        ask_to_agree(talk, *nominee);
    }
}

// The next consent that is neither given nor asked yet; after the last one, thanks.
void ask_next(Talk& talk, HouseholdId house, const char* after) {
    const HeldData held = talk.reg().held(house);
    if (after != kPublish && !holds_consent(held, "PUBLISH")) {
        talk.enter("model_house", kPublish);
        ask(talk);
    } else if (!holds_consent(held, "PHOTO")) {
        talk.enter("model_house", kPhoto);
        ask(talk);
    } else {
        talk.close("finished");
        talk.say("model.agreed", {}, {"b.menu"});
    }
}

void answer_agree(Talk& talk, const Nominee& nominee, const Said& said) {
    const auto button = talk.pick(said, {"b.model_agree", "b.model_decline"});
    const auto yes = read_yes_no(said.raw);
    if (button == 0U || (!button && yes == true)) {
        talk.emit(NominationAnswered{nominee.house.id, true});
        ask_next(talk, nominee.house.id, "");
    } else if (button == 1U || yes == false) {
        talk.emit(NominationAnswered{nominee.house.id, false});
        talk.close("finished");
        talk.say("model.declined", {}, {"b.menu"});
    } else {
        ask_to_agree(talk, nominee);
        offer_human(talk);
    }
}

void answer_standing(Talk& talk, const Nominee& nominee, const Said& said) {
    if (talk.pick(said, {"b.model_leave"}) == 0U) {
        talk.emit(NominationAnswered{nominee.house.id, false});
        talk.close("finished");
        talk.say("model.left", {}, {"b.menu"});
    } else {
        say_standing(talk, nominee);
        offer_human(talk);
    }
}

void answer_permission(Talk& talk, const Nominee& nominee, const Said& said) {
    const bool publish = talk.session().step == kPublish;
    const auto button = talk.pick(said, {"b.allow", "b.not_allow"});
    const auto yes = read_yes_no(said.raw);
    const bool allows = button == 0U || (!button && yes == true);
    if (!allows && button != 1U && yes != false) {
        ask(talk);
        offer_human(talk);
        return;
    }
    if (allows) {
        talk.emit(ConsentGiven{
            nominee.house.id, talk.reg().notice().version, {publish ? "PUBLISH" : "PHOTO"}});
    }
    if (publish) {
        ask_next(talk, nominee.house.id, kPublish);
    } else {
        talk.close("finished");
        talk.say("model.agreed", {}, {"b.menu"});
    }
}

void answer(Talk& talk, const Said& said) {
    const auto nominee = nominee_of(talk);
    if (!nominee) {
        return;
    }
    const auto& step = talk.session().step;
    if (step == kPublish || step == kPhoto) {
        answer_permission(talk, *nominee, said);
    } else if (nominee->agreed) {
        answer_standing(talk, *nominee, said);
    } else {
        answer_agree(talk, *nominee, said);
    }
}

}  // namespace

const Dialogue kModelHouse{"model_house", ask, answer};

void begin_model_house(Talk& talk, const House& house) {
    talk.note("house", std::to_string(house.id.value));
    talk.enter("model_house", "ask");
    ask(talk);
}

}  // namespace conversation
