#include "storage/activities.h"

#include "storage/activity_days.h"
#include "storage/people.h"

#include <algorithm>

namespace storage {

namespace {

using conversation::AttachmentId;
using conversation::ContactId;

// Columns in the order of activity_of.
constexpr Sql kFind{"activities.find", R"sql(
SELECT id, plan, code, title, kind, village, tambon, responsible, planned_start, planned_end,
    original_end, recurrence, place, target_people, budget_baht, state, version
FROM activity WHERE id = ?1)sql"};

constexpr Sql kFindCode{"activities.find_code", R"sql(
SELECT id, plan, code, title, kind, village, tambon, responsible, planned_start, planned_end,
    original_end, recurrence, place, target_people, budget_baht, state, version
FROM activity WHERE plan = ?1 AND code = ?2)sql"};

constexpr Sql kOfPlan{"activities.of_plan", R"sql(
SELECT id, plan, code, title, kind, village, tambon, responsible, planned_start, planned_end,
    original_end, recurrence, place, target_people, budget_baht, state, version
FROM activity WHERE plan = ?1 ORDER BY planned_start, code)sql"};

constexpr Sql kAdd{"activities.add", R"sql(
INSERT INTO activity (id, plan, code, title, kind, village, tambon, responsible, planned_start,
    planned_end, original_end, recurrence, place, target_people, budget_baht, state, created_at,
    updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?16, ?17))sql"};

constexpr Sql kChange{"activities.change", R"sql(
UPDATE activity SET title = ?2, kind = ?3, village = ?4, tambon = ?5, responsible = ?6,
    planned_start = ?7, planned_end = ?8, recurrence = ?9, place = ?10, target_people = ?11,
    budget_baht = ?12, state = ?13, version = ?14, updated_at = ?15
WHERE id = ?1)sql"};

constexpr Sql kAddOutcome{"activities.add_outcome", R"sql(
INSERT INTO outcome (id, activity, revision, result, done_on, headcount, new_day, reason, note,
    answered_by, contact, channel, submission, created_at, updated_at, created_by, occurrence)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?14, ?15, ?16))sql"};

constexpr Sql kOutcomes{"activities.outcomes", R"sql(
SELECT id, activity, revision, result, done_on, headcount, new_day, reason, note, answered_by,
    contact, channel, submission, occurrence
FROM outcome WHERE activity = ?1 ORDER BY revision DESC)sql"};

constexpr Sql kRevisions{"activities.revisions",
                         "SELECT coalesce(max(revision), 0) FROM outcome WHERE activity = ?1"};

constexpr Sql kAttach{"activities.attach", R"sql(
INSERT INTO outcome_attachment (outcome, attachment) VALUES (?1, ?2)
ON CONFLICT (outcome, attachment) DO NOTHING)sql"};

constexpr Sql kVillageCode{"activities.village_code", "SELECT code FROM village WHERE id = ?1"};
constexpr Sql kTambonCode{"activities.tambon_code", "SELECT code FROM tambon WHERE id = ?1"};

Activities::Activity activity_of(const Statement& row) {
    return {.id = row.id<ActivityId>(0),
            .plan = row.id<PlanId>(1),
            .code = row.text(2),
            .title = row.text(3),
            .kind = row.text(4),
            .village = row.id<VillageId>(5),
            .tambon = row.id<TambonId>(6),
            .responsible = row.id<PersonId>(7),
            .start = optional_day(row, 8),
            .end = optional_day(row, 9),
            .original_end = optional_day(row, 10),
            .recurrence = row.text(11),
            .place = row.text(12),
            .target_people = row.optional_integer(13),
            .budget_baht = row.optional_integer(14),
            .state = row.text(15),
            .version = row.integer(16)};
}

Activities::Outcome outcome_of(const Statement& row) {
    return {.id = row.id<OutcomeId>(0),
            .activity = row.id<ActivityId>(1),
            .revision = row.integer(2),
            .result = row.text(3),
            .done_on = optional_day(row, 4),
            .headcount = row.optional_integer(5),
            .new_day = optional_day(row, 6),
            .occurrence = optional_day(row, 13),
            .reason = row.text(7),
            .note = row.text(8),
            .answered_by = row.id<PersonId>(9),
            .contact = row.id<ContactId>(10),
            .channel = row.text(11),
            .submission = row.id<SubmissionId>(12)};
}

std::string code_of(Connection& connection, const Sql& sql, std::int64_t id) {
    auto row = connection.query(sql, id);
    return row.step() ? row.text(0) : "";
}

// Village and tambon are one place: the given one replaces the other.
void take_place(Connection& connection,
                Merge& merge,
                Activities::Activity& known,
                const Activities::Activity& given) {
    merge.take("village", known.village, given.village, [&](VillageId id) {
        return code_of(connection, kVillageCode, id.value);
    });
    merge.take("tambon", known.tambon, given.tambon, [&](TambonId id) {
        return code_of(connection, kTambonCode, id.value);
    });
    if (given.village) {
        known.tambon = {};
    } else if (given.tambon) {
        known.village = {};
    }
}

}  // namespace

std::optional<Activities::Activity> Activities::find(ActivityId id) {
    auto row = connection_.query(kFind, id);
    return row.step() ? std::optional(activity_of(row)) : std::nullopt;
}

std::optional<Activities::Activity> Activities::find(PlanId plan, std::string_view code) {
    auto row = connection_.query(kFindCode, plan, code);
    return row.step() ? std::optional(activity_of(row)) : std::nullopt;
}

std::vector<Activities::Activity> Activities::of_plan(PlanId plan) {
    std::vector<Activity> all;
    auto rows = connection_.query(kOfPlan, plan);
    while (rows.step()) {
        all.push_back(activity_of(rows));
    }
    return all;
}

void Activities::store(const Activity& activity, Instant now) {
    connection_.run(kChange,
                    activity.id,
                    activity.title,
                    activity.kind,
                    activity.village,
                    activity.tambon,
                    activity.responsible,
                    activity.start,
                    activity.end,
                    activity.recurrence,
                    activity.place,
                    activity.target_people,
                    activity.budget_baht,
                    activity.state,
                    activity.version,
                    now);
}

Put<ActivityId> Activities::put(const Activity& activity, Instant now, std::string_view by) {
    auto known = find(activity.plan, activity.code);
    if (!known) {
        const auto id = connection_.new_id<ActivityId>(now);
        connection_.run(kAdd,
                        id,
                        activity.plan,
                        activity.code,
                        activity.title,
                        activity.kind,
                        activity.village,
                        activity.tambon,
                        activity.responsible,
                        activity.start,
                        activity.end,
                        activity.recurrence,
                        activity.place,
                        activity.target_people,
                        activity.budget_baht,
                        some(activity.state).value_or("PLANNED"),
                        now,
                        by);
        return {id, Change::Created};
    }
    Merge merge;
    merge.take("start", known->start, activity.start);
    merge.take("end", known->end, activity.end);
    merge.take("recurrence", known->recurrence, activity.recurrence);
    merge.take("place", known->place, activity.place);
    merge.take("responsible", known->responsible, activity.responsible, [this](PersonId id) {
        return full_name(People(connection_).find(id).value_or(People::Record{}));
    });
    take_place(connection_, merge, *known, activity);
    known->version += merge.changed() ? 1 : 0;
    merge.take("title", known->title, activity.title);
    merge.take("kind", known->kind, activity.kind);
    merge.take("target_people", known->target_people, activity.target_people);
    merge.take("budget", known->budget_baht, activity.budget_baht);
    if (merge.changed()) {
        store(*known, now);
    }
    const Change change = merge.change();
    return {known->id, change, std::move(merge).fields()};
}

bool Activities::change(const Activity& activity, Instant now) {
    auto known = find(activity.id);
    if (!known) {
        return false;
    }
    const auto same = [&known, &activity](auto member) {
        return (*known).*member == activity.*member;
    };
    // What people are reminded of.
    const bool days = !same(&Activity::start) || !same(&Activity::end) ||
                      !same(&Activity::recurrence) || !same(&Activity::place) ||
                      !same(&Activity::responsible) || !same(&Activity::village) ||
                      !same(&Activity::tambon);
    const bool rest = !same(&Activity::title) || !same(&Activity::kind) ||
                      !same(&Activity::target_people) || !same(&Activity::budget_baht);
    if (!days && !rest) {
        return false;
    }
    Activity changed = activity;
    changed.plan = known->plan;
    changed.code = known->code;
    changed.state = known->state;
    changed.version = known->version + (days ? 1 : 0);
    store(changed, now);
    return true;
}

// Of one that recurs: over when each of its days is, done when one of them was.
std::string Activities::state_of_all(ActivityId id, Day today) {
    ReminderSources sources(connection_);
    auto planned = sources.activity(id, today).value_or(ReminderSources::Planned{});
    planned.state = "PLANNED";
    const auto days = activity_days(planned, sources.answers(id));
    if (std::ranges::any_of(days, is_open)) {
        return "PLANNED";
    }
    const bool done = std::ranges::find(days, "DONE", &ActivityDay::state) != days.end();
    return done ? "DONE" : "CANCELLED";
}

Activities::Outcome Activities::record(const Outcome& given, Instant now, std::string_view by) {
    Outcome outcome = given;
    outcome.id = connection_.new_id<OutcomeId>(now);
    if (auto row = connection_.query(kRevisions, outcome.activity); row.step()) {
        outcome.revision = row.integer(0) + 1;
    }
    connection_.run(kAddOutcome,
                    outcome.id,
                    outcome.activity,
                    outcome.revision,
                    outcome.result,
                    outcome.done_on,
                    outcome.headcount,
                    outcome.new_day,
                    outcome.reason,
                    outcome.note,
                    outcome.answered_by,
                    outcome.contact,
                    outcome.channel,
                    outcome.submission,
                    now,
                    by,
                    outcome.occurrence);
    if (auto activity = find(outcome.activity)) {
        if (outcome.occurrence) {
            activity->state = state_of_all(outcome.activity, conversation::bangkok_day(now));
            store(*activity, now);
            return outcome;
        }
        activity->state = outcome.result;
        if (outcome.new_day && activity->start && activity->end) {
            const auto length =
                std::chrono::sys_days(*activity->end) - std::chrono::sys_days(*activity->start);
            activity->start = outcome.new_day;
            activity->end = Day(std::chrono::sys_days(*outcome.new_day) + length);
            ++activity->version;
        }
        store(*activity, now);
    }
    return outcome;
}

std::vector<Activities::Outcome> Activities::outcomes(ActivityId id) {
    std::vector<Outcome> all;
    auto rows = connection_.query(kOutcomes, id);
    while (rows.step()) {
        all.push_back(outcome_of(rows));
    }
    return all;
}

void Activities::attach(OutcomeId outcome, AttachmentId attachment) {
    connection_.run(kAttach, outcome, attachment);
}

}  // namespace storage
