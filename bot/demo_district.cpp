#include "bot/demo_district.h"

#include "bot/demo_names.h"
#include "bot/demo_person.h"
#include "bot/demo_random.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>

// The figures are DOMAIN.md's specification of synthetic data, with the sources it names.
namespace bot {

namespace {

using conversation::Instant;
using conversation::Period;

constexpr std::size_t kVillages = 21;
constexpr int kMonths = 12;
constexpr int kBmnLine = 38'000;  // baht a person and year

enum Stream : std::uint64_t { VillageStream = 1, TrainerStream = 1'000, HouseStream = 10'000 };

struct Share {
    std::string_view code;
    int per_mille = 0;
};

struct Livelihood {
    int per_mille = 0;
    Q16 mean_members = 0;
    int mean_income = 0;
    Q16 sigma = 0;
    std::array<int, 12> season{};  // January … December, in hundredths
    std::array<Share, 4> occupations{};
};

constexpr std::array<Livelihood, 4> kLivelihoods = {{
    {450,
     q16(2800),
     15'000,
     q16(550),
     {70, 70, 80, 130, 120, 70, 60, 70, 90, 110, 180, 150},
     {{{"RICE", 720}, {"GARDEN", 120}, {"CROP", 90}, {"LIVESTOCK", 70}}}},
    {250,
     q16(3000),
     15'500,
     q16(450),
     {100, 100, 100, 100, 90, 90, 95, 100, 100, 100, 110, 115},
     {{{"WAGE", 800}, {"EMPLOYEE", 140}, {"CIVIL", 60}, {"WAGE", 0}}}},
    {120,
     q16(2800),
     18'000,
     q16(600),
     {100, 100, 100, 110, 100, 95, 95, 100, 100, 100, 100, 105},
     {{{"TRADE", 600}, {"FOOD", 180}, {"CRAFT", 110}, {"SERVICE", 110}}}},
    {180,
     q16(2100),
     9'500,
     q16(500),
     {100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100},
     {{{"NONE_ELDER", 700}, {"HOME", 200}, {"NONE", 100}, {"NONE_ELDER", 0}}}},
}};
constexpr std::size_t kFarm = 0;

std::int64_t to_nearest(std::int64_t baht, std::int64_t step) {
    return (baht + step / 2) / step * step;
}

std::size_t pick_share(DemoRandom& random, std::span<const int> per_mille) {
    int left = random.below(1000);
    for (std::size_t i = 0; i + 1 < per_mille.size(); ++i) {
        left -= per_mille[i];
        if (left < 0) {
            return i;
        }
    }
    return per_mille.size() - 1;
}

std::string pick_occupation(DemoRandom& random, const Livelihood& livelihood) {
    int left = random.below(1000);
    for (const Share& share : livelihood.occupations) {
        left -= share.per_mille;
        if (left < 0) {
            return std::string(share.code);
        }
    }
    return std::string(livelihood.occupations.front().code);
}

std::vector<DemoVillage> make_villages(std::uint64_t seed) {
    DemoRandom random(seed, VillageStream);
    std::vector<DemoVillage> villages;
    while (villages.size() < kVillages) {
        const std::size_t tambon =
            villages.size() < kDemoTambons.size()
                ? villages.size()
                : static_cast<std::size_t>(random.below(static_cast<int>(kDemoTambons.size())));
        const DemoTambon& in = kDemoTambons[tambon];
        const int moo = random.between(1, 9);
        const std::string code = fmt::format("{}{:02}", in.code, moo);
        const std::string name = std::string("บ้าน")
                                     .append(demo_pick(random, kVillageFirst))
                                     .append(demo_pick(random, kVillageSecond));
        const bool taken = std::any_of(villages.begin(), villages.end(), [&](const auto& other) {
            return other.code == code || other.name_th == name;
        });
        if (!taken) {
            villages.push_back({.code = code,
                                .tambon_code = std::string(in.code),
                                .tambon_th = std::string(in.name_th),
                                .tambon_en = std::string(in.name_en),
                                .postal_code = std::string(in.postal_code),
                                .moo = moo,
                                .name_th = name});
        }
    }
    std::sort(villages.begin(), villages.end(), [](const auto& a, const auto& b) {
        return a.code < b.code;
    });
    return villages;
}

std::string line_user(DemoRandom& random) {
    std::string user = "U";
    for (int i = 0; i < 4; ++i) {
        user += fmt::format("{:08x}", random.next());
    }
    return user;
}

// What is drawn for a household besides what the outside sees.
struct HouseDraft {
    DemoHousehold house;
    std::size_t livelihood = 0;
    bool saver = false;
    Q16 trend = 0;       // growth over the whole year
    int last_month = 0;  // months it takes part in: kMonths unless it left
};

void draw_livelihood(DemoRandom& random, HouseDraft& draft) {
    std::array<int, kLivelihoods.size()> shares{};
    for (std::size_t i = 0; i < shares.size(); ++i) {
        shares[i] = kLivelihoods[i].per_mille;
    }
    draft.livelihood = pick_share(random, shares);
    const Livelihood& lives = kLivelihoods[draft.livelihood];
    DemoHousehold& house = draft.house;
    house.occ_main = pick_occupation(random, lives);
    if (random.chance(300)) {
        static constexpr std::array<std::string_view, 4> kSecond = {
            "WAGE", "GARDEN", "CRAFT", "TRADE"};
        const std::string_view second = demo_pick(random, kSecond);
        house.occ_second = second == house.occ_main ? "" : std::string(second);
    }
    const Q16 members = lives.mean_members + random.normal() * q16(1200) / kOne;
    house.members = static_cast<int>(std::clamp<Q16>((members + kOne / 2) / kOne, 1, 8));
    house.base_income = std::max<std::int64_t>(
        500, to_nearest(lives.mean_income * random.lognormal_of_mean_one(lives.sigma) / kOne, 100));
    draft.saver = random.chance(920);
    house.base_saving = draft.saver ? to_nearest(house.base_income * 2 / 100, 50) : 0;
    if (random.chance(600)) {
        house.base_debt = to_nearest(120'000 * random.lognormal_of_median_one(kOne) / kOne, 1000);
    }
    house.poor =
        house.base_income * 12 < std::int64_t{kBmnLine} * house.members && random.chance(700);
    draft.trend = q16(60) + random.normal() * q16(120) / kOne;
}

struct Span {
    int first = 0;
    int last = 0;
};

// A minute of a month, within a span of days and one of hours. Drawn one after the other: the order
// in which arguments are evaluated is the compiler's choice.
Instant moment(DemoRandom& random, Period period, Span days, Span hours) {
    const int day = random.between(days.first, days.last);
    const int minute = random.between(hours.first * 60, hours.last * 60);
    return conversation::bangkok_instant(
        conversation::Day(std::chrono::year(period.year),
                          std::chrono::month(period.month),
                          std::chrono::day(static_cast<unsigned>(day))),
        std::chrono::minutes(minute));
}

void draw_contact(DemoRandom& random, HouseDraft& draft, Period first) {
    DemoHousehold& house = draft.house;
    house.channel =
        static_cast<DemoChannel>(pick_share(random, std::array<int, 4>{550, 120, 130, 200}));
    house.line_user = line_user(random);
    static constexpr std::array<std::string_view, 4> kRelations = {
        "HEAD", "SPOUSE", "CHILD", "OTHER"};
    house.relation = kRelations[pick_share(random, std::array<int, 4>{500, 250, 200, 50})];
    house.code_number = random.below(100'000);
    house.linked_at = moment(random, conversation::previous(first), {1, 28}, {8, 19});
    draft.last_month = kMonths;
    house.status = "ACTIVE";
    if (random.chance(80)) {
        house.status = random.chance(500) ? "PAUSED" : "WITHDRAWN";
        draft.last_month = random.between(1, kMonths - 1);
        Period month = first;
        for (int i = 0; i < draft.last_month; ++i) {
            month = conversation::next(month);
        }
        house.left_at = moment(random, month, {10, 19}, {8, 16});
    } else if (random.chance(60)) {
        house.status = "INVITED";
        draft.last_month = 0;
    }
}

std::int64_t month_income(DemoRandom& random, const HouseDraft& draft, Period period, int index) {
    if (draft.livelihood == kFarm && random.chance(60)) {
        return 0;
    }
    const int season = kLivelihoods[draft.livelihood].season[period.month - 1];
    const Q16 grown = kOne + draft.trend * (2 * Q16{index} + 1) / (2 * Q16{kMonths});
    const Q16 noise = random.lognormal_of_median_one(q16(200));
    const std::int64_t baht = draft.house.base_income * season * grown / kOne * noise / kOne / 100;
    return std::max<std::int64_t>(0, to_nearest(baht, 100));
}

std::int64_t month_saving(DemoRandom& random, const HouseDraft& draft, std::int64_t income) {
    if (!draft.saver || !random.chance(550)) {
        return 0;
    }
    static constexpr std::array<int, 5> kPercent = {1, 2, 3, 5, 10};
    return to_nearest(income * kPercent[static_cast<std::size_t>(random.below(5))] / 100, 50);
}

// What was said first and corrected later: mostly a little off, sometimes an extra zero.
DemoRevision mistaken(DemoRandom& random, const DemoRevision& right) {
    DemoRevision wrong = right;
    if (random.chance(125) && right.income > 0) {
        wrong.income = right.income * 10;
        wrong.status = "NEEDS_CHECK";
        wrong.flags = {"TENFOLD"};
    } else {
        wrong.income = to_nearest(right.income * random.between(70, 130) / 100, 100);
    }
    return wrong;
}

// Draws the report of a month, or nothing where the household gives none. `now` is the month that
// has not happened yet.
std::optional<DemoReport> draw_report(
    DemoRandom& random, const HouseDraft& draft, Period period, int index, Period now) {
    const std::size_t when = pick_share(random, std::array<int, 3>{780, 100, 120});
    const std::int64_t income = month_income(random, draft, period, index);
    DemoRevision right{.occ_main = draft.house.occ_main,
                       .income = income,
                       .saving = month_saving(random, draft, income),
                       .status = "CONFIRMED",
                       .flags = {},
                       .at = {}};
    if (random.chance(15)) {
        right.saving.reset();
    } else if (*right.saving > income) {
        right.flags = {"SAVE_GT_INCOME"};
    }
    const bool late = when == 1;
    const Period said_in = late ? conversation::next(period) : period;
    right.at = moment(random, said_in, late ? Span{1, 9} : Span{20, 26}, {7, 20});
    const int corrections = random.chance(10) ? 2 : (random.chance(80) ? 1 : 0);
    if (when == 2 || said_in == now) {
        return std::nullopt;
    }
    DemoReport report;
    report.period = period;
    report.on_behalf = draft.house.channel == DemoChannel::VolunteerOnly;
    for (int i = 0; i < corrections; ++i) {
        report.revisions.push_back(mistaken(random, right));
    }
    report.revisions.push_back(right);
    std::chrono::minutes after{0};
    for (DemoRevision& revision : report.revisions) {
        revision.at += after;
        after += std::chrono::minutes(random.between(2, 90));
    }
    return report;
}

std::vector<HouseDraft> draw_households(std::uint64_t seed,
                                        const std::vector<DemoVillage>& villages,
                                        Period now,
                                        Period first) {
    DemoRandom sizes(seed, VillageStream + 1);
    std::vector<HouseDraft> drafts;
    for (std::size_t village = 0; village < villages.size(); ++village) {
        const int count = sizes.between(20, 30);
        int house_no = 0;
        for (int i = 0; i < count; ++i) {
            DemoRandom random(seed, HouseStream + drafts.size());
            HouseDraft draft;
            draft.house.village = village;
            house_no += random.between(1, 6);
            draft.house.house_no = random.chance(150)
                                       ? fmt::format("{}/{}", house_no, random.between(1, 4))
                                       : fmt::format("{}", house_no);
            draft.house.head = make_demo_person(random, now);
            draft.house.trainer =
                village * kTrainersPerVillage + static_cast<std::size_t>(i) % kTrainersPerVillage;
            draw_livelihood(random, draft);
            draw_contact(random, draft, first);
            drafts.push_back(std::move(draft));
        }
    }
    return drafts;
}

// A shared telephone is that of the house before it in the same village.
void share_phones(std::vector<HouseDraft>& drafts) {
    for (std::size_t i = 1; i < drafts.size(); ++i) {
        DemoHousehold& house = drafts[i].house;
        const DemoHousehold& neighbour = drafts[i - 1].house;
        if (house.channel == DemoChannel::SharedLine && neighbour.village == house.village) {
            house.line_user = neighbour.line_user;
            house.relation = "OTHER";
        }
    }
}

// No two open cards carry the same code.
void part_codes(std::vector<HouseDraft>& drafts) {
    std::vector<bool> taken(100'000, false);
    for (HouseDraft& draft : drafts) {
        int& number = draft.house.code_number;
        while (taken[static_cast<std::size_t>(number)]) {
            number = (number + 1) % 100'000;
        }
        taken[static_cast<std::size_t>(number)] = true;
    }
}

}  // namespace

DemoDistrict make_demo_district(Period now, std::uint64_t seed) {
    Period first = now;
    for (int i = 0; i < kMonths; ++i) {
        first = conversation::previous(first);
    }
    DemoDistrict district;
    district.villages = make_villages(seed);
    int phones = 0;
    for (std::size_t i = 0; i < district.villages.size() * kTrainersPerVillage; ++i) {
        DemoRandom random(seed, TrainerStream + i);
        district.trainers.push_back(make_demo_person(random, now));
        district.trainers.back().phone = demo_phone(phones++);
        district.trainers.back().line_user = line_user(random);
    }
    std::vector<HouseDraft> drafts = draw_households(seed, district.villages, now, first);
    share_phones(drafts);
    part_codes(drafts);
    for (HouseDraft& draft : drafts) {
        if (draft.house.channel != DemoChannel::VolunteerOnly) {
            draft.house.head.phone = demo_phone(phones++);
        }
    }
    Period period = first;
    for (int month = 0; month < kMonths; ++month, period = conversation::next(period)) {
        for (std::size_t i = 0; i < drafts.size(); ++i) {
            DemoRandom random(seed,
                              (HouseStream + i) * 100 + static_cast<std::uint64_t>(month) + 1);
            auto report = draw_report(random, drafts[i], period, month, now);
            if (report && month < drafts[i].last_month) {
                report->household = i;
                district.reports.push_back(std::move(*report));
            }
        }
    }
    for (HouseDraft& draft : drafts) {
        district.households.push_back(std::move(draft.house));
    }
    return district;
}

}  // namespace bot
