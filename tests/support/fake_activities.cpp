#include "tests/support/fake_register.h"

#include <algorithm>

// Activities of the office in memory.
namespace tests {

using namespace conversation;  // the whole file speaks the conversation's language

bool FakeRegister::may_answer(const FakeActivity& activity) const {
    const auto member = team();
    return member && (activity.responsible == contact_.person ||
                      std::ranges::any_of(member->roles, [&](const TeamRole& role) {
                          return role.role == "CHAIR" &&
                                 role.organisation_kind == activity.organisation_kind;
                      }));
}

TeamActivity FakeRegister::seen(const FakeActivity& activity) const {
    using By = ActivityAnswer::By;
    TeamActivity shown = activity.activity;
    shown.answers = static_cast<std::int64_t>(activity.answers.size());
    if (!activity.answers.empty()) {
        const auto& last = activity.answers.back();
        const auto who = activity.answered_by.back();
        shown.answer = ActivityAnswer{.result = last.result,
                                      .by = who == contact_.person        ? By::You
                                            : who == activity.responsible ? By::Responsible
                                                                          : By::Chair,
                                      .done_on = last.done_on,
                                      .headcount = last.headcount,
                                      .new_day = last.new_day,
                                      .reason = last.reason,
                                      .note = last.note,
                                      .photos = last.photos.size()};
    }
    return shown;
}

std::vector<TeamActivity> FakeRegister::activities() const {
    std::vector<TeamActivity> all;
    for (const auto& one : office_.activities) {
        if (may_answer(one) && one.activity.state != "DONE" && one.activity.state != "CANCELLED") {
            all.push_back(seen(one));
        }
    }
    std::ranges::stable_sort(all, {}, &TeamActivity::first);
    return all;
}

std::optional<TeamActivity> FakeRegister::activity(ActivityId id, Day /*day*/) const {
    const auto found = std::ranges::find_if(
        office_.activities, [&](const FakeActivity& one) { return one.activity.id == id; });
    return found != office_.activities.end() && may_answer(*found) ? std::optional(seen(*found))
                                                                   : std::nullopt;
}

std::optional<TeamActivity> FakeRegister::asked_activity() const {
    for (const auto& one : office_.activities) {
        const bool waits = one.activity.state != "DONE" && one.activity.state != "CANCELLED";
        if (one.asked && *one.asked > now_ - std::chrono::days{3} && waits &&
            one.responsible == contact_.person) {
            return seen(one);
        }
    }
    return std::nullopt;
}

}  // namespace tests
