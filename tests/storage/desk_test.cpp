#include "storage/audit_log.h"
#include "storage/data_quality.h"
#include "storage/message_desk.h"
#include "storage/outbox.h"
#include "storage/quota.h"
#include "storage/reports.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

// What officers look at every morning: doubtful data, messages that did not go, who did what.

using conversation::HouseholdId;
using conversation::Period;
using storage::AuditLog;
using storage::DataQuality;
using support::kNow;
using support::TempDatabase;

namespace {

constexpr Period kNovember{2025, 11};

conversation::FieldAnswer said(const std::string& value) {
    return {value, {}, value};
}

struct Office {
    TempDatabase db;
    HouseholdId house = support::add_house(db.connection, "14/2");

    Office() { storage::Households(db.connection).set_status(house, "ACTIVE", kNow); }

    storage::RevisionId report(const std::vector<std::string>& flags, const char* income) {
        storage::Reports::Source source;
        source.reporter = storage::Contacts(db.connection).find_or_create("line", "a", kNow).id;
        source.channel = "line";
        source.language = "th";
        source.form_version = "3";
        std::map<std::string, conversation::FieldAnswer> fields;
        if (income != nullptr) {
            fields.emplace("income_total", said(income));
        }
        return storage::Reports(db.connection)
            .revise(house, kNovember, fields, flags, source, kNow)
            .id;
    }
};

}  // namespace

TEST_CASE("a report that needs a check is listed until a later one counts", "[storage][quality]") {
    Office office;
    DataQuality quality(office.db.connection);
    CHECK(quality.doubtful("", 10).empty());
    const auto revision = office.report({"TENFOLD"}, "85000");
    storage::Reports(office.db.connection).set_status(revision, "NEEDS_CHECK", kNow);
    const auto found = quality.doubtful("", 10);
    REQUIRE(found.size() == 1);
    CHECK(found[0].household == office.house);
    CHECK(found[0].house_no == "14/2");
    CHECK(found[0].flags == "TENFOLD");
    CHECK(found[0].income == 85'000);
    CHECK_FALSE(found[0].saving.has_value());
    CHECK_FALSE(found[0].conflict);
    CHECK(quality.doubtful("600304", 10).size() == 1);
    CHECK(quality.doubtful("600305", 10).empty());
    (void)office.report({}, "8500");
    CHECK(quality.doubtful("", 10).empty());
}

TEST_CASE("figures that are not known are counted, and are not zero", "[storage][quality]") {
    Office office;
    DataQuality quality(office.db.connection);
    CHECK(quality.unknown("", kNovember).reports == 0);
    (void)office.report({}, "0");
    CHECK(quality.unknown("", kNovember).income == 0);
    (void)office.report({}, nullptr);
    const auto unknown = quality.unknown("", kNovember);
    CHECK(unknown.reports == 1);
    CHECK(unknown.income == 1);
    CHECK(unknown.saving == 1);
    CHECK(quality.unknown("6004", kNovember).reports == 0);
}

TEST_CASE("gaps of the register are counted among those that take part", "[storage][quality]") {
    Office office;
    const auto other = support::add_house(office.db.connection, "15");
    storage::Households(office.db.connection).set_status(other, "CLOSED", kNow);
    const auto gaps = DataQuality(office.db.connection).gaps("");
    CHECK(gaps.households == 1);
    CHECK(gaps.without_members == 1);
    CHECK(gaps.without_baseline == 1);
    CHECK(gaps.without_care == 1);
    CHECK(gaps.without_speaker == 1);
    storage::Households::Baseline baseline;
    baseline.income_month = 0;
    (void)storage::Households(office.db.connection)
        .put_baseline(office.house, baseline, kNow, "test");
    CHECK(DataQuality(office.db.connection).gaps("").without_baseline == 0);
}

TEST_CASE("messages are counted by channel, failures by their reason", "[storage][messages]") {
    Office office;
    auto& db = office.db.connection;
    storage::Outbox outbox(db);
    const auto contact = storage::Contacts(db).find_or_create("line", "line:U1", kNow).id;
    const auto send = [&](const char* reason) {
        storage::Outbox::Draft draft;
        draft.channel = "line";
        draft.address = "line:U1";
        draft.contact = contact;
        draft.messages = {support::words("สวัสดี")};
        const auto id = outbox.enqueue(draft, kNow);
        if (reason != nullptr) {
            (void)outbox.claim({.channel = "line"}, kNow);
            storage::Outbox::Settlement settlement;
            settlement.result = storage::Outbox::Settlement::Result::Failed;
            settlement.reason = reason;
            outbox.settle(id, settlement, kNow);
        }
    };
    send("rejected");
    send("rejected");
    send("contact_gone");
    send(nullptr);
    storage::Quota(db).put("line", {2025, 12}, 300, 37, kNow);
    storage::MessageDesk desk(db);
    const auto since = kNow - std::chrono::hours(1);
    const auto channels = desk.channels(since, {2025, 12});
    REQUIRE(channels.size() == 1);
    CHECK(channels[0].failed == 3);
    CHECK(channels[0].queued == 1);
    CHECK(channels[0].quota == 300);
    CHECK(channels[0].quota_used == 37);
    const auto failures = desk.failures(since);
    REQUIRE(failures.size() == 2);
    CHECK(failures[0].reason == "rejected");
    CHECK(failures[0].messages == 2);
    CHECK(desk.failures(kNow + std::chrono::hours(1)).empty());
    CHECK(desk.set_aside(5).empty());
}

TEST_CASE("the audit log is searched by who, what and of what, page by page", "[storage][audit]") {
    TempDatabase db;
    AuditLog log(db.connection);
    for (int number = 0; number < 5; ++number) {
        log.write(
            {"officer:a", "household.looked_at", "household:" + std::to_string(number), "", kNow});
    }
    log.write({"officer:b", "export", "reports", "format=csv", kNow});
    CHECK(log.search({.actor = "officer:b"}).size() == 1);
    CHECK(log.search({.action = "household"}).size() == 5);
    CHECK(log.search({.action = "%"}).empty());
    CHECK(log.search({.subject = "household:3"}).size() == 1);
    const auto first = log.search({.action = "household", .limit = 3});
    REQUIRE(first.size() == 3);
    CHECK(first[0].entry.subject == "household:4");
    const auto rest = log.search({.action = "household", .before = first.back().row, .limit = 3});
    CHECK(rest.size() == 2);
}
