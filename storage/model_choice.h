#pragma once
#include "conversation/event.h"
#include "conversation/model_household.h"
#include "storage/connection.h"
#include "storage/nominations.h"
#include "storage/register_ids.h"
#include "storage/submissions.h"

#include <string_view>

namespace storage {

// What people do in the choice of the model household: each deed with its stage and its audit row,
// in the caller's transaction. Who may not do it is refused whatever the conversation said.
class ModelChoice {
  public:
    // Who does it, and when; `by` as in AuditLog::Entry::actor.
    struct Deed {
        PersonId person;  // 0: somebody of the house, or the office
        Instant at{};
        std::string_view by;
    };

    explicit ModelChoice(Connection& connection) : connection_(connection) {}

    // From the confirmed form. Throw std::logic_error when the person may not (any more).
    void nominate(const conversation::FormSubmitted& form,
                  SubmissionId submission,
                  const Deed& deed);
    void score(const conversation::FormSubmitted& form, const Deed& deed);
    void move(const conversation::NominationMoved& event, const Deed& deed);

    // The house's own word, or its paper brought to the office: a house that had declined stands
    // again when it agrees. False when it is not proposed this year.
    bool answer(conversation::HouseholdId household, bool agreed, const Deed& deed);

    enum class Confirmation { Done, NotChosen, NotProposed };

    // The officer confirms the committee's choice. When the quota of its place is used up by that,
    // every other house there is not chosen.
    Confirmation confirm(conversation::HouseholdId household, const Deed& deed);
    // … or gives it back to the committee, with a reason; those not chosen stand as before.
    Confirmation give_back(conversation::HouseholdId household,
                           std::string_view reason,
                           const Deed& deed);

  private:
    [[nodiscard]] Nominations::Nomination standing(conversation::HouseholdId household,
                                                   const Deed& deed);
    void close_place(const conversation::ModelYear& year,
                     const conversation::Nominee& chosen,
                     const Deed& deed);
    void open_place(const conversation::ModelYear& year,
                    const conversation::Nominee& chosen,
                    const Deed& deed);
    void audit(std::string_view action,
               conversation::HouseholdId household,
               std::string_view detail,
               const Deed& deed);

    Connection& connection_;
};

}  // namespace storage
