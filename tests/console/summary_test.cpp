#include "console/summary_document.h"
#include "storage/audit_log.h"
#include "storage/plans.h"
#include "storage/reports.h"
#include "tests/support/import_office.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using nlohmann::ordered_json;
using storage::Summaries;
using support::kNow;

namespace {

const conversation::Day kCutOff = conversation::parse_day("2026-02-15").value();
const conversation::Instant kLater = support::bangkok("2026-02-20T09:00");

struct Office {
    support::ImportOffice office;

    Office() {
        support::fill(office);
        db().run_script("test", "UPDATE household_flag SET from_day = '2025-09-01'");
        for (const char* house_no : {"14/2", "15"}) {
            storage::Households(db()).set_status(house(house_no), "ACTIVE", kNow);
        }
    }

    storage::Connection& db() { return office.db.connection; }

    conversation::HouseholdId house(const char* house_no) {
        return storage::Households(db()).find("60030403", house_no).value().id;
    }

    void report(const char* house_no, conversation::Period month, conversation::Instant at) {
        storage::Reports::Source source;
        source.reporter = storage::Contacts(db()).find_or_create("line", house_no, kNow).id;
        source.channel = "line";
        source.language = "th";
        source.form_version = "3";
        (void)storage::Reports(db()).revise(
            house(house_no),
            month,
            {{"income_total", {"9000", {}, ""}}, {"occ_main", {"RICE", {}, ""}}},
            {},
            source,
            at);
    }

    ordered_json document(bool freezing = false, Summaries::Notes notes = {}) {
        return console::summary_document(db(),
                                         {.fiscal_year_be = 2569,
                                          .cut_off = kCutOff,
                                          .office = "สำนักงานทดสอบ",
                                          .notes = std::move(notes),
                                          .freezing = freezing},
                                         kLater);
    }
};

const ordered_json& figure(const ordered_json& document, int section, const std::string& key) {
    for (const auto& one :
         document.at("sections").at(static_cast<std::size_t>(section - 1)).at("figures")) {
        if (one.at("key") == key) {
            return one;
        }
    }
    throw std::logic_error("no figure " + key);
}

}  // namespace

TEST_CASE("the summary has its thirteen sections, in Thai and English, without a name",
          "[console][summary]") {
    Office office;
    office.report("15", {2025, 10}, kNow);
    const auto document = office.document();
    REQUIRE(document.at("sections").size() == 13);
    int number = 0;
    for (const auto& section : document.at("sections")) {
        CHECK(section.at("number") == ++number);
        CHECK_FALSE(section.at("title_th").get<std::string>().empty());
        CHECK_FALSE(section.at("title_en").get<std::string>().empty());
    }
    CHECK(document.at("from") == "2025-10");
    CHECK(document.at("to") == "2026-01");
    CHECK(figure(document, 1, "COVER").at("value") == "50.0");
    CHECK(figure(document, 1, "COVER").at("numerator") == "1");
    CHECK(figure(document, 1, "COVER").at("denominator") == "2");
    CHECK(figure(document, 3, "GROWTH").at("value") == "–");
    CHECK(figure(document, 3, "GROWTH").at("unit") == "");
    CHECK(figure(document, 13, "MISSING").at("numerator") == "7");
    const std::string text = document.dump();
    for (const char* name : {"บุญใจ", "ทองเจริญ", "สมชัย", "ชัยชนะ", "+6680"}) {
        CAPTURE(name);
        CHECK(text.find(name) == std::string::npos);
    }
}

TEST_CASE("what came after the cut-off day is not in the summary", "[console][summary]") {
    Office office;
    office.report("15", {2025, 10}, support::bangkok("2026-02-15T23:59"));
    office.report("14/2", {2025, 10}, support::bangkok("2026-02-16T00:00"));
    CHECK(figure(office.document(), 1, "COVER").at("numerator") == "1");
    CHECK_FALSE(console::summary_window(2569, conversation::parse_day("2025-11-10").value()));
    CHECK(console::summary_window(2569, conversation::parse_day("2027-01-01").value())->to ==
          conversation::Period{2026, 9});
}

TEST_CASE("a frozen summary is a version that never changes", "[console][summary]") {
    Office office;
    Summaries summaries(office.db());
    const auto freeze = [&](const std::string& body, const char* name = "สมใจ") {
        return summaries.freeze(2569, kCutOff, body, {name, "นักวิชาการ"}, kLater, "officer:s");
    };
    const std::string body = office.document(true).dump();
    const auto first = freeze(body);
    CHECK(first.version == 1);
    CHECK(freeze(body).version == 1);  // sent twice, frozen once
    CHECK(freeze(body, "สมหญิง").version == 2);
    office.report("15", {2025, 10}, kNow);
    const auto third = freeze(office.document(true).dump());
    CHECK(third.version == 3);
    const auto found = summaries.find(2569, 1).value();
    CHECK(found.body == body);
    CHECK(Summaries::is_intact(found));
    CHECK(summaries.all().size() == 3);
    CHECK(storage::AuditLog(office.db()).of("summary:2569-1", 5).at(0).action == "summary.frozen");
    CHECK_THROWS_AS(office.db().run_script("test", "UPDATE summary SET body_json = '{}'"),
                    storage::StorageError);
    office.db().run_script("test",
                           "DROP TRIGGER summary_never_changes;"
                           "UPDATE summary SET body_json = '{}' WHERE version = 1");
    CHECK_FALSE(Summaries::is_intact(summaries.find(2569, 1).value()));
}

TEST_CASE("freezing is the fifth step", "[console][summary]") {
    Office office;
    CHECK(figure(office.document(), 11, "STEP5").at("numerator") == "0");
    const auto frozen = office.document(true);
    CHECK(figure(frozen, 11, "STEP5").at("numerator") == "2");
    Summaries(office.db()).freeze(2569, kCutOff, frozen.dump(), {"ส", ""}, kLater, "officer:s");
    CHECK(figure(office.document(), 11, "STEP5").at("numerator") == "2");
}

TEST_CASE("two versions are compared figure by figure and note by note", "[console][summary]") {
    Office office;
    const auto before = office.document();
    CHECK(console::compare_summaries(before, before).empty());
    office.report("15", {2025, 10}, kNow);
    Summaries::Notes notes;
    notes[11] = "น้ำท่วมเดือนตุลาคม";
    const auto differences = console::compare_summaries(before, office.document(false, notes));
    const auto has =
        [&](const std::string& section, const std::string& was, const std::string& is) {
            return std::any_of(differences.begin(), differences.end(), [&](const auto& one) {
                return one.section == section && one.before == was && one.after == is;
            });
        };
    CHECK(has("1", "0.0 (0/2)", "50.0 (1/2)"));
    CHECK(has("12", "", "น้ำท่วมเดือนตุลาคม"));
    CHECK_FALSE(has("6", "0 (0/1)", "0 (0/1)"));
}

TEST_CASE("the summary leaves as CSV with every figure, table and note", "[console][summary]") {
    Office office;
    office.report("15", {2025, 10}, kNow);
    Summaries::Notes notes;
    notes[11] = "=น้ำท่วม";
    std::string csv;
    console::write_summary_csv(office.document(false, notes),
                               [&](std::string_view piece) { csv += piece; });
    CHECK(csv.find("\"figure\",\"ครัวเรือนที่รายงานอย่างน้อย 1 ครั้ง\",\"COVER\",\"1\",\"2\",\"50.0\"") !=
          std::string::npos);
    CHECK(csv.find("\"table\",\"ทำนา\",\"ครัวเรือน\",\"\",\"\",\"1\"") != std::string::npos);
    CHECK(csv.find("\"'=น้ำท่วม\"") != std::string::npos);
}

TEST_CASE("the officer's notes are kept by year and section", "[console][summary]") {
    Office office;
    Summaries summaries(office.db());
    CHECK(summaries.put_note(2569, 12, "ก", kNow, "officer:s") == storage::Change::Created);
    CHECK(summaries.put_note(2569, 12, "ก", kNow, "officer:s") == storage::Change::Unchanged);
    CHECK(summaries.put_note(2569, 12, "", kNow, "officer:s") == storage::Change::Changed);
    CHECK(summaries.notes(2569)[11].empty());
    CHECK(summaries.put_note(2569, 1, "ข", kNow, "officer:s") == storage::Change::Created);
    CHECK(summaries.notes(2570)[0].empty());
}
