#include "storage/report_taking.h"

#include "storage/contacts.h"
#include "storage/report_conflicts.h"
#include "storage/tellings.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <string>

// Two people say different things of one household's month.

using conversation::ContactId;
using conversation::FormSubmitted;
using storage::ReportTaking;
using support::kNow;
using support::TempDatabase;

namespace {

constexpr conversation::Period kNovember{2025, 11};

struct Month {
    TempDatabase db;
    conversation::HouseholdId house = support::add_house(db.connection, "14");
    ContactId mother = contact("line:U1");
    ContactId volunteer = contact("line:U2");
    ContactId child = contact("line:U3");

    ContactId contact(const std::string& address) {
        return storage::Contacts(db.connection).find_or_create("line", address, kNow).id;
    }

    [[nodiscard]] FormSubmitted said(const std::string& income) const {
        FormSubmitted form;
        form.household = house;
        form.period = kNovember;
        form.fields["income_total"].value = income;
        return form;
    }

    ReportTaking::Taken take(const FormSubmitted& form, ContactId by) {
        storage::Reports::Source source;
        source.reporter = by;
        source.on_behalf = form.on_behalf;
        source.informant = form.informant;
        source.channel = "line";
        source.language = "th";
        source.form_version = "3";
        return ReportTaking(db.connection).take(form, source, kNow, "contact:1");
    }

    ReportTaking::Taken by_volunteer(const std::string& income) {
        auto form = said(income);
        form.on_behalf = true;
        form.informant = "HEAD";
        return take(form, volunteer);
    }

    // "1:CONFIRMED 2:VOID"
    std::string revisions() {
        return db.value("SELECT group_concat(revision || ':' || status, ' ') FROM report_revision");
    }

    std::string counts() {
        const auto view = storage::Reports(db.connection).find(house, kNovember);
        return view ? view->values.at("income_total") : "nothing";
    }
};

}  // namespace

TEST_CASE("a volunteer's other figures stand beside the house's until it says which counts",
          "[storage][conflict]") {
    Month month;
    CHECK_FALSE(month.take(month.said("9000"), month.mother).opened);
    const auto second = month.by_volunteer("7000");
    CHECK(second.opened);
    CHECK(month.revisions() == "1:NEEDS_CHECK 2:NEEDS_CHECK");
    CHECK(month.counts() == "7000");
    CHECK(month.db.value("SELECT count(*) FROM audit WHERE action = 'report.conflict_opened'") ==
          "1");
    ReportTaking taking(month.db.connection);
    CHECK_FALSE(taking.settle(month.house, kNovember, 3, kNow, "contact:1"));
    CHECK(taking.settle(month.house, kNovember, 1, kNow, "contact:1"));
    CHECK(month.revisions() == "1:CONFIRMED 2:VOID");
    CHECK(month.counts() == "9000");
    CHECK_FALSE(taking.settle(month.house, kNovember, 1, kNow, "contact:1"));
}

TEST_CASE("two who say the same open nothing", "[storage][conflict]") {
    Month month;
    (void)month.take(month.said("9000"), month.mother);
    CHECK_FALSE(month.by_volunteer("9000").opened);
    CHECK(month.revisions() == "1:CONFIRMED 2:CONFIRMED");
}

TEST_CASE("the house's own word over a report made for it counts at once", "[storage][conflict]") {
    Month month;
    (void)month.by_volunteer("7000");
    auto own = month.said("9000");
    own.corrects = true;
    CHECK_FALSE(month.take(own, month.mother).opened);
    CHECK(month.revisions() == "1:VOID 2:CONFIRMED");
    CHECK(month.db.value("SELECT state FROM report_conflict") == "SETTLED");
}

TEST_CASE("who corrects her own side keeps the conflict, or ends it by agreeing",
          "[storage][conflict]") {
    Month month;
    (void)month.take(month.said("9000"), month.mother);
    (void)month.by_volunteer("7000");
    (void)month.by_volunteer("7500");
    CHECK(month.revisions() == "1:NEEDS_CHECK 2:VOID 3:NEEDS_CHECK");
    CHECK(storage::ReportConflicts(month.db.connection).open_of(month.house, kNovember));
    (void)month.by_volunteer("9000");
    CHECK(month.revisions() == "1:VOID 2:VOID 3:VOID 4:CONFIRMED");
    CHECK_FALSE(storage::ReportConflicts(month.db.connection).open_of(month.house, kNovember));
}

TEST_CASE("who takes her report back leaves the other's", "[storage][conflict]") {
    Month month;
    (void)month.take(month.said("9000"), month.mother);
    (void)month.by_volunteer("7000");
    ReportTaking(month.db.connection)
        .take_back(month.house, kNovember, month.volunteer, kNow, "contact:2");
    CHECK(month.revisions() == "1:CONFIRMED 2:VOID");
    CHECK(month.counts() == "9000");
}

TEST_CASE("a relative who insists opens a conflict, one who corrects does not",
          "[storage][conflict]") {
    Month month;
    (void)month.take(month.said("9000"), month.mother);
    auto other = month.said("8000");
    other.corrects = true;
    CHECK_FALSE(month.take(other, month.child).opened);
    other = month.said("8500");
    other.corrects = true;
    other.insists = true;
    CHECK(month.take(other, month.mother).opened);
}

TEST_CASE("a report on behalf must be told within 30 days", "[storage][telling]") {
    Month month;
    (void)month.by_volunteer("7000");
    storage::Tellings tellings(month.db.connection);
    const auto open = tellings.open_of(month.house, kNovember);
    REQUIRE(open);
    CHECK(open->basis == "PUBLIC_TASK");
    CHECK(conversation::to_text(open->due) == "2026-01-04");
    CHECK(tellings.need_slip(10).size() == 1);
    CHECK(tellings.told(open->id, kNow, "officer:a"));
    CHECK_FALSE(tellings.told(open->id, kNow, "officer:a"));
    CHECK(tellings.open(10).empty());
}

TEST_CASE("nothing is to be told of what the house itself reported", "[storage][telling]") {
    Month month;
    (void)month.take(month.said("9000"), month.mother);
    CHECK(storage::Tellings(month.db.connection).open(10).empty());
}
