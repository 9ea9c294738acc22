#pragma once
#include "conversation/calendar.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// The synthetic district that `sammachip demo` loads, tests use and newcomers talk to: 21 villages
// of Chum Saeng, their households, people and a year of reports. Nobody in it exists: names are put
// together from syllables, telephones begin at 0800000000. Pure: the same seed and month give the
// same values on every machine.
namespace bot {

inline constexpr std::uint64_t kDemoSeed = 2569;

struct DemoVillage {
    std::string code;  // 8 digits: tambon and moo
    std::string tambon_code;
    std::string tambon_th;
    std::string tambon_en;
    std::string postal_code;
    int moo = 0;
    std::string name_th;
};

struct DemoPerson {
    std::string prefix;
    std::string given;
    std::string family;
    std::string phone;  // E.164, empty when the person has none
    int birth_year_be = 0;
    std::string line_user;  // LINE user id of a trainer; empty for others
};

// How a household reaches the office.
enum class DemoChannel { OwnLine, SharedLine, Sms, VolunteerOnly };

struct DemoHousehold {
    std::size_t village = 0;  // index in DemoDistrict::villages
    std::string house_no;
    DemoPerson head;
    int members = 1;
    bool poor = false;
    std::string status;  // INVITED ACTIVE PAUSED WITHDRAWN
    std::string occ_main;
    std::string occ_second;        // empty: none
    std::int64_t base_income = 0;  // baht a month
    std::int64_t base_saving = 0;  // baht a month
    std::int64_t base_debt = 0;    // baht
    DemoChannel channel = DemoChannel::OwnLine;
    std::string line_user;              // LINE user id of who speaks for the house; may be shared
    std::string relation;               // of that person: HEAD SPOUSE CHILD OTHER
    std::size_t trainer = 0;            // index in DemoDistrict::trainers
    int code_number = 0;                // 0-99999: the card's code without its check digit
    conversation::Instant linked_at{};  // when consent was given; not of INVITED
    conversation::Instant left_at{};    // when it paused or withdrew
};

struct DemoRevision {
    std::string occ_main;
    std::int64_t income = 0;
    std::optional<std::int64_t> saving;  // nothing: DONT_KNOW
    std::string status;                  // CONFIRMED NEEDS_CHECK
    std::vector<std::string> flags;
    conversation::Instant at{};
};

struct DemoReport {
    std::size_t household = 0;
    conversation::Period period;
    bool on_behalf = false;               // by the household's trainer
    std::vector<DemoRevision> revisions;  // at least one, oldest first
};

struct DemoDistrict {
    std::vector<DemoVillage> villages;
    std::vector<DemoPerson> trainers;  // five a village, in the order of the villages
    std::vector<DemoHousehold> households;
    std::vector<DemoReport> reports;  // by period, then household
};

inline constexpr std::size_t kTrainersPerVillage = 5;

// The district as it stands on the first day of `now`: reports for the twelve months before it, the
// last of them without those who will report late.
[[nodiscard]] DemoDistrict make_demo_district(conversation::Period now,
                                              std::uint64_t seed = kDemoSeed);

}  // namespace bot
