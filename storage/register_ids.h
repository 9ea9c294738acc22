#pragma once
#include "storage/ids.h"

// Ids of the register's tables.
namespace storage {

using OrganisationId = conversation::Id<struct OrganisationTag>;
using RoleId = conversation::Id<struct RoleTag>;
using PlanId = conversation::Id<struct PlanTag>;
using conversation::ActivityId;
using OutcomeId = conversation::Id<struct OutcomeTag>;
using FundId = conversation::Id<struct FundTag>;
using NominationId = conversation::Id<struct NominationTag>;
using TambonPlanId = conversation::Id<struct TambonPlanTag>;
using LearningCentreId = conversation::Id<struct LearningCentreTag>;
using OccGroupId = conversation::Id<struct OccGroupTag>;
using ConflictId = conversation::Id<struct ConflictTag>;
using ReminderId = conversation::Id<struct ReminderTag>;
using ChatGroupId = conversation::Id<struct ChatGroupTag>;
using BreachId = conversation::Id<struct BreachTag>;

}  // namespace storage
