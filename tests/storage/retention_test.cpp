#include "storage/retention.h"

#include "storage/anonymous_totals.h"
#include "storage/field_table.h"
#include "storage/housekeeping_log.h"
#include "storage/ids.h"
#include "storage/text_erasure.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

using storage::Retention;
using support::bangkok;
using support::kNow;
using support::TempDatabase;

namespace {

std::int64_t run_all(storage::Connection& connection,
                     conversation::Instant now,
                     std::string_view only) {
    std::int64_t rows = 0;
    for (const auto& rule : Retention::rules()) {
        if (!only.empty() && rule.name != only) {
            continue;
        }
        Retention retention(connection);
        bool more = true;
        while (more) {
            const auto step = retention.step(rule, now, 3);
            rows += step.rows;
            more = step.more;
        }
        retention.prove(rule, rows, retention.count(rule, now), now);
    }
    return rows;
}

void add_inbox(TempDatabase& db, conversation::Instant at, const std::string& event) {
    db.connection.run_script("inbox",
                             fmt::format("INSERT INTO inbox (id, channel, event_id, state, kind, "
                                         "text, received_at) VALUES ({}, 'line', "
                                         "'{}', 'done', 'text', 'คำที่พิมพ์', '{}')",
                                         storage::first_id_at(at) + 7,
                                         event,
                                         conversation::to_text(at)));
}

}  // namespace

TEST_CASE("texts that came in are gone after 90 days, the events stay known",
          "[storage][retention]") {
    TempDatabase db;
    for (int day = 85; day <= 95; ++day) {
        add_inbox(db, kNow - std::chrono::days(day), "e" + std::to_string(day));
    }
    CHECK(run_all(db.connection, kNow, "messages_in") == 5);  // 91 to 95; the 90th is not over
    CHECK(db.value("SELECT count(*) FROM inbox WHERE text IS NULL") == "5");
    CHECK(db.value("SELECT count(*) FROM inbox") == "11");
    CHECK(run_all(db.connection, kNow, "messages_in") == 0);
    CHECK(run_all(db.connection, kNow + std::chrono::days(2), "messages_in") == 2);
    const auto run = storage::HousekeepingLog(db.connection).last("messages_in");
    REQUIRE(run);
    CHECK(run->rows == 2);
    CHECK(run->left_over == 0);
}

TEST_CASE("an open conversation of 30 days goes, a younger one stays", "[storage][retention]") {
    TempDatabase db;
    for (int i = 0; i < 2; ++i) {
        const auto at = conversation::to_text(kNow - std::chrono::days(i == 0 ? 31 : 29));
        db.connection.run_script(
            "s",
            fmt::format("INSERT INTO contact (id, created_at, updated_at) VALUES ({0}, '{1}', "
                        "'{1}'); INSERT INTO session (contact, body, started_at, updated_at) "
                        "VALUES ({0}, '{{}}', '{1}', '{1}')",
                        i + 1,
                        at));
    }
    CHECK(run_all(db.connection, kNow, "sessions") == 1);
    CHECK(db.value("SELECT contact FROM session") == "2");
}

TEST_CASE("reports are kept the fiscal year and five more, then only as the village's sum",
          "[storage][retention]") {
    TempDatabase db;
    support::add_village(db.connection);
    const std::string at = "2019-12-05T02:00:00.000Z";
    for (int i = 1; i <= 6; ++i) {
        const auto house = support::add_house(db.connection, std::to_string(i)).value;
        int number = 0;
        for (const char* period : {"2019-09", "2019-10"}) {
            const int id = i * 10 + ++number;
            db.connection.run_script("report",
                                     fmt::format("INSERT INTO report (id, household, period, "
                                                 "created_at) VALUES ({0}, {1}, '{2}', '{3}'); "
                                                 "INSERT INTO report_revision (id, report, "
                                                 "revision, status, income_total, channel, lang, "
                                                 "form_version, created_at, updated_at) VALUES "
                                                 "({0}, {0}, 1, 'CONFIRMED', 1000, 'line', "
                                                 "'th', '3', '{3}', '{3}')",
                                                 id,
                                                 house,
                                                 period,
                                                 at));
        }
    }
    // Fiscal year 2562 ended in September 2019; five more end in September 2024.
    CHECK(run_all(db.connection, bangkok("2024-09-30T12:00"), "reports") == 0);
    CHECK(run_all(db.connection, bangkok("2024-10-01T12:00"), "reports") == 6);
    CHECK(db.value("SELECT count(*) FROM report WHERE period = '2019-10'") == "6");
    CHECK(db.value("SELECT count(*) FROM report WHERE period = '2019-09'") == "0");
    const auto village = storage::Places(db.connection).village_id("60030403");
    const auto totals = storage::AnonymousTotals(db.connection).of_village(village);
    REQUIRE(totals.size() == 1);
    CHECK(totals[0].reports == 6);
    CHECK(totals[0].income.total == 6000);
}

TEST_CASE("the audit is kept two years", "[storage][retention]") {
    TempDatabase db;
    for (int days : {700, 740}) {
        const auto at = kNow - std::chrono::days(days);
        db.connection.run_script(
            "audit",
            fmt::format("INSERT INTO audit (id, at, actor, action) VALUES ({}, '{}', 'x', 'y')",
                        storage::first_id_at(at) + 1,
                        conversation::to_text(at)));
    }
    CHECK(run_all(db.connection, kNow, "audit") == 1);
    CHECK(db.value("SELECT count(*) FROM audit") == "1");
}

TEST_CASE("every rule can be counted, run and proved on an empty office", "[storage][retention]") {
    TempDatabase db;
    CHECK(run_all(db.connection, kNow, "") == 0);
    CHECK(db.value("SELECT count(*) FROM housekeeping_run") ==
          std::to_string(Retention::rules().size()));
}

TEST_CASE("all raw answers of a form go, what was understood stays", "[storage][retention]") {
    CHECK(storage::without_raw_answers(
              R"({"a":{"value":"8500","raw":"แปดพันห้า"},"b":[{"raw":"x"}]})") ==
          R"({"a":{"raw":"","value":"8500"},"b":[{"raw":""}]})");
    CHECK(storage::without_raw_answers(R"({"a":1})") == R"({"a":1})");
}

TEST_CASE("every column of the schema has its entry in the field table, and no entry is left over",
          "[storage][ropa]") {
    TempDatabase db;
    std::set<std::string> real;
    std::string columns = db.value(
        "SELECT group_concat(m.name || '.' || c.name, ' ') FROM sqlite_master m, "
        "pragma_table_info(m.name) c "
        "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'");
    while (!columns.empty()) {
        const auto end = std::min(columns.find(' '), columns.size());
        real.insert(columns.substr(0, end));
        columns.erase(0, end + 1);
    }
    std::set<std::string> named;
    for (const auto& field : storage::field_table()) {
        CAPTURE(field.table, field.column);
        CHECK(named.insert(field.table + "." + field.column).second);
        for (const auto* text : {&field.table_th,
                                 &field.table_en,
                                 &field.label_th,
                                 &field.label_en,
                                 &field.recipients}) {
            CHECK_FALSE(text->empty());
        }
        const auto known = [](std::string_view word, auto words) {
            return std::ranges::find(words, word, &storage::FieldWord::word) != words.end();
        };
        CHECK(known(field.personal, storage::field_words()));
        CHECK(known(field.purpose, storage::field_words()));
        CHECK(known(field.basis, storage::field_words()));
        CHECK(known(field.retention, storage::retention_words()));
    }
    for (const auto& column : real) {
        CAPTURE(column);
        CHECK(named.contains(column));
    }
    for (const auto& column : named) {
        CAPTURE(column);
        CHECK(real.contains(column));
    }
}
