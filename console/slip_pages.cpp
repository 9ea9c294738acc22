#include "console/card_printer.h"
#include "console/office.h"
#include "console/page_words.h"
#include "console/slip_text.h"
#include "console/typed_form.h"
#include "storage/audit_log.h"
#include "storage/provenance.h"
#include "storage/tellings.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

// Households that were reported for and are not told yet: who, until when, and the slip to print.
namespace console {

namespace {

using nlohmann::json;
using storage::Tellings;

constexpr unsigned kMost = 10'000;

std::optional<storage::Provenance::House> house_of(const Visit& visit,
                                                   storage::Connection& connection,
                                                   const Tellings::Telling& one) {
    auto house = storage::Provenance(connection).house(one.household);
    return house && visit.may_see(house->village_code) ? house : std::nullopt;
}

// Those of the account's area.
std::vector<Tellings::Telling> of_area(const Visit& visit,
                                       storage::Connection& connection,
                                       std::vector<Tellings::Telling> all) {
    std::erase_if(all, [&](const auto& one) { return !house_of(visit, connection, one); });
    return all;
}

json row_of(const Visit& visit, const Tellings::Telling& one, bool on_its_way) {
    const auto house = house_of(visit, visit.reader, one);
    return {{"number", std::to_string(one.id.value)},
            {"house", house ? house->house_no : std::string()},
            {"village",
             house ? place_text(house->moo, house->village_name, house->tambon_name, visit.thai)
                   : std::string()},
            {"due", conversation::short_date(one.due, visit.thai ? "th" : "en")},
            {"late",
             std::chrono::sys_days(one.due) <
                 std::chrono::sys_days(conversation::bangkok_day(visit.now))},
            {"on_its_way", on_its_way},
            {"printed", one.printed_at ? moment_text(*one.printed_at, visit.thai) : std::string()}};
}

webhooks::Response list(const Visit& visit, const std::string& fault = {}, int status = 200) {
    Tellings tellings(visit.reader);
    const auto need = of_area(visit, visit.reader, tellings.need_slip(kMost));
    json rows = json::array();
    for (const auto& one : of_area(visit, visit.reader, tellings.open(kMost))) {
        const bool needs =
            std::ranges::any_of(need, [&one](const auto& other) { return other.id == one.id; });
        rows.push_back(row_of(visit, one, !needs));
    }
    visit.audit("slips.listed", "", fmt::format("rows={}", rows.size()));
    const auto fresh = std::ranges::count_if(need, [](const auto& one) { return !one.printed_at; });
    return show(visit,
                "slips.html",
                {{"title", visit.thai ? "ใบแจ้งบ้านที่มีผู้รายงานแทน" : "Slips for houses reported for"},
                 {"none", rows.empty()},
                 {"slips", rows},
                 {"fresh", fresh == 0 ? std::string() : std::to_string(fresh)},
                 {"fault", fault},
                 {"asked", conversation::to_text(visit.now)}},
                status);
}

// Slips not printed yet get their mark; the page they are on is shown by it, as often as it is
// asked for.
webhooks::Response print(const Visit& visit) {
    const auto round = page_instant(visit);
    if (!round) {
        return list(visit,
                    visit.thai ? "หน้าเดิมเก่าเกินไป ยังไม่ได้พิมพ์อะไร"
                               : "That page was too old: nothing was printed.",
                    409);
    }
    visit.write([&](storage::Connection& writer) {
        Tellings tellings(writer);
        (void)tellings.take_over_sent(visit.now);
        for (const auto& one : of_area(visit, writer, tellings.need_slip(kMost))) {
            if (one.printed_at) {
                continue;
            }
            tellings.printed(one.id, *round);
            storage::AuditLog(writer).write({visit.actor(),
                                             "slip.printed",
                                             fmt::format("household:{}", one.household.value),
                                             "",
                                             visit.now});
        }
    });
    return go_to("/slips/print?round=" + webhooks::url_encoded(conversation::to_text(*round)));
}

webhooks::Response told(const Visit& visit) {
    const storage::RowId number{number_of(visit.field("number"))};
    const auto open = of_area(visit, visit.reader, Tellings(visit.reader).open(kMost));
    const auto known =
        std::ranges::find_if(open, [&](const auto& one) { return one.id == number; });
    if (known == open.end()) {
        return go_to("/slips");  // told already, or not this account's: nothing is changed
    }
    visit.write([&](storage::Connection& writer) {
        if (Tellings(writer).told(number, visit.now, visit.actor())) {
            storage::AuditLog(writer).write({visit.actor(),
                                             "slip.told",
                                             fmt::format("telling:{}", number.value),
                                             "",
                                             visit.now});
        }
    });
    return go_to("/slips");
}

webhooks::Response change(const Visit& visit) {
    return visit.field("do") == "told" ? told(visit) : print(visit);
}

webhooks::Response paper(const Visit& visit, const CardOffice& office) {
    const auto round =
        conversation::parse_instant(visit.request.query("round").value_or(std::string()));
    auto all = of_area(visit, visit.reader, Tellings(visit.reader).open(kMost));
    std::erase_if(all, [&](const auto& one) {
        return round ? one.printed_at != round : !one.printed_at.has_value();
    });
    if (all.empty()) {
        return go_to("/slips");
    }
    visit.audit("slips.shown", "", fmt::format("slips={}", all.size()));
    const auto texts = conversation::Texts::built_in();
    json slips = json::array();
    for (const auto& one : all) {
        auto text = slip_text(visit.reader, texts, {office.name, office.contact}, one);
        if (!text.empty()) {
            slips.push_back({{"text", std::move(text)}});
        }
    }
    return show(visit,
                "slips_print.html",
                {{"title", visit.thai ? "พิมพ์ใบแจ้ง" : "Print slips"}, {"slips", slips}});
}

}  // namespace

std::vector<PageRoute> slip_pages(const CardOffice& office) {
    const auto who = PageRoute::Who::Officers;
    return {{.path = "/slips", .page = [](const Visit& visit) { return list(visit); }, .who = who},
            {.method = "POST", .path = "/slips", .page = change, .who = who},
            {.path = "/slips/print",
             .page = [&office](const Visit& visit) { return paper(visit, office); },
             .who = who}};
}

}  // namespace console
