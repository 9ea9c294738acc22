#pragma once
#include "storage/connection.h"
#include "storage/household_facts.h"
#include "storage/register_ids.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace storage {

// What the indicators need to know besides households (DOMAIN.md 5.4): places with what they have,
// trainers, and how each organisation's plan stands. Everything is as of W's last day, plans as of
// the day of `as_of`; the fiscal year is that of W's last month. All lists are small: some
// thousands of rows for a province.
class ProgrammeFacts {
  public:
    struct Village {
        VillageId id{};
        std::string code{};
        std::int64_t moo = 0;
        std::string name_th{};
        TambonId tambon{};
        bool target = false;       // village_target of the fiscal year
        std::int64_t centres = 0;  // learning centres that are open
        std::int64_t groups = 0;   // occupation groups that exist
        std::int64_t chosen = 0;   // model households of the fiscal year
    };

    struct Tambon {
        TambonId id{};
        std::string code{};
        std::string name_th{};
        std::string district_code{};
        std::int64_t adoptions = 0;  // 0 to 4: of the fiscal year's plan, until W's last day
    };

    // TRAINER or SAGE in term; one row for each village.
    struct Trainer {
        PersonId person{};
        VillageId village{};
        bool taught = false;  // held a session in W
    };

    struct Organisation {
        OrganisationId id{};
        std::string kind{};  // CCC WOM VOL SAV
        std::string name_th{};
        std::vector<VillageId> villages{};  // those its people are named for; empty: all
        bool approved = false;              // the year's plan is APPROVED, or CLOSED after that
        bool has_plan = false;
        std::int64_t activities = 0;
        std::int64_t done = 0;       // in whatever month they were planned
        std::int64_t prep_done = 0;  // of kind PREP
        std::int64_t monitor_done = 0;
        std::int64_t done_without_outcome = 0;
        std::int64_t late = 0;  // PLANNED or POSTPONED, and past
        bool summary_frozen = false;
    };

    // An activity whose last day has come: planned_end ≤ the day of as_of.
    struct DueActivity {
        OrganisationId organisation{};
        VillageId village{};
        TambonId tambon{};  // one of the two or none: the district
        PersonId responsible{};
        std::string state{};   // PLANNED DONE POSTPONED CANCELLED
        bool on_time = false;  // DONE on or before the last day of the first edition
        bool late = false;     // PLANNED or POSTPONED, and past
    };

    ProgrammeFacts(Connection& reader, const FactsWindow& window);

    // In order of code.
    [[nodiscard]] std::vector<Village> villages();
    [[nodiscard]] std::vector<Tambon> tambons();
    [[nodiscard]] std::vector<Trainer> trainers();
    // By kind and name.
    [[nodiscard]] std::vector<Organisation> organisations();
    [[nodiscard]] std::vector<DueActivity> due_activities();
    // Names of people who look after households; for those who may see them.
    [[nodiscard]] std::string person_name(PersonId person);

  private:
    Connection& reader_;
    Day first_day_;
    Day last_day_;
    Day as_of_day_;
    int fiscal_year_be_;
};

}  // namespace storage
