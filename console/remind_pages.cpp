#include "console/office.h"
#include "console/page_words.h"
#include "console/report_desk.h"
#include "console/typed_form.h"
#include "storage/audit_log.h"
#include "storage/coverage.h"
#include "storage/people.h"
#include "storage/places.h"
#include "storage/reminders.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

// Remind those not yet in: what it would cost is said first, then it is confirmed.
namespace console {

namespace {

using conversation::CallFate;
using conversation::Instant;
using nlohmann::json;
using storage::Coverage;

struct FateWords {
    CallFate fate;
    std::string_view thai;
    std::string_view english;
};

constexpr auto kLeftOut = std::to_array<FateWords>({
    {CallFate::Volunteer,
     "ยังไม่มีใครเชื่อม LINE หรือ SMS: ให้อาสาไปที่บ้าน",
     "nobody linked: a volunteer goes there"},
    {CallFate::Reminded, "เตือนไปแล้วใน 3 วันนี้", "reminded within the last 3 days"},
    {CallFate::Planned, "ระบบจะเตือนเองภายใน 24 ชั่วโมง", "reminded by itself within 24 hours"},
    {CallFate::Paused, "ขอพัก", "taking a rest"},
    {CallFate::NoConsent, "ไม่ยินยอมรับข้อความ", "no consent to messages"},
    {CallFate::Stopped, "ขอหยุดรับข้อความ", "asked for silence"},
    {CallFate::Unreachable, "ส่งไม่ถึง (ปิดกั้นหรือเลิกใช้)", "cannot be reached (blocked or gone)"},
    {CallFate::NothingLeft,
     "โควตา LINE และงบ SMS ไม่พอ",
     "LINE's quota and the SMS budget do not suffice"},
    {CallFate::Closed, "เพิ่งรายงานเข้ามา", "reported just now"},
});

std::string language(const Visit& visit) {
    return visit.thai ? "th" : "en";
}

// Which houses are meant, where the pages about them are, and what they are called.
struct Target {
    Coverage::Scope scope;
    std::string query;  // "village=60030403"
    std::string back;   // the page it was asked on
    std::string name;
    std::string subject;  // for the audit log
};

std::string asked_for(const Visit& visit, std::string_view name) {
    return visit.request.method == "POST" ? visit.field(name)
                                          : visit.request.query(name).value_or(std::string());
}

std::optional<Target> of_village(const Visit& visit, const std::string& code, Target target) {
    const auto village = storage::Places(visit.reader).village(code);
    if (!village || !visit.may_see(code)) {
        return std::nullopt;
    }
    target.scope.area = code;
    target.query = "village=" + code;
    target.back = "/coverage/" + code;
    target.name = place_text(village->moo, village->name_th, village->tambon_name_th, visit.thai);
    target.subject = "village:" + code;
    return target;
}

std::optional<Target> of_carer(const Visit& visit, const std::string& text, Target target) {
    const auto id = number_of(text);
    const auto carers = Coverage(visit.reader).carers(target.scope.area, target.scope.period);
    const auto carer = std::ranges::find(carers, storage::PersonId{id}, &Coverage::Carer::id);
    if (carer == carers.end()) {
        return std::nullopt;
    }
    target.scope.carer = carer->id;
    target.query = fmt::format("carer={}", id);
    target.back = "/carers";
    target.name = fmt::format("{} {}", visit.thai ? "บ้านที่ดูแลโดย" : "houses of", carer->name);
    target.subject = fmt::format("person:{}", id);
    return target;
}

// Nothing: not there, or not for this account.
std::optional<Target> target_of(const Visit& visit) {
    Target target;
    target.scope.area = visit.officer.area;
    target.scope.period = conversation::open_period(conversation::bangkok_day(visit.now));
    const auto village = asked_for(visit, "village");
    if (!village.empty()) {
        return of_village(visit, village, std::move(target));
    }
    const auto carer = asked_for(visit, "carer");
    if (!carer.empty()) {
        return of_carer(visit, carer, std::move(target));
    }
    target.back = "/coverage";
    target.name = visit.thai ? "ทุกหมู่บ้าน" : "all villages";
    target.subject = visit.officer.area.empty() ? std::string() : "area:" + visit.officer.area;
    return target;
}

std::int64_t count(const FateCounts& houses, CallFate fate) {
    const auto found = houses.find(fate);
    return found == houses.end() ? 0 : found->second;
}

json left_out_rows(const FateCounts& houses, bool thai) {
    json rows = json::array();
    for (const auto& [fate, in_thai, in_english] : kLeftOut) {
        if (const auto number = count(houses, fate); number > 0) {
            rows.push_back({{"why", std::string(thai ? in_thai : in_english)}, {"houses", number}});
        }
    }
    return rows;
}

// "640 ข้อความ", "120.50 บาท"; what is not limited or not known says so.
std::string left_text(const CallOutlook::Means& means, std::int64_t taken, bool thai) {
    if (!means.known) {
        return thai ? "ยังไม่ทราบ" : "not known yet";
    }
    if (!means.left) {
        return thai ? "ไม่จำกัด" : "no limit";
    }
    const auto left = std::max<std::int64_t>(*means.left - taken, 0);
    return means.sms ? fmt::format("{} {}", money_text(left), thai ? "บาท" : "baht")
                     : fmt::format("{} {}", baht_text(left), thai ? "ข้อความ" : "messages");
}

json means_rows(const CallOutlook& outlook, bool thai) {
    json rows = json::array();
    for (const auto& one : outlook.means) {
        rows.push_back({{"channel", one.channel},
                        {"now", left_text(one, 0, thai)},
                        {"after", left_text(one, one.wanted, thai)}});
    }
    return rows;
}

// A page again when it cannot be taken as it is: `stale` says that it was too old.
webhooks::Response ask_page(const Visit& visit,
                            const ReportDesk& desk,
                            const Target& target,
                            bool stale) {
    const auto outlook = desk.look(visit.reader, {target.scope, visit.now}, visit.now);
    const auto line = count(outlook.houses, CallFate::Line);
    const auto sms = count(outlook.houses, CallFate::Sms);
    std::int64_t all = 0;
    std::int64_t cost = 0;
    for (const auto& [fate, houses] : outlook.houses) {
        all += houses;
    }
    for (const auto& one : outlook.means) {
        cost += one.sms ? one.wanted : 0;
    }
    const json left_out = left_out_rows(outlook.houses, visit.thai);
    return show(visit,
                "remind.html",
                {{"title", visit.thai ? "เตือนบ้านที่ยังไม่รายงาน" : "Remind those not yet in"},
                 {"name", target.name},
                 {"month", conversation::month_name(target.scope.period, language(visit))},
                 {"back", target.back},
                 {"village", target.scope.carer ? std::string() : asked_for(visit, "village")},
                 {"carer", target.scope.carer ? asked_for(visit, "carer") : std::string()},
                 {"stale", stale},
                 {"closed", outlook.closed},
                 {"cut", outlook.cut},
                 {"all", baht_text(all)},
                 {"line", baht_text(line)},
                 {"sms", baht_text(sms)},
                 {"segments", baht_text(outlook.segments)},
                 {"cost", money_text(cost)},
                 {"means", means_rows(outlook, visit.thai)},
                 {"has_means", !outlook.means.empty()},
                 {"left_out", left_out},
                 {"has_left_out", !left_out.empty()},
                 {"sample", outlook.sample},
                 {"later", outlook.later ? moment_text(*outlook.later, visit.thai) : ""},
                 {"to_send", !outlook.closed && line + sms > 0},
                 {"messages", baht_text(line + sms)},
                 {"asked", conversation::to_text(visit.now)}},
                stale ? 409 : 200);
}

webhooks::Response ask(const Visit& visit, const ReportDesk& desk) {
    const auto target = target_of(visit);
    if (!target || !desk.look) {
        return not_yours(visit, "reminders");
    }
    return ask_page(visit, desk, *target, false);
}

// All of it, a bounded job at a time; each job is whole or nothing, with its audit row.
void call(const Visit& visit, const ReportDesk& desk, const Target& target, Instant asked) {
    CallPiece piece;
    piece.more = true;
    while (piece.more) {
        const auto after = piece.last;
        visit.write([&](storage::Connection& writer) {
            piece = desk.call(writer, {target.scope, asked}, after, visit.now);
            const auto line = count(piece.houses, CallFate::Line);
            const auto sms = count(piece.houses, CallFate::Sms);
            if (line + sms > 0) {
                storage::AuditLog(writer).write(
                    {visit.actor(),
                     "reports.reminded",
                     target.subject,
                     fmt::format("{} line={} sms={}", to_text(target.scope.period), line, sms),
                     visit.now});
            }
        });
        for (const auto& channel : piece.channels) {
            desk.wake(channel);
        }
    }
}

webhooks::Response confirm(const Visit& visit, const ReportDesk& desk) {
    const auto target = target_of(visit);
    if (!target || !desk.call) {
        return not_yours(visit, "reminders");
    }
    const auto asked = page_instant(visit);
    if (!asked) {
        return ask_page(visit, desk, *target, true);
    }
    call(visit, desk, *target, *asked);
    return go_to(fmt::format("/reminded?at={}{}{}",
                             webhooks::url_encoded(conversation::to_text(*asked)),
                             target->query.empty() ? "" : "&",
                             target->query));
}

webhooks::Response result(const Visit& visit) {
    const auto target = target_of(visit);
    const auto asked =
        conversation::parse_instant(visit.request.query("at").value_or(std::string()));
    if (!target || !asked) {
        return not_yours(visit, "reminders");
    }
    const auto sum =
        storage::Reminders(visit.reader).asked_at(*asked, target->scope.period, target->scope.area);
    return show(visit,
                "reminded.html",
                {{"title", visit.thai ? "ผลการเตือน" : "What was reminded"},
                 {"name", target->name},
                 {"month", conversation::month_name(target->scope.period, language(visit))},
                 {"at", moment_text(*asked, visit.thai)},
                 {"back", target->back},
                 {"none", sum.line + sum.sms + sum.waiting + sum.failed == 0},
                 {"line", baht_text(sum.line)},
                 {"sms", baht_text(sum.sms)},
                 {"segments", baht_text(sum.segments)},
                 {"waiting", sum.waiting == 0 ? std::string() : baht_text(sum.waiting)},
                 {"failed", sum.failed == 0 ? std::string() : baht_text(sum.failed)}});
}

// Who looks after houses, and how many of hers are in.
webhooks::Response carers(const Visit& visit) {
    const auto period = conversation::open_period(conversation::bangkok_day(visit.now));
    json rows = json::array();
    for (const auto& one : Coverage(visit.reader).carers(visit.officer.area, period)) {
        rows.push_back({{"id", std::to_string(one.id.value)},
                        {"name", one.name},
                        {"households", one.households},
                        {"reported", one.reported},
                        {"percent", percent_text(one.reported, one.households)},
                        {"missing", one.households - one.reported},
                        {"some", one.households > one.reported}});
    }
    visit.audit("people.listed", "carers", fmt::format("rows={}", rows.size()));
    return show(visit,
                "carers.html",
                {{"title",
                  fmt::format("{}{}",
                              visit.thai ? "ใครยังไม่รายงาน ตามผู้ดูแล เดือน"
                                         : "Who has not reported, by who looks after them, ",
                              conversation::month_name(period, language(visit)))},
                 {"none", rows.empty()},
                 {"carers", rows}});
}

}  // namespace

std::vector<PageRoute> remind_pages(const ReportDesk& desk) {
    using Who = PageRoute::Who;
    return {{.path = "/carers", .page = carers},
            {.path = "/remind",
             .page = [&desk](const Visit& visit) { return ask(visit, desk); },
             .who = Who::Officers},
            {.method = "POST",
             .path = "/remind",
             .page = [&desk](const Visit& visit) { return confirm(visit, desk); },
             .who = Who::Officers},
            {.path = "/reminded", .page = result, .who = Who::Officers}};
}

}  // namespace console
