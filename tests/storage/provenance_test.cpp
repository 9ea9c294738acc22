#include "storage/provenance.h"

#include "storage/inbox.h"
#include "storage/invites.h"
#include "storage/notices.h"
#include "storage/reports.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

using conversation::ContactId;
using conversation::HouseholdId;
using conversation::Period;
using storage::Provenance;
using support::kNow;
using support::TempDatabase;

namespace {

constexpr Period kNovember{2025, 11};

// Who types 12,000 as it is spoken, and confirms it with a message of her own.
struct Told {
    TempDatabase db;
    HouseholdId house = support::add_house(db.connection, "14/2");
    ContactId contact = storage::Contacts(db.connection).find_or_create("line", "line:U1", kNow).id;
    std::string code =
        storage::Invites(db.connection).create(house, std::chrono::days(30), kNow, "officer:สมใจ");

    Told() {
        (void)storage::Invites(db.connection).use(code, contact, kNow);
        storage::Contacts(db.connection).link(contact, house, kNow);
        storage::Contacts(db.connection).set_relation(contact, house, "SPOUSE", kNow);
    }

    void report(const std::string& baht, const std::string& typed, const std::string& event) {
        storage::Reports::Source source;
        source.reporter = contact;
        source.relation = "SPOUSE";
        source.channel = "line";
        source.language = "th";
        source.form_version = "3";
        source.message =
            *storage::Inbox(db.connection).record(support::say(event, "ถูกต้อง"), contact, kNow);
        storage::Reports(db.connection)
            .revise(house, kNovember, {{"income_total", {baht, {}, typed}}}, {}, source, kNow);
    }
};

const Provenance::Figure& figure(const Provenance::Revision& revision, std::string_view name) {
    const auto found = std::ranges::find(revision.figures, name, &Provenance::Figure::name);
    REQUIRE(found != revision.figures.end());
    return *found;
}

}  // namespace

TEST_CASE("a household is found by card, registration code, id and place", "[storage]") {
    Told told;
    storage::Households::Record record;
    record.village_code = "60030403";
    record.house_no = "14/2";
    record.house_code = "60031234567";
    (void)storage::Households(told.db.connection).put(record, kNow, "test");
    Provenance provenance(told.db.connection);
    const std::vector<HouseholdId> this_one{told.house};

    CHECK(provenance.find(told.code) == this_one);
    CHECK(provenance.find("60031234567") == this_one);
    CHECK(provenance.find(std::to_string(told.house.value)) == this_one);
    CHECK(provenance.find("60030403/14/2") == this_one);
    for (const char* nothing : {"", "14/2", "60030403/14", "99999999999999999999999", "x"}) {
        CAPTURE(nothing);
        CHECK(provenance.find(nothing).empty());
    }
}

TEST_CASE("two households with one registration code are both named", "[storage]") {
    TempDatabase db;
    for (const char* house_no : {"1", "2"}) {
        (void)support::add_house(db.connection, house_no);
        storage::Households::Record record;
        record.village_code = "60030403";
        record.house_no = house_no;
        record.house_code = "60031234567";
        (void)storage::Households(db.connection).put(record, kNow, "test");
    }
    CHECK(Provenance(db.connection).find("60031234567").size() == 2);
}

TEST_CASE("each revision names its words, its person and its message, one of a month counts",
          "[storage]") {
    Told told;
    told.report("12000", "หมื่นสอง", "e1");
    told.report("10200", "หมื่นสองร้อย", "e2");

    const auto revisions = Provenance(told.db.connection).revisions(told.house);
    REQUIRE(revisions.size() == 2);
    const auto& newest = revisions.front();
    CHECK(newest.revision == 2);
    CHECK(newest.counts);
    CHECK_FALSE(revisions.back().counts);
    CHECK(figure(newest, "income_total").baht == 10200);
    CHECK(figure(newest, "income_total").typed == "หมื่นสองร้อย");
    CHECK(figure(newest, "saving_amount").unknown == "NOT_ASKED");
    CHECK(newest.reporter == told.contact);
    CHECK(newest.relation == "SPOUSE");
    REQUIRE(newest.message);
    CHECK(newest.message->event_id == "e2");
    CHECK(newest.message->text == "ถูกต้อง");
}

TEST_CASE("when the newest revision is void the one before it counts", "[storage]") {
    Told told;
    told.report("12000", "", "e1");
    storage::Reports(told.db.connection).take_back(told.house, kNovember, told.contact, kNow);
    const auto revisions = Provenance(told.db.connection).revisions(told.house);
    REQUIRE(revisions.size() == 1);
    CHECK(revisions.front().status == "VOID");
    CHECK_FALSE(revisions.front().counts);
}

TEST_CASE("who speaks for a household is known with card and channel, also afterwards",
          "[storage]") {
    Told told;
    storage::Contacts(told.db.connection)
        .unlink(told.contact, told.house, kNow + std::chrono::hours(1));
    const auto speakers = Provenance(told.db.connection).speakers(told.house);
    REQUIRE(speakers.size() == 1);
    CHECK(speakers.front().code == told.code);
    CHECK(speakers.front().channels == std::vector<std::string>{"line"});
    CHECK(speakers.front().to == kNow + std::chrono::hours(1));
}
