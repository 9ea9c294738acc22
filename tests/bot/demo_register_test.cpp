#include "bot/demo_loader.h"
#include "bot/demo_register_loader.h"
#include "storage/household_care.h"
#include "storage/people.h"
#include "storage/roles.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <set>

using bot::DemoRegister;
using conversation::Period;

namespace {

constexpr Period kMonth{2025, 12};

const bot::DemoDistrict& district() {
    static const bot::DemoDistrict made = bot::make_demo_district(kMonth);
    return made;
}

const DemoRegister& made() {
    static const DemoRegister all = bot::make_demo_register(district(), kMonth);
    return all;
}

// FNV-1a over everything that is in it.
std::uint64_t digest(const DemoRegister& all) {
    std::string text;
    for (const auto& member : all.members) {
        text += fmt::format("{} {} {} {}\n",
                            member.organisation,
                            member.trainer.value_or(999),
                            member.person.given + member.person.family,
                            member.person.phone);
    }
    for (const auto& activity : all.activities) {
        text += fmt::format("{} {} {} {} {} {}",
                            activity.code,
                            activity.title,
                            conversation::to_text(activity.start),
                            activity.responsible,
                            activity.budget_baht,
                            activity.target_people);
        for (const auto& outcome : activity.outcomes) {
            text += fmt::format(" {} {}", outcome.result, outcome.headcount.value_or(-1));
        }
    }
    for (const auto& access : all.fund_accesses) {
        text +=
            fmt::format("{} {} {}\n", access.household, access.access, access.amount.value_or(-1));
    }
    for (const auto& nomination : all.nominations) {
        text += fmt::format("{} {}\n", nomination.household, nomination.stage);
    }
    for (const auto& session : all.sessions) {
        text += fmt::format("{} {} {}\n", session.trainer, session.topic, session.people);
    }
    std::uint64_t hash = 0xCBF29CE484222325;
    for (const char byte : text) {
        hash = (hash ^ static_cast<std::uint8_t>(byte)) * 0x100000001B3;
    }
    return hash;
}

}  // namespace

TEST_CASE("the synthetic register is the same on every machine", "[bot][demo]") {
    CHECK(digest(made()) == 0x2db7815b62a0f03b);
    CHECK(digest(bot::make_demo_register(district(), kMonth)) == digest(made()));
    CHECK(digest(bot::make_demo_register(district(), kMonth, 2570)) != digest(made()));
}

TEST_CASE("fifty people of four organisations, twenty of them trainers", "[bot][demo]") {
    CHECK(made().members.size() == 50);
    std::set<std::string> phones;
    std::set<std::size_t> trainers;
    for (const auto& member : made().members) {
        if (member.trainer) {
            trainers.insert(*member.trainer);
            continue;
        }
        CHECK(member.person.phone.starts_with("+66800000"));
        CHECK(phones.insert(member.person.phone).second);
    }
    CHECK(trainers.size() == 20);
    for (const auto& trainer : district().trainers) {
        CHECK(phones.insert(trainer.phone).second);
    }
    for (const auto& house : district().households) {
        CHECK((house.head.phone.empty() || phones.insert(house.head.phone).second));
    }
}

TEST_CASE("activities and results have the shape of the district", "[bot][demo]") {
    int past = 0;
    int done = 0;
    for (const auto& activity : made().activities) {
        CHECK(activity.code.size() == 6);
        if (std::chrono::sys_days(activity.end) <
            std::chrono::sys_days(std::chrono::year(2025) / 12 / 1)) {
            ++past;
            done += !activity.outcomes.empty() && activity.outcomes.back().result == "DONE" ? 1 : 0;
        } else {
            CHECK(activity.outcomes.empty());
        }
    }
    CHECK(made().activities.size() >= 4 * 14 * 2);
    CHECK(made().activities.size() <= 4 * 22 * 2);
    CHECK(100 * done / past == Approx(76).margin(10));
    const auto houses = static_cast<double>(district().households.size());
    CHECK(static_cast<double>(made().fund_accesses.size()) / houses == Approx(0.28).margin(0.06));
    CHECK(made().nominations.size() == 21);
    CHECK(std::count_if(made().nominations.begin(), made().nominations.end(), [](const auto& one) {
              return one.stage == "CHOSEN";
          }) == 1);
    CHECK(made().tambon_plans.size() == 12);
    CHECK(made().centres.size() == 6);
}

TEST_CASE("the register in the database is the register that was made", "[bot][demo]") {
    support::TempDatabase db;
    const bot::DemoLoad load{.line_channel = "line", .now = support::kNow};
    bot::load_demo_district(db.connection, district(), load);
    bot::load_demo_register(db.connection, district(), made(), load);
    const auto count = [&db](const std::string& table) {
        return std::stoul(db.value("SELECT count(*) FROM " + table));
    };
    CHECK(count("organisation") == 4);
    CHECK(count("support_team_member") == 50);
    CHECK(count("role") == 155);
    CHECK(count("contact WHERE person IS NOT NULL") == 105);
    CHECK(count("household_care") == district().households.size());
    CHECK(count("activity") == made().activities.size());
    CHECK(count("fund_access") == made().fund_accesses.size());
    CHECK(count("nomination WHERE stage = 'CHOSEN'") == 1);
    CHECK(count("tambon_plan") == 12);
    CHECK(count("learning_centre") == 6);
    CHECK(count("trainer_session") == made().sessions.size());
    CHECK(count("occ_group") == made().groups.size());
    // Every trainer's houses are of the own village, so they are seen.
    storage::HouseholdCare care(db.connection);
    const auto trainer =
        storage::People(db.connection).only_with_phone(district().trainers.front().phone);
    CHECK_FALSE(care.houses_of(trainer, conversation::bangkok_day(support::kNow)).empty());
}
