#pragma once
#include "conversation/ids.h"
#include "conversation/register.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// The model household of a fiscal year (ครัวเรือนสัมมาชีพตัวอย่าง): a volunteer proposes a house, the
// house itself agrees, the women's committee shortlists, scores and chooses, the officer confirms
// (founding document T3.1 and T5; DOMAIN.md 4d and A1). Who may do what, as rules without look-ups.
namespace conversation {

// One of the five criteria, as answered by who proposed the house.
struct ModelCriterion {
    std::string criterion;  // INCOME OCCUPATION SAVING LEARNING SHARING
    bool met = false;
};

// A proposed house, as one contact may see it. Its own people and who looks after it see no scores.
struct Nominee {
    House house;        // without code and relation
    std::string stage;  // NOMINATED SHORTLISTED CHOSEN NOT_CHOSEN WITHDRAWN
    bool agreed = false;
    bool confirmed = false;  // by the officer
    std::vector<ModelCriterion> criteria{};
    std::string note{};               // of who proposed it
    std::int64_t scorers = 0;         // members of the committee who scored it
    std::int64_t score = 0;           // of all of them
    std::optional<std::int64_t> own;  // of the member who asks: the sum of her five, 0 to 50
};

struct ModelYear {
    int fiscal_year_be = 0;
    std::string scope = "DISTRICT";  // one model household per DISTRICT, TAMBON or VILLAGE
    std::int64_t quota = 1;          // how many per scope
    // In order of nomination: of the committee all, of others their own and those they look after.
    std::vector<Nominee> nominees{};
    // Codes of villages that have proposed as many houses as they may.
    std::set<std::string, std::less<>> full_villages{};
};

// nullptr: not proposed, or not for this contact.
[[nodiscard]] const Nominee* find_nominee(const ModelYear& year, HouseholdId house);

// Does the house still stand for the choice? Not one that declined or was not chosen.
[[nodiscard]] bool is_standing(const Nominee& nominee);

enum class MayNominate { Yes, NotJoined, Closed, Already, VillageFull };

// May the house be proposed, by somebody who looks after it? A house that declined may not be
// asked again in the same year.
[[nodiscard]] MayNominate may_nominate(const ModelYear& year, const AssignedHouse& one);

// Only what stands on the shortlist, with the house's agreement, is scored.
[[nodiscard]] bool may_score(const Nominee& nominee);

// The part of the district that shares one quota with this house: "" for the district, a tambon's
// code, or a village's.
[[nodiscard]] std::string_view model_place(const ModelYear& year, const House& house);

enum class MayMove { Yes, NotAgreed, NotStanding, NotScored, QuotaFull, Confirmed };

// May the committee's chair put the house on the shortlist (SHORTLISTED), take it off again
// (NOMINATED) or choose it (CHOSEN)? What the officer has confirmed stays.
[[nodiscard]] MayMove may_move(const ModelYear& year,
                               const Nominee& nominee,
                               std::string_view stage);

}  // namespace conversation
