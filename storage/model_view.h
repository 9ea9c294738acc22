#pragma once
#include "conversation/model_household.h"
#include "storage/connection.h"
#include "storage/register_ids.h"

namespace storage {

// The choice of the model household as one contact may see it (the rules stand at
// conversation/model_household): the women's committee all of it, everybody else the houses she
// speaks for or looks after, without scores.
class ModelView {
  public:
    explicit ModelView(Connection& connection) : connection_(connection) {}

    // Is the person a member or the chair of the women's committee today?
    [[nodiscard]] bool is_committee(PersonId person, Day today);
    [[nodiscard]] bool is_committee_chair(PersonId person, Day today);

    [[nodiscard]] conversation::ModelYear seen_by(PersonId person,
                                                  conversation::ContactId contact,
                                                  Day today);
    // Of everybody, for the rules and the office.
    [[nodiscard]] conversation::ModelYear year(int fiscal_year_be);

  private:
    [[nodiscard]] std::vector<conversation::Nominee> nominees(int fiscal_year_be, PersonId member);

    Connection& connection_;
};

}  // namespace storage
