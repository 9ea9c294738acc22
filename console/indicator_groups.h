#pragma once
#include "console/indicators.h"
#include "storage/programme_facts.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// The indicators of every group of households there is, from one reading of the register: villages,
// tambons, districts, organisations and trainers.
namespace console {

enum class GroupKind { District, Tambon, Village, Organisation, Trainer };

struct IndicatorGroup {
    GroupKind kind = GroupKind::District;
    std::string code{};  // of the place; kind and id of an organisation; id of a trainer
    std::string name{};  // in Thai. Of a trainer empty: names of people are looked up by who may
    IndicatorSums sums{};
};

// The known figures of one month: a mean is a sum by its count.
struct MonthMeans {
    conversation::Period period{};
    std::int64_t reports = 0;
    std::int64_t incomes = 0;  // known
    std::int64_t income = 0;   // their sum, baht
    std::int64_t savings = 0;
    std::int64_t saving = 0;

    MonthMeans& operator+=(const MonthMeans& other);  // of the same month
};

// Everything of one window.
struct IndicatorTable {
    MonthWindow window{};
    conversation::Instant as_of{};
    // Districts, tambons, villages, organisations, trainers; by code within each.
    std::vector<IndicatorGroup> groups{};
    std::map<std::string, std::int64_t> occupations{};  // code → households of H
    // Village code → every month of W.
    std::map<std::string, std::vector<MonthMeans>, std::less<>> months_of{};

    [[nodiscard]] const IndicatorGroup* find(GroupKind kind, std::string_view code) const;
    // Every month of W, of the villages whose code begins so (empty: all).
    [[nodiscard]] std::vector<MonthMeans> months(std::string_view area = "") const;
    // The sum of all districts.
    [[nodiscard]] IndicatorSums all() const;
};

// Reads everything of the window for the villages whose code begins with `area` (empty: all). An
// organisation is counted by the villages its people are named for, by all when there are none; its
// plan is its own. Villages count where they are targets of the year or have a household of H. What
// belongs to the whole district (its activities, its quota) is not in the figures of a smaller
// area. `progress` is called with households read.
[[nodiscard]] IndicatorTable read_indicators(
    storage::Connection& reader,
    const MonthWindow& window,
    conversation::Instant as_of,
    std::string_view area = "",
    const std::function<void(std::int64_t)>& progress = {});

[[nodiscard]] std::string_view group_word(GroupKind kind, bool thai);
[[nodiscard]] std::string_view group_code(GroupKind kind);  // DISTRICT TAMBON …

}  // namespace console
