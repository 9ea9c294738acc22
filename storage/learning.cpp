#include "storage/learning.h"

#include "storage/people.h"

namespace storage {

namespace {

constexpr Sql kCentre{"learning.centre", R"sql(
SELECT id, village, name_th, topics, keeper, opened_on, closed_on FROM learning_centre
WHERE village = ?1 AND name_th = ?2)sql"};

constexpr Sql kCentres{"learning.centres", R"sql(
SELECT id, village, name_th, topics, keeper, opened_on, closed_on FROM learning_centre
WHERE village = ?1 ORDER BY name_th)sql"};

constexpr Sql kAddCentre{"learning.add_centre", R"sql(
INSERT INTO learning_centre (id, village, name_th, topics, keeper, opened_on, closed_on, created_at,
    updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9))sql"};

constexpr Sql kChangeCentre{"learning.change_centre", R"sql(
UPDATE learning_centre SET topics = ?2, keeper = ?3, opened_on = ?4, closed_on = ?5, updated_at = ?6
WHERE id = ?1)sql"};

constexpr Sql kVisit{"learning.visit", R"sql(
SELECT id, people FROM learning_visit WHERE centre = ?1 AND on_day = ?2 AND note = ?3)sql"};

constexpr Sql kAddVisit{"learning.add_visit", R"sql(
INSERT INTO learning_visit (id, centre, on_day, people, note, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7))sql"};

constexpr Sql kSetVisitors{"learning.set_visitors",
                           "UPDATE learning_visit SET people = ?2, updated_at = ?3 WHERE id = ?1"};

constexpr Sql kVisits{"learning.visits", R"sql(
SELECT on_day, people, note FROM learning_visit WHERE centre = ?1 ORDER BY on_day, id)sql"};

constexpr Sql kSession{"learning.session", R"sql(
SELECT id, people FROM trainer_session WHERE trainer = ?1 AND on_day = ?2 AND topic = ?3)sql"};

constexpr Sql kAddSession{"learning.add_session", R"sql(
INSERT INTO trainer_session (id, trainer, village, on_day, topic, people, created_at, updated_at,
    created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8))sql"};

constexpr Sql kSetListeners{
    "learning.set_listeners",
    "UPDATE trainer_session SET people = ?2, updated_at = ?3 WHERE id = ?1"};

constexpr Sql kSessions{"learning.sessions", R"sql(
SELECT trainer, village, on_day, topic, people FROM trainer_session
WHERE trainer = ?1 ORDER BY on_day, id)sql"};

Learning::Centre centre_of(const Statement& row) {
    return {.id = row.id<LearningCentreId>(0),
            .village = row.id<VillageId>(1),
            .name_th = row.text(2),
            .topics = row.text(3),
            .keeper = row.id<PersonId>(4),
            .opened_on = optional_day(row, 5),
            .closed_on = optional_day(row, 6)};
}

}  // namespace

Put<LearningCentreId> Learning::put_centre(const Centre& centre, Instant now, std::string_view by) {
    std::optional<Centre> known;
    if (auto row = connection_.query(kCentre, centre.village, centre.name_th); row.step()) {
        known = centre_of(row);
    }
    if (!known) {
        const auto id = connection_.new_id<LearningCentreId>(now);
        connection_.run(kAddCentre,
                        id,
                        centre.village,
                        centre.name_th,
                        centre.topics,
                        centre.keeper,
                        centre.opened_on,
                        centre.closed_on,
                        now,
                        by);
        return {id, Change::Created};
    }
    Merge merge;
    merge.take("topics", known->topics, centre.topics);
    merge.take("keeper", known->keeper, centre.keeper, [this](PersonId id) {
        return full_name(People(connection_).find(id).value_or(People::Record{}));
    });
    merge.take("opened_on", known->opened_on, centre.opened_on);
    merge.take("closed_on", known->closed_on, centre.closed_on);
    if (merge.changed()) {
        connection_.run(kChangeCentre,
                        known->id,
                        known->topics,
                        known->keeper,
                        known->opened_on,
                        known->closed_on,
                        now);
    }
    const Change change = merge.change();
    return {known->id, change, std::move(merge).fields()};
}

std::vector<Learning::Centre> Learning::centres(VillageId village) {
    std::vector<Centre> all;
    auto rows = connection_.query(kCentres, village);
    while (rows.step()) {
        all.push_back(centre_of(rows));
    }
    return all;
}

Put<RowId> Learning::put_visit(LearningCentreId centre,
                               const Visit& visit,
                               Instant now,
                               std::string_view by) {
    RowId known;
    std::optional<std::int64_t> people;
    if (auto row = connection_.query(kVisit, centre, visit.on, visit.note); row.step()) {
        known = row.id<RowId>(0);
        people = row.integer(1);
    }
    if (!known) {
        known = connection_.new_id<RowId>(now);
        connection_.run(kAddVisit, known, centre, visit.on, visit.people, visit.note, now, by);
        return {known, Change::Created};
    }
    Merge merge;
    merge.take("people", people, visit.people);
    if (merge.changed()) {
        connection_.run(kSetVisitors, known, people, now);
    }
    const Change change = merge.change();
    return {known, change, std::move(merge).fields()};
}

std::vector<Learning::Visit> Learning::visits(LearningCentreId centre) {
    std::vector<Visit> all;
    auto rows = connection_.query(kVisits, centre);
    while (rows.step()) {
        all.push_back({optional_day(rows, 0), rows.integer(1), rows.text(2)});
    }
    return all;
}

Put<RowId> Learning::put_session(const Session& session, Instant now, std::string_view by) {
    RowId known;
    std::optional<std::int64_t> people;
    if (auto row = connection_.query(kSession, session.trainer, session.on, session.topic);
        row.step()) {
        known = row.id<RowId>(0);
        people = row.optional_integer(1);
    }
    if (!known) {
        known = connection_.new_id<RowId>(now);
        connection_.run(kAddSession,
                        known,
                        session.trainer,
                        session.village,
                        session.on,
                        session.topic,
                        session.people,
                        now,
                        by);
        return {known, Change::Created};
    }
    Merge merge;
    merge.take("people", people, session.people);
    if (merge.changed()) {
        connection_.run(kSetListeners, known, people, now);
    }
    const Change change = merge.change();
    return {known, change, std::move(merge).fields()};
}

std::vector<Learning::Session> Learning::sessions(PersonId trainer) {
    std::vector<Session> all;
    auto rows = connection_.query(kSessions, trainer);
    while (rows.step()) {
        all.push_back({.trainer = rows.id<PersonId>(0),
                       .village = rows.id<VillageId>(1),
                       .on = optional_day(rows, 2),
                       .topic = rows.text(3),
                       .people = rows.optional_integer(4)});
    }
    return all;
}

}  // namespace storage
