#include "console/household_story.h"

#include "storage/reports.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

using conversation::Period;
using support::kNow;
using support::TempDatabase;

TEST_CASE("the story of a household leads from what was said to the figure that counts",
          "[console]") {
    TempDatabase db;
    const auto house = support::add_house(db.connection, "14");
    storage::Reports::Source source;
    source.reporter = storage::Contacts(db.connection).find_or_create("line", "line:U1", kNow).id;
    source.relation = "HEAD";
    source.on_behalf = true;
    source.informant = "ลูกสาว";
    source.channel = "line";
    source.language = "th";
    source.form_version = "3";
    storage::Reports(db.connection)
        .revise(house,
                Period{2025, 11},
                {{"income_total", {"12000", {}, "หมื่นสอง"}}, {"occ_main", {"RICE", {}, ""}}},
                {"TENFOLD"},
                source,
                kNow);

    const std::string story = console::household_story(db.connection, house);
    for (const char* part : {"บ้านเลขที่ 14 หมู่ 3 บ้านกลาง ต.เกยไชย",
                             "2025-11 revision 1 CONFIRMED, 2025-12-05 09:00 <- this one counts",
                             "income_total 12,000 (typed \"หมื่นสอง\")",
                             "occ_main RICE ทำนา",
                             "saving_amount unknown: NOT_ASKED",
                             "flags TENFOLD",
                             "on behalf of the house; told by: ลูกสาว",
                             "no message"}) {
        CAPTURE(part, story);
        CHECK(story.find(part) != std::string::npos);
    }
}

TEST_CASE("no household, no story", "[console]") {
    TempDatabase db;
    CHECK(console::household_story(db.connection, conversation::HouseholdId{1}).empty());
}
