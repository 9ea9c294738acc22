#pragma once
#include "bot/demo_district.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What the synthetic district's organisations and people planned and did, and what came of it. Pure
// like the district itself, which it leaves as it is.
namespace bot {

struct DemoOrganisation {
    std::string kind;  // CCC WOM VOL SAV
    std::string name_th;
};

// One of the fifty people of the support team.
struct DemoMember {
    std::size_t organisation = 0;
    bool chair = false;
    std::optional<std::size_t>
        trainer{};        // index in DemoDistrict::trainers, who is the same person
    DemoPerson person{};  // of those who are no trainers
};

struct DemoOutcome {
    std::string result{};  // DONE POSTPONED CANCELLED
    std::optional<conversation::Day> done_on{};
    std::optional<std::int64_t> headcount{};
    std::optional<conversation::Day> new_day{};
    std::string reason{};
    conversation::Day on{};  // the day it was answered
};

struct DemoActivity {
    std::size_t organisation = 0;
    int fiscal_year_be = 0;
    std::string code;
    std::string title;
    std::string kind;
    std::size_t village = 0;
    std::size_t responsible = 0;  // index in DemoRegister::members
    conversation::Day start;
    conversation::Day end;
    std::int64_t target_people = 0;
    std::int64_t budget_baht = 0;
    std::vector<DemoOutcome> outcomes;  // oldest first
};

struct DemoFundAccess {
    std::size_t household = 0;
    std::string fund_kind;
    std::string access;  // APPLIED GRANTED REFUSED MEMBER
    conversation::Day on;
    std::optional<std::int64_t> amount;
};

struct DemoNomination {
    std::size_t household = 0;
    conversation::Day on;
    std::array<bool, 5> criteria{};  // in the order of storage::kCriteria
    std::string stage;
};

struct DemoTambonPlan {
    std::string tambon_code;
    conversation::Day integrated_on;
    std::array<std::optional<conversation::Day>, 4>
        adopted;  // local, strategic, ordinance, province
};

struct DemoCentre {
    std::size_t village = 0;
    std::string name_th;
    std::string topics;
    conversation::Day opened_on;
};

struct DemoSession {
    std::size_t trainer = 0;
    std::string topic;
    conversation::Day on;
    std::int64_t people = 0;
};

struct DemoGroup {
    std::size_t village = 0;
    std::string name_th;
    std::string occ;
    conversation::Day formed_on;
    std::vector<std::size_t> households;
};

struct DemoRegister {
    int fiscal_year_be = 0;  // the present one; there is a plan of the year before, too
    std::array<DemoOrganisation, 4> organisations;
    std::vector<DemoMember> members;       // 13, 12, 13 and 12 of the four
    std::vector<DemoActivity> activities;  // of both years
    std::vector<DemoFundAccess> fund_accesses;
    std::vector<DemoNomination> nominations;  // one a village, of the year before
    std::vector<DemoTambonPlan> tambon_plans;
    std::vector<DemoCentre> centres;
    std::vector<DemoSession> sessions;
    std::vector<DemoGroup> groups;
};

// The tambon of the town, which has no target village but a plan.
inline constexpr std::string_view kDemoTownTambon = "600301";

// As it stands on the first day of `now`.
[[nodiscard]] DemoRegister make_demo_register(const DemoDistrict& district,
                                              conversation::Period now,
                                              std::uint64_t seed = kDemoSeed);

}  // namespace bot
