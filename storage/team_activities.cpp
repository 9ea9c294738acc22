#include "storage/team_activities.h"

#include "storage/activity_days.h"
#include "storage/plans.h"
#include "storage/requests.h"

#include <algorithm>
#include <iterator>

namespace storage {

namespace {

using conversation::ActivityAnswer;
using conversation::TeamActivity;

constexpr int kDaysShown = 60;
constexpr std::int64_t kMostActivities = 200;
constexpr std::chrono::days kAskedWithin{3};

constexpr Sql kChairs{"team_activities.chairs", R"sql(
SELECT 1 FROM role WHERE person = ?1 AND role = 'CHAIR' AND organisation = ?2 AND from_day <= ?3
    AND coalesce(to_day, '9999-12-31') >= ?3)sql"};

// Her own, and those of her team: two ways in, an index each.
constexpr Sql kWaiting{"team_activities.waiting", R"sql(
SELECT id FROM (
    SELECT a.id, a.planned_start FROM activity a WHERE a.responsible = ?1
        AND a.state IN ('PLANNED', 'POSTPONED') AND a.planned_start <= ?3 AND a.planned_end >= ?2
    UNION SELECT a.id, a.planned_start FROM role r JOIN plan p ON p.organisation = r.organisation
        JOIN activity a ON a.plan = p.id
    WHERE r.person = ?1 AND r.role = 'CHAIR' AND a.state IN ('PLANNED', 'POSTPONED')
        AND a.planned_start <= ?3 AND a.planned_end >= ?2)
ORDER BY planned_start, id LIMIT ?4)sql"};

constexpr Sql kChairOf{"team_activities.chair_of", R"sql(
SELECT organisation FROM role WHERE person = ?1 AND role = 'CHAIR' AND organisation IS NOT NULL
    AND from_day <= ?2 AND coalesce(to_day, '9999-12-31') >= ?2
ORDER BY from_day DESC, id LIMIT 1)sql"};

constexpr Sql kMore{"team_activities.more", R"sql(
SELECT a.target_people, o.name_th, p.status FROM activity a JOIN plan p ON p.id = a.plan
    JOIN organisation o ON o.id = p.organisation
WHERE a.id = ?1)sql"};

constexpr Sql kPhotos{"team_activities.photos",
                      "SELECT count(*) FROM outcome_attachment WHERE outcome = ?1"};

constexpr Sql kAsked{"team_activities.asked", R"sql(
SELECT activity, day FROM reminder WHERE person = ?1 AND state = 'SENT' AND activity IS NOT NULL
    AND kind IN ('ASK', 'ASK_CHAIR', 'MORNING', 'DAY_BEFORE') AND done_at >= ?2
ORDER BY done_at DESC, id DESC LIMIT 1)sql"};

Day plus(Day day, int days) {
    return Day{std::chrono::sys_days(day) + std::chrono::days(days)};
}

bool waits(const TeamActivity& activity) {
    return activity.state == "PLANNED" || activity.state == "POSTPONED";
}

}  // namespace

ActivityAnswer TeamActivities::answer_of(const Activities::Outcome& outcome,
                                         const ReminderSources::Planned& activity) {
    using By = ActivityAnswer::By;
    ActivityAnswer answer;
    answer.result = outcome.result;
    answer.by = !outcome.answered_by                          ? By::Office
                : outcome.answered_by == person_              ? By::You
                : outcome.answered_by == activity.responsible ? By::Responsible
                                                              : By::Chair;
    answer.done_on = outcome.done_on;
    answer.headcount = outcome.headcount;
    answer.new_day = outcome.new_day;
    answer.reason = outcome.reason;
    answer.note = outcome.note;
    if (auto row = connection_.query(kPhotos, outcome.id); row.step()) {
        answer.photos = static_cast<std::size_t>(row.integer(0));
    }
    return answer;
}

std::vector<TeamActivity> TeamActivities::days_of(ActivityId id) {
    const Day today = conversation::bangkok_day(now_);
    ReminderSources sources(connection_);
    const auto activity = sources.activity(id, today);
    auto more = connection_.query(kMore, id);
    if (!activity || !more.step() || more.view(2) == "CLOSED") {
        return {};
    }
    if (activity->responsible != person_ &&
        !connection_.query(kChairs, person_, activity->organisation, today).step()) {
        return {};
    }
    const auto outcomes = Activities(connection_).outcomes(id);
    std::vector<TeamActivity> all;
    for (const auto& day : activity_days(*activity, sources.answers(id))) {
        TeamActivity one;
        one.id = id;
        one.occurrence = day.occurrence;
        one.title = activity->title;
        one.place = activity->place.empty() ? activity->village : activity->place;
        one.team = more.text(1);
        one.first = day.first;
        one.last = day.last;
        one.state = day.state;
        one.target_people = more.optional_integer(0);
        one.answers =
            std::ranges::count(outcomes, day.occurrence, &Activities::Outcome::occurrence);
        const auto newest =
            std::ranges::find(outcomes, day.occurrence, &Activities::Outcome::occurrence);
        if (newest != outcomes.end()) {
            one.answer = answer_of(*newest, *activity);
        }
        all.push_back(std::move(one));
    }
    return all;
}

std::vector<TeamActivity> TeamActivities::waiting(std::size_t limit) {
    const Day today = conversation::bangkok_day(now_);
    const Day from = plus(today, -kDaysShown);
    const Day to = plus(today, kDaysShown);
    std::vector<ActivityId> ids;
    {
        auto rows = connection_.query(kWaiting, person_, from, to, kMostActivities);
        while (rows.step()) {
            ids.push_back(rows.id<ActivityId>(0));
        }
    }
    std::vector<TeamActivity> all;
    for (const auto id : ids) {
        bool ahead = false;
        for (auto& day : days_of(id)) {
            const bool coming = day.first > today;
            if (!waits(day) || day.last < from || day.first > to || (coming && ahead)) {
                continue;
            }
            ahead = ahead || coming;
            all.push_back(std::move(day));
        }
    }
    std::ranges::stable_sort(all, {}, &TeamActivity::first);
    if (all.size() > limit) {
        all.resize(limit);
    }
    return all;
}

std::optional<TeamActivity> TeamActivities::find(ActivityId id, Day day) {
    auto days = days_of(id);
    if (days.size() == 1 && !days.front().occurrence) {
        return std::move(days.front());
    }
    for (auto& one : days) {
        if (one.first == day || one.occurrence == day) {
            return std::move(one);
        }
    }
    return std::nullopt;
}

std::optional<TeamActivity> TeamActivities::asked() {
    auto row = connection_.query(kAsked, person_, now_ - kAskedWithin);
    if (!row.step()) {
        return std::nullopt;
    }
    auto found = find(row.id<ActivityId>(0), row.day(1));
    return found && waits(*found) ? std::move(found) : std::nullopt;
}

bool TeamActivities::propose(const conversation::ActivityProposed& proposed,
                             conversation::ContactId contact,
                             InboxId inbox,
                             std::string_view by) {
    OrganisationId team;
    if (auto row = connection_.query(kChairOf, person_, conversation::bangkok_day(now_));
        row.step()) {
        team = row.id<OrganisationId>(0);
    }
    if (!team) {
        return false;
    }
    const int year = conversation::fiscal_year_be(proposed.day);
    Plans plans(connection_);
    const auto plan = plans.open(team, year, now_, by).id;
    if (plans.find(plan).value_or(Plans::Plan{}).status != "CLOSED") {
        Activities::Activity activity;
        activity.plan = plan;
        activity.code = "CHAT-" + std::to_string(connection_.new_id<RowId>(now_).value);
        activity.title = proposed.title;
        activity.kind = "OTHER";
        activity.responsible = person_;
        activity.start = activity.end = proposed.day;
        activity.place = proposed.place;
        (void)Activities(connection_).put(activity, now_, by);
    }
    conversation::OfficerAsked asked;
    asked.kind = "ACTIVITY_PROPOSED";
    asked.text = proposed.title + " (" + conversation::short_date(proposed.day, "th") + ")";
    Requests(connection_).add(asked, contact, inbox, now_);
    return true;
}

}  // namespace storage
