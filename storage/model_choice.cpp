#include "storage/model_choice.h"

#include "storage/audit_log.h"
#include "storage/model_view.h"
#include "storage/team_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace storage {

namespace {

using conversation::HouseholdId;
using conversation::MayMove;
using conversation::ModelYear;
using conversation::Nominee;

constexpr std::int64_t kMostPoints = 10;

std::string text_of(const conversation::FormSubmitted& form, std::string_view field) {
    const auto found = form.fields.find(std::string(field));
    return found == form.fields.end() ? std::string{} : found->second.value.value_or("");
}

std::int64_t points(const std::string& text) {
    std::int64_t value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

void require(bool allowed, const char* what) {
    if (!allowed) {
        throw std::logic_error(what);
    }
}

}  // namespace

Nominations::Nomination ModelChoice::standing(HouseholdId household, const Deed& deed) {
    auto found =
        Nominations(connection_)
            .find(household, conversation::fiscal_year_be(conversation::bangkok_day(deed.at)));
    require(found.has_value(), "a house that is not proposed as the model household");
    return *found;
}

void ModelChoice::audit(std::string_view action,
                        HouseholdId household,
                        std::string_view detail,
                        const Deed& deed) {
    AuditLog(connection_)
        .write({std::string(deed.by),
                std::string(action),
                fmt::format("household:{}", household.value),
                std::string(detail),
                deed.at});
}

void ModelChoice::nominate(const conversation::FormSubmitted& form,
                           SubmissionId submission,
                           const Deed& deed) {
    const Day today = conversation::bangkok_day(deed.at);
    require(TeamView(connection_).may_report_for(deed.person, form.household, today),
            "a nomination of a household that is not assigned");
    Nominations nominations(connection_);
    Nominations::Nomination fresh;
    fresh.household = form.household;
    fresh.fiscal_year_be = conversation::fiscal_year_be(today);
    fresh.by = deed.person;
    fresh.on = today;
    fresh.note = text_of(form, "note");
    fresh.submission = submission;
    const auto put = nominations.nominate(fresh, deed.at, deed.by);
    require(put.change == Change::Created, "a household that is proposed already");
    for (const auto criterion : kCriteria) {
        (void)nominations.put_criterion(
            put.id,
            {std::string(criterion), text_of(form, criterion) == "yes", {}},
            deed.at,
            deed.by);
    }
    audit("model.nominated", form.household, "", deed);
}

void ModelChoice::score(const conversation::FormSubmitted& form, const Deed& deed) {
    const Day today = conversation::bangkok_day(deed.at);
    require(ModelView(connection_).is_committee(deed.person, today),
            "scores of somebody who is not of the women's committee");
    const auto nomination = standing(form.household, deed);
    require(nomination.stage == "SHORTLISTED" && nomination.agreed_at.has_value(),
            "scores of a house that is not on the shortlist");
    for (const auto criterion : kCriteria) {
        const auto given = points(text_of(form, criterion));
        require(given >= 0 && given <= kMostPoints, "a score that is not 0 to 10");
        Nominations(connection_)
            .score(nomination.id, {deed.person, std::string(criterion), given}, deed.at, deed.by);
    }
    audit("model.scored", form.household, "", deed);
}

void ModelChoice::move(const conversation::NominationMoved& event, const Deed& deed) {
    const Day today = conversation::bangkok_day(deed.at);
    ModelView view(connection_);
    require(view.is_committee_chair(deed.person, today),
            "a choice by somebody who does not chair the women's committee");
    const auto year = view.year(conversation::fiscal_year_be(today));
    const Nominee* nominee = conversation::find_nominee(year, event.household);
    require(
        nominee != nullptr && conversation::may_move(year, *nominee, event.stage) == MayMove::Yes,
        "a choice that is not open");
    (void)Nominations(connection_)
        .move_to(standing(event.household, deed).id, event.stage, "", deed.at, deed.by);
    audit("model.moved", event.household, event.stage, deed);
}

bool ModelChoice::answer(HouseholdId household, bool agreed, const Deed& deed) {
    Nominations nominations(connection_);
    const auto found = nominations.find(
        household, conversation::fiscal_year_be(conversation::bangkok_day(deed.at)));
    if (!found) {
        return false;
    }
    if (agreed) {
        (void)nominations.agree(found->id, deed.at, deed.at);
        if (found->stage == "WITHDRAWN") {
            (void)nominations.move_to(found->id, "NOMINATED", "AGREED", deed.at, deed.by);
        }
    } else {
        (void)nominations.move_to(found->id, "WITHDRAWN", "HOUSEHOLD", deed.at, deed.by);
        nominations.disagree(found->id, deed.at);
    }
    audit(agreed ? "model.agreed" : "model.declined", household, "", deed);
    return true;
}

void ModelChoice::close_place(const ModelYear& year, const Nominee& chosen, const Deed& deed) {
    const auto place = conversation::model_place(year, chosen.house);
    const auto confirmed =
        std::count_if(year.nominees.begin(), year.nominees.end(), [&](const Nominee& other) {
            return other.confirmed && conversation::model_place(year, other.house) == place;
        });
    if (confirmed + 1 < year.quota) {
        return;
    }
    for (const auto& other : year.nominees) {
        if (other.house.id != chosen.house.id && !other.confirmed &&
            conversation::is_standing(other) &&
            conversation::model_place(year, other.house) == place) {
            (void)Nominations(connection_)
                .move_to(
                    standing(other.house.id, deed).id, "NOT_CHOSEN", "QUOTA", deed.at, deed.by);
            audit("model.moved", other.house.id, "NOT_CHOSEN", deed);
        }
    }
}

ModelChoice::Confirmation ModelChoice::confirm(HouseholdId household, const Deed& deed) {
    const auto year = ModelView(connection_)
                          .year(conversation::fiscal_year_be(conversation::bangkok_day(deed.at)));
    const Nominee* nominee = conversation::find_nominee(year, household);
    if (nominee == nullptr) {
        return Confirmation::NotProposed;
    }
    if (nominee->stage != "CHOSEN" || nominee->confirmed) {
        return Confirmation::NotChosen;
    }
    Nominations(connection_).confirm(standing(household, deed).id, deed.at, deed.by);
    close_place(year, *nominee, deed);
    audit("model.confirmed", household, "", deed);
    return Confirmation::Done;
}

// Houses that were not chosen because of this one stand where they stood.
void ModelChoice::open_place(const ModelYear& year, const Nominee& chosen, const Deed& deed) {
    Nominations nominations(connection_);
    const auto place = conversation::model_place(year, chosen.house);
    for (const auto& other : year.nominees) {
        if (other.stage != "NOT_CHOSEN" || conversation::model_place(year, other.house) != place) {
            continue;
        }
        const auto id = standing(other.house.id, deed).id;
        const auto past = nominations.history(id);
        if (past.size() > 1 && past.back().reason == "QUOTA") {
            (void)nominations.move_to(
                id, past[past.size() - 2].stage, "GIVEN_BACK", deed.at, deed.by);
            audit("model.moved", other.house.id, past[past.size() - 2].stage, deed);
        }
    }
}

ModelChoice::Confirmation ModelChoice::give_back(HouseholdId household,
                                                 std::string_view reason,
                                                 const Deed& deed) {
    const auto year = ModelView(connection_)
                          .year(conversation::fiscal_year_be(conversation::bangkok_day(deed.at)));
    const Nominee* nominee = conversation::find_nominee(year, household);
    if (nominee == nullptr) {
        return Confirmation::NotProposed;
    }
    if (nominee->stage != "CHOSEN") {
        return Confirmation::NotChosen;
    }
    Nominations nominations(connection_);
    const auto id = standing(household, deed).id;
    nominations.unconfirm(id, deed.at);
    (void)nominations.move_to(id, "SHORTLISTED", reason, deed.at, deed.by);
    open_place(year, *nominee, deed);
    audit("model.given_back", household, "", deed);
    return Confirmation::Done;
}

}  // namespace storage
