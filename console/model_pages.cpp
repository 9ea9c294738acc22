#include "console/code_words.h"
#include "console/model_announcement.h"
#include "console/office.h"
#include "console/page_words.h"
#include "console/typed_form.h"
#include "conversation/model_household.h"
#include "conversation/texts.h"
#include "storage/audit_log.h"
#include "storage/model_choice.h"
#include "storage/model_view.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

// The model household of the year: what was proposed and chosen, and the office's part in it: a
// paper brought, the confirmation, the announcement. The whole office's matter.
namespace console {

namespace {

using conversation::ModelYear;
using conversation::Nominee;
using nlohmann::json;
using storage::ModelChoice;

constexpr int kYearsBack = 20;

int this_year(const Visit& visit) {
    return conversation::fiscal_year_be(conversation::bangkok_day(visit.now));
}

int year_of(const Visit& visit) {
    const auto wanted = number_of(visit.request.query("year").value_or(std::string()));
    const int now = this_year(visit);
    return wanted > now - kYearsBack && wanted <= now ? static_cast<int>(wanted) : now;
}

std::string scope_text(const ModelYear& year, bool thai) {
    const std::string place = year.scope == "VILLAGE" ? (thai ? "หมู่บ้าน" : "village")
                              : year.scope == "TAMBON" ? (thai ? "ตำบล" : "tambon")
                                                       : (thai ? "อำเภอ" : "district");
    return thai ? fmt::format("เลือก{}ละ {} ครัวเรือน", place, year.quota)
                : fmt::format("{} for each {}", year.quota, place);
}

json criteria_rows(const Nominee& one, bool thai) {
    const auto texts = conversation::Texts::built_in();
    json rows = json::array();
    for (const auto& each : one.criteria) {
        rows.push_back({{"name", texts.get("criterion." + each.criterion, thai ? "th" : "en")},
                        {"met", each.met}});
    }
    return rows;
}

json nominee_row(const Visit& visit, const Nominee& one, bool open) {
    const auto met = std::ranges::count_if(
        one.criteria, [](const conversation::ModelCriterion& each) { return each.met; });
    return {{"id", std::to_string(one.house.id.value)},
            {"house_no", one.house.house_no},
            {"stage", code_word(one.stage, nomination_stages(), visit.thai)},
            {"agreed", one.agreed},
            {"confirmed", one.confirmed},
            {"met", std::to_string(met)},
            {"criteria", criteria_rows(one, visit.thai)},
            {"note", one.note},
            {"score", std::to_string(one.score)},
            {"scorers", one.scorers == 0 ? std::string() : std::to_string(one.scorers)},
            {"may_confirm", open && one.stage == "CHOSEN" && !one.confirmed},
            {"may_return", open && one.stage == "CHOSEN"},
            {"may_agree", open && !one.agreed}};
}

// Villages in order of their code, in each the houses as they were proposed.
json village_rows(const Visit& visit, const ModelYear& year, bool open) {
    std::map<std::string, json> villages;
    for (const auto& one : year.nominees) {
        auto& village = villages[one.house.village_code];
        if (village.is_null()) {
            village = {
                {"name",
                 place_text(
                     one.house.moo, one.house.village_name, one.house.tambon_name, visit.thai)},
                {"houses", json::array()}};
        }
        village["houses"].push_back(nominee_row(visit, one, open));
    }
    json rows = json::array();
    for (auto& [code, village] : villages) {
        rows.push_back(std::move(village));
    }
    return rows;
}

webhooks::Response model_page(const Visit& visit,
                              const std::string& fault = {},
                              int status = 200,
                              const std::string& announcement = {}) {
    const int shown = year_of(visit);
    const auto year = storage::ModelView(visit.reader).year(shown);
    const bool open = shown == this_year(visit);
    visit.audit("model.listed", "", fmt::format("rows={}", year.nominees.size()));
    const bool confirmed = std::ranges::any_of(year.nominees, &Nominee::confirmed);
    const auto done = visit.request.query("done").value_or(std::string());
    return show(visit,
                "model.html",
                {{"title",
                  fmt::format("{} {}",
                              visit.thai ? "ครัวเรือนสัมมาชีพตัวอย่าง ปีงบประมาณ"
                                         : "Model household of fiscal year",
                              shown)},
                 {"year", std::to_string(shown)},
                 {"before", std::to_string(shown - 1)},
                 {"after", open ? std::string() : std::to_string(shown + 1)},
                 {"scope", scope_text(year, visit.thai)},
                 {"none", year.nominees.empty()},
                 {"villages", village_rows(visit, year, open)},
                 {"may_announce", confirmed},
                 {"announcement", announcement},
                 {"reason", visit.field("reason")},
                 {"fault", fault},
                 {"done", done == "1"}},
                status);
}

std::string not_open(const Visit& visit, ModelChoice::Confirmation what) {
    if (what == ModelChoice::Confirmation::NotProposed) {
        return visit.thai ? "ปีนี้ไม่มีผู้เสนอบ้านนี้" : "This house is not proposed this year";
    }
    return visit.thai ? "มีคนทำไปก่อนแล้ว หรือคณะกรรมการยังไม่ได้เลือกบ้านนี้ ข้อมูลล่าสุดอยู่ข้างล่าง"
                      : "Somebody was quicker, or the committee has not chosen this house. The "
                        "newest is below.";
}

ModelChoice::Deed deed_of(const Visit& visit, const std::string& actor) {
    return {{}, visit.now, actor};
}

webhooks::Response answer(const Visit& visit, ModelChoice::Confirmation done) {
    return done == ModelChoice::Confirmation::Done ? go_to("/model?done=1")
                                                   : model_page(visit, not_open(visit, done), 409);
}

// What was done already is looked at in the job of the writer: a form sent twice is answered alike.
webhooks::Response confirm(const Visit& visit,
                           const ModelDesk& desk,
                           conversation::HouseholdId house) {
    const auto actor = visit.actor();
    auto done = ModelChoice::Confirmation::NotProposed;
    std::vector<std::string> channels;
    visit.write([&](storage::Connection& writer) {
        const auto year = storage::ModelView(writer).year(this_year(visit));
        const auto* known = conversation::find_nominee(year, house);
        if (known != nullptr && known->confirmed) {
            done = ModelChoice::Confirmation::Done;
            return;
        }
        done = ModelChoice(writer).confirm(house, deed_of(visit, actor));
        if (done == ModelChoice::Confirmation::Done && desk.tell_chosen) {
            channels = desk.tell_chosen(writer, house, visit.now);
        }
    });
    for (const auto& channel : channels) {
        desk.wake(channel);
    }
    return answer(visit, done);
}

webhooks::Response give_back(const Visit& visit, conversation::HouseholdId house) {
    TypedForm form(visit);
    const auto reason = form.need<std::string>("reason",
                                               read_line,
                                               "บอกคณะกรรมการว่าส่งคืนเพราะอะไร",
                                               "Tell the committee why it comes back");
    if (!form.good()) {
        return model_page(visit, form.fault(), 422);
    }
    const auto actor = visit.actor();
    auto done = ModelChoice::Confirmation::NotProposed;
    visit.write([&](storage::Connection& writer) {
        const auto year = storage::ModelView(writer).year(this_year(visit));
        const auto* known = conversation::find_nominee(year, house);
        done = known != nullptr && known->stage == "SHORTLISTED"
                   ? ModelChoice::Confirmation::Done
                   : ModelChoice(writer).give_back(house, *reason, deed_of(visit, actor));
    });
    return answer(visit, done);
}

webhooks::Response agree(const Visit& visit, conversation::HouseholdId house) {
    TypedForm form(visit);
    const auto reason = form.need<std::string>(
        "reason", read_line, "บอกว่าใครลงชื่อ เมื่อใด", "Say who signed, and when");
    if (!form.good()) {
        return model_page(visit, form.fault(), 422);
    }
    const auto actor = visit.actor();
    auto done = ModelChoice::Confirmation::Done;
    visit.write([&](storage::Connection& writer) {
        const auto year = storage::ModelView(writer).year(this_year(visit));
        const auto* known = conversation::find_nominee(year, house);
        if (known != nullptr && known->agreed) {
            return;
        }
        if (!ModelChoice(writer).answer(house, true, deed_of(visit, actor))) {
            done = ModelChoice::Confirmation::NotProposed;
            return;
        }
        storage::AuditLog(writer).write(
            {actor, "model.paper", fmt::format("household:{}", house.value), *reason, visit.now});
    });
    return answer(visit, done);
}

webhooks::Response announce(const Visit& visit) {
    ModelAnnouncement made;
    visit.write([&](storage::Connection& writer) {
        made = model_announcement(writer, visit.office, this_year(visit), visit.now, visit.actor());
    });
    if (made.confirmed == 0) {
        return model_page(
            visit, visit.thai ? "ยังไม่มีบ้านใดที่ยืนยันแล้ว" : "No choice is confirmed yet", 409);
    }
    return model_page(visit, {}, 200, made.text);
}

webhooks::Response change(const Visit& visit, const ModelDesk& desk) {
    if (!visit.sees_all()) {
        return not_yours(visit, "model");
    }
    const conversation::HouseholdId house{number_of(visit.field("house"))};
    const auto what = visit.field("do");
    if (what == "announce") {
        return announce(visit);
    }
    if (what == "confirm") {
        return confirm(visit, desk, house);
    }
    return what == "return" ? give_back(visit, house) : agree(visit, house);
}

}  // namespace

std::vector<PageRoute> model_pages(const ModelDesk& desk) {
    return {{.path = "/model",
             .page =
                 [](const Visit& visit) {
                     return visit.sees_all() ? model_page(visit) : not_yours(visit, "model");
                 }},
            {.method = "POST",
             .path = "/model",
             .page = [&desk](const Visit& visit) { return change(visit, desk); },
             .who = PageRoute::Who::Officers}};
}

}  // namespace console
