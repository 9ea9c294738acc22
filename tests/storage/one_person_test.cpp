// One person on two channels, and reports taken back, as turns make them true.
#include "storage/invites.h"
#include "storage/register_view.h"
#include "storage/reports.h"
#include "storage/sessions.h"
#include "storage/turn_commit.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

using conversation::ContactId;
using conversation::HouseholdId;
using conversation::Period;
using conversation::TurnResult;
using storage::Contacts;
using storage::Invites;
using storage::RegisterView;
using storage::Reports;
using storage::TurnCommit;
using support::kNow;
using support::say;
using support::TempDatabase;

namespace {

const conversation::Office kOffice{"สพอ.ชุมแสง", "056 000 000"};
constexpr const char* kPhone = "tel:+66800000001";

// A house, and somebody who was linked to it by LINE with the code of its card.
struct Joined {
    TempDatabase db;
    HouseholdId house = support::add_house(db.connection, "14");
    std::string code = Invites(db.connection).create(house, std::chrono::days(30), kNow, "test");
    ContactId line = Contacts(db.connection).find_or_create("line", "line:U1", kNow).id;

    Joined() { use(code, line); }

    void use(const std::string& card, ContactId contact) {
        REQUIRE(Invites(db.connection).use(card, contact, kNow));
        Contacts(db.connection).link(contact, house, kNow);
    }

    // What somebody at this address would be asked about the card.
    std::optional<conversation::OtherAddress> seen_by(const std::string& channel,
                                                      const std::string& address,
                                                      const std::string& card) {
        const auto contact = Contacts(db.connection).find_or_create(channel, address, kNow);
        return RegisterView(db.connection, contact, kOffice, kNow).other_address(card);
    }

    TurnCommit::Start turn(const std::string& event, TurnResult result) {
        auto message = say(event, "x", kPhone);
        message.channel = "sms";
        TurnCommit commit(db.connection);
        auto start = commit.start(message, kNow);
        (void)commit.finish(start, message, result, result.messages, kNow);
        return start;
    }
};

Reports::Source by(ContactId reporter) {
    Reports::Source source;
    source.reporter = reporter;
    source.channel = "line";
    source.language = "th";
    source.form_version = "3";
    return source;
}

}  // namespace

TEST_CASE("a used card leads to who used it, by another kind of channel only",
          "[storage][one_person]") {
    Joined one;
    const auto other = one.seen_by("sms", kPhone, one.code);
    REQUIRE(other);
    CHECK(other->contact == one.line);
    CHECK(other->channel == "LINE");
    CHECK_FALSE(one.seen_by("line", "line:U2", one.code));  // another LINE is another person
    CHECK_FALSE(one.seen_by("line", "line:U1", one.code));  // herself
    CHECK_FALSE(one.seen_by("sms", kPhone, "999999"));
}

TEST_CASE("a new card of the house leads to its only person, or to nobody",
          "[storage][one_person]") {
    Joined one;
    const auto fresh =
        Invites(one.db.connection).create(one.house, std::chrono::days(30), kNow, "test");
    REQUIRE(one.seen_by("sms", kPhone, fresh));
    CHECK_FALSE(RegisterView(one.db.connection,
                             Contacts(one.db.connection).find_or_create("sms", kPhone, kNow),
                             kOffice,
                             kNow + std::chrono::days(31))
                    .other_address(fresh));  // it has expired
    const auto second = Contacts(one.db.connection).find_or_create("line", "line:U2", kNow).id;
    Contacts(one.db.connection).link(second, one.house, kNow);
    CHECK_FALSE(one.seen_by("sms", kPhone, fresh));  // which of the two?
}

TEST_CASE("who speaks for a house already is nobody's further address", "[storage][one_person]") {
    Joined one;
    const auto phone = Contacts(one.db.connection).find_or_create("sms", kPhone, kNow).id;
    Contacts(one.db.connection).link(phone, support::add_house(one.db.connection, "15"), kNow);
    CHECK_FALSE(one.seen_by("sms", kPhone, one.code));
}

TEST_CASE("a joined address brings its talk to the contact's own session",
          "[storage][one_person]") {
    Joined one;
    conversation::Session begun;
    begun.dialogue = "form";
    storage::Sessions(one.db.connection).save(one.line, begun, kNow);
    TurnResult linking;
    linking.session.emplace();
    linking.session->dialogue = "linking";
    one.turn("e1", linking);
    TurnResult joined;
    joined.events = {conversation::AddressJoined{one.line}, conversation::SessionEnded{"finished"}};
    joined.messages = {support::words("เชื่อมแล้ว")};
    one.turn("e2", joined);
    CHECK(one.db.value("SELECT count(*) FROM session") == "1");
    CHECK(one.db.value("SELECT contact FROM outbox") == std::to_string(one.line.value));
    const auto next = one.turn("e3", {});
    CHECK(next.contact.id == one.line);
    REQUIRE(next.session);
    CHECK(next.session->dialogue == "form");
    CHECK(one.db.value("SELECT detail FROM audit WHERE action = 'address.joined'") ==
          "contact:" + std::to_string(one.line.value));
}

TEST_CASE("taking a report back makes one's own revisions void, down to somebody else's",
          "[storage][one_person]") {
    Joined one;
    const auto spouse = Contacts(one.db.connection).find_or_create("line", "line:U2", kNow).id;
    Reports reports(one.db.connection);
    const Period month{2025, 11};
    const auto revise = [&](const char* baht, ContactId who) {
        reports.revise(one.house, month, {{"income_total", {baht, {}, ""}}}, {}, by(who), kNow);
    };
    revise("7000", one.line);
    revise("8000", spouse);
    revise("9000", one.line);
    revise("9500", one.line);
    CHECK(reports.take_back(one.house, month, one.line, kNow) == 2);
    REQUIRE(reports.find(one.house, month));
    CHECK(reports.find(one.house, month)->values.at("income_total") == "8000");
    CHECK(reports.take_back(one.house, month, one.line, kNow) == 0);  // 8000 is not hers
    CHECK(reports.take_back(one.house, month, spouse, kNow) == 1);
    CHECK(reports.find(one.house, month)->values.at("income_total") == "7000");
    CHECK(reports.take_back(one.house, month, one.line, kNow) == 1);
    CHECK_FALSE(reports.find(one.house, month));
    revise("5000", one.line);
    CHECK(reports.find(one.house, month)->revision == 5);  // nothing was overwritten
}

TEST_CASE("the turn that takes a report back leaves its audit row", "[storage][one_person]") {
    Joined one;
    const auto phone = one.turn("e0", {}).contact.id;
    Contacts(one.db.connection).link(phone, one.house, kNow);
    const Period month{2025, 11};
    Reports(one.db.connection)
        .revise(one.house, month, {{"income_total", {"7000", {}, ""}}}, {}, by(phone), kNow);
    TurnResult taken;
    taken.events = {conversation::ReportTakenBack{one.house, month}};
    one.turn("e1", taken);
    CHECK_FALSE(Reports(one.db.connection).find(one.house, month));
    CHECK(one.db.value("SELECT detail FROM audit WHERE action = 'report.taken_back'") == "2025-11");
}
