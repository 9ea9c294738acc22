#include "bot/housekeeper.h"
#include "storage/contacts.h"
#include "storage/database.h"
#include "storage/housekeeping_log.h"
#include "storage/requests.h"
#include "storage/retention.h"
#include "storage/sessions.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

using bot::Housekeeper;
using storage::Connection;
using support::bangkok;

namespace {

// An office with a house whose one person wished, at 09:00, to be erased.
struct ErasingOffice {
    support::TempFolder folder;
    std::unique_ptr<storage::Database> database =
        storage::Database::open(folder.path() / "office.db");
    support::FakeClock clock{bangkok("2025-12-05T09:00")};

    explicit ErasingOffice(bool talking) {
        database->writer().run([&](Connection& writer) {
            const auto house = support::add_house(writer, "14");
            storage::Contacts contacts(writer);
            const auto contact = contacts.find_or_create("line", "line:Uabcdef1234", clock.now());
            contacts.link(contact.id, house, clock.now());
            if (talking) {
                conversation::Session session;
                session.dialogue = "menu";
                session.started_at = session.last_at = clock.now();
                storage::Sessions(writer).save(contact.id, session, clock.now());
            }
            storage::Requests(writer).add(
                {.kind = "ERASE", .household = house, .text = "681205-0001", .attachment = {}},
                contact.id,
                {},
                clock.now());
        });
    }

    std::string value(const std::string& sql) const {
        return database->reader().single_value("test", sql);
    }
};

}  // namespace

TEST_CASE("a wish to be erased rests until its receipt has arrived, then it is done and proved",
          "[bot][erasure]") {
    ErasingOffice office(false);
    Housekeeper keeper(*office.database, office.clock);
    keeper.round();
    CHECK(office.value("SELECT count(*) FROM household") == "1");
    office.clock.set(bangkok("2025-12-05T09:31"));
    keeper.round();
    CHECK(office.value("SELECT count(*) FROM household") == "0");
    CHECK(office.value("SELECT count(*) FROM contact") == "0");
    CHECK(office.value("SELECT state || ' ' || receipt FROM request") == "DONE 681205-0001");
    CHECK(office.value("SELECT count(*) FROM audit WHERE action = 'erasure.proved'") == "1");
    keeper.round();
    CHECK(office.value("SELECT count(*) FROM audit WHERE action = 'erasure.proved'") == "1");
}

TEST_CASE("who is erased in mid-conversation gets a last word, also from a program started anew",
          "[bot][erasure]") {
    ErasingOffice office(true);
    office.clock.set(bangkok("2025-12-05T10:00"));
    {
        Housekeeper keeper(*office.database, office.clock);
        keeper.round();
    }
    CHECK(office.value("SELECT count(*) FROM session") == "0");
    CHECK(office.value("SELECT address FROM outbox WHERE state = 'queued'") == "line:Uabcdef1234");
    CHECK_THAT(office.value("SELECT messages FROM outbox WHERE state = 'queued'"),
               Catch::Contains("681205-0001"));
    CHECK(office.value("SELECT state FROM request") == "OPEN");
    office.database->writer().run([](Connection& writer) {
        writer.run_script("sent", "UPDATE outbox SET state = 'sent' WHERE state = 'queued'");
    });
    Housekeeper keeper(*office.database, office.clock);
    keeper.round();
    CHECK(office.value("SELECT state FROM request") == "DONE");
    CHECK(office.value("SELECT count(*) FROM outbox WHERE address <> ''") == "0");
}

TEST_CASE("what is old goes once a night, from two o'clock on", "[bot][retention]") {
    ErasingOffice office(false);
    office.clock.set(bangkok("2025-12-06T01:59"));
    Housekeeper keeper(*office.database, office.clock);
    keeper.round();
    CHECK(office.value("SELECT count(*) FROM housekeeping_run") == "0");
    const auto rules = std::to_string(storage::Retention::rules().size());
    office.clock.set(bangkok("2025-12-06T02:00"));
    keeper.round();
    CHECK(office.value("SELECT count(*) FROM housekeeping_run") == rules);
    office.clock.set(bangkok("2025-12-06T23:00"));
    keeper.round();
    CHECK(office.value("SELECT count(*) FROM housekeeping_run") == rules);
    CHECK(office.value("SELECT max(left_over) FROM housekeeping_run") == "0");
}

TEST_CASE("a house whose message went out has been told by the next night", "[bot][retention]") {
    ErasingOffice office(false);
    office.database->writer().run([](Connection& writer) {
        const std::string made = "'2025-12-05T02:00:00.000Z', '2025-12-05T02:00:00.000Z'";
        writer.run_script(
            "tellings",
            "INSERT INTO report (id, household, period, created_at) SELECT 1, id, '2025-11', "
            "'2025-12-05T02:00:00.000Z' FROM household; "
            "INSERT INTO report_revision (id, report, revision, status, channel, lang, "
            "form_version, created_at, updated_at) VALUES (2, 1, 1, 'CONFIRMED', 'line', 'th', "
            "'3', " +
                made + "), (3, 1, 2, 'CONFIRMED', 'line', 'th', '3', " + made +
                "); INSERT INTO outbox (id, channel, address, state, retry_key, priority, "
                "messages, "
                "due_at, created_at, updated_at) VALUES (4, 'line', 'line:U9', 'sent', 'a', 5, "
                "'[]', "
                "'2025-12-05T02:00:00.000Z', " +
                made +
                "), (5, 'line', 'line:U9', 'queued', 'b', 5, '[]', '2025-12-05T02:00:00.000Z', " +
                made +
                "); INSERT INTO telling (id, household, revision, basis, due_on, outbox, "
                "created_at, "
                "updated_at) SELECT r, id, r, 'PUBLIC_TASK', '2026-01-04', o, " +
                made + " FROM household, (SELECT 2 AS r, 4 AS o UNION ALL SELECT 3, 5)");
    });
    office.database->writer().run([](Connection& writer) {
        writer.run_script("no wish", "UPDATE request SET state = 'DONE'");
    });
    office.clock.set(bangkok("2025-12-06T02:00"));
    Housekeeper(*office.database, office.clock).round();
    CHECK(office.value("SELECT told_by FROM telling WHERE id = 2") == "message");
    CHECK(office.value("SELECT count(*) FROM telling WHERE told_at IS NULL") == "1");
}
