#include "bot/demo_district.h"

#include "bot/demo_random.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

using bot::DemoChannel;
using bot::DemoDistrict;
using bot::DemoHousehold;
using bot::DemoReport;
using bot::DemoRevision;
using conversation::Period;

namespace {

constexpr Period kNow{2025, 12};

const DemoDistrict& district() {
    static const DemoDistrict made = bot::make_demo_district(kNow);
    return made;
}

std::string text_of(const DemoRevision& revision) {
    return fmt::format("{} {} {} {} {} {};",
                       revision.occ_main,
                       revision.income,
                       revision.saving ? std::to_string(*revision.saving) : "?",
                       revision.status,
                       fmt::join(revision.flags, ","),
                       conversation::to_text(revision.at));
}

std::string text_of(const DemoHousehold& house) {
    return fmt::format("{} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {} {}\n",
                       house.village,
                       house.house_no,
                       house.head.prefix,
                       house.head.given,
                       house.head.family,
                       house.head.phone,
                       house.head.birth_year_be,
                       house.members,
                       house.poor,
                       house.status,
                       house.occ_main,
                       house.occ_second,
                       house.base_income,
                       house.base_saving,
                       house.base_debt,
                       static_cast<int>(house.channel),
                       house.line_user,
                       house.relation,
                       house.code_number,
                       conversation::to_text(house.linked_at),
                       conversation::to_text(house.left_at));
}

// FNV-1a over everything that is in the district.
std::uint64_t digest(const DemoDistrict& made) {
    std::string all;
    for (const auto& village : made.villages) {
        all += fmt::format("{} {} {}\n", village.code, village.name_th, village.tambon_th);
    }
    for (const auto& trainer : made.trainers) {
        all += fmt::format(
            "{} {} {} {}\n", trainer.given, trainer.family, trainer.phone, trainer.line_user);
    }
    for (const auto& house : made.households) {
        all += text_of(house);
    }
    for (const auto& report : made.reports) {
        all += fmt::format(
            "{} {} {} ", report.household, conversation::to_text(report.period), report.on_behalf);
        for (const auto& revision : report.revisions) {
            all += text_of(revision);
        }
        all += '\n';
    }
    std::uint64_t hash = 0xCBF29CE484222325;
    for (const char byte : all) {
        hash = (hash ^ static_cast<std::uint8_t>(byte)) * 0x100000001B3;
    }
    return hash;
}

double percent(auto part, auto whole) {
    return 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

// Households whose mean income of the given months rose over their baseline, of those with at least
// `least` months.
double share_that_rose(unsigned month, std::size_t least) {
    std::map<std::size_t, std::pair<std::int64_t, std::int64_t>> sums;
    for (const DemoReport& report : district().reports) {
        if (month == 0 || report.period.month == month) {
            sums[report.household].first += report.revisions.back().income;
            sums[report.household].second += 1;
        }
    }
    int rose = 0;
    int all = 0;
    for (const auto& [house, sum] : sums) {
        if (static_cast<std::size_t>(sum.second) >= least) {
            ++all;
            rose += sum.first > district().households[house].base_income * sum.second ? 1 : 0;
        }
    }
    return percent(rose, all);
}

}  // namespace

TEST_CASE("the synthetic district is the same on every machine", "[bot][demo]") {
    CHECK(digest(district()) == 0xd1cb1f5f753e1871);
    CHECK(digest(bot::make_demo_district(kNow)) == digest(district()));
    CHECK(digest(bot::make_demo_district(kNow, 2570)) != digest(district()));
}

TEST_CASE("e to the power of x is right without floating point", "[bot][demo]") {
    const auto [x, expected] = GENERATE(table<int, double>(
        {{0, 1.0}, {1000, 2.718282}, {-1000, 0.367879}, {3500, 33.11545}, {-3500, 0.030197}}));
    CAPTURE(x);
    CHECK(static_cast<double>(bot::exp_q16(bot::q16(x))) / 65536 ==
          Approx(expected).epsilon(0.001));
}

TEST_CASE("the normal numbers are normal", "[bot][demo]") {
    bot::DemoRandom random(1, 1);
    constexpr int kDraws = 20'000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < kDraws; ++i) {
        const double z = static_cast<double>(random.normal()) / 65536;
        sum += z;
        squares += z * z;
    }
    CHECK(sum / kDraws == Approx(0).margin(0.03));
    CHECK(squares / kDraws == Approx(1).margin(0.03));
}

TEST_CASE("21 villages over the 11 rural tambons have 20 to 30 houses each", "[bot][demo]") {
    const DemoDistrict& made = district();
    REQUIRE(made.villages.size() == 21);
    std::set<std::string> tambons;
    std::set<std::string> codes;
    for (const auto& village : made.villages) {
        tambons.insert(village.tambon_code);
        codes.insert(village.code);
        CHECK(village.code == village.tambon_code + fmt::format("{:02}", village.moo));
        CHECK((village.moo >= 1 && village.moo <= 9));
    }
    CHECK(tambons.size() == 11);
    CHECK(codes.size() == 21);
    std::map<std::size_t, int> houses;
    for (const auto& house : made.households) {
        ++houses[house.village];
    }
    for (const auto& [village, count] : houses) {
        CAPTURE(village);
        CHECK((count >= 20 && count <= 30));
    }
    CHECK(made.trainers.size() == 105);
}

TEST_CASE("nobody in it exists", "[bot][demo]") {
    std::set<std::string> phones;
    const auto check = [&phones](const std::string& phone) {
        CHECK(phone.starts_with("+66800000"));
        CHECK(phones.insert(phone).second);
    };
    for (const auto& trainer : district().trainers) {
        check(trainer.phone);
    }
    std::set<int> codes;
    for (const auto& house : district().households) {
        if (!house.head.phone.empty()) {
            check(house.head.phone);
        }
        CHECK(codes.insert(house.code_number).second);
    }
}

TEST_CASE("house numbers are unique within their village", "[bot][demo]") {
    std::set<std::pair<std::size_t, std::string>> seen;
    for (const auto& house : district().households) {
        CHECK(seen.insert({house.village, house.house_no}).second);
    }
}

TEST_CASE("households have the shape of the district", "[bot][demo]") {
    const auto& houses = district().households;
    const auto share = [&houses](auto is) {
        return percent(std::count_if(houses.begin(), houses.end(), is), houses.size());
    };
    double income = 0;
    double members = 0;
    for (const auto& house : houses) {
        income += static_cast<double>(house.base_income);
        members += house.members;
    }
    const auto count = static_cast<double>(houses.size());
    CHECK(income / count == Approx(14'600).epsilon(0.08));
    CHECK(members / count == Approx(2.7).margin(0.2));
    CHECK(share([](const auto& house) {
              return house.base_income * 12 < 38'000 * house.members;
          }) == Approx(27).margin(5));
    CHECK(share([](const auto& house) { return house.channel == DemoChannel::OwnLine; }) ==
          Approx(55).margin(6));
    CHECK(share([](const auto& house) { return house.channel == DemoChannel::VolunteerOnly; }) ==
          Approx(20).margin(5));
    CHECK(share([](const auto& house) { return house.base_debt > 0; }) == Approx(60).margin(6));
    CHECK(share([](const auto& house) {
              return house.status == "PAUSED" || house.status == "WITHDRAWN";
          }) == Approx(8).margin(4));
    CHECK(share([](const auto& house) { return house.status == "INVITED"; }) ==
          Approx(5.5).margin(3));
}

TEST_CASE("a year of reports ends with the month before", "[bot][demo]") {
    const auto& reports = district().reports;
    CHECK(reports.front().period == Period{2024, 12});
    CHECK(reports.back().period == Period{2025, 11});
    const auto now = conversation::bangkok_instant(
        conversation::Day(std::chrono::year(2025), std::chrono::month(12), std::chrono::day(1)),
        std::chrono::minutes(0));
    int corrected = 0;
    for (const auto& report : reports) {
        CHECK(district().households[report.household].status != "INVITED");
        CHECK(report.revisions.back().at < now);
        CHECK(std::is_sorted(report.revisions.begin(),
                             report.revisions.end(),
                             [](const auto& a, const auto& b) { return a.at < b.at; }));
        corrected += report.revisions.size() > 1 ? 1 : 0;
    }
    CHECK(percent(corrected, reports.size()) == Approx(9).margin(2));
    const auto active = std::count_if(district().households.begin(),
                                      district().households.end(),
                                      [](const auto& house) { return house.status == "ACTIVE"; });
    const auto of_active = std::count_if(reports.begin(), reports.end(), [](const auto& report) {
        return district().households[report.household].status == "ACTIVE";
    });
    CHECK(percent(of_active, active * 12) == Approx(87).margin(2));
}

TEST_CASE("averages rise a little while single months mislead", "[bot][demo]") {
    CHECK(share_that_rose(0, 3) == Approx(60).margin(7));
    CHECK(share_that_rose(2, 1) < 40);
    CHECK(share_that_rose(11, 1) > 70);
}

TEST_CASE("savings are those of people who save a little", "[bot][demo]") {
    std::int64_t sum = 0;
    std::int64_t known = 0;
    std::set<std::size_t> savers;
    std::set<std::size_t> all;
    for (const auto& report : district().reports) {
        const auto& saving = report.revisions.back().saving;
        if (saving) {
            all.insert(report.household);
            sum += *saving;
            ++known;
            if (*saving > 0) {
                savers.insert(report.household);
            }
        }
    }
    CHECK(static_cast<double>(sum) / static_cast<double>(known) == Approx(320).margin(60));
    CHECK(percent(savers.size(), all.size()) == Approx(91).margin(4));
}
