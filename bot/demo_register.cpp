#include "bot/demo_register.h"

#include "bot/demo_names.h"
#include "bot/demo_person.h"
#include "bot/demo_random.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

// The figures are DOMAIN.md's specification of synthetic data.
namespace bot {

namespace {

using conversation::Day;
using conversation::Period;

constexpr std::array<int, 4> kMembers = {13, 12, 13, 12};
constexpr std::size_t kAlsoTrainers = 20;
constexpr int kFirstPhone = 900;  // beyond those of the district
constexpr std::size_t kCentres = 6;

enum Stream : std::uint64_t {
    MemberStream = 5'000'000,
    ActivityStream = 5'100'000,
    FundStream = 5'200'000,
    NominationStream = 5'300'000,
    PlanStream = 5'400'000,
    LearningStream = 5'500'000,
    GroupStream = 5'600'000,
};

struct Kind {
    std::string_view kind;
    std::string_view title;
};

constexpr std::array<Kind, 8> kActivityKinds = {{{"PREP", "ประชุมเตรียมความพร้อม"},
                                                 {"TRAIN", "อบรมอาชีพ"},
                                                 {"TRAIN", "สอนทำบัญชีครัวเรือน"},
                                                 {"VISIT", "เยี่ยมครัวเรือนสัมมาชีพ"},
                                                 {"MEETING", "ประชุมคณะกรรมการ"},
                                                 {"FUND", "แนะนำแหล่งทุนชุมชน"},
                                                 {"PLANWORK", "จัดทำแผนสัมมาชีพตำบล"},
                                                 {"MONITOR", "ติดตามประเมินผล"}}};
constexpr std::array<std::string_view, 6> kTopics = {
    "ปุ๋ยหมัก", "บัญชีครัวเรือน", "แปรรูปอาหาร", "จักสาน", "เลี้ยงปลา", "ปลูกผักปลอดสาร"};
constexpr std::array<std::string_view, 5> kReasons = {
    "ฝนตก", "ชาวบ้านติดเกี่ยวข้าว", "วิทยากรไม่ว่าง", "ตรงกับงานบุญ", "สถานที่ไม่พร้อม"};

struct Occupation {
    std::string_view code;
    std::string_view group;
};

constexpr std::array<Occupation, 4> kGroups = {{{"CRAFT", "กลุ่มจักสาน"},
                                                {"FOOD", "กลุ่มแปรรูปอาหาร"},
                                                {"GARDEN", "กลุ่มปลูกผัก"},
                                                {"FISH", "กลุ่มเลี้ยงปลา"}}};

Day later(Day day, int days) {
    return Day(std::chrono::sys_days(day) + std::chrono::days(days));
}

// 1 October of a fiscal year of the Buddhist era.
Day year_start(int fiscal_year_be) {
    return {std::chrono::year(fiscal_year_be - 544), std::chrono::October, std::chrono::day(1)};
}

class Maker {
  public:
    Maker(const DemoDistrict& district, Period now, std::uint64_t seed)
        : district_(district), now_(now), today_(conversation::first_day(now)), seed_(seed) {
        made_.fiscal_year_be = conversation::fiscal_year_be(conversation::previous(now));
    }

    DemoRegister make() {
        made_.organisations = {{{"CCC", "ศอช.อ.ชุมแสง (สมมติ)"},
                                {"WOM", "กพสอ.ชุมแสง (สมมติ)"},
                                {"VOL", "ชมรม อช.ชุมแสง (สมมติ)"},
                                {"SAV", "เครือข่ายกลุ่มออมทรัพย์ชุมแสง (สมมติ)"}}};
        make_members();
        for (const int year : {made_.fiscal_year_be - 1, made_.fiscal_year_be}) {
            for (std::size_t i = 0; i < made_.organisations.size(); ++i) {
                make_activities(i, year);
            }
        }
        make_fund_accesses();
        make_nominations();
        make_tambon_plans();
        make_learning();
        make_groups();
        return std::move(made_);
    }

  private:
    // The trainers among them are of as many villages as there are such members.
    void make_members() {
        DemoRandom random(seed_, MemberStream);
        std::size_t trainers = 0;
        int phones = kFirstPhone;
        for (std::size_t i = 0; i < kMembers.size(); ++i) {
            for (int member = 0; member < kMembers[i]; ++member) {
                DemoMember made{.organisation = i, .chair = member == 0};
                if (member > 0 && member <= 5 && trainers < kAlsoTrainers) {
                    made.trainer = trainers++ * kTrainersPerVillage;
                } else {
                    made.person = make_demo_person(random, now_);
                    made.person.phone = demo_phone(phones++);
                }
                made_.members.push_back(std::move(made));
            }
        }
    }

    [[nodiscard]] std::size_t random_member(DemoRandom& random, std::size_t organisation) const {
        std::size_t first = 0;
        for (std::size_t i = 0; i < organisation; ++i) {
            first += static_cast<std::size_t>(kMembers[i]);
        }
        return first + static_cast<std::size_t>(random.below(kMembers[organisation]));
    }

    [[nodiscard]] std::size_t random_village(DemoRandom& random) const {
        return static_cast<std::size_t>(random.below(static_cast<int>(district_.villages.size())));
    }

    // Fourteen to twenty-two a year, most of them from November to March.
    void make_activities(std::size_t organisation, int year) {
        DemoRandom random(seed_,
                          ActivityStream + static_cast<std::uint64_t>(year) * 10 + organisation);
        const int count = random.between(14, 22);
        for (int number = 1; number <= count; ++number) {
            const bool dry_season = random.chance(650);
            const int days = dry_season ? random.between(31, 180) : random.between(0, 363);
            const auto& kind = number == 1
                                   ? kActivityKinds.front()
                                   : kActivityKinds[static_cast<std::size_t>(random.between(1, 7))];
            DemoActivity activity;
            activity.organisation = organisation;
            activity.fiscal_year_be = year;
            activity.code = fmt::format("{}-{:02}", made_.organisations[organisation].kind, number);
            activity.village = random_village(random);
            activity.title =
                fmt::format("{} {}", kind.title, district_.villages[activity.village].name_th);
            activity.kind = std::string(kind.kind);
            activity.responsible = random_member(random, organisation);
            activity.start = later(year_start(year), number == 1 ? days % 30 : days);
            activity.end = later(activity.start, random.chance(200) ? 1 : 0);
            activity.target_people = random.between(3, 10) * 5;
            activity.budget_baht = random.between(0, 20) * 500;
            answer(random, activity);
            made_.activities.push_back(std::move(activity));
        }
    }

    // What was answered until today: done 70 %, postponed 14 % (half of them done later), cancelled
    // 6 %, nothing 10 %.
    void answer(DemoRandom& random, DemoActivity& activity) const {
        const int drawn = random.below(100);
        const int wait = random.between(7, 45);
        const bool done_later = random.chance(500);
        const std::string reason(demo_pick(random, kReasons));
        const std::int64_t people = std::max<std::int64_t>(3, 25 + 5 * random.normal() / kOne);
        if (std::chrono::sys_days(activity.end) >= std::chrono::sys_days(today_) || drawn >= 90) {
            return;
        }
        const auto done = [&](Day on) {
            activity.outcomes.push_back(
                {.result = "DONE", .done_on = on, .headcount = people, .on = on});
        };
        if (drawn < 70) {
            done(activity.end);
        } else if (drawn < 84) {
            const Day moved = later(activity.start, wait);
            activity.outcomes.push_back(
                {.result = "POSTPONED", .new_day = moved, .reason = reason, .on = activity.start});
            if (done_later && std::chrono::sys_days(moved) < std::chrono::sys_days(today_)) {
                done(moved);
            }
        } else {
            activity.outcomes.push_back(
                {.result = "CANCELLED", .reason = reason, .on = activity.start});
        }
    }

    void make_fund_accesses() {
        static constexpr std::array<std::string_view, 4> kKinds = {
            "VILLAGEFUND", "SAVGROUP", "WOMENFUND", "KKJ"};
        for (std::size_t i = 0; i < district_.households.size(); ++i) {
            DemoRandom random(seed_, FundStream + i);
            if (!random.chance(300) || district_.households[i].status == "INVITED") {
                continue;
            }
            DemoFundAccess access;
            access.household = i;
            access.fund_kind = std::string(demo_pick(random, kKinds));
            access.on = later(today_, -random.between(10, 330));
            const int drawn = random.below(100);
            access.access = drawn < 55   ? "GRANTED"
                            : drawn < 80 ? "MEMBER"
                            : drawn < 92 ? "APPLIED"
                                         : "REFUSED";
            if (access.access != "MEMBER") {
                access.amount = std::int64_t{random.between(2, 40)} * 500;
            }
            made_.fund_accesses.push_back(std::move(access));
        }
    }

    // One a village; the first of the district's with all five criteria is chosen.
    void make_nominations() {
        bool chosen = false;
        for (std::size_t village = 0; village < district_.villages.size(); ++village) {
            DemoRandom random(seed_, NominationStream + village);
            std::vector<std::size_t> houses;
            for (std::size_t i = 0; i < district_.households.size(); ++i) {
                const auto& house = district_.households[i];
                if (house.village == village && house.status == "ACTIVE") {
                    houses.push_back(i);
                }
            }
            DemoNomination nomination;
            nomination.household = demo_index(random, houses);
            nomination.on = later(year_start(made_.fiscal_year_be), -random.between(60, 120));
            for (bool& met : nomination.criteria) {
                met = random.chance(900);
            }
            const bool all = std::all_of(nomination.criteria.begin(),
                                         nomination.criteria.end(),
                                         [](bool met) { return met; });
            nomination.stage = all && !chosen ? "CHOSEN" : "NOT_CHOSEN";
            chosen = chosen || all;
            made_.nominations.push_back(std::move(nomination));
        }
    }

    static std::size_t demo_index(DemoRandom& random, const std::vector<std::size_t>& from) {
        return from[static_cast<std::size_t>(random.below(static_cast<int>(from.size())))];
    }

    void make_tambon_plans() {
        static constexpr std::array<int, 4> kPerMille = {500, 300, 400, 200};
        DemoRandom random(seed_, PlanStream);
        const auto add = [&](std::string_view tambon) {
            DemoTambonPlan plan;
            plan.tambon_code = std::string(tambon);
            plan.integrated_on = later(today_, -random.between(200, 300));
            for (std::size_t i = 0; i < plan.adopted.size(); ++i) {
                const bool adopted = random.chance(kPerMille[i]);
                const Day on = later(plan.integrated_on, random.between(10, 150));
                if (adopted) {
                    plan.adopted[i] = on;
                }
            }
            made_.tambon_plans.push_back(std::move(plan));
        };
        add(kDemoTownTambon);
        for (const DemoTambon& tambon : kDemoTambons) {
            add(tambon.code);
        }
    }

    void make_learning() {
        DemoRandom random(seed_, LearningStream);
        std::set<std::size_t> villages;
        while (villages.size() < kCentres) {
            villages.insert(random_village(random));
        }
        for (const std::size_t village : villages) {
            const std::string_view topic = demo_pick(random, kTopics);
            made_.centres.push_back({.village = village,
                                     .name_th = "แหล่งเรียนรู้" + district_.villages[village].name_th,
                                     .topics = std::string(topic),
                                     .opened_on = later(today_, -random.between(200, 900))});
        }
        for (std::size_t trainer = 0; trainer < district_.trainers.size(); ++trainer) {
            if (!random.chance(600)) {
                continue;
            }
            const std::string_view topic = demo_pick(random, kTopics);
            const Day on = later(today_, -random.between(5, 300));
            made_.sessions.push_back({.trainer = trainer,
                                      .topic = std::string(topic),
                                      .on = on,
                                      .people = random.between(8, 40)});
        }
    }

    // A group in every third village, of the households that do the same.
    void make_groups() {
        for (std::size_t village = 0; village < district_.villages.size(); village += 3) {
            DemoRandom random(seed_, GroupStream + village);
            const auto& occupation =
                kGroups[static_cast<std::size_t>(random.below(static_cast<int>(kGroups.size())))];
            DemoGroup group{.village = village,
                            .name_th = std::string(occupation.group),
                            .occ = std::string(occupation.code),
                            .formed_on = later(today_, -random.between(100, 800)),
                            .households = {}};
            for (std::size_t i = 0; i < district_.households.size(); ++i) {
                const auto& house = district_.households[i];
                if (house.village == village && house.status == "ACTIVE" && random.chance(300)) {
                    group.households.push_back(i);
                }
            }
            made_.groups.push_back(std::move(group));
        }
    }

    const DemoDistrict& district_;
    Period now_;
    Day today_;
    std::uint64_t seed_;
    DemoRegister made_;
};

}  // namespace

DemoRegister make_demo_register(const DemoDistrict& district, Period now, std::uint64_t seed) {
    return Maker(district, now, seed).make();
}

}  // namespace bot
