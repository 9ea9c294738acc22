#include "console/indicator_groups.h"

#include "storage/office_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace console {

namespace {

using storage::ProgrammeFacts;

constexpr std::size_t kDistrictDigits = 4;
constexpr std::int64_t kAllAdoptions = 4;
constexpr std::int64_t kHouseholdsPerCall = 1024;

struct VillageSums {
    ProgrammeFacts::Village facts{};
    IndicatorSums sums{};
    std::vector<MonthMeans> months{};
};

std::vector<MonthMeans> empty_months(const MonthWindow& window) {
    std::vector<MonthMeans> months;
    for (auto month = window.from; month <= window.to; month = conversation::next(month)) {
        months.push_back({.period = month});
    }
    return months;
}

// Whether each of the five steps is done, as DOMAIN.md 5.4 says; `due` is of this organisation.
std::array<bool, 5> steps_of(const ProgrammeFacts::Organisation& organisation) {
    return {organisation.prep_done > 0,
            organisation.approved && organisation.activities > 0,
            organisation.done > 0 && organisation.late == 0,
            organisation.done > 0 && organisation.done_without_outcome == 0 &&
                organisation.monitor_done > 0,
            organisation.summary_frozen};
}

void add_activity(const ProgrammeFacts::DueActivity& activity, IndicatorSums& sums) {
    ++sums.due;
    sums.done += activity.state == "DONE" ? 1 : 0;
    sums.on_time += activity.on_time ? 1 : 0;
    sums.cancelled += activity.state == "CANCELLED" ? 1 : 0;
    sums.overdue += activity.late ? 1 : 0;
}

// Builds the table in the order things depend on each other: households into villages, villages
// into tambons and organisations, tambons into districts.
class Builder {
  public:
    Builder(storage::Connection& reader, IndicatorTable& table, std::string_view area)
        : reader_(reader),
          table_(table),
          area_(area),
          window_{table.window.from, table.window.to, table.as_of},
          programme_(reader, window_) {
        const std::vector<MonthMeans> months = empty_months(table.window);
        for (auto& village : programme_.villages()) {
            if (village.code.starts_with(area_)) {
                const auto id = village.id.value;
                villages_.push_back({std::move(village), {}, months});
                village_at_.emplace(id, villages_.size() - 1);
            }
        }
    }

    void read_households(const std::function<void(std::int64_t)>& progress) {
        storage::OfficeSettings settings(reader_);
        const IndicatorRules rules{
            .months = table_.window.months(),
            .bmn_line = settings.bmn_line(conversation::fiscal_year_be(table_.window.to))};
        storage::HouseholdFactsCursor cursor(reader_, window_);
        std::int64_t read = 0;
        while (cursor.next()) {
            add(cursor.household(), rules);
            if (progress && ++read % kHouseholdsPerCall == 0) {
                progress(read);
            }
        }
    }

    void finish() {
        finish_villages();
        finish_trainers();
        const auto organisations = programme_.organisations();
        add_activities();
        for (VillageSums& village : villages_) {
            const std::string& code = village.facts.code;
            table_.groups.push_back(
                {GroupKind::Village,
                 code,
                 fmt::format("หมู่ {} {}", village.facts.moo, village.facts.name_th),
                 village.sums});
            table_.months_of.emplace(code, std::move(village.months));
        }
        finish_tambons(organisations);
        finish_organisations(organisations);
        std::ranges::stable_sort(table_.groups, {}, [](const IndicatorGroup& group) {
            return std::pair(group.kind, group.code);
        });
    }

  private:
    VillageSums* find(storage::VillageId village) {
        const auto found = village_at_.find(village.value);
        return found == village_at_.end() ? nullptr : &villages_[found->second];
    }

    void add(const storage::HouseholdFacts& household, const IndicatorRules& rules) {
        VillageSums* const village = find(household.village);
        if (village == nullptr) {
            return;
        }
        const IndicatorSums sums = sums_of(household, rules);
        village->sums += sums;
        if (household.trainer) {
            trainers_[household.trainer.value] += sums;
        }
        if (!household.occupation.empty()) {
            ++table_.occupations[household.occupation];
        }
        for (const auto& month : household.months) {
            const auto at = static_cast<std::size_t>(
                MonthWindow{table_.window.from, month.period}.months() - 1);
            add_month(month, village->months[at]);
        }
    }

    static void add_month(const storage::MonthFacts& month, MonthMeans& means) {
        ++means.reports;
        if (month.income) {
            ++means.incomes;
            means.income += *month.income;
        }
        if (month.saving) {
            ++means.savings;
            means.saving += *month.saving;
        }
    }

    void finish_villages() {
        for (VillageSums& village : villages_) {
            IndicatorSums& sums = village.sums;
            judge_village(sums);
            sums.villages = village.facts.target || sums.households > 0;
            sums.centres = village.facts.centres;
            sums.villages_with_centre = sums.villages > 0 && village.facts.centres > 0;
            sums.groups = village.facts.groups;
            sums.villages_with_group = sums.villages > 0 && village.facts.groups > 0;
            sums.chosen = village.facts.chosen;
            sums.quota = scope_ == "VILLAGE" ? sums.villages * quota_ : 0;
        }
    }

    // A trainer of several villages is one of each of them, and one of the district: the first
    // village counts.
    void finish_trainers() {
        std::unordered_set<std::int64_t> counted;
        for (const auto& trainer : programme_.trainers()) {
            VillageSums* const village = find(trainer.village);
            if (village != nullptr && counted.insert(trainer.person.value).second) {
                ++village->sums.trainers;
                village->sums.trainers_taught += trainer.taught ? 1 : 0;
            }
        }
    }

    void add_activities() {
        for (const auto& activity : programme_.due_activities()) {
            add_activity(activity, plans_[activity.organisation.value]);
            if (VillageSums* const village = find(activity.village); village != nullptr) {
                add_activity(activity, village->sums);
            } else if (activity.tambon) {
                add_activity(activity, of_tambon_[activity.tambon.value]);
            } else if (!activity.village) {
                add_activity(activity, of_district_);
            }
            const auto trainer = trainers_.find(activity.responsible.value);
            if (trainer != trainers_.end()) {
                add_activity(activity, trainer->second);
            }
        }
    }

    void finish_tambons(const std::vector<ProgrammeFacts::Organisation>& organisations) {
        std::map<std::string, IndicatorSums> districts;
        for (const auto& tambon : programme_.tambons()) {
            IndicatorSums sums;
            bool seen = false;
            for (const VillageSums& village : villages_) {
                if (village.facts.tambon == tambon.id) {
                    sums += village.sums;
                    seen = true;
                }
            }
            if (!seen) {
                continue;
            }
            if (area_.size() <= tambon.code.size()) {
                sums += of_tambon_[tambon.id.value];
                sums.tambons = sums.villages > 0 ? 1 : 0;
                sums.tambons_adopted = sums.tambons > 0 && tambon.adoptions > 0;
                sums.tambons_all_four = sums.tambons > 0 && tambon.adoptions >= kAllAdoptions;
                sums.quota += scope_ == "TAMBON" ? sums.tambons * quota_ : 0;
            }
            districts[tambon.district_code] += sums;
            table_.groups.push_back({GroupKind::Tambon, tambon.code, tambon.name_th, sums});
        }
        finish_districts(districts, organisations);
    }

    void finish_districts(std::map<std::string, IndicatorSums>& districts,
                          const std::vector<ProgrammeFacts::Organisation>& organisations) {
        for (auto& [code, sums] : districts) {
            if (area_.size() <= kDistrictDigits) {
                sums.quota += scope_ == "DISTRICT" ? quota_ : 0;
            }
        }
        // The register holds one office's plans: with several districts, the first one has them.
        if (!districts.empty() && area_.size() <= kDistrictDigits) {
            IndicatorSums& sums = districts.begin()->second;
            sums += of_district_;
            for (const auto& organisation : organisations) {
                add_steps(organisation, sums);
            }
        }
        for (auto& [code, sums] : districts) {
            table_.groups.push_back({GroupKind::District, code, "อำเภอ " + code, sums});
        }
    }

    static void add_steps(const ProgrammeFacts::Organisation& organisation, IndicatorSums& sums) {
        ++sums.organisations;
        const auto steps = steps_of(organisation);
        for (std::size_t step = 0; step < steps.size(); ++step) {
            sums.steps_done[step] += steps[step] ? 1 : 0;
        }
    }

    // Households and places of its villages; its own plan, wherever that is carried out.
    void finish_organisations(const std::vector<ProgrammeFacts::Organisation>& organisations) {
        for (const auto& organisation : organisations) {
            IndicatorSums sums;
            for (const VillageSums& village : villages_) {
                if (organisation.villages.empty() ||
                    std::ranges::find(organisation.villages, village.facts.id) !=
                        organisation.villages.end()) {
                    sums += village.sums;
                }
            }
            sums.due = sums.done = sums.on_time = sums.cancelled = sums.overdue = 0;
            sums += plans_[organisation.id.value];
            add_steps(organisation, sums);
            table_.groups.push_back({GroupKind::Organisation,
                                     fmt::format("{}-{}", organisation.kind, organisation.id.value),
                                     organisation.name_th,
                                     sums});
        }
        for (auto& [person, sums] : trainers_) {
            table_.groups.push_back({GroupKind::Trainer, std::to_string(person), "", sums});
        }
    }

    storage::Connection& reader_;
    IndicatorTable& table_;
    std::string area_;
    storage::FactsWindow window_;
    ProgrammeFacts programme_;
    std::vector<VillageSums> villages_;
    std::unordered_map<std::int64_t, std::size_t> village_at_;
    std::map<std::int64_t, IndicatorSums> trainers_;
    std::map<std::int64_t, IndicatorSums> plans_;
    std::map<std::int64_t, IndicatorSums> of_tambon_;
    IndicatorSums of_district_;
    std::string scope_ = storage::OfficeSettings(reader_).get("model_scope");
    std::int64_t quota_ = storage::OfficeSettings(reader_).number("model_quota");
};

}  // namespace

MonthMeans& MonthMeans::operator+=(const MonthMeans& other) {
    reports += other.reports;
    incomes += other.incomes;
    income += other.income;
    savings += other.savings;
    saving += other.saving;
    return *this;
}

std::vector<MonthMeans> IndicatorTable::months(std::string_view area) const {
    std::vector<MonthMeans> sums = empty_months(window);
    for (const auto& [code, months] : months_of) {
        if (code.starts_with(area)) {
            for (std::size_t at = 0; at < sums.size(); ++at) {
                sums[at] += months[at];
            }
        }
    }
    return sums;
}

const IndicatorGroup* IndicatorTable::find(GroupKind kind, std::string_view code) const {
    const auto found = std::ranges::find_if(groups, [&](const IndicatorGroup& group) {
        return group.kind == kind && group.code == code;
    });
    return found == groups.end() ? nullptr : &*found;
}

IndicatorSums IndicatorTable::all() const {
    IndicatorSums sums;
    for (const auto& group : groups) {
        if (group.kind == GroupKind::District) {
            sums += group.sums;
        }
    }
    return sums;
}

IndicatorTable read_indicators(storage::Connection& reader,
                               const MonthWindow& window,
                               conversation::Instant as_of,
                               std::string_view area,
                               const std::function<void(std::int64_t)>& progress) {
    IndicatorTable table{.window = window, .as_of = as_of};
    Builder builder(reader, table, area);
    builder.read_households(progress);
    builder.finish();
    return table;
}

std::string_view group_word(GroupKind kind, bool thai) {
    switch (kind) {
        case GroupKind::District:
            return thai ? "อำเภอ" : "district";
        case GroupKind::Tambon:
            return thai ? "ตำบล" : "tambon";
        case GroupKind::Village:
            return thai ? "หมู่บ้าน" : "village";
        case GroupKind::Organisation:
            return thai ? "องค์กร" : "organisation";
        case GroupKind::Trainer:
            break;
    }
    return thai ? "วิทยากรผู้ดูแล" : "trainer";
}

std::string_view group_code(GroupKind kind) {
    switch (kind) {
        case GroupKind::District:
            return "DISTRICT";
        case GroupKind::Tambon:
            return "TAMBON";
        case GroupKind::Village:
            return "VILLAGE";
        case GroupKind::Organisation:
            return "ORGANISATION";
        case GroupKind::Trainer:
            break;
    }
    return "TRAINER";
}

}  // namespace console
