#include "bot/demo_loader.h"

#include "console/simulator_villagers.h"
#include "storage/audit_log.h"
#include "storage/contacts.h"
#include "storage/households.h"
#include "storage/invites.h"
#include "storage/migrations.h"
#include "storage/notices.h"
#include "storage/reports.h"
#include "storage/transaction.h"

#include <catch2/catch.hpp>

#include <filesystem>

using conversation::Period;
using storage::Connection;

namespace {

const conversation::Instant kNow = conversation::bangkok_instant(
    conversation::Day(std::chrono::year(2025), std::chrono::month(12), std::chrono::day(1)),
    std::chrono::hours(9));

// A district loaded into a database of its own; gone at the end.
class LoadedDistrict {
  public:
    LoadedDistrict()
        : folder_(std::filesystem::temp_directory_path() / ("demo_loader_" + storage::new_uuid())),
          writer((std::filesystem::create_directory(folder_),
                  Connection::open_writer(folder_ / "demo.db"))),
          district(bot::make_demo_district({2025, 12})) {
        (void)storage::migrate(writer, kNow);
        storage::Transaction transaction(writer);
        bot::load_demo_district(writer, district, {.line_channel = "line", .now = kNow});
        transaction.commit();
    }

    ~LoadedDistrict() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    LoadedDistrict(const LoadedDistrict&) = delete;
    LoadedDistrict& operator=(const LoadedDistrict&) = delete;
    LoadedDistrict(LoadedDistrict&&) = delete;
    LoadedDistrict& operator=(LoadedDistrict&&) = delete;

  private:
    std::filesystem::path folder_;

  public:
    Connection writer;
    bot::DemoDistrict district;

    [[nodiscard]] storage::Households::Record house_of(const bot::DemoHousehold& house) {
        return storage::Households(writer)
            .find(district.villages[house.village].code, house.house_no)
            .value();
    }
};

}  // namespace

TEST_CASE("the district in the database is the district that was made", "[bot][demo]") {
    LoadedDistrict loaded;
    CHECK(storage::Households(loaded.writer).count() ==
          static_cast<std::int64_t>(loaded.district.households.size()));
    CHECK(storage::Reports(loaded.writer).count() ==
          static_cast<std::int64_t>(loaded.district.reports.size()));
    CHECK(storage::Places(loaded.writer).villages().size() == 21);
    CHECK(storage::AuditLog(loaded.writer).latest(1).at(0).action == "demo.loaded");
    for (const auto& house : loaded.district.households) {
        const auto record = loaded.house_of(house);
        CHECK(record.status == house.status);
        CHECK(record.head.given_name == house.head.given);
        CHECK(storage::Households(loaded.writer).has_flag(record.id, "POOR") == house.poor);
    }
}

TEST_CASE("a report's last revision counts, with its unknowns", "[bot][demo]") {
    LoadedDistrict loaded;
    storage::Reports reports(loaded.writer);
    int unknown = 0;
    for (std::size_t i = 0; i < loaded.district.reports.size(); i += 37) {
        const auto& report = loaded.district.reports[i];
        const auto& house = loaded.district.households[report.household];
        const auto view = reports.find(loaded.house_of(house).id, report.period);
        REQUIRE(view.has_value());
        const auto& last = report.revisions.back();
        CHECK(view->revision == static_cast<int>(report.revisions.size()));
        CHECK(view->values.at("income_total") == std::to_string(last.income));
        CHECK(view->values.contains("saving_amount") == last.saving.has_value());
        CHECK(view->unknown.at("expense_total") == conversation::UnknownReason::NotAsked);
        CHECK(view->status == last.status);
        unknown += last.saving ? 0 : 1;
    }
    CHECK(unknown > 0);
}

TEST_CASE("cards of houses not yet linked are open, others used", "[bot][demo]") {
    LoadedDistrict loaded;
    storage::Invites invites(loaded.writer);
    for (const auto& house : loaded.district.households) {
        const auto open = invites.open_of(loaded.house_of(house).id, kNow);
        CHECK(open.has_value() == (house.status == "INVITED"));
        if (open) {
            CHECK(storage::is_code(open->code));
        }
    }
}

TEST_CASE("people of linked houses have consented to the notice in force", "[bot][demo]") {
    LoadedDistrict loaded;
    storage::Notices notices(loaded.writer);
    storage::Contacts contacts(loaded.writer);
    const std::string version = notices.current_version(kNow);
    REQUIRE_FALSE(version.empty());
    for (const auto& house : loaded.district.households) {
        if (house.status == "ACTIVE" && house.channel == bot::DemoChannel::OwnLine) {
            const auto contact = contacts.find("line", "line:" + house.line_user);
            REQUIRE(contact.has_value());
            CHECK(notices.consented(loaded.house_of(house).id, contact->id, "DATA", version));
        }
    }
}

TEST_CASE("a database that holds households is refused", "[bot][demo]") {
    LoadedDistrict loaded;
    storage::Transaction transaction(loaded.writer);
    CHECK_THROWS_WITH(bot::load_demo_district(
                          loaded.writer, loaded.district, {.line_channel = "line", .now = kNow}),
                      Catch::Contains("households already"));
}

TEST_CASE("the simulator offers cards to use and people who are linked", "[bot][demo]") {
    LoadedDistrict loaded;
    const auto villagers = console::simulator_villagers(loaded.writer, "line", kNow);
    REQUIRE(villagers.size() == 16);
    for (std::size_t i = 0; i < villagers.size(); ++i) {
        CAPTURE(i);
        CHECK(villagers[i].user.empty() == (i < 8));
        CHECK(villagers[i].code.empty() == (i >= 8));
        CHECK(villagers[i].house.starts_with("บ้านเลขที่ "));
        CHECK_FALSE(villagers[i].name.empty());
    }
}
