#include "console/code_words.h"
#include "console/office.h"
#include "console/page_words.h"
#include "console/term_text.h"
#include "console/typed_form.h"
#include "conversation/answer/phone.h"
#include "storage/audit_log.h"
#include "storage/contacts.h"
#include "storage/held_person.h"
#include "storage/organisations.h"
#include "storage/people.h"
#include "storage/people_search.h"
#include "storage/places.h"
#include "storage/terms.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

// One person of the team: terms of office, houses looked after, how she is reached, what she agreed
// to. Officers give and end terms, and correct a name or a telephone.
namespace console {

namespace {

using conversation::Day;
using conversation::HeldConsent;
using nlohmann::json;
using storage::People;
using storage::PeopleSearch;
using storage::Roles;

constexpr std::size_t kMostName = 100;

constexpr auto kGiven = std::to_array<std::string_view>(
    {"MEMBER", "CHAIR", "TRAINER", "SAGE", "VOLUNTEER", "VOLUNTEER_LEADER"});

struct Person {
    People::Record record;
    std::vector<PeopleSearch::Term> terms;
};

bool may_see(const Visit& visit, const std::vector<PeopleSearch::Term>& terms) {
    return std::ranges::any_of(terms, [&](const PeopleSearch::Term& term) {
        if (visit.is_chair()) {
            return term.organisation == visit.officer.organisation;
        }
        return visit.sees_all() || (!term.village_code.empty() && visit.may_see(term.village_code));
    });
}

// Nothing: not there, nobody of the team, or not for this account.
std::optional<Person> person_of(const Visit& visit) {
    const storage::PersonId id{number_of(visit.request.rest)};
    const auto record = People(visit.reader).find(id);
    auto terms = PeopleSearch(visit.reader).terms_of(id);
    if (!record || !may_see(visit, terms)) {
        return std::nullopt;
    }
    return Person{*record, std::move(terms)};
}

// What the page was made from.
std::string mark_of(const People::Record& record) {
    return fmt::format(
        "{}|{}|{}|{}", record.prefix, record.given_name, record.family_name, record.phone);
}

std::string day_text(Day day, bool thai) {
    return conversation::short_date(day, thai ? "th" : "en");
}

// As people write a day: "27/11/2569".
std::string typed_day(Day day, bool thai) {
    constexpr int kBuddhist = 543;
    return thai ? fmt::format("{}/{}/{}",
                              unsigned(day.day()),
                              unsigned(day.month()),
                              int(day.year()) + kBuddhist)
                : conversation::to_text(day);
}

json term_rows(const Visit& visit, const Person& person) {
    const auto today = conversation::bangkok_day(visit.now);
    json rows = json::array();
    for (const auto& term : person.terms) {
        rows.push_back({{"id", std::to_string(term.id.value)},
                        {"text", term_text(term, visit.thai)},
                        {"from", day_text(term.from, visit.thai)},
                        {"to", term.to ? day_text(*term.to, visit.thai) : std::string()},
                        {"was", term.to ? conversation::to_text(*term.to) : std::string()},
                        {"over", is_over(term, today)},
                        {"today", typed_day(today, visit.thai)}});
    }
    return rows;
}

json care_rows(const Visit& visit, storage::PersonId person) {
    json rows = json::array();
    for (const auto& one : PeopleSearch(visit.reader).looked_after_by(person)) {
        rows.push_back(
            {{"village", place_text(one.moo, one.village_name, one.tambon_name, visit.thai)},
             {"households", one.households}});
    }
    return rows;
}

std::string address_state(const storage::Contacts::Address& address, bool thai) {
    using State = storage::Contacts::AddressState;
    if (address.state == State::Blocked) {
        return thai ? "ปิดกั้น" : "blocked us";
    }
    if (address.state == State::Left) {
        return thai ? "เลิกติดตาม" : "left";
    }
    if (address.stopped) {
        return thai ? "ขอหยุดรับข้อความ" : "asked for silence";
    }
    return thai ? "ใช้ได้" : "in use";
}

json address_rows(const Visit& visit, storage::PersonId person) {
    json rows = json::array();
    for (const auto contact : PeopleSearch(visit.reader).contacts_of(person)) {
        for (const auto& one : storage::Contacts(visit.reader).addresses(contact)) {
            rows.push_back({{"address", address_text(one.address)},
                            {"state", address_state(one, visit.thai)}});
        }
    }
    return rows;
}

std::string consent_state(HeldConsent::State state, bool thai) {
    switch (state) {
        case HeldConsent::State::Refused:
            return thai ? "ไม่ยินยอม" : "refused";
        case HeldConsent::State::Withdrawn:
            return thai ? "ถอนแล้ว" : "withdrawn";
        case HeldConsent::State::Given:
            break;
    }
    return thai ? "ยินยอม" : "given";
}

json consent_rows(const Visit& visit, storage::PersonId person) {
    json rows = json::array();
    const auto held = storage::held_person(visit.reader, person);
    for (const auto& one : held ? held->consents : std::vector<HeldConsent>()) {
        rows.push_back({{"at", moment_text(one.at, visit.thai)},
                        {"purpose", purpose_word(one.purpose, visit.thai)},
                        {"state", consent_state(one.state, visit.thai)},
                        {"notice", one.version}});
    }
    return rows;
}

// What may be chosen for a new term; what was typed stays chosen.
json offered_roles(const Visit& visit) {
    json rows = json::array();
    for (const auto role : kGiven) {
        rows.push_back({{"code", std::string(role)},
                        {"name", code_word(role, role_words(), visit.thai)},
                        {"chosen", visit.field("role") == role}});
    }
    return rows;
}

json offered_organisations(const Visit& visit) {
    json rows = json::array();
    for (const auto& one : storage::Organisations(visit.reader).all()) {
        const auto id = std::to_string(one.id.value);
        rows.push_back(
            {{"id", id}, {"name", one.name_th}, {"chosen", visit.field("organisation") == id}});
    }
    return rows;
}

json offered_villages(const Visit& visit) {
    json rows = json::array();
    for (const auto& one : storage::Places(visit.reader).villages()) {
        if (visit.may_see(one.code)) {
            rows.push_back(
                {{"code", one.code},
                 {"name", place_text(one.moo, one.name_th, one.tambon_name_th, visit.thai)},
                 {"chosen", visit.field("village") == one.code}});
        }
    }
    return rows;
}

void add_forms(const Visit& visit, const Person& person, json& values) {
    const bool correcting = visit.field("do") == "correct";
    const auto typed = [&](const char* name, const std::string& known) {
        return correcting ? visit.field(name) : known;
    };
    values["prefix"] = typed("prefix", person.record.prefix);
    values["given"] = typed("given", person.record.given_name);
    values["family"] = typed("family", person.record.family_name);
    values["t_phone"] = typed("phone", conversation::display_phone(person.record.phone));
    values["mark"] = mark_of(person.record);
    values["roles"] = offered_roles(visit);
    values["organisations"] = offered_organisations(visit);
    values["villages"] = offered_villages(visit);
    values["from"] = visit.field("from");
    values["to"] = visit.field("to");
}

webhooks::Response person_page(const Visit& visit,
                               const Person& person,
                               const std::string& fault = {},
                               int status = 200) {
    const auto id = person.record.id;
    visit.audit("person.looked_at", fmt::format("person:{}", id.value), "");
    const json care = care_rows(visit, id);
    const json addresses = address_rows(visit, id);
    const json consents = consent_rows(visit, id);
    const bool edits = visit.may_edit();
    json values = {{"title", full_name(person.record)},
                   {"person", std::to_string(id.value)},
                   {"phone",
                    person.record.phone.empty() ? std::string()
                    : edits                     ? conversation::display_phone(person.record.phone)
                                                : address_text("tel:" + person.record.phone)},
                   {"terms", term_rows(visit, person)},
                   {"has_care", !care.empty()},
                   {"care", care},
                   {"has_addresses", !addresses.empty()},
                   {"addresses", addresses},
                   {"has_consents", !consents.empty()},
                   {"consents", consents},
                   {"saved", visit.request.query("saved").has_value()},
                   {"fault", fault}};
    if (edits) {
        add_forms(visit, person, values);
    }
    return show(visit, "person.html", std::move(values), status);
}

webhooks::Response look(const Visit& visit) {
    const auto person = person_of(visit);
    return person ? person_page(visit, *person)
                  : not_yours(visit, fmt::format("person:{}", number_of(visit.request.rest)));
}

std::string stale_words(const Visit& visit) {
    return visit.thai ? "มีคนแก้ข้อมูลนี้ระหว่างที่เปิดหน้า ยังไม่ได้บันทึก ข้อมูลล่าสุดอยู่ข้างล่าง โปรดดูอีกครั้ง"
                      : "Somebody changed this while the page was open. Nothing was saved: look at "
                        "the newest, below.";
}

webhooks::Response saved(storage::PersonId id) {
    return go_to(fmt::format("/people/{}?saved=1", id.value));
}

void audit(const Visit& visit,
           storage::Connection& writer,
           std::string_view action,
           storage::PersonId person,
           std::string_view detail) {
    storage::AuditLog(writer).write({visit.actor(),
                                     std::string(action),
                                     fmt::format("person:{}", person.value),
                                     std::string(detail),
                                     visit.now});
}

Read<std::string> read_name(std::string_view cell) {
    return read_text(cell, kMostName);
}

webhooks::Response correct(const Visit& visit, const Person& person) {
    TypedForm form(visit);
    People::Record record = person.record;
    record.prefix = form.take<std::string>("prefix", read_name).value_or("");
    record.given_name =
        form.need<std::string>("given", read_name, "ต้องมีชื่อ", "A name is needed").value_or("");
    record.family_name = form.take<std::string>("family", read_name).value_or("");
    record.phone = form.take<std::string>("phone", read_phone_cell).value_or("");
    if (!form.good()) {
        return person_page(visit, person, form.fault(), 422);
    }
    bool done = false;
    visit.write([&](storage::Connection& writer) {
        const auto now = People(writer).find(record.id);
        if (now && mark_of(*now) == mark_of(record)) {
            done = true;  // sent twice
        } else if (now && mark_of(*now) == visit.field("mark")) {
            People(writer).correct(record, visit.now);
            audit(visit, writer, "person.corrected", record.id, "");
            done = true;
        }
    });
    return done ? saved(record.id) : person_page(visit, person, stale_words(visit), 409);
}

// The term that was typed; the form says what is wrong with it.
Roles::Role typed_role(const Visit& visit, const Person& person, TypedForm& form) {
    Roles::Role role;
    role.person = person.record.id;
    role.role = visit.field("role");
    if (std::ranges::find(kGiven, std::string_view(role.role)) == kGiven.end()) {
        form.complain("เลือกบทบาท", "Choose a role");
    }
    const auto of = storage::role_of_what(role.role);
    if (of == storage::RoleOf::Organisation) {
        const storage::OrganisationId id{number_of(visit.field("organisation"))};
        if (!storage::Organisations(visit.reader).find(id)) {
            form.complain("บทบาทนี้ต้องเลือกองค์กร", "This role needs an organisation");
        }
        role.organisation = id;
    }
    if (of == storage::RoleOf::Village) {
        const auto code = visit.field("village");
        if (code.empty() || !visit.may_see(code)) {
            form.complain("บทบาทนี้ต้องเลือกหมู่บ้าน", "This role needs a village");
        }
        role.village = storage::Places(visit.reader).village_id(code);
        if (!role.village) {
            form.complain("บทบาทนี้ต้องเลือกหมู่บ้าน", "This role needs a village");
        }
    }
    role.from = form.take<Day>("from", read_day_cell);
    role.to = form.take<Day>("to", read_day_cell);
    const auto first = role.from.value_or(conversation::bangkok_day(visit.now));
    if (role.to && std::chrono::sys_days(*role.to) < std::chrono::sys_days(first)) {
        form.complain("วันสิ้นสุดอยู่ก่อนวันเริ่ม", "It ends before it begins");
    }
    return role;
}

webhooks::Response add(const Visit& visit, const Person& person) {
    TypedForm form(visit);
    const auto role = typed_role(visit, person, form);
    if (!visit.sees_all() && storage::role_of_what(role.role) != storage::RoleOf::Village) {
        form.complain("บัญชีของพื้นที่ให้ได้เฉพาะบทบาทของหมู่บ้าน",
                      "An account of an area gives roles of villages only");
    }
    if (!form.good()) {
        return person_page(visit, person, form.fault(), 422);
    }
    visit.write([&](storage::Connection& writer) {
        if (storage::add_term(writer, role, visit.now, visit.actor()) !=
            storage::Change::Unchanged) {
            audit(visit, writer, "person.term_given", role.person, role.role);
        }
    });
    return saved(role.person);
}

webhooks::Response end(const Visit& visit, const Person& person) {
    const storage::RoleId id{number_of(visit.field("term"))};
    const auto term = std::ranges::find(person.terms, id, &PeopleSearch::Term::id);
    if (term == person.terms.end()) {
        return not_yours(visit, fmt::format("role:{}", id.value));
    }
    TypedForm form(visit);
    const auto last =
        form.need<Day>("last", read_day_cell, "ต้องมีวันสุดท้าย", "The last day is needed");
    if (last && std::chrono::sys_days(*last) < std::chrono::sys_days(term->from)) {
        form.complain("วันสุดท้ายอยู่ก่อนวันเริ่ม", "It ends before it begins");
    }
    if (!form.good()) {
        return person_page(visit, person, form.fault(), 422);
    }
    bool done = false;
    visit.write([&](storage::Connection& writer) {
        const auto now = Roles(writer).find(id);
        const auto known = now && now->to ? conversation::to_text(*now->to) : std::string();
        if (known == conversation::to_text(*last)) {
            done = true;  // sent twice
        } else if (now && known == visit.field("was")) {
            storage::end_term(writer, *now, *last, visit.now, visit.actor());
            audit(visit, writer, "person.term_ended", person.record.id, term->role);
            done = true;
        }
    });
    return done ? saved(person.record.id) : person_page(visit, person, stale_words(visit), 409);
}

webhooks::Response change(const Visit& visit) {
    const auto person = person_of(visit);
    if (!person) {
        return not_yours(visit, fmt::format("person:{}", number_of(visit.request.rest)));
    }
    const auto what = visit.field("do");
    if (what == "correct") {
        return correct(visit, *person);
    }
    return what == "end" ? end(visit, *person) : add(visit, *person);
}

}  // namespace

std::vector<PageRoute> person_pages() {
    return {
        {.path = "/people/*", .page = look, .chair = true},
        {.method = "POST", .path = "/people/*", .page = change, .who = PageRoute::Who::Officers}};
}

}  // namespace console
