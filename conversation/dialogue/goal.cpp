#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/form_dialogue.h"
#include "conversation/dialogue/model.h"
#include "conversation/dialogue/team.h"

namespace conversation {

namespace {

std::shared_ptr<const Form> form_of_goal(const Talk& talk, std::string_view goal) {
    return goal.starts_with(kGoalForm) ? talk.input().forms.find(goal.substr(kGoalForm.size()))
                                       : nullptr;
}

// Looking at one's own data, taking consent back and erasing need nothing but the house.
bool needs_consent(std::string_view goal) {
    return goal != kGoalMyData && goal != kGoalHeldData && goal != kGoalHouseFacts &&
           goal != kGoalWithdraw && goal != kGoalErase && goal != kGoalTakeBack &&
           goal != kGoalConflict && goal != kGoalModelHouse;
}

bool done(const Talk& talk, bool in_register, const char* this_session) {
    return in_register || !talk.note(this_session).empty();
}

// Begins what is missing before this house can report. True when something was.
bool begin_missing(Talk& talk, const House& house) {
    if (!house.consented && talk.note("consented") != talk.reg().notice().version) {
        begin_consent(talk);
        return true;
    }
    if (!done(talk, !house.relation.empty(), "related")) {
        begin_relation(talk);
        return true;
    }
    if (!done(talk, house.has_baseline, "joined")) {
        if (auto form = talk.input().forms.find(kJoinForm)) {
            start_form(talk, {.form = std::move(form), .household = house.id});
            return true;
        }
    }
    return false;
}

void begin_goal(Talk& talk, std::string_view goal, const House& house) {
    if (goal == kGoalReport) {
        begin_report(talk, house);
    } else if (goal == kGoalMyData) {
        begin_my_data(talk, house);
    } else if (goal == kGoalHeldData) {
        begin_held_data(talk, house);
    } else if (goal == kGoalHouseFacts) {
        begin_house_facts(talk, house);
    } else if (goal == kGoalCorrection) {
        begin_correction(talk, house);
    } else if (goal == kGoalConflict) {
        begin_conflict(talk, house);
    } else if (goal == kGoalModelHouse) {
        begin_model_house(talk, house);
    } else if (goal == kGoalWithdraw) {
        begin_withdraw(talk, house);
    } else if (goal == kGoalErase) {
        begin_erase(talk);
    } else if (goal == kGoalTakeBack) {
        begin_take_back(talk);
    } else if (auto form = form_of_goal(talk, goal)) {
        if (form->monthly) {
            begin_report(talk, house);
        } else {
            start_form(talk, {.form = std::move(form), .household = house.id});
        }
    } else {
        talk.close("finished");
        talk.say("link.done", {{"house", house_label(talk, house)}}, {"b.report", "b.menu"});
    }
}

// A form for people of the team.
void begin_team_form(Talk& talk, std::shared_ptr<const Form> form) {
    // A record of somebody else's house: which one is chosen first.
    if (form->entity == kNominationEntity || form->entity == kScoreEntity) {
        const bool nominates = form->entity == kNominationEntity;
        (void)begin_team_goal(talk, nominates ? kGoalNominate : kGoalModelChoice);
        return;
    }
    const auto member = team_in_term(talk);
    if (!member || !has_audience(*member, form->audience)) {
        talk.close("finished");
        talk.say("form.not_for_you", {}, {"b.ask_officer", "b.menu"});
    } else if (!team_consented(talk, *member)) {
        begin_team_consent(talk);
    } else {
        start_form(talk, {.form = std::move(form), .household = {}});
    }
}

// A form that is not a household's needs no house: one for anyone, or for people of the team.
bool begin_without_house(Talk& talk, std::string_view goal) {
    auto form = form_of_goal(talk, goal);
    if (!form || form->audience == "household") {
        return false;
    }
    if (form->audience == "anyone") {
        start_form(talk, {.form = std::move(form), .household = {}});
    } else {
        begin_team_form(talk, std::move(form));
    }
    return true;
}

}  // namespace

void pursue(Talk& talk, std::string goal) {
    talk.session().then = goal;
    if (begin_team_goal(talk, goal) || begin_without_house(talk, goal)) {
        return;
    }
    const auto houses = talk.reg().houses();
    if (houses.empty()) {
        begin_linking(talk, std::nullopt);
        return;
    }
    const auto house = house_of(talk);
    if (!house) {
        begin_choose_house(talk);
        return;
    }
    if (needs_consent(goal) && begin_missing(talk, *house)) {
        forget_line(talk);  // no figures are kept of somebody who has not consented yet
        return;
    }
    begin_goal(talk, goal, *house);
}

}  // namespace conversation
