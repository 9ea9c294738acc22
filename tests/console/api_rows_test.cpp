#include "console/api_rows.h"

#include "console/export_kind.h"
#include "tests/support/import_office.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

using console::ExportRows;
using console::PageWish;
using console::read_page;
using console::ReportExport;
using support::kNow;

namespace {

// An office with rows of every kind that has any, some of them months of reports.
struct Office {
    support::ImportOffice office;

    Office() {
        support::fill(office);
        REQUIRE(office
                    .import("households",
                            "village_code,house_no,head_given\n"
                            "60030404,1,สมศรี\n60030101,2,สมหมาย\n")
                    .faults.none());
        REQUIRE(office
                    .import("fund_access",
                            "village_code,house_no,fund_kind,access,date,amount\n"
                            "60030403,14/2,กข.คจ.,ได้รับ,5/2/2569,20000\n"
                            "60030403,15,กข.คจ.,ได้รับ,6/2/2569,1000\n")
                    .faults.none());
        // Two months of each house, each corrected once.
        office.db.connection.run_script("test", R"sql(
UPDATE household SET status = 'ACTIVE';
UPDATE household_flag SET from_day = '2025-09-01';
INSERT INTO report (id, household, period, created_at)
SELECT h.id + m.n, h.id, '2025-' || (9 + m.n), '2025-12-01T00:00:00.000Z'
FROM household h, (SELECT 1 AS n UNION SELECT 2) m;
INSERT INTO report_revision (id, report, revision, status, income_total, channel, lang,
    form_version, created_at, updated_at)
SELECT r.id + 10 * n.n, r.id, n.n, 'CONFIRMED', 5000, 'line', 'th', '1',
    '2025-12-01T00:00:00.000Z', '2025-12-01T00:00:00.000Z'
FROM report r, (SELECT 1 AS n UNION SELECT 2) n)sql");
    }

    std::unique_ptr<ExportRows> open(std::string_view kind, const ReportExport& wanted = {}) {
        return console::open_export(
            office.db.connection, *console::find_export_kind(kind), wanted, kNow);
    }

    // The places of all rows, read in pages of so many.
    std::vector<std::string> places(std::string_view kind, std::size_t limit) {
        std::vector<std::string> all;
        ReportExport wanted;
        for (int pages = 0; pages < 1000; ++pages) {
            const auto rows = open(kind, wanted);
            const auto end = read_page(*rows, {.limit = limit}, [&](const ExportRows& row) {
                all.push_back(row.place());
            });
            if (!end.more) {
                return all;
            }
            CHECK(console::is_place(*console::find_export_kind(kind), end.place));
            wanted.after = end.place;
        }
        FAIL("the pages do not end");
        return all;
    }
};

}  // namespace

TEST_CASE("pages of any size give every row once, in the order of the whole", "[console][api]") {
    Office office;
    for (const auto& kind : console::export_kinds()) {
        CAPTURE(kind.key);
        const auto whole = office.places(kind.key, 100'000);
        for (const std::size_t limit : {1U, 2U, 7U}) {
            CAPTURE(limit);
            CHECK(office.places(kind.key, limit) == whole);
        }
        auto sorted = whole;
        std::ranges::sort(sorted);
        CHECK(std::ranges::adjacent_find(sorted) == sorted.end());
        const auto rows = office.open(kind.key);
        CHECK(console::count_rows(*rows, {}) == whole.size());
    }
    CHECK(office.places("reports", 100).size() == 8);
    CHECK(office.places("households", 100).size() == 4);
    CHECK(office.places("fund_access", 100).size() == 2);
    CHECK(office.places("coverage", 100).size() > 3);
    CHECK(office.places("indicators", 1000).size() > 20);
}

TEST_CASE("a page passes over what is skipped and what is not wanted", "[console][api]") {
    Office office;
    const auto all = office.places("coverage", 1000);
    REQUIRE(all.size() > 5);
    std::vector<std::string> taken;
    const auto rows = office.open("coverage");
    std::size_t asked = 0;
    const auto end = read_page(
        *rows,
        {.limit = 2, .skip = 1, .wanted = [&](const ExportRows&) { return ++asked % 2 == 0; }},
        [&](const ExportRows& row) { taken.push_back(row.place()); });
    CHECK(taken == std::vector<std::string>{all[3], all[5]});
    CHECK(end.taken == 2);
    CHECK(end.skipped == 1);
    CHECK(end.place == all[5]);
}

TEST_CASE("a page ends when it has looked at enough rows, and says where to go on",
          "[console][api]") {
    Office office;
    const auto all = office.places("coverage", 1000);
    REQUIRE(all.size() > 5);
    const auto rows = office.open("coverage");
    const auto end = read_page(
        *rows,
        {.limit = 10, .wanted = [](const ExportRows&) { return false; }, .most_looked = 3},
        [](const ExportRows&) { FAIL("nothing is wanted"); });
    CHECK(end.taken == 0);
    CHECK(end.more);
    CHECK(end.place == all[2]);
}

TEST_CASE("the last page says that it is the last", "[console][api]") {
    Office office;
    const auto first = [&](std::string_view kind, std::size_t limit) {
        const auto rows = office.open(kind);
        return read_page(*rows, {.limit = limit}, [](const ExportRows&) {});
    };
    CHECK_FALSE(first("households", 4).more);
    CHECK(first("households", 3).more);
    CHECK_FALSE(first("learning_centres", 1).more);
    CHECK(first("learning_centres", 1).place.empty());
}
