#include "conversation/answer/yes_no.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/form_dialogue.h"
#include "conversation/dialogue/model.h"
#include "conversation/dialogue/sms_fit.h"
#include "conversation/dialogue/team.h"

#include <algorithm>
#include <charconv>
#include <vector>

// The women's committee at work: the houses that agreed to be judged, one of them looked at, five
// scores given by each member, the shortlist and the choice by the chair. No figures of a house are
// shown, only what the proposer answered.
namespace conversation {

namespace {

constexpr std::string_view kScoreForm = "model_household_score";
constexpr std::size_t kMostButtons = 10;
constexpr const char* kHouse = "model.house";  // note: the one that is looked at

std::size_t number_of(std::string_view text) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : 0;
}

// Those that agreed and still stand; one's own house is not one's to judge.
std::vector<Nominee> judged(const Talk& talk) {
    auto nominees = talk.reg().model_year().nominees;
    const auto own = talk.reg().houses();
    std::erase_if(nominees, [&](const Nominee& one) {
        return !one.agreed || !is_standing(one) ||
               std::ranges::find(own, one.house.id, &House::id) != own.end();
    });
    return nominees;
}

std::string stage_of(const Nominee& one) {
    return one.confirmed ? "CONFIRMED" : one.stage;
}

std::int64_t criteria_met(const Nominee& one) {
    return std::ranges::count_if(one.criteria, [](const ModelCriterion& each) { return each.met; });
}

std::string row_of(const Talk& talk, std::size_t number, const Nominee& one) {
    return "\n" + talk.text("choice.row",
                            {{"index", std::to_string(number)},
                             {"house", nominee_label(talk, one.house)},
                             {"met", std::to_string(criteria_met(one))},
                             {"stage", talk.text("model.stage." + stage_of(one))},
                             {"score", std::to_string(one.score)},
                             {"scorers", std::to_string(one.scorers)}});
}

std::string list_text(const Talk& talk, const std::vector<Nominee>& nominees, std::size_t rows) {
    std::string text = talk.text("choice.list", {{"count", std::to_string(nominees.size())}});
    for (std::size_t i = 0; i < rows; ++i) {
        text += row_of(talk, i + 1, nominees[i]);
    }
    return text + (rows < nominees.size() ? " .." : "");
}

void ask_list(Talk& talk) {
    const auto nominees = judged(talk);
    if (nominees.empty()) {
        talk.close("finished");
        talk.say("choice.nobody", {}, {"b.menu"});
        return;
    }
    talk.emit(NomineesShown{nominees.size()});
    std::vector<std::string> variants;
    for (auto rows = nominees.size(); rows > 0; --rows) {
        variants.push_back(list_text(talk, nominees, rows));
    }
    auto& message = talk.say_plain(fitting(talk, std::move(variants)));
    if (!talk.sms()) {
        for (std::size_t i = 0; i < nominees.size() && i < kMostButtons; ++i) {
            talk.button(message, std::to_string(i + 1));
        }
        talk.button(message, talk.text("b.cancel"));
    }
}

std::optional<Nominee> looked_at(const Talk& talk) {
    const auto nominees = judged(talk);
    const auto found = std::ranges::find_if(nominees, [&](const Nominee& one) {
        return std::to_string(one.house.id.value) == talk.note(kHouse);
    });
    return found == nominees.end() ? std::nullopt : std::optional{*found};
}

// What this member may do with the house, as text keys of buttons, in the order of their numbers.
std::vector<std::string_view> steps_for(const Talk& talk, const Nominee& one) {
    std::vector<std::string_view> steps;
    if (may_score(one)) {
        steps.push_back("b.model_score");
    }
    const auto member = team_in_term(talk);
    if (member && chairs_choice(*member) && !one.confirmed) {
        if (one.stage == "NOMINATED") {
            steps.push_back("b.model_shortlist");
        } else if (one.stage == "SHORTLISTED") {
            steps.insert(steps.end(), {"b.model_choose", "b.model_unlist"});
        } else {
            steps.push_back("b.model_unchoose");
        }
    }
    steps.push_back("b.model_list");
    return steps;
}

std::string criteria_text(const Talk& talk, const Nominee& one) {
    std::string text;
    for (const auto& each : one.criteria) {
        text += "\n" + talk.text(each.met ? "choice.met" : "choice.not_met",
                                 {{"criterion", talk.text("criterion." + each.criterion)}});
    }
    return text;
}

void ask_house(Talk& talk, const Nominee& one) {
    auto& message = talk.say("choice.house",
                             {{"house", nominee_label(talk, one.house)},
                              {"met", std::to_string(criteria_met(one))},
                              {"stage", talk.text("model.stage." + stage_of(one))},
                              {"score", std::to_string(one.score)},
                              {"scorers", std::to_string(one.scorers)}});
    if (!talk.sms()) {
        message.text += criteria_text(talk, one);
        if (!one.note.empty()) {
            message.text += "\n" + talk.text("choice.note", {{"note", one.note}});
        }
        if (one.own) {
            message.text += "\n" + talk.text("choice.own", {{"score", std::to_string(*one.own)}});
        }
    }
    for (const auto step : steps_for(talk, one)) {
        talk.option(message, talk.text(step));
    }
}

void ask_choose(Talk& talk, const Nominee& one) {
    talk.say("choice.sure",
             {{"house", nominee_label(talk, one.house)},
              {"year", std::to_string(talk.reg().model_year().fiscal_year_be)}},
             {"b.yes", "b.no"});
}

void ask(Talk& talk) {
    const auto one = looked_at(talk);
    if (talk.session().step == "list" || !one) {
        talk.enter("model_choice", "list");
        ask_list(talk);
    } else if (talk.session().step == "choose") {
        ask_choose(talk, *one);
    } else {
        ask_house(talk, *one);
    }
}

std::string_view refusal(MayMove verdict) {
    switch (verdict) {
        case MayMove::NotScored:
            return "choice.not_scored";
        case MayMove::QuotaFull:
            return "choice.quota_full";
        case MayMove::Confirmed:
            return "choice.confirmed";
        case MayMove::NotAgreed:
        case MayMove::NotStanding:
        case MayMove::Yes:
            break;
    }
    return "choice.gone";
}

void move(Talk& talk, const Nominee& one, const std::string& stage) {
    const auto verdict = may_move(talk.reg().model_year(), one, stage);
    if (verdict == MayMove::Yes) {
        talk.emit(NominationMoved{one.house.id, stage});
        talk.say("choice.moved",
                 {{"house", nominee_label(talk, one.house)},
                  {"stage", talk.text("model.stage." + stage)}},
                 {"b.model_choice", "b.menu"});
    } else {
        talk.say(refusal(verdict), {}, {"b.model_choice", "b.menu"});
    }
    talk.close("finished");
}

void answer_list(Talk& talk, const Said& said) {
    const auto nominees = judged(talk);
    const auto number = number_of(said.text);
    if (number == 0 || number > nominees.size()) {
        ask_list(talk);
        offer_human(talk);
        return;
    }
    const auto& one = nominees[number - 1];
    talk.note(kHouse, std::to_string(one.house.id.value));
    talk.enter("model_choice", "house");
    ask_house(talk, one);
}

void take_step(Talk& talk, const Nominee& one, std::string_view step) {
    if (step == "b.model_score") {
        if (auto form = talk.input().forms.find(kScoreForm)) {
            start_form(talk, {.form = std::move(form), .household = one.house.id});
        }
    } else if (step == "b.model_list") {
        talk.enter("model_choice", "list");
        ask_list(talk);
    } else if (step == "b.model_choose") {
        if (may_move(talk.reg().model_year(), one, "CHOSEN") != MayMove::Yes) {
            move(talk, one, "CHOSEN");
            return;
        }
        talk.enter("model_choice", "choose");
        ask_choose(talk, one);
    } else {
        move(talk, one, step == "b.model_unlist" ? "NOMINATED" : "SHORTLISTED");
    }
}

void answer_house(Talk& talk, const Nominee& one, const Said& said) {
    const auto steps = steps_for(talk, one);
    const auto number = number_of(said.text);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (number == i + 1 || talk.heard(said, steps[i])) {
            take_step(talk, one, steps[i]);
            return;
        }
    }
    ask_house(talk, one);
    offer_human(talk);
}

void answer(Talk& talk, const Said& said) {
    const auto one = looked_at(talk);
    if (talk.session().step == "list" || !one) {
        talk.enter("model_choice", "list");
        answer_list(talk, said);
    } else if (talk.session().step == "choose") {
        const auto button = talk.pick(said, {"b.yes", "b.no"});
        const auto yes = read_yes_no(said.raw);
        if (button == 0U || yes == true) {
            move(talk, *one, "CHOSEN");
        } else if (button == 1U || yes == false) {
            talk.enter("model_choice", "house");
            ask_house(talk, *one);
        } else {
            ask_choose(talk, *one);
        }
    } else {
        answer_house(talk, *one, said);
    }
}

bool back(Talk& talk) {
    if (talk.session().step == "list") {
        return false;
    }
    talk.enter("model_choice", talk.session().step == "choose" ? "house" : "list");
    ask(talk);
    return true;
}

}  // namespace

const Dialogue kModelChoice{"model_choice", ask, answer, back};

bool chooses_model(const TeamMember& member) {
    return has_audience(member, "committee");
}

bool chairs_choice(const TeamMember& member) {
    return std::ranges::any_of(member.roles, [](const TeamRole& role) {
        return role.role == "CHAIR" && role.organisation_kind == "WOM";
    });
}

std::string nominee_label(const Talk& talk, const House& house) {
    return talk.text("nominee.house",
                     {{"no", house.house_no},
                      {"moo", std::to_string(house.moo)},
                      {"tambon", house.tambon_name}});
}

void begin_model_choice(Talk& talk) {
    talk.enter("model_choice", "list");
    ask_list(talk);
}

void thank_for_score(Talk& talk, const FormSubmitted& submitted) {
    std::size_t sum = 0;
    for (const auto& [criterion, answer] : submitted.fields) {
        sum += number_of(answer.value.value_or(""));
    }
    talk.say("choice.scored", {{"score", std::to_string(sum)}}, {"b.model_choice", "b.menu"});
}

}  // namespace conversation
