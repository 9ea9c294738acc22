#include "storage/erasure.h"

#include "storage/anonymous_totals.h"
#include "storage/audit_log.h"
#include "storage/fault_points.h"
#include "storage/field_table.h"
#include "storage/outbox.h"
#include "storage/requests.h"
#include "storage/sessions.h"
#include "storage/tombstones.h"
#include "storage/transaction.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

using storage::Connection;
using storage::Erasure;
using support::kNow;
using support::TempDatabase;

namespace {

constexpr auto kT = "2025-11-30T02:05:00.000Z";

// Two houses of one village. Everything about house 100 and the contact 300 that only speaks for it
// holds the mark ZQX or the number 77771234; contact 301 also speaks for house 200.
std::string office_script() {
    const std::string made = fmt::format("'{0}', '{0}', 'command'", kT);
    const std::string times = fmt::format("'{0}', '{0}'", kT);
    std::string s;
    const auto add = [&s](const std::string& sql) { s += sql + ";\n"; };
    add("INSERT INTO person (id, given_name, family_name, phone, created_at, updated_at, "
        "created_by) "
        "VALUES (50, 'ZQXgiven', 'ZQXfamily', '+66ZQX0001', " +
        made + "), (51, 'ครู', 'ดี', '+66800000009', " + made + ")");
    add("INSERT INTO household (id, village, house_no, house_code, head, members_total, "
        "trainer_phone, status, created_at, "
        "updated_at, created_by) VALUES (100, (SELECT id FROM village), 'ZQX/1', '11112222333', "
        "50, 4, '+66800000009', 'ACTIVE', " +
        made + "), (200, (SELECT id FROM village), '15', NULL, NULL, 3, NULL, 'ACTIVE', " + made +
        ")");
    add("INSERT INTO household_flag (id, household, kind, from_day, source, created_at, "
        "updated_at, created_by) "
        "VALUES (101, 100, 'POOR', '2025-11-01', 'OFFICER', " +
        made + ")");
    add("INSERT INTO baseline (id, household, income_month, source, created_at, updated_at, "
        "created_by) VALUES (102, 100, 77771234, 'SELF', " +
        made + ")");
    add("INSERT INTO household_saving_form (id, household, form, fy, created_at, updated_at, "
        "created_by) VALUES (103, 100, 'GOLD', 2569, " +
        made + ")");
    add("INSERT INTO contact (id, created_at, updated_at) VALUES (300, " + times + "), (301, " +
        times + ")");
    add("INSERT INTO address (id, contact, channel, address, created_at, updated_at) VALUES (310, "
        "300, 'line', 'line:ZQXU1', " +
        times + "), (311, 300, 'sms', 'tel:+66ZQX0001', " + times +
        "), (312, 301, 'line', 'line:U2', " + times + ")");
    add("INSERT INTO contact_household (id, contact, household, relation, from_at, used_at, "
        "created_at, updated_at) VALUES "
        "(320, 300, 100, 'HEAD', '" +
        std::string(kT) + "', '" + kT + "', " + times + "), (321, 301, 100, 'CHILD', '" + kT +
        "', '" + kT + "', " + times + "), (322, 301, 200, 'HEAD', '" + kT + "', '" + kT + "', " +
        times + ")");
    add("INSERT INTO consent (id, household, contact, purpose, basis, notice_version, channel, "
        "given_at, created_at, updated_at) VALUES "
        "(330, 100, 300, 'DATA', 'CONSENT', '1', 'line', '" +
        std::string(kT) + "', " + times + "), (331, 200, 301, 'DATA', 'CONSENT', '1', 'line', '" +
        kT + "', " + times + ")");
    add("INSERT INTO invite (id, code, household, state, expires_at, used_by, created_at, "
        "updated_at, created_by) VALUES (340, '000000', 100, 'USED', '" +
        std::string(kT) + "', 300, " + made + ")");
    add("INSERT INTO wrong_code (id, contact, tried_at) VALUES (341, 300, '" + std::string(kT) +
        "')");
    add("INSERT INTO code_lock (id, contact, until_at, created_at, updated_at, created_by) VALUES "
        "(342, 300, '" +
        std::string(kT) + "', " + made + ")");
    add("INSERT INTO inbox (id, channel, event_id, state, kind, contact, message_id, text, "
        "received_at) VALUES "
        "(400, 'line', 'e1', 'done', 'text', 300, 'ZQXm1', 'ZQX ได้ 77771234', '" +
        std::string(kT) +
        "'), "
        "(401, 'line', 'e2', 'done', 'text', 301, 'ZQXm2', 'ZQX บ้านเรา', '" +
        kT + "')");
    add("INSERT INTO inbox (id, channel, event_id, state, kind, payload, reason, received_at) "
        "VALUES "
        "(402, 'line', 'e3', 'dead', 'text', '{\"address\":\"line:ZQXU1\",\"text\":\"ZQX\"}', "
        "'bug', '" +
        std::string(kT) + "')");
    add("INSERT INTO outbox (id, channel, address, state, retry_key, priority, contact, inbox, "
        "messages, reply_token, due_at, provider_id, created_at, "
        "updated_at) VALUES (410, 'line', 'line:ZQXU1', 'sent', 'k1', 0, 300, 400, '[\"ZQX\"]', "
        "'ZQXt', '" +
        std::string(kT) + "', 'ZQXp', " + times +
        "), (411, 'line', 'line:ZQXU1', 'queued', 'k2', 0, 300, NULL, '[\"ZQX\"]', NULL, '" + kT +
        "', NULL, " + times + ")");
    add("INSERT INTO delivery (id, outbox, attempt, way, result, answer, created_at) VALUES (412, "
        "410, 1, 'reply', 'sent', 'ZQX', '" +
        std::string(kT) + "')");
    add("INSERT INTO attachment (id, sha256, mime, bytes, content, created_at) VALUES (420, '" +
        std::string(64, 'a') + "', 'image/jpeg', 3, 'ZQX', '" + kT + "')");
    s.replace(s.find("3, 'ZQX', '"), 11, "3, x'5a5158', '");
    add("INSERT INTO content_fetch (id, inbox, channel, message, state, due_at, attachment, "
        "created_at, updated_at) VALUES (421, 400, 'line', 'ZQXm', 'done', '" +
        std::string(kT) + "', 420, " + times + ")");
    add("INSERT INTO submission (id, form_id, form_version, entity, household, period, contact, "
        "message, instance, created_at, updated_at) VALUES "
        "(430, 'household_report', '3', 'household_report', 100, '2025-11', 300, 400, "
        "'{\"raw\":\"ZQX\"}', " +
        times + "), (431, 'feedback', '1', '', NULL, NULL, 300, 400, '{\"text\":\"ZQX\"}', " +
        times + ")");
    add("INSERT INTO submission_attachment (submission, attachment) VALUES (430, 420)");
    add("INSERT INTO report (id, household, period, created_at) VALUES (440, 100, '2025-11', '" +
        std::string(kT) + "')");
    add("INSERT INTO report_revision (id, report, revision, status, income_total, saving_amount, "
        "raw, reporter, channel, lang, message, submission, form_version, "
        "created_at, updated_at) VALUES (441, 440, 1, 'CONFIRMED', 77771233, 1, '{\"x\":\"ZQX\"}', "
        "300, 'line', 'th', 400, 430, '3', " +
        times +
        "), (442, 440, 2, 'CONFIRMED', 77771234, 2, '{}', 300, 'line', 'th', 400, 430, '3', " +
        times + ")");
    add("INSERT INTO report_conflict (id, report, first, second, state, created_at, updated_at, "
        "created_by) VALUES (443, 440, 441, 442, 'OPEN', " +
        made + ")");
    add("INSERT INTO telling (id, household, revision, basis, due_on, outbox, created_at, "
        "updated_at) VALUES (444, 100, 442, 'PUBLIC_TASK', '2025-12-30', 410, " +
        times + ")");
    add("INSERT INTO person_consent (id, person, contact, purpose, basis, notice_version, channel, "
        "given_at, created_at, updated_at) VALUES (445, 51, 300, 'DATA', 'CONSENT', '1', 'line', "
        "'" +
        std::string(kT) + "', " + times + ")");
    add("INSERT INTO request (id, number, kind, household, contact, message, text, receipt, "
        "attachment, state, due_on, created_at, updated_at) VALUES "
        "(450, 1, 'ERASE', 100, 300, 400, '681205-0001', '681205-0001', NULL, 'OPEN', "
        "'2025-12-01', " +
        times +
        "), (451, 2, 'QUESTION', 100, 300, 400, 'ZQX ถาม', '', 420, 'OPEN', '2025-12-01', " +
        times + ")");
    add("INSERT INTO household_care (id, household, person, from_day, created_at, updated_at, "
        "created_by) VALUES (460, 100, 51, '2025-11-01', " +
        made + ")");
    add("INSERT INTO household_move (id, household, from_village, from_house_no, to_village, "
        "to_house_no, moved_on, created_at, updated_at, created_by) VALUES "
        "(461, 100, (SELECT id FROM village), 'ZQX9', (SELECT id FROM village), 'ZQX/1', "
        "'2025-11-01', " +
        made + ")");
    add("INSERT INTO fund (id, kind, name_th, created_at, updated_at, created_by) VALUES (470, "
        "'COOP', 'สหกรณ์', " +
        made + ")");
    add("INSERT INTO fund_access (id, household, fund, kind, on_day, amount, created_at, "
        "updated_at, created_by) VALUES (471, 100, 470, 'GRANTED', '2025-11-01', 77771234, " +
        made + ")");
    add("INSERT INTO nomination (id, household, fy, nominated_on, stage, created_at, updated_at, "
        "created_by) VALUES (480, 100, 2569, '2025-11-01', 'NOMINATED', " +
        made + ")");
    add("INSERT INTO nomination_criterion (id, nomination, criterion, met, note, created_at, "
        "updated_at, created_by) VALUES (481, 480, 'INCOME', 1, 'ZQX', " +
        made + ")");
    add("INSERT INTO nomination_score (id, nomination, member, criterion, score, created_at, "
        "updated_at, created_by) VALUES (482, 480, 51, 'INCOME', 9, " +
        made + ")");
    add("INSERT INTO nomination_stage (id, nomination, stage, reason, created_at, updated_at, "
        "created_by) VALUES (483, 480, 'NOMINATED', 'ZQX', " +
        made + ")");
    add("INSERT INTO occ_group (id, village, name_th, created_at, updated_at, created_by) VALUES "
        "(484, (SELECT id FROM village), 'กลุ่ม', " +
        made + ")");
    add("INSERT INTO occ_group_member (id, occ_group, household, from_day, created_at, updated_at, "
        "created_by) VALUES (485, 484, 100, '2025-11-01', " +
        made + ")");
    add("INSERT INTO breach (id, known_at, happened, people, risk, created_at, updated_at, "
        "created_by) VALUES (490, '" +
        std::string(kT) + "', 'x', 1, 'UNKNOWN', " + made + ")");
    add("INSERT INTO breach_household (breach, household) VALUES (490, 100)");
    add("INSERT INTO fact_change (id, household, field, value_before, value_after, created_at, "
        "created_by) VALUES (491, 100, 'occ_main', 'ZQXa', 'ZQXb', '" +
        std::string(kT) + "', 'contact:300')");
    add("INSERT INTO chat_group (id, channel, address, state, bound_by, created_at, updated_at) "
        "VALUES (494, 'line', 'line:C1', 'ACTIVE', 300, " +
        times + ")");
    add("INSERT INTO reminder (id, kind, rank, period, day, household, due_at, useful_until, "
        "next_at, state, outbox, planned_at, done_at, created_at, updated_at) VALUES (495, "
        "'REPORT', 5, '2025-11', '2025-12-10', 100, '" +
        std::string(kT) + "', '" + kT + "', '" + kT + "', 'SENT', 410, '" + kT + "', '" + kT +
        "', " + times + "), (496, 'REPORT_LIST', 5, '2025-11', '2025-12-10', NULL, '" + kT +
        "', '" + kT + "', '" + kT + "', 'SENT', NULL, '" + kT + "', '" + kT + "', " + times + ")");
    add("UPDATE reminder SET person = 50 WHERE id = 496");
    add("INSERT INTO calendar_feed (id, digest, person, created_at, updated_at, created_by) VALUES "
        "(497, '" +
        std::string(64, 'b') + "', 50, " + made + ")");
    add("INSERT INTO sms_set_aside (inbox, sender, reason, bytes, created_at) VALUES (402, "
        "'tel:+66ZQX0001', 'x', x'5a5158', '" +
        std::string(kT) + "')");
    add("INSERT INTO sms_long (id, channel, address, reference, parts, state, created_at, "
        "updated_at) VALUES (492, 'sms', 'tel:+66ZQX0001', 1, 2, 'waiting', " +
        times + ")");
    add("INSERT INTO sms_part (id, long, number, text, created_at) VALUES (493, 492, 1, 'ZQX', '" +
        std::string(kT) + "')");
    add("INSERT INTO sms_seen (channel, address, digest, seen_at) VALUES ('sms', 'tel:+66ZQX0001', "
        "'ZQXd', '" +
        std::string(kT) + "')");
    add("INSERT INTO sms_pace (channel, address, since, messages) VALUES ('sms', 'tel:+66ZQX0001', "
        "'" +
        std::string(kT) + "', 1)");
    return s;
}

struct OfficeOfTwo : TempDatabase {
    OfficeOfTwo() {
        support::add_village(connection);
        connection.run_script("office", office_script());
        conversation::Session session;
        session.dialogue = "menu";
        session.notes["said"] = "ZQX";
        session.started_at = session.last_at = kNow;
        storage::Sessions(connection).save(conversation::ContactId{300}, session, kNow);
        REQUIRE(value("PRAGMA foreign_key_check").empty());
    }

    Erasure::Erased erase(conversation::Instant now = kNow) {
        const auto wishes = Erasure(connection).due(now);
        Erasure::Erased erased;
        for (const auto& wish : wishes) {
            const auto seen = Erasure(connection).look(wish);
            storage::Transaction transaction(connection);
            Erasure::Terms terms;
            terms.farewell = [](auto /*language*/, auto receipt) {
                return "ลบแล้วค่ะ " + std::string(receipt);
            };
            erased = Erasure(connection).carry_out(wish, seen, terms, now);
            transaction.commit();
        }
        return erased;
    }

    // Every column of every table that still holds the mark or the number.
    std::vector<std::string> traces() {
        std::vector<std::string> found;
        for (const auto& field : storage::field_table()) {
            if (value(fmt::format(
                    "SELECT count(*) FROM \"{0}\" WHERE instr(\"{1}\", 'ZQX') > 0 OR "
                    "instr(hex(\"{1}\"), '5A5158') > 0 OR \"{1}\" IN (77771234, 77771233)",
                    field.table,
                    field.column)) != "0") {
                found.push_back(field.table + "." + field.column);
            }
        }
        return found;
    }

    std::string bytes() {
        connection.checkpoint(false);
        connection.checkpoint(true);
        std::string all;
        for (const char* end : {"", "-wal"}) {
            std::ifstream file(path.string() + end, std::ios::binary);
            all.append(std::istreambuf_iterator<char>(file), {});
        }
        return all;
    }

    std::string contents() {
        std::string all;
        std::set<std::string> tables;
        for (const auto& field : storage::field_table()) {
            if (tables.insert(field.table).second) {
                all +=
                    field.table + "=" + value("SELECT count(*) FROM \"" + field.table + "\"") + " ";
            }
        }
        return all;
    }
};

}  // namespace

TEST_CASE("the fixture of erasing has a row in every table that names a household or contact",
          "[storage][erasure]") {
    OfficeOfTwo office;
    for (const auto& field : storage::field_table()) {
        if (field.column == "household" || field.column == "contact") {
            CAPTURE(field.table, field.column);
            const bool elsewhere = field.table == "outcome";  // of a team's member
            CHECK((elsewhere || office.value(fmt::format(
                                    "SELECT count(*) FROM \"{}\" WHERE \"{}\" IN (100, 300)",
                                    field.table,
                                    field.column)) != "0"));
        }
    }
}

TEST_CASE("an erased household is in no column of any table, nor in the file's bytes",
          "[storage][erasure]") {
    OfficeOfTwo office;
    REQUIRE(office.traces().size() > 25);
    REQUIRE(office.bytes().find("ZQX") != std::string::npos);
    const auto erased = office.erase();
    CHECK(erased.addresses == std::vector<std::string>{"line:ZQXU1", "tel:+66ZQX0001"});
    // Only the farewell to who was in mid-conversation still has the address.
    CHECK(office.traces() == std::vector<std::string>{"outbox.address"});
    CHECK(erased.farewells == 1);
    office.connection.run_script("sent", "UPDATE outbox SET state = 'sent' WHERE state = 'queued'");
    const auto said = Erasure(office.connection).settle_farewells(kNow);
    REQUIRE(said.size() == 1);
    CHECK(office.traces().empty());
    CHECK(office.bytes().find("ZQX") == std::string::npos);
    CHECK(office.value("PRAGMA foreign_key_check").empty());
    CHECK(storage::find_traces(office.connection, erased.addresses).empty());
}

TEST_CASE("who speaks for another house stays, and what was said is forgotten",
          "[storage][erasure]") {
    OfficeOfTwo office;
    office.erase();
    CHECK(office.value("SELECT count(*) FROM household WHERE id = 200") == "1");
    CHECK(office.value("SELECT count(*) FROM contact WHERE id = 301") == "1");
    CHECK(office.value("SELECT count(*) FROM consent WHERE contact = 301") == "1");
    CHECK(office.value("SELECT coalesce(text, 'gone') FROM inbox WHERE id = 401") == "gone");
    CHECK(office.value("SELECT count(*) FROM contact WHERE id = 300") == "0");
    CHECK(office.value("SELECT count(*) FROM person WHERE id = 51") == "1");
    CHECK(office.value("SELECT count(*) FROM inbox") == "3");  // events stay known
}

TEST_CASE("a farewell goes to somebody in mid-conversation, and no later than the day",
          "[storage][erasure]") {
    OfficeOfTwo office;
    office.erase();
    auto claimed = storage::Outbox(office.connection).claim({.channel = "sms", .limit = 9}, kNow);
    auto more = storage::Outbox(office.connection).claim({.channel = "line", .limit = 9}, kNow);
    claimed.insert(claimed.end(), more.begin(), more.end());
    REQUIRE(claimed.size() == 1);
    CHECK_THAT(claimed[0].messages_json, Catch::Contains("681205-0001"));
    const auto request = Erasure(office.connection).due(kNow).at(0).request;
    CHECK_FALSE(Erasure(office.connection).all_said(request));
    CHECK(Erasure(office.connection).settle_farewells(kNow).empty());
    CHECK(Erasure(office.connection).settle_farewells(kNow + std::chrono::hours(24)).size() == 1);
    CHECK(office.traces().empty());
}

TEST_CASE("tombstones refuse the house, its telephone and its head's name", "[storage][erasure]") {
    OfficeOfTwo office;
    office.erase();
    storage::Tombstones tombstones(office.connection);
    CHECK(tombstones.house("60030403", "ZQX/1"));
    CHECK(tombstones.phone("+66ZQX0001"));
    CHECK(tombstones.name("60030403", "ZQXgiven", "ZQXfamily"));
    CHECK_FALSE(tombstones.house("60030403", "15"));
}

TEST_CASE("of the requests the receipt stays, and erasing twice does nothing",
          "[storage][erasure]") {
    OfficeOfTwo office;
    office.erase();
    const auto after = office.contents();
    const auto again = office.erase(kNow + std::chrono::hours(1));
    CHECK(again.rows == 0);
    CHECK(office.contents() == after);
    CHECK(office.value("SELECT group_concat(kind || state || receipt || text) FROM request") ==
          "ERASEOPEN681205-0001,QUESTIONDONE");
    const auto request = Erasure(office.connection).due(kNow).at(0).request;
    Erasure(office.connection).close(request, 1, kNow, "system");
    CHECK(Erasure(office.connection).due(kNow).size() == 1);  // a trace: a person must look
    Erasure(office.connection).close(request, 0, kNow, "system");
    CHECK(Erasure(office.connection).due(kNow).empty());
    CHECK(office.value(
              "SELECT count(*) FROM audit WHERE action = 'erased' AND subject = 'household:100'") ==
          "1");
}

TEST_CASE("erasing that fails at any point leaves everything, and goes on afterwards",
          "[storage][erasure][crash]") {
    for (const std::string_view point : {"erasure.after_household", "erasure.after_contacts"}) {
        OfficeOfTwo office;
        const auto before = office.contents();
        storage::set_fault_hook([point](std::string_view name) {
            if (name == point) {
                throw std::runtime_error("killed");
            }
        });
        CHECK_THROWS_WITH(office.erase(), "killed");
        storage::set_fault_hook({});
        CAPTURE(point);
        CHECK(office.contents() == before);
        office.erase();
        CHECK(office.value("SELECT count(*) FROM household WHERE id = 100") == "0");
    }
}

TEST_CASE("an anonymous total of fewer than five houses is a count without figures",
          "[storage][erasure]") {
    TempDatabase db;
    support::add_village(db.connection);
    storage::AnonymousTotals totals(db.connection);
    const auto village = storage::Places(db.connection).village_id("60030403");
    for (int i = 1; i <= 7; ++i) {
        const auto house = support::add_house(db.connection, std::to_string(i)).value;
        db.connection.run_script("report",
                                 fmt::format("INSERT INTO report (id, household, period, "
                                             "created_at) VALUES ({0}, {1}, '2025-11', "
                                             "'{2}'); INSERT INTO report_revision (id, report, "
                                             "revision, status, income_total, channel, "
                                             "lang, form_version, created_at, updated_at) VALUES "
                                             "({3}, {0}, 1, 'CONFIRMED', 1000, "
                                             "'line', 'th', '3', '{2}', '{2}')",
                                             i,
                                             house,
                                             kT,
                                             i + 100));
        if (i <= 2) {
            totals.take_household(conversation::HouseholdId{house});
        }
    }
    CHECK(totals.of_village(village).at(0).reports == 2);
    CHECK(totals.of_village(village).at(0).income.known == 0);
    totals.take_month(village, {2025, 11});
    CHECK(totals.of_village(village).at(0).reports == 9);
    CHECK(totals.of_village(village).at(0).income.known == 7);
    CHECK(totals.of_village(village).at(0).income.total == 7000);
    CHECK(totals.of_village(village).at(0).saving.known == 0);
}
