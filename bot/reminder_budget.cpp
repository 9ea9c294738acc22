#include "bot/reminder_budget.h"

#include <algorithm>

namespace bot {

int rank_of(ReminderKind kind) {
    switch (kind) {
        case ReminderKind::Morning:
            return 0;
        case ReminderKind::WeekBefore:
        case ReminderKind::DayBefore:
            return 1;
        case ReminderKind::Ask:
        case ReminderKind::AskChair:
        case ReminderKind::OfficerList:
            return 2;
        case ReminderKind::Report:
        case ReminderKind::ReportList:
            return 3;
        case ReminderKind::TeamDay:
        case ReminderKind::GroupDay:
        case ReminderKind::GroupBoard:
            break;
    }
    return 4;
}

Spend may_spend(const PushMeans& means, int rank, std::int64_t cost) {
    if (!means.left) {
        return Spend::Push;
    }
    std::int64_t kept = 0;
    for (std::size_t better = 0; better < static_cast<std::size_t>(rank); ++better) {
        kept += means.coming.at(better);
    }
    return *means.left - cost >= kept ? Spend::Push : Spend::Hold;
}

Forecast forecast(std::span<const Expected> expected, std::optional<std::int64_t> left) {
    std::vector<Expected> all(expected.begin(), expected.end());
    std::ranges::stable_sort(all, [](const Expected& a, const Expected& b) {
        return a.day != b.day ? a.day < b.day : a.rank < b.rank;
    });
    Forecast result;
    for (const auto& one : all) {
        result.needed += one.cost;
        if (!left) {
            continue;
        }
        if (one.cost <= *left) {
            *left -= one.cost;
            continue;
        }
        if (!result.ends) {
            result.ends = one.day;
        }
        ++result.left_out.at(static_cast<std::size_t>(one.rank));
    }
    return result;
}

}  // namespace bot
