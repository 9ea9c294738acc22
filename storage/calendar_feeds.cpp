#include "storage/calendar_feeds.h"

#include "storage/activity_days.h"
#include "storage/audit_log.h"
#include "storage/organisations.h"
#include "storage/people.h"
#include "storage/sha256.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <span>

namespace storage {

namespace {

using conversation::CalendarEvent;

constexpr std::size_t kSecretBytes = 16;
constexpr std::int64_t kMostActivities = 2000;

constexpr Sql kAdd{"calendar_feeds.add", R"sql(
INSERT INTO calendar_feed (id, digest, organisation, person, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6))sql"};

constexpr Sql kRevoke{"calendar_feeds.revoke", R"sql(
UPDATE calendar_feed SET revoked_at = ?2, revoked_by = ?3, updated_at = ?2
WHERE id = ?1 AND revoked_at IS NULL)sql"};

// Columns in the order of feed_of.
constexpr Sql kAll{"calendar_feeds.all", R"sql(
SELECT id, organisation, person, revoked_at, fetched_on, created_at FROM calendar_feed
ORDER BY id DESC)sql"};

constexpr Sql kFind{"calendar_feeds.find", R"sql(
SELECT id, organisation, person, revoked_at, fetched_on, created_at FROM calendar_feed f
WHERE digest = ?1 AND revoked_at IS NULL AND (person IS NULL
    OR NOT EXISTS (SELECT 1 FROM role r WHERE r.person = f.person)
    OR EXISTS (SELECT 1 FROM role r WHERE r.person = f.person AND r.from_day <= ?2
        AND coalesce(r.to_day, '9999-12-31') >= ?2)))sql"};

constexpr Sql kFetched{"calendar_feeds.fetched", R"sql(
UPDATE calendar_feed SET fetched_on = ?2, updated_at = ?3
WHERE id = ?1 AND coalesce(fetched_on, '') <> ?2)sql"};

constexpr Sql kOfTeam{"calendar_feeds.of_team", R"sql(
SELECT a.id, a.updated_at, coalesce(a.target_people, 0) FROM activity a JOIN plan p ON p.id = a.plan
WHERE p.organisation = ?1 AND p.fy >= ?2 ORDER BY a.planned_start, a.id LIMIT ?3)sql"};

constexpr Sql kOfPerson{"calendar_feeds.of_person", R"sql(
SELECT a.id, a.updated_at, coalesce(a.target_people, 0) FROM activity a JOIN plan p ON p.id = a.plan
WHERE a.responsible = ?1 AND p.fy >= ?2 ORDER BY a.planned_start, a.id LIMIT ?3)sql"};

struct Listed {
    ActivityId id;
    Instant changed{};
    std::int64_t target_people = 0;
};

CalendarFeeds::Feed feed_of(const Statement& row) {
    return {.id = row.id<RowId>(0),
            .organisation = row.id<OrganisationId>(1),
            .person = row.id<PersonId>(2),
            .revoked_at = row.optional_instant(3),
            .fetched_on = row.is_null(4) ? std::nullopt : std::optional(row.day(4)),
            .created_at = row.instant(5)};
}

std::string digest_of(std::string_view secret) {
    return sha256_hex(std::as_bytes(std::span(secret)));
}

std::string subject_of(const CalendarFeeds::Feed& feed) {
    return feed.person ? fmt::format("person:{}", feed.person.value)
                       : fmt::format("organisation:{}", feed.organisation.value);
}

std::string state_words(std::string_view state) {
    return state == "DONE"        ? "ทำแล้ว"
           : state == "CANCELLED" ? "ยกเลิก"
           : state == "POSTPONED" ? "เลื่อน"
                                  : "ตามแผน";
}

std::string compact(Day day) {
    std::string text = conversation::to_text(day);
    std::erase(text, '-');
    return text;
}

// A day that was moved keeps its uid.
CalendarEvent event_of(const ReminderSources::Planned& activity,
                       const ActivityDay& day,
                       const Listed& listed) {
    CalendarEvent event;
    event.uid =
        day.occurrence
            ? fmt::format("activity-{}-{}@sammachip", activity.id.value, compact(*day.occurrence))
            : fmt::format("activity-{}@sammachip", activity.id.value);
    event.first = day.first;
    event.last = day.last;
    event.summary = activity.title;
    event.place = activity.place.empty() ? activity.village : activity.place;
    event.description = "สถานะ " + state_words(day.state);
    if (listed.target_people > 0) {
        event.description += fmt::format("\nเป้าหมาย {} คน", listed.target_people);
    }
    event.sequence = activity.version;
    event.cancelled = day.state == "CANCELLED";
    event.stamp = listed.changed;
    return event;
}

}  // namespace

std::string CalendarFeeds::make(OrganisationId organisation,
                                PersonId person,
                                Instant now,
                                std::string_view by) {
    std::array<unsigned char, kSecretBytes> random{};
    randombytes_buf(random.data(), random.size());
    std::string secret = fmt::format("{:02x}", fmt::join(random, ""));
    const auto id = connection_.new_id<RowId>(now);
    connection_.run(kAdd, id, digest_of(secret), organisation, person, now, by);
    AuditLog(connection_)
        .write({std::string(by),
                "calendar.link_made",
                subject_of({.id = id, .organisation = organisation, .person = person}),
                std::to_string(id.value),
                now});
    return secret;
}

bool CalendarFeeds::revoke(RowId id, Instant now, std::string_view by) {
    if (connection_.run(kRevoke, id, now, by) == 0) {
        return false;
    }
    AuditLog(connection_)
        .write({std::string(by),
                "calendar.link_revoked",
                fmt::format("calendar_feed:{}", id.value),
                "",
                now});
    return true;
}

std::vector<CalendarFeeds::Feed> CalendarFeeds::all() {
    std::vector<Feed> feeds;
    auto rows = connection_.query(kAll);
    while (rows.step()) {
        feeds.push_back(feed_of(rows));
    }
    return feeds;
}

std::optional<CalendarFeeds::Feed> CalendarFeeds::find(std::string_view secret, Day today) {
    auto row = connection_.query(kFind, digest_of(secret), today);
    return row.step() ? std::optional(feed_of(row)) : std::nullopt;
}

void CalendarFeeds::note_fetch(const Feed& feed, Instant now) {
    if (connection_.run(kFetched, feed.id, conversation::bangkok_day(now), now) > 0) {
        AuditLog(connection_)
            .write({"calendar",
                    "calendar.fetched",
                    subject_of(feed),
                    std::to_string(feed.id.value),
                    now});
    }
}

CalendarFeeds::Calendar CalendarFeeds::calendar(const Feed& feed, Day today) {
    const int since = conversation::fiscal_year_be(today) - 1;
    std::vector<Listed> listed;
    {
        auto rows = feed.person
                        ? connection_.query(kOfPerson, feed.person, since, kMostActivities)
                        : connection_.query(kOfTeam, feed.organisation, since, kMostActivities);
        while (rows.step()) {
            listed.push_back({rows.id<ActivityId>(0), rows.instant(1), rows.integer(2)});
        }
    }
    Calendar made;
    if (feed.organisation) {
        const auto team = Organisations(connection_).find(feed.organisation);
        made.name = team ? team->name_th : "";
    } else {
        made.name = "กิจกรรมของฉัน";
    }
    ReminderSources sources(connection_);
    for (const auto& one : listed) {
        if (const auto activity = sources.activity(one.id, today)) {
            for (const auto& day : activity_days(*activity, sources.answers(one.id))) {
                made.events.push_back(event_of(*activity, day, one));
            }
        }
    }
    return made;
}

}  // namespace storage
