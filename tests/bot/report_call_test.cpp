#include "bot/report_call.h"

#include "bot/sms_gateways.h"
#include "storage/household_care.h"
#include "storage/notices.h"
#include "storage/opt_out.h"
#include "storage/quota.h"
#include "storage/reports.h"
#include "tests/support/reminder_office.h"

#include <catch2/catch.hpp>

#include <string>

using bot::PassTerms;
using console::CallWish;
using conversation::CallFate;
using conversation::HouseholdId;
using conversation::Instant;
using support::bangkok;
using support::kNow;
using support::TempDatabase;

namespace {

// 5 December, 10:00: November is open until the 10th.
const Instant kMorning = bangkok("2025-12-05T10:00");

struct Scene {
    TempDatabase db;
    storage::Connection& connection = db.connection;
    conversation::Texts texts = conversation::Texts::built_in();
    conversation::Holidays holidays = conversation::Holidays::built_in();
    bot::SmsRuleBook sms;
    PassTerms terms{.notices = {texts, &sms}, .planning = {.holidays = holidays}};

    Scene() { storage::Notices(connection).put("1", "th", "ประกาศ", kNow - std::chrono::hours(1)); }

    // A target house; with an address somebody speaks for it and wants messages.
    HouseholdId house(const std::string& number, const std::string& address = "") {
        const auto id = support::add_house(connection, number);
        storage::Households households(connection);
        households.set_status(id, "ACTIVE", kNow);
        (void)households.set_flag(id, "TARGET", true, "OFFICER", kNow - std::chrono::days(60), "t");
        if (!address.empty()) {
            const auto contact = speaker(id, address);
            storage::Notices(connection)
                .give({id, contact, "HEAD", "1", "line", {"DATA", "MESSAGES"}}, kNow);
        }
        return id;
    }

    conversation::ContactId speaker(HouseholdId house, const std::string& address) {
        const std::string channel = address.starts_with("tel:") ? "kannel" : "line";
        const auto contact =
            storage::Contacts(connection).find_or_create(channel, address, kNow).id;
        storage::Contacts(connection).link(contact, house, kNow);
        return contact;
    }

    void report(HouseholdId house) {
        storage::Reports::Source source;
        source.channel = "line";
        source.language = "th";
        (void)storage::Reports(connection)
            .revise(house, {2025, 11}, {{"income_total", {"8500", {}, ""}}}, {}, source, kNow);
    }

    static CallWish wish(Instant asked = kMorning, const std::string& area = "") {
        return {{.area = area, .carer = {}, .period = {2025, 11}}, asked};
    }

    console::CallOutlook look(const CallWish& wish, Instant now) {
        return bot::look_at_call(connection, terms, wish, now);
    }

    console::FateCounts call(const CallWish& wish, Instant now) {
        console::FateCounts sum;
        console::CallPiece piece;
        piece.more = true;
        while (piece.more) {
            piece = bot::call_piece(connection, terms, wish, piece.last, now);
            for (const auto& [fate, houses] : piece.houses) {
                sum[fate] += houses;
            }
        }
        return sum;
    }

    std::string outbox() {
        return db.value(
            "SELECT coalesce(group_concat(x, ', '), '') FROM (SELECT address AS x FROM outbox "
            "ORDER BY id)");
    }
};

}  // namespace

TEST_CASE("those not yet in are reminded once, however often it is confirmed", "[reminder]") {
    Scene scene;
    (void)scene.house("1", "line:U1");
    (void)scene.house("2");
    const auto in = scene.house("3", "line:U3");
    scene.report(in);
    const auto wish = Scene::wish();
    CHECK(scene.call(wish, kMorning) ==
          console::FateCounts{{CallFate::Line, 1}, {CallFate::Volunteer, 1}});
    CHECK(scene.outbox() == "line:U1");
    CHECK_THAT(scene.db.value("SELECT messages FROM outbox"),
               Catch::Contains("รายงานเดือนพฤศจิกายน 2568 ของบ้านเลขที่ 1"));
    CHECK(scene.db.value("SELECT kind || ' ' || state || ' ' || cost_units FROM reminder") ==
          "REPORT SENT 1");

    // The same page sent again, and another officer who asks a day later.
    (void)scene.call(wish, kMorning + std::chrono::minutes(1));
    const auto later = kMorning + std::chrono::hours(24);
    CHECK(scene.call(Scene::wish(later), later)[CallFate::Reminded] == 1);
    CHECK(scene.outbox() == "line:U1");
    const auto sum = storage::Reminders(scene.connection).asked_at(kMorning, {2025, 11}, "600304");
    CHECK(sum.line == 1);
    CHECK(sum.sms + sum.waiting + sum.failed == 0);
    CHECK(storage::Reminders(scene.connection).asked_at(kMorning, {2025, 11}, "6004").line == 0);
}

TEST_CASE("a reminder that was taken already is not said again", "[reminder]") {
    Scene scene;
    (void)scene.house("1", "line:U1");
    const auto wish = Scene::wish();
    (void)scene.call(wish, kMorning);
    // As if the house had not been reminded lately: the row alone keeps it from being said twice.
    scene.connection.run_script("test", "UPDATE reminder SET done_at = '2025-11-01T00:00:00.000Z'");
    (void)scene.call(wish, kMorning);
    CHECK(scene.outbox() == "line:U1");
}

TEST_CASE("what is said before is what comes", "[reminder]") {
    Scene scene;
    scene.sms = {{"kannel", {.price = 7'000, .budget = 10'000}}};
    (void)scene.house("1", "line:U1");
    (void)scene.house("2", "tel:+66800000002");
    (void)scene.house("3", "tel:+66800000003");  // the budget is for one
    (void)scene.house("4");
    const auto silent = scene.house("5", "line:U5");
    (void)storage::Contacts(scene.connection).set_stopped("line", "line:U5", true, kNow);
    const auto no_word = scene.house("6");
    (void)scene.speaker(no_word, "line:U6");  // linked, never consented
    storage::Households(scene.connection).set_status(scene.house("7"), "PAUSED", kNow);
    storage::Quota(scene.connection).put("line", {2025, 12}, 300, 200, kNow);
    CHECK(silent);

    const auto outlook = scene.look(Scene::wish(), kMorning);
    CHECK(scene.outbox().empty());
    CHECK(outlook.houses == console::FateCounts{{CallFate::Line, 1},
                                                {CallFate::Sms, 1},
                                                {CallFate::Volunteer, 1},
                                                {CallFate::Paused, 1},
                                                {CallFate::NoConsent, 1},
                                                {CallFate::Stopped, 1},
                                                {CallFate::NothingLeft, 1}});
    CHECK(outlook.segments == 1);
    REQUIRE(outlook.means.size() == 2);
    CHECK(outlook.means[0].channel == "kannel");
    CHECK(outlook.means[0].left == 10'000);
    CHECK(outlook.means[0].wanted == 7'000);
    CHECK(outlook.means[1].channel == "line");
    CHECK(outlook.means[1].left == 70);  // of 100, what answers need kept out
    CHECK(outlook.means[1].wanted == 1);
    CHECK_THAT(outlook.sample, Catch::Contains("บ้านเลขที่ 1"));
    CHECK(scene.call(Scene::wish(), kMorning) == outlook.houses);
    CHECK(scene.outbox() == "line:U1, tel:+66800000002");
}

TEST_CASE("LINE's month is not overdrawn by those who are many", "[reminder][quota]") {
    Scene scene;
    for (int number = 1; number <= 5; ++number) {
        (void)scene.house(std::to_string(number), "line:U" + std::to_string(number));
    }
    storage::Quota(scene.connection).put("line", {2025, 12}, 20, 15, kNow);  // 3 for reminders
    CHECK(scene.look(Scene::wish(), kMorning).houses ==
          console::FateCounts{{CallFate::Line, 3}, {CallFate::NothingLeft, 2}});
    CHECK(scene.call(Scene::wish(), kMorning)[CallFate::Line] == 3);
    CHECK(scene.db.value("SELECT count(*) FROM outbox") == "3");
}

TEST_CASE("in quiet hours it is confirmed, and said at their end", "[reminder]") {
    Scene scene;
    (void)scene.house("1", "line:U1");
    const auto night = bangkok("2025-12-05T21:00");
    const auto outlook = scene.look(Scene::wish(night), night);
    CHECK(outlook.later == bangkok("2025-12-06T08:00"));
    (void)scene.call(Scene::wish(night), night);
    CHECK(scene.call(Scene::wish(night), night)[CallFate::Planned] == 1);  // pressed twice
    CHECK(scene.outbox().empty());
    CHECK(storage::Reminders(scene.connection).asked_at(night, {2025, 11}, "").waiting == 1);
    while (bot::remind(scene.connection, scene.terms, bangkok("2025-12-05T23:00")).handled > 0) {
    }
    CHECK(scene.outbox().empty());
    while (bot::remind(scene.connection, scene.terms, bangkok("2025-12-06T08:00")).handled > 0) {
    }
    CHECK(scene.outbox() == "line:U1");
    CHECK(storage::Reminders(scene.connection).asked_at(night, {2025, 11}, "").line == 1);
}

TEST_CASE("nobody is reminded of a month that is over", "[reminder]") {
    Scene scene;
    (void)scene.house("1", "line:U1");
    const auto evening = bangkok("2025-12-10T20:01");
    CHECK(scene.look(Scene::wish(evening), evening).closed);
    (void)scene.call(Scene::wish(evening), evening);
    CHECK(scene.outbox().empty());
    CHECK_FALSE(scene.look(Scene::wish(), kMorning).closed);
}

TEST_CASE("only the houses of the village, or of who looks after them, are meant", "[reminder]") {
    Scene scene;
    const support::ReminderOffice office(scene.connection);
    const auto hers = scene.house("1", "line:U1");
    (void)scene.house("2", "line:U2");
    storage::HouseholdCare(scene.connection)
        .assign(hers, office.member, *conversation::parse_day("2025-01-01"), kNow, "test");
    auto wish = Scene::wish();
    wish.scope.carer = office.member;
    CHECK(scene.look(wish, kMorning).houses == console::FateCounts{{CallFate::Line, 1}});
    CHECK(scene.look(Scene::wish(kMorning, "60030404"), kMorning).houses.empty());
    CHECK(scene.call(wish, kMorning)[CallFate::Line] == 1);
    CHECK(scene.outbox() == "line:U1");
}
