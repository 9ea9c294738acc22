#include "console/code_words.h"
#include "console/import_cell.h"
#include "console/office.h"
#include "console/page_words.h"
#include "conversation/calendar.h"
#include "storage/activities.h"
#include "storage/audit_log.h"
#include "storage/organisations.h"
#include "storage/people.h"
#include "storage/plan_queries.h"
#include "storage/plans.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <variant>

// The plans of the organisations: how far they are, what is overdue, what was put off twice; and
// changing an activity, calling it off, agreeing a plan.
namespace console {

namespace {

using conversation::Day;
using nlohmann::json;
using storage::Activities;

constexpr std::size_t kMostText = 200;
constexpr std::int64_t kMostPeople = 100'000;
constexpr std::size_t kPutOffOften = 2;

int this_year(const Visit& visit) {
    return conversation::fiscal_year_be(conversation::bangkok_day(visit.now));
}

std::string word_of(CodeWords words, std::string_view code, bool thai) {
    for (const auto& word : words) {
        if (word.code == code) {
            return std::string(thai ? word.thai.front() : word.english);
        }
    }
    return std::string(code);
}

std::string day_text(const std::optional<Day>& day, bool thai) {
    return day ? conversation::short_date(*day, thai ? "th" : "en") : std::string("–");
}

// The Buddhist year people write, the ISO day beside it.
std::string days_of(const Activities::Activity& one, bool thai) {
    return one.start == one.end
               ? day_text(one.start, thai)
               : fmt::format("{} – {}", day_text(one.start, thai), day_text(one.end, thai));
}

bool is_overdue(const Activities::Activity& one, Day today) {
    return (one.state == "PLANNED" || one.state == "POSTPONED") && one.end &&
           std::chrono::sys_days(*one.end) < std::chrono::sys_days(today);
}

std::size_t times_put_off(storage::Connection& reader, storage::ActivityId id) {
    const auto outcomes = Activities(reader).outcomes(id);
    return static_cast<std::size_t>(
        std::count_if(outcomes.begin(), outcomes.end(), [](const Activities::Outcome& one) {
            return one.result == "POSTPONED";
        }));
}

json activity_row(const Visit& visit, const Activities::Activity& one) {
    const auto put_off = times_put_off(visit.reader, one.id);
    return {{"id", std::to_string(one.id.value)},
            {"code", one.code},
            {"title", one.title},
            {"days", days_of(one, visit.thai)},
            {"place", one.place},
            {"state", word_of(activity_states(), one.state, visit.thai)},
            {"overdue", is_overdue(one, conversation::bangkok_day(visit.now))},
            {"put_off", put_off >= kPutOffOften ? json(std::to_string(put_off)) : json(false)}};
}

// "1/3 = 33.3 %", "0/0 = –".
std::string share_text(std::int64_t part, std::int64_t whole) {
    return fmt::format(
        "{}/{} = {}{}", part, whole, percent_text(part, whole), whole == 0 ? "" : " %");
}

json step_marks(const std::array<storage::PlanQueries::StepState, 5>& steps) {
    using State = storage::PlanQueries::StepState;
    json marks = json::array();
    for (std::size_t i = 0; i < steps.size(); ++i) {
        marks.push_back({{"number", std::to_string(i + 1)},
                         {"done", steps[i] == State::Done},
                         {"begun", steps[i] == State::InProgress}});
    }
    return marks;
}

json plan_values(const Visit& visit, const storage::Plans::Plan& plan, int year) {
    const auto today = conversation::bangkok_day(visit.now);
    const auto team = storage::Organisations(visit.reader).find(plan.organisation);
    storage::PlanQueries queries(visit.reader);
    const auto progress = queries.progress(plan.organisation, year, today);
    json activities = json::array();
    for (const auto& one : Activities(visit.reader).of_plan(plan.id)) {
        activities.push_back(activity_row(visit, one));
    }
    return {{"id", std::to_string(plan.id.value)},
            {"name", team ? team->name_th : std::string("–")},
            {"draft", plan.status == "DRAFT"},
            {"approved", plan.status == "APPROVED"},
            {"closed", plan.status == "CLOSED"},
            {"done", share_text(progress.done, progress.due)},
            {"on_time", share_text(progress.on_time, progress.done)},
            {"cancelled", std::to_string(progress.cancelled)},
            {"overdue", std::to_string(progress.overdue)},
            {"steps",
             step_marks(storage::five_steps(queries.step_facts(plan.organisation, year, today)))},
            {"activities", std::move(activities)}};
}

int year_of(const Visit& visit) {
    const auto wanted = visit.request.query("year");
    const auto year = wanted ? read_year_be(*wanted) : Read<std::int64_t>(CellFault{});
    const auto* read = std::get_if<std::int64_t>(&year);
    return read == nullptr ? this_year(visit) : static_cast<int>(*read);
}

webhooks::Response plans(const Visit& visit) {
    const int year = year_of(visit);
    json all = json::array();
    for (const auto& plan : storage::Plans(visit.reader).of_year(year)) {
        all.push_back(plan_values(visit, plan, year));
    }
    return show(visit,
                "plans.html",
                {{"title", visit.thai ? "แผนปฏิบัติงาน" : "Plans"},
                 {"year", std::to_string(year)},
                 {"before", std::to_string(year - 1)},
                 {"after", std::to_string(year + 1)},
                 {"none", all.empty()},
                 {"plans", std::move(all)}});
}

// A plan is agreed, closed or opened again.
webhooks::Response change_plan(const Visit& visit) {
    const std::string status = visit.field("status");
    std::int64_t id = 0;
    const std::string text = visit.field("plan");
    std::from_chars(text.data(), text.data() + text.size(), id);
    const auto plan = storage::Plans(visit.reader).find(storage::PlanId{id});
    if (!plan || (status != "DRAFT" && status != "APPROVED" && status != "CLOSED")) {
        return not_yours(visit, "plan");
    }
    visit.write([&](storage::Connection& writer) {
        const auto day = status == "APPROVED" ? std::optional(conversation::bangkok_day(visit.now))
                                              : std::nullopt;
        storage::Plans(writer).set_status(plan->id, status, day, visit.now);
        storage::AuditLog(writer).write({visit.actor(),
                                         "plan.status",
                                         fmt::format("plan:{}", plan->id.value),
                                         status,
                                         visit.now});
    });
    return go_to("/plan");
}

std::optional<Activities::Activity> activity_of(const Visit& visit) {
    std::int64_t id = 0;
    const std::string_view text = visit.request.rest;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    return error == std::errc() && end == text.data() + text.size()
               ? Activities(visit.reader).find(storage::ActivityId{id})
               : std::nullopt;
}

json outcome_rows(const Visit& visit, storage::ActivityId id) {
    json rows = json::array();
    for (const auto& one : Activities(visit.reader).outcomes(id)) {
        std::string what = word_of(activity_states(), one.result, visit.thai);
        if (one.done_on) {
            what += " " + day_text(one.done_on, visit.thai);
        }
        if (one.new_day) {
            what += " → " + day_text(one.new_day, visit.thai);
        }
        if (one.headcount) {
            what += fmt::format(" · {} {}", *one.headcount, visit.thai ? "คน" : "people");
        }
        rows.push_back({{"what", what}, {"reason", one.reason}, {"note", one.note}});
    }
    return rows;
}

std::string iso(const std::optional<Day>& day) {
    return day ? conversation::to_text(*day) : std::string();
}

// What is typed stands in the form again when it cannot be taken.
json typed_values(const Visit& visit, const Activities::Activity& one) {
    const bool posted = visit.request.method == "POST";
    const auto value = [&](const char* field, const std::string& known) {
        return posted ? visit.field(field) : known;
    };
    const auto person = storage::People(visit.reader).find(one.responsible);
    const auto number = [](const std::optional<std::int64_t>& known) {
        return known ? std::to_string(*known) : std::string();
    };
    return {{"id", std::to_string(one.id.value)},
            {"code", one.code},
            {"t_title", value("t_title", one.title)},
            {"place", value("place", one.place)},
            {"start", value("start", iso(one.start))},
            {"end", value("end", iso(one.end))},
            {"phone", value("phone", person ? person->phone : std::string())},
            {"person", person ? storage::full_name(*person) : std::string()},
            {"people", value("people", number(one.target_people))},
            {"budget", value("budget", number(one.budget_baht))},
            {"days", days_of(one, visit.thai)},
            {"first_end", day_text(one.original_end, visit.thai)},
            {"recurrence", one.recurrence},
            {"state", word_of(activity_states(), one.state, visit.thai)},
            {"open", one.state == "PLANNED" || one.state == "POSTPONED"},
            {"outcomes", outcome_rows(visit, one.id)}};
}

webhooks::Response edit_page(const Visit& visit,
                             const Activities::Activity& one,
                             const std::string& fault = {}) {
    json values = typed_values(visit, one);
    values["title"] = one.title;
    if (!fault.empty()) {
        values["fault"] = fault;
    }
    return show(visit, "activity.html", std::move(values), fault.empty() ? 200 : 422);
}

webhooks::Response activity(const Visit& visit) {
    const auto one = activity_of(visit);
    if (!one) {
        return not_yours(visit, "activity");
    }
    visit.audit("activity.looked_at", fmt::format("activity:{}", one->id.value), "");
    return edit_page(visit, *one);
}

struct Typed {
    Activities::Activity activity;
    std::string fault;  // the first thing that cannot be taken, in the visitor's language
};

// What a field says; nothing when it is empty or cannot be read, which is a fault.
template <class Value>
std::optional<Value> taken(const Visit& visit,
                           const char* field,
                           Read<Value> (*read)(std::string_view),
                           std::string& fault) {
    const std::string text = tidy(visit.field(field));
    if (text.empty()) {
        return std::nullopt;
    }
    const auto reading = read(text);
    if (const auto* value = std::get_if<Value>(&reading)) {
        return *value;
    }
    const auto& what = std::get<CellFault>(reading);
    fault = fault.empty() ? text + ": " + (visit.thai ? what.thai : what.english) : fault;
    return std::nullopt;
}

Read<std::string> read_line(std::string_view cell) {
    return read_text(cell, kMostText);
}

Read<std::int64_t> read_people(std::string_view cell) {
    return read_whole(cell, 0, kMostPeople);
}

void check_days(const Visit& visit, Typed& typed) {
    const auto& one = typed.activity;
    if (!one.start || !one.end) {
        typed.fault = visit.thai ? "ต้องมีวันเริ่มและวันสิ้นสุด" : "The first and the last day are needed";
    } else if (std::chrono::sys_days(*one.end) < std::chrono::sys_days(*one.start)) {
        typed.fault = visit.thai ? "วันสิ้นสุดอยู่ก่อนวันเริ่ม" : "It ends before it begins";
    }
}

void take_person(const Visit& visit, Typed& typed) {
    const auto phone = taken<std::string>(visit, "phone", read_phone_cell, typed.fault);
    if (!phone) {
        return;
    }
    const auto person = storage::People(visit.reader).only_with_phone(*phone);
    if (!person) {
        typed.fault = visit.thai ? "ไม่พบคนเดียวที่ใช้เบอร์นี้ในทะเบียน นำเข้าบุคคลก่อน"
                                 : "No single person has this number: import people first";
    }
    typed.activity.responsible = person ? person : typed.activity.responsible;
}

// What is left empty stays as it was, as in an import.
Typed typed_activity(const Visit& visit, const Activities::Activity& known) {
    Typed typed{known, {}};
    auto& one = typed.activity;
    const auto title = taken<std::string>(visit, "t_title", read_line, typed.fault);
    one.title = title.value_or(one.title);
    one.place = taken<std::string>(visit, "place", read_line, typed.fault).value_or(one.place);
    one.start = taken<Day>(visit, "start", read_day_cell, typed.fault);
    one.end = taken<Day>(visit, "end", read_day_cell, typed.fault);
    one.target_people = taken<std::int64_t>(visit, "people", read_people, typed.fault);
    one.budget_baht = taken<std::int64_t>(visit, "budget", read_baht, typed.fault);
    if (typed.fault.empty()) {
        check_days(visit, typed);
    }
    if (typed.fault.empty()) {
        take_person(visit, typed);
    }
    return typed;
}

webhooks::Response save(const Visit& visit, const Activities::Activity& known) {
    const auto typed = typed_activity(visit, known);
    if (!typed.fault.empty()) {
        return edit_page(visit, known, typed.fault);
    }
    visit.write([&](storage::Connection& writer) {
        (void)Activities(writer).put(typed.activity, visit.now, visit.actor());
        storage::AuditLog(writer).write({visit.actor(),
                                         "activity.changed",
                                         fmt::format("activity:{}", known.id.value),
                                         "",
                                         visit.now});
    });
    return go_to(fmt::format("/plan/{}", known.id.value));
}

webhooks::Response call_off(const Visit& visit, const Activities::Activity& known) {
    std::string fault;
    const auto reason = taken<std::string>(visit, "reason", read_line, fault);
    const bool open = known.state == "PLANNED" || known.state == "POSTPONED";
    if (!open) {
        fault = visit.thai ? "กิจกรรมนี้จบแล้ว" : "It is over already";
    } else if (!reason && fault.empty()) {
        fault = visit.thai ? "ต้องบอกเหตุผลที่ยกเลิก" : "Say why it is called off";
    }
    if (!fault.empty()) {
        return edit_page(visit, known, fault);
    }
    visit.write([&](storage::Connection& writer) {
        Activities::Outcome outcome;
        outcome.activity = known.id;
        outcome.result = "CANCELLED";
        outcome.reason = reason.value_or("");
        outcome.channel = "console";
        (void)Activities(writer).record(outcome, visit.now, visit.actor());
        storage::AuditLog(writer).write({visit.actor(),
                                         "activity.answered",
                                         fmt::format("activity:{}", known.id.value),
                                         "CANCELLED",
                                         visit.now});
    });
    return go_to(fmt::format("/plan/{}", known.id.value));
}

webhooks::Response change_activity(const Visit& visit) {
    const auto one = activity_of(visit);
    if (!one) {
        return not_yours(visit, "activity");
    }
    return visit.field("do") == "cancel" ? call_off(visit, *one) : save(visit, *one);
}

// Plans are the whole office's: an account of one area does not see them.
Page for_the_whole(webhooks::Response (*page)(const Visit&)) {
    return [page](const Visit& visit) {
        return visit.sees_all() ? page(visit) : not_yours(visit, "plan");
    };
}

}  // namespace

std::vector<PageRoute> plan_pages() {
    using Who = PageRoute::Who;
    return {{.path = "/plan", .page = for_the_whole(plans)},
            {.method = "POST",
             .path = "/plan",
             .page = for_the_whole(change_plan),
             .who = Who::Officers},
            {.path = "/plan/*", .page = for_the_whole(activity)},
            {.method = "POST",
             .path = "/plan/*",
             .page = for_the_whole(change_activity),
             .who = Who::Officers}};
}

}  // namespace console
