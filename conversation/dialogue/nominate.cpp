#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/form_dialogue.h"
#include "conversation/dialogue/model.h"
#include "conversation/dialogue/team.h"

#include <algorithm>

// Proposing a house as the model household: five criteria as yes or no, and a word to the
// committee.
namespace conversation {

namespace {

constexpr std::string_view kNominationForm = "model_household";

std::string_view refusal(MayNominate verdict) {
    switch (verdict) {
        case MayNominate::Closed:
            return "nominate.closed";
        case MayNominate::NotJoined:
            return "nominate.not_joined";
        case MayNominate::Already:
            return "nominate.already";
        case MayNominate::VillageFull:
            return "nominate.village_full";
        case MayNominate::Yes:
            break;
    }
    return {};
}

}  // namespace

void begin_nomination(Talk& talk, const AssignedHouse& one) {
    const auto verdict = may_nominate(talk.reg().model_year(), one);
    auto form = talk.input().forms.find(kNominationForm);
    if (verdict != MayNominate::Yes || !form) {
        talk.close("finished");
        talk.say(form ? refusal(verdict) : "form.not_for_you",
                 {{"no", one.house.house_no}},
                 {"b.nominate", "b.menu"});
        return;
    }
    start_form(talk, {.form = std::move(form), .household = one.house.id});
}

std::string model_goal(const Talk& talk) {
    const auto year = talk.reg().model_year();
    const auto houses = talk.reg().houses();
    const auto is_own = [&](const Nominee& one) {
        return std::ranges::find(houses, one.house.id, &House::id) != houses.end();
    };
    const auto own = std::ranges::find_if(year.nominees, is_own);
    const auto member = team_in_term(talk);
    const bool chooses = member && chooses_model(*member);
    if (own != year.nominees.end() && (!own->agreed || !chooses)) {
        return std::string{kGoalModelHouse};
    }
    if (chooses) {
        return std::string{kGoalModelChoice};
    }
    return member && reports_for_others(*member) ? std::string{kGoalNominate} : std::string{};
}

void say_no_model(Talk& talk) {
    talk.say("model.none", {{"contact", talk.reg().office().contact}}, {"b.ask_officer", "b.menu"});
}

bool may_still_answer(const Talk& talk, const FormProgress& open) {
    const auto form = talk.input().forms.find_key(open.form_key);
    const std::string_view entity = form ? std::string_view{form->entity} : std::string_view{};
    if (entity == kScoreEntity) {
        const auto member = team_in_term(talk);
        const auto year = talk.reg().model_year();
        const Nominee* nominee = find_nominee(year, open.household);
        return member && chooses_model(*member) && nominee != nullptr && may_score(*nominee);
    }
    const auto one = assigned_house(talk, open.household);
    if (entity == kNominationEntity) {
        return one && may_nominate(talk.reg().model_year(), *one) == MayNominate::Yes;
    }
    return one && !one->closed;
}

void thank_for_nomination(Talk& talk, HouseholdId household) {
    const auto one = assigned_house(talk, household);
    talk.say(one && one->reachable ? "nominate.saved" : "nominate.saved_paper",
             {{"no", one ? one->house.house_no : std::string{}}},
             {"b.menu"});
}

}  // namespace conversation
