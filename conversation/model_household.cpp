#include "conversation/model_household.h"

#include <algorithm>

namespace conversation {

namespace {

constexpr std::size_t kTambonDigits = 6;  // of a village's eight

bool is_choice_full(const ModelYear& year, const Nominee& nominee) {
    const auto chosen = std::ranges::count_if(year.nominees, [&](const Nominee& other) {
        return other.stage == "CHOSEN" && other.house.id != nominee.house.id &&
               model_place(year, other.house) == model_place(year, nominee.house);
    });
    return chosen >= year.quota;
}

}  // namespace

const Nominee* find_nominee(const ModelYear& year, HouseholdId house) {
    const auto found = std::ranges::find_if(
        year.nominees, [&](const Nominee& one) { return one.house.id == house; });
    return found == year.nominees.end() ? nullptr : &*found;
}

bool is_standing(const Nominee& nominee) {
    return nominee.stage != "WITHDRAWN" && nominee.stage != "NOT_CHOSEN";
}

MayNominate may_nominate(const ModelYear& year, const AssignedHouse& one) {
    if (one.closed) {
        return MayNominate::Closed;
    }
    if (find_nominee(year, one.house.id) != nullptr) {
        return MayNominate::Already;
    }
    if (one.house.status != "ACTIVE" && one.house.status != "PAUSED") {
        return MayNominate::NotJoined;
    }
    return year.full_villages.contains(one.house.village_code) ? MayNominate::VillageFull
                                                               : MayNominate::Yes;
}

bool may_score(const Nominee& nominee) {
    return nominee.agreed && nominee.stage == "SHORTLISTED";
}

std::string_view model_place(const ModelYear& year, const House& house) {
    const std::string_view code = house.village_code;
    return year.scope == "VILLAGE"  ? code
           : year.scope == "TAMBON" ? code.substr(0, std::min(kTambonDigits, code.size()))
                                    : std::string_view{};
}

MayMove may_move(const ModelYear& year, const Nominee& nominee, std::string_view stage) {
    if (nominee.confirmed) {
        return MayMove::Confirmed;
    }
    if (!is_standing(nominee)) {
        return MayMove::NotStanding;
    }
    if (!nominee.agreed) {
        return MayMove::NotAgreed;
    }
    if (stage != "CHOSEN") {
        return MayMove::Yes;
    }
    if (nominee.scorers == 0 || nominee.stage == "NOMINATED") {
        return MayMove::NotScored;
    }
    return is_choice_full(year, nominee) ? MayMove::QuotaFull : MayMove::Yes;
}

}  // namespace conversation
