#include "console/code_words.h"
#include "console/office.h"
#include "console/page_words.h"
#include "console/typed_form.h"
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
#include <optional>
#include <variant>

// The plans of the organisations: how far they are, what is overdue, what was put off twice; and
// changing an activity, calling it off, agreeing a plan.
namespace console {

namespace {

using conversation::Day;
using nlohmann::json;
using storage::Activities;

constexpr std::int64_t kMostPeople = 100'000;
constexpr std::size_t kPutOffOften = 2;

int this_year(const Visit& visit) {
    return conversation::fiscal_year_be(conversation::bangkok_day(visit.now));
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
            {"state", code_word(one.state, activity_states(), visit.thai)},
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
        if (visit.may_see(plan.organisation)) {
            all.push_back(plan_values(visit, plan, year));
        }
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
    const auto plan =
        storage::Plans(visit.reader).find(storage::PlanId{number_of(visit.field("plan"))});
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

// Nothing: not there, or another organisation's.
std::optional<Activities::Activity> activity_of(const Visit& visit) {
    auto found = Activities(visit.reader).find(storage::ActivityId{number_of(visit.request.rest)});
    const auto plan = found ? storage::Plans(visit.reader).find(found->plan) : std::nullopt;
    return plan && visit.may_see(plan->organisation) ? found : std::nullopt;
}

json outcome_rows(const Visit& visit, storage::ActivityId id) {
    json rows = json::array();
    for (const auto& one : Activities(visit.reader).outcomes(id)) {
        std::string what = code_word(one.result, activity_states(), visit.thai);
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

// What the page was made from.
std::string mark_of(const Activities::Activity& one) {
    return fmt::format("{}|{}|{}|{}",
                       one.version,
                       one.title,
                       one.target_people.value_or(-1),
                       one.budget_baht.value_or(-1));
}

// What is typed stands in the form again when it cannot be taken.
json typed_values(const Visit& visit, const Activities::Activity& one) {
    const bool posted = visit.request.method == "POST" && visit.field("do") != "cancel";
    const auto value = [&](const char* field, const std::string& known) {
        return posted ? visit.field(field) : known;
    };
    const auto person = storage::People(visit.reader).find(one.responsible);
    const auto number = [](const std::optional<std::int64_t>& known) {
        return known ? std::to_string(*known) : std::string();
    };
    return {{"id", std::to_string(one.id.value)},
            {"code", one.code},
            {"mark", posted ? visit.field("mark") : mark_of(one)},
            {"reason", visit.field("reason")},
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
            {"state", code_word(one.state, activity_states(), visit.thai)},
            {"open", one.state == "PLANNED" || one.state == "POSTPONED"},
            {"outcomes", outcome_rows(visit, one.id)}};
}

webhooks::Response edit_page(const Visit& visit,
                             const Activities::Activity& one,
                             const std::string& fault = {},
                             int status = 422) {
    json values = typed_values(visit, one);
    values["title"] = one.title;
    if (!fault.empty()) {
        values["fault"] = fault;
    }
    return show(visit, "activity.html", std::move(values), fault.empty() ? 200 : status);
}

webhooks::Response activity(const Visit& visit) {
    const auto one = activity_of(visit);
    if (!one) {
        return not_yours(visit, fmt::format("activity:{}", number_of(visit.request.rest)));
    }
    visit.audit("activity.looked_at", fmt::format("activity:{}", one->id.value), "");
    return edit_page(visit, *one);
}

Read<std::int64_t> read_people(std::string_view cell) {
    return read_whole(cell, 0, kMostPeople);
}

void check_days(const Activities::Activity& one, TypedForm& form) {
    if (!one.start || !one.end) {
        form.complain("ต้องมีวันเริ่มและวันสิ้นสุด", "The first and the last day are needed");
    } else if (std::chrono::sys_days(*one.end) < std::chrono::sys_days(*one.start)) {
        form.complain("วันสิ้นสุดอยู่ก่อนวันเริ่ม", "It ends before it begins");
    }
}

// Known by her telephone. An empty field takes the person away; one who has no telephone stays.
storage::PersonId typed_person(const Visit& visit, storage::PersonId known, TypedForm& form) {
    const auto phone = form.take<std::string>("phone", read_phone_cell);
    if (!phone) {
        const auto person = storage::People(visit.reader).find(known);
        return person && person->phone.empty() ? known : storage::PersonId{};
    }
    const auto person = storage::People(visit.reader).only_with_phone(*phone);
    if (!person) {
        form.complain("ไม่พบคนเดียวที่ใช้เบอร์นี้ในทะเบียน นำเข้าบุคคลก่อน",
                      "No single person has this number: import people first");
    }
    return person;
}

// What is left empty is empty from now on; title and days are needed.
Activities::Activity typed_activity(const Visit& visit,
                                    const Activities::Activity& known,
                                    TypedForm& form) {
    Activities::Activity one = known;
    one.title = form.need<std::string>("t_title", read_line, "ต้องมีชื่อกิจกรรม", "A title is needed")
                    .value_or("");
    one.place = form.take<std::string>("place", read_line).value_or("");
    one.start = form.take<Day>("start", read_day_cell);
    one.end = form.take<Day>("end", read_day_cell);
    one.target_people = form.take<std::int64_t>("people", read_people);
    one.budget_baht = form.take<std::int64_t>("budget", read_baht);
    check_days(one, form);
    one.responsible = typed_person(visit, known.responsible, form);
    return one;
}

std::string stale_words(const Visit& visit) {
    return visit.thai
               ? "มีคนแก้กิจกรรมนี้ระหว่างที่เปิดหน้า ยังไม่ได้บันทึก โปรดเปิดหน้าใหม่แล้วแก้อีกครั้ง"
               : "Somebody changed this activity while the page was open. Nothing was saved: open "
                 "the page again and change it there.";
}

bool is_same(const Activities::Activity& one, const Activities::Activity& other) {
    return one.title == other.title && one.place == other.place && one.start == other.start &&
           one.end == other.end && one.responsible == other.responsible &&
           one.target_people == other.target_people && one.budget_baht == other.budget_baht;
}

webhooks::Response save(const Visit& visit, const Activities::Activity& known) {
    TypedForm form(visit);
    const auto typed = typed_activity(visit, known, form);
    if (!form.good()) {
        return edit_page(visit, known, form.fault());
    }
    bool done = false;
    visit.write([&](storage::Connection& writer) {
        const auto now = Activities(writer).find(known.id);
        done = now && mark_of(*now) == visit.field("mark");
        if (done && Activities(writer).change(typed, visit.now)) {
            storage::AuditLog(writer).write({visit.actor(),
                                             "activity.changed",
                                             fmt::format("activity:{}", known.id.value),
                                             "",
                                             visit.now});
        }
    });
    if (!done && !is_same(typed, known)) {
        return edit_page(visit, known, stale_words(visit), 409);
    }
    return go_to(fmt::format("/plan/{}", known.id.value));
}

webhooks::Response call_off(const Visit& visit, const Activities::Activity& known) {
    TypedForm form(visit);
    if (known.state != "PLANNED" && known.state != "POSTPONED") {
        form.complain("กิจกรรมนี้จบแล้ว", "It is over already");
    }
    const auto reason = form.need<std::string>(
        "reason", read_line, "ต้องบอกเหตุผลที่ยกเลิก", "Say why it is called off");
    if (!form.good()) {
        return edit_page(visit, known, form.fault());
    }
    visit.write([&](storage::Connection& writer) {
        const auto now = Activities(writer).find(known.id);
        if (!now || now->state != known.state) {
            return;  // sent twice, or answered meanwhile: the page says how it stands
        }
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
        return not_yours(visit, fmt::format("activity:{}", number_of(visit.request.rest)));
    }
    return visit.field("do") == "cancel" ? call_off(visit, *one) : save(visit, *one);
}

// Plans are the whole office's, and each its organisation's: an account of one area does not see
// them.
Page for_the_whole(webhooks::Response (*page)(const Visit&)) {
    return [page](const Visit& visit) {
        return visit.sees_all() || visit.is_chair() ? page(visit) : not_yours(visit, "plan");
    };
}

}  // namespace

std::vector<PageRoute> plan_pages() {
    using Who = PageRoute::Who;
    return {{.path = "/plan", .page = for_the_whole(plans), .chair = true},
            {.method = "POST",
             .path = "/plan",
             .page = for_the_whole(change_plan),
             .who = Who::Officers},
            {.path = "/plan/*", .page = for_the_whole(activity), .chair = true},
            {.method = "POST",
             .path = "/plan/*",
             .page = for_the_whole(change_activity),
             .who = Who::Officers}};
}

}  // namespace console
