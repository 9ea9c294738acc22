#include "console/office.h"
#include "console/page_words.h"
#include "console/revision_values.h"
#include "console/typed_form.h"
#include "storage/audit_log.h"
#include "storage/provenance.h"
#include "storage/report_conflicts.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

// Two people's reports of a month that differ: both are kept until somebody says which counts.
namespace console {

namespace {

using nlohmann::json;
using storage::Provenance;
using storage::ReportConflicts;

constexpr unsigned kShown = 200;

std::string place_of(const Provenance::House& house, bool thai) {
    return fmt::format("{} {} · {}",
                       thai ? "บ้านเลขที่" : "house",
                       house.house_no,
                       place_text(house.moo, house.village_name, house.tambon_name, thai));
}

webhooks::Response list(const Visit& visit) {
    json rows = json::array();
    for (const auto& one : ReportConflicts(visit.reader).all_open(kShown, visit.officer.area)) {
        const auto house = Provenance(visit.reader).house(one.household);
        if (house) {
            rows.push_back(
                {{"id", std::to_string(one.id.value)},
                 {"house", place_of(*house, visit.thai)},
                 {"month", conversation::short_month(one.period, visit.thai ? "th" : "en")}});
        }
    }
    visit.audit("conflicts.listed", "", fmt::format("rows={}", rows.size()));
    return show(visit,
                "conflicts.html",
                {{"title", visit.thai ? "รายงานที่ไม่ตรงกัน" : "Reports that differ"},
                 {"none", rows.empty()},
                 {"more", rows.size() == kShown},
                 {"conflicts", rows}});
}

struct Case {
    ReportConflicts::Conflict conflict;
    Provenance::House house;
};

// Nothing: not there, or not for this account.
std::optional<Case> case_of(const Visit& visit) {
    const auto found =
        ReportConflicts(visit.reader).find(storage::ConflictId{number_of(visit.request.rest)});
    const auto house = found ? Provenance(visit.reader).house(found->household) : std::nullopt;
    if (!house || !visit.may_see(house->village_code)) {
        return std::nullopt;
    }
    return Case{*found, *house};
}

// Figures that the two do not say alike stand out.
void mark_differences(json& both) {
    if (both.size() != 2) {
        return;
    }
    const auto said = [](const json& side, const json& name) {
        for (const auto& figure : side["figures"]) {
            if (figure["name"] == name) {
                return figure["value"];
            }
        }
        return json();
    };
    const json first = both[0];
    const json second = both[1];
    for (auto& figure : both[0]["figures"]) {
        figure["differs"] = figure["value"] != said(second, figure["name"]);
    }
    for (auto& figure : both[1]["figures"]) {
        figure["differs"] = figure["value"] != said(first, figure["name"]);
    }
}

// The two reports, the first one first.
json sides(const Visit& visit, const ReportConflicts::Conflict& conflict) {
    const auto revisions = Provenance(visit.reader).revisions(conflict.household);
    json both = json::array();
    for (const auto& [which, id] :
         {std::pair("first", conflict.first), std::pair("second", conflict.second)}) {
        for (const auto& revision : revisions) {
            if (revision.id == id) {
                json values = revision_values(revision, visit.thai);
                values["which"] = which;
                values["chosen"] = conflict.settled && conflict.counts == id;
                values["typed_choice"] = visit.field("counts") == which;
                values["is_first"] = id == conflict.first;
                both.push_back(std::move(values));
            }
        }
    }
    mark_differences(both);
    return both;
}

webhooks::Response case_page(const Visit& visit,
                             const Case& one,
                             const std::string& fault = {},
                             int status = 200) {
    const auto& conflict = one.conflict;
    visit.audit("report.conflict_shown",
                fmt::format("household:{}", conflict.household.value),
                conversation::to_text(conflict.period));
    return show(
        visit,
        "conflict.html",
        {{"title",
          (visit.thai ? "รายงานที่ไม่ตรงกัน เดือน" : "Reports that differ, ") +
              conversation::month_name(conflict.period, visit.thai ? "th" : "en")},
         {"id", std::to_string(conflict.id.value)},
         {"place", place_of(one.house, visit.thai)},
         {"household", std::to_string(conflict.household.value)},
         {"sides", sides(visit, conflict)},
         {"first", std::to_string(conflict.first.value)},
         {"second", std::to_string(conflict.second.value)},
         {"open", !conflict.settled},
         {"settled_by", conflict.settled_by},
         {"settled_at",
          conflict.settled_at ? moment_text(*conflict.settled_at, visit.thai) : std::string()},
         {"reason", visit.field("reason")},
         {"fault", fault}},
        status);
}

webhooks::Response look(const Visit& visit) {
    const auto one = case_of(visit);
    if (!one) {
        return not_yours(visit, "conflict");
    }
    return case_page(visit, *one);
}

struct Choice {
    storage::RevisionId counts{};
    std::string reason{};
    std::string fault{};
};

Choice choice_of(const Visit& visit, const ReportConflicts::Conflict& conflict) {
    TypedForm form(visit);
    Choice choice;
    const auto which = visit.field("counts");
    if (which != "first" && which != "second") {
        form.complain("เลือกว่ารายงานใดถูกต้อง", "Choose which report counts");
    }
    choice.counts = which == "first" ? conflict.first : conflict.second;
    choice.reason = form.need<std::string>("reason",
                                           read_line,
                                           "บอกว่ารู้ได้อย่างไร เช่น โทรถามหัวหน้าครัวเรือน",
                                           "Say how you found out, as: telephoned the head")
                        .value_or("");
    choice.fault = form.fault();
    return choice;
}

// False when somebody was quicker.
bool settle_now(const Visit& visit,
                const ReportConflicts::Conflict& conflict,
                const Choice& choice) {
    bool done = false;
    visit.write([&](storage::Connection& writer) {
        ReportConflicts conflicts(writer);
        const auto now = conflicts.find(conflict.id);
        if (now && now->settled && now->counts == choice.counts) {
            done = true;  // sent twice
            return;
        }
        done = now && now->first == conflict.first && now->second == conflict.second &&
               conflicts.settle(conflict.id, choice.counts, visit.now, visit.actor());
        if (done) {
            storage::AuditLog(writer).write({visit.actor(),
                                             "report.conflict_reason",
                                             fmt::format("household:{}", conflict.household.value),
                                             choice.reason,
                                             visit.now});
        }
    });
    return done;
}

webhooks::Response settle(const Visit& visit) {
    const auto one = case_of(visit);
    if (!one) {
        return not_yours(visit, "conflict");
    }
    const auto& conflict = one->conflict;
    const bool same = number_of(visit.field("first")) == conflict.first.value &&
                      number_of(visit.field("second")) == conflict.second.value;
    const std::string stale =
        visit.thai ? "มีคนแก้ระหว่างที่เปิดหน้านี้ ข้างล่างเป็นข้อมูลล่าสุด โปรดดูอีกครั้ง"
                   : "Something changed while this page was open. Look at the newest, below.";
    const auto choice = choice_of(visit, conflict);
    const auto place = fmt::format("/conflicts/{}", conflict.id.value);
    if (conflict.settled && same && conflict.counts == choice.counts) {
        return go_to(place);  // sent twice
    }
    if (conflict.settled || !same) {
        return case_page(visit, *one, stale, 409);
    }
    if (!choice.fault.empty()) {
        return case_page(visit, *one, choice.fault, 422);
    }
    if (!settle_now(visit, conflict, choice)) {
        return case_page(visit, case_of(visit).value_or(*one), stale, 409);
    }
    return go_to(place);
}

}  // namespace

std::vector<PageRoute> conflict_pages() {
    return {{.path = "/conflicts", .page = list},
            {.path = "/conflicts/*", .page = look},
            {.method = "POST",
             .path = "/conflicts/*",
             .page = settle,
             .who = PageRoute::Who::Officers}};
}

}  // namespace console
