#pragma once
#include "storage/ids.h"

// Ids of the register's tables.
namespace storage {

using OrganisationId = conversation::Id<struct OrganisationTag>;
using RoleId = conversation::Id<struct RoleTag>;
using PlanId = conversation::Id<struct PlanTag>;
using ActivityId = conversation::Id<struct ActivityTag>;
using OutcomeId = conversation::Id<struct OutcomeTag>;
using FundId = conversation::Id<struct FundTag>;
using NominationId = conversation::Id<struct NominationTag>;
using TambonPlanId = conversation::Id<struct TambonPlanTag>;
using LearningCentreId = conversation::Id<struct LearningCentreTag>;
using OccGroupId = conversation::Id<struct OccGroupTag>;
using ConflictId = conversation::Id<struct ConflictTag>;
using BreachId = conversation::Id<struct BreachTag>;

}  // namespace storage
