#include "bot/demo_register_loader.h"

#include "storage/activities.h"
#include "storage/contacts.h"
#include "storage/funds.h"
#include "storage/household_care.h"
#include "storage/households.h"
#include "storage/learning.h"
#include "storage/nominations.h"
#include "storage/occ_groups.h"
#include "storage/organisations.h"
#include "storage/people.h"
#include "storage/places.h"
#include "storage/plans.h"
#include "storage/roles.h"
#include "storage/tambon_plans.h"

namespace bot {

namespace {

using conversation::Day;
using conversation::HouseholdId;
using conversation::Instant;

constexpr std::string_view kBy = "demo";

Instant noon(Day day) {
    return conversation::bangkok_instant(day, std::chrono::hours(12));
}

class Loader {
  public:
    Loader(storage::Connection& writer,
           const DemoDistrict& district,
           const DemoRegister& made,
           const DemoLoad& load)
        : writer_(writer),
          district_(district),
          made_(made),
          line_channel_(load.line_channel),
          now_(load.now),
          first_day_(std::chrono::year(made.fiscal_year_be - 545),
                     std::chrono::October,
                     std::chrono::day(1)) {}

    void run() {
        storage::Places places(writer_);
        for (const DemoVillage& village : district_.villages) {
            villages_.push_back(places.village_id(village.code));
        }
        for (const DemoHousehold& house : district_.households) {
            houses_.push_back(storage::Households(writer_)
                                  .find(district_.villages[house.village].code, house.house_no)
                                  ->id);
        }
        load_trainers();
        load_members();
        load_activities();
        load_results();
        load_tambon_plans();
        load_learning();
        load_groups();
    }

  private:
    storage::PersonId add_person(const DemoPerson& person) {
        return storage::People(writer_)
            .put({.prefix = person.prefix,
                  .given_name = person.given,
                  .family_name = person.family,
                  .birth_year_be = person.birth_year_be,
                  .phone = person.phone},
                 now_,
                 kBy)
            .id;
    }

    // The first trainer of a village is its sage.
    void load_trainers() {
        storage::Contacts contacts(writer_);
        storage::Roles roles(writer_);
        for (std::size_t i = 0; i < district_.trainers.size(); ++i) {
            trainers_.push_back(add_person(district_.trainers[i]));
            contacts.set_person(
                contacts
                    .find_or_create(line_channel_, "line:" + district_.trainers[i].line_user, now_)
                    .id,
                trainers_.back(),
                now_);
            roles.put({.person = trainers_.back(),
                       .role = i % kTrainersPerVillage == 0 ? "SAGE" : "TRAINER",
                       .village = villages_[i / kTrainersPerVillage],
                       .from = first_day_},
                      now_,
                      kBy);
        }
        storage::HouseholdCare care(writer_);
        for (std::size_t i = 0; i < houses_.size(); ++i) {
            care.assign(
                houses_[i], trainers_[district_.households[i].trainer], first_day_, now_, kBy);
        }
    }

    void load_members() {
        storage::Organisations organisations(writer_);
        storage::Roles roles(writer_);
        for (const auto& organisation : made_.organisations) {
            organisations_.push_back(
                organisations
                    .put({.kind = organisation.kind, .name_th = organisation.name_th}, now_, kBy)
                    .id);
        }
        for (const auto& member : made_.members) {
            const auto person =
                member.trainer ? trainers_[*member.trainer] : add_person(member.person);
            members_.push_back(person);
            const auto organisation = organisations_[member.organisation];
            roles.put({.person = person,
                       .role = member.chair ? "CHAIR" : "MEMBER",
                       .organisation = organisation,
                       .from = first_day_},
                      now_,
                      kBy);
            roles.put_in_team(
                {.person = person, .organisation = organisation, .from = first_day_}, now_, kBy);
        }
    }

    storage::PlanId plan_of(const DemoActivity& activity) {
        storage::Plans plans(writer_);
        const auto plan =
            plans.open(organisations_[activity.organisation], activity.fiscal_year_be, now_, kBy);
        if (plan.change == storage::Change::Created) {
            const Day approved(std::chrono::year(activity.fiscal_year_be - 544),
                               std::chrono::October,
                               std::chrono::day(20));
            plans.set_status(
                plan.id,
                activity.fiscal_year_be == made_.fiscal_year_be ? "APPROVED" : "CLOSED",
                approved,
                now_);
        }
        return plan.id;
    }

    void load_activities() {
        storage::Activities activities(writer_);
        for (const auto& made : made_.activities) {
            const auto id = activities
                                .put({.plan = plan_of(made),
                                      .code = made.code,
                                      .title = made.title,
                                      .kind = made.kind,
                                      .village = villages_[made.village],
                                      .responsible = members_[made.responsible],
                                      .start = made.start,
                                      .end = made.end,
                                      .target_people = made.target_people,
                                      .budget_baht = made.budget_baht},
                                     now_,
                                     kBy)
                                .id;
            for (const auto& outcome : made.outcomes) {
                activities.record({.activity = id,
                                   .result = outcome.result,
                                   .done_on = outcome.done_on,
                                   .headcount = outcome.headcount,
                                   .new_day = outcome.new_day,
                                   .reason = outcome.reason,
                                   .answered_by = members_[made.responsible],
                                   .channel = "line"},
                                  noon(outcome.on),
                                  kBy);
            }
        }
    }

    void load_results() {
        storage::Funds funds(writer_);
        for (const auto& made : made_.fund_accesses) {
            const auto& house = district_.households[made.household];
            const auto fund =
                funds.put({.kind = made.fund_kind,
                           .name_th = "แหล่งทุน" + district_.villages[house.village].name_th,
                           .village = villages_[house.village]},
                          now_,
                          kBy);
            funds.put_access({.household = houses_[made.household],
                              .fund = fund.id,
                              .kind = made.access,
                              .on = made.on,
                              .amount = made.amount},
                             noon(made.on),
                             kBy);
        }
        storage::Nominations nominations(writer_);
        for (const auto& made : made_.nominations) {
            const Instant at = noon(made.on);
            const auto id =
                nominations
                    .nominate({.household = houses_[made.household],
                               .fiscal_year_be = made_.fiscal_year_be - 1,
                               .by = trainers_[district_.households[made.household].trainer],
                               .on = made.on},
                              at,
                              kBy)
                    .id;
            for (std::size_t i = 0; i < made.criteria.size(); ++i) {
                nominations.put_criterion(
                    id, {std::string(storage::kCriteria.at(i)), made.criteria.at(i), ""}, at, kBy);
            }
            nominations.agree(id, at, at);
            nominations.move_to(id, made.stage, "", at + std::chrono::days(30), kBy);
        }
    }

    void load_tambon_plans() {
        static constexpr std::array<std::string_view, 4> kInto = {
            "LOCAL_PLAN", "STRATEGIC_PLAN", "ORDINANCE", "PROVINCE_PLAN"};
        storage::Places(writer_).put_tambon(
            {std::string(kDemoTownTambon), "ชุมแสง", "Chum Saeng", "60120"}, now_, kBy);
        storage::TambonPlans plans(writer_);
        for (const auto& made : made_.tambon_plans) {
            const auto id = plans
                                .put({.tambon_code = made.tambon_code,
                                      .fiscal_year_be = made_.fiscal_year_be,
                                      .title = "แผนสัมมาชีพตำบล",
                                      .integrated_on = made.integrated_on},
                                     now_,
                                     kBy)
                                .id;
            for (std::size_t i = 0; i < made.adopted.size(); ++i) {
                if (made.adopted.at(i)) {
                    plans.put_adoption(
                        id, {std::string(kInto.at(i)), made.adopted.at(i), ""}, now_, kBy);
                }
            }
        }
    }

    void load_learning() {
        storage::Learning learning(writer_);
        for (const auto& made : made_.centres) {
            learning.put_centre({.village = villages_[made.village],
                                 .name_th = made.name_th,
                                 .topics = made.topics,
                                 .keeper = trainers_[made.village * kTrainersPerVillage],
                                 .opened_on = made.opened_on},
                                now_,
                                kBy);
        }
        for (const auto& made : made_.sessions) {
            learning.put_session({.trainer = trainers_[made.trainer],
                                  .village = villages_[made.trainer / kTrainersPerVillage],
                                  .on = made.on,
                                  .topic = made.topic,
                                  .people = made.people},
                                 noon(made.on),
                                 kBy);
        }
    }

    void load_groups() {
        storage::OccGroups groups(writer_);
        for (const auto& made : made_.groups) {
            const auto id =
                groups
                    .put({.village = villages_[made.village],
                          .name_th = made.name_th,
                          .occ = made.occ,
                          .members_hh = static_cast<std::int64_t>(made.households.size()),
                          .formed_on = made.formed_on},
                         now_,
                         kBy)
                    .id;
            for (const std::size_t house : made.households) {
                groups.join(id, houses_[house], made.formed_on, now_, kBy);
            }
        }
    }

    storage::Connection& writer_;
    const DemoDistrict& district_;
    const DemoRegister& made_;
    const std::string& line_channel_;
    Instant now_;
    Day first_day_;  // of the terms: the first of the year before
    std::vector<storage::VillageId> villages_;
    std::vector<HouseholdId> houses_;
    std::vector<storage::PersonId> trainers_;
    std::vector<storage::OrganisationId> organisations_;
    std::vector<storage::PersonId> members_;
};

}  // namespace

void load_demo_register(storage::Connection& writer,
                        const DemoDistrict& district,
                        const DemoRegister& made,
                        const DemoLoad& load) {
    Loader(writer, district, made, load).run();
}

}  // namespace bot
