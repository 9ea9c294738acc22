#include "console/code_words.h"
#include "console/import_cell.h"
#include "console/office.h"
#include "console/page_words.h"
#include "console/term_text.h"
#include "console/typed_form.h"
#include "storage/organisations.h"
#include "storage/people_search.h"
#include "storage/places.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

// The team's people: found by name, telephone, role, organisation or village.
namespace console {

namespace {

using nlohmann::json;
using storage::PeopleSearch;

PeopleSearch::Wish wish_of(const Visit& visit) {
    const auto query = [&](std::string_view name) {
        return visit.request.query(name).value_or(std::string());
    };
    PeopleSearch::Wish wish;
    wish.text = tidy(query("q"));
    wish.area = visit.officer.area;
    wish.village = query("village");
    wish.role = query("role");
    wish.organisation = storage::OrganisationId{number_of(query("organisation"))};
    wish.former = query("former") == "yes";
    wish.today = conversation::bangkok_day(visit.now);
    if (visit.is_chair()) {
        wish.area = "";
        wish.organisation = visit.officer.organisation;
    }
    return wish;
}

json roles_offered(const std::string& chosen, bool thai) {
    json roles = json::array();
    for (const auto& word : role_words()) {
        roles.push_back({{"code", std::string(word.code)},
                         {"name", code_word(word.code, role_words(), thai)},
                         {"chosen", word.code == chosen}});
    }
    return roles;
}

json villages_offered(const Visit& visit, const std::string& chosen) {
    json villages = json::array();
    for (const auto& one : storage::Places(visit.reader).villages()) {
        if (visit.may_see(one.code)) {
            villages.push_back(
                {{"code", one.code},
                 {"name", place_text(one.moo, one.name_th, one.tambon_name_th, visit.thai)},
                 {"chosen", one.code == chosen}});
        }
    }
    return villages;
}

json organisations_offered(const Visit& visit, storage::OrganisationId chosen) {
    json all = json::array();
    for (const auto& one : storage::Organisations(visit.reader).all()) {
        if (visit.may_see(one.id)) {
            all.push_back({{"id", std::to_string(one.id.value)},
                           {"name", one.name_th},
                           {"chosen", one.id == chosen}});
        }
    }
    return all;
}

webhooks::Response people(const Visit& visit) {
    const auto wish = wish_of(visit);
    if (!wish.village.empty() && !visit.may_see(wish.village)) {
        return not_yours(visit, "village:" + wish.village);
    }
    const auto asked = visit.request.query("organisation").value_or(std::string());
    if (!asked.empty() && number_of(asked) != 0 &&
        !visit.may_see(storage::OrganisationId{number_of(asked)})) {
        return not_yours(visit, "organisation:" + std::to_string(number_of(asked)));
    }
    PeopleSearch search(visit.reader);
    const auto found = search.find(wish);
    // What was searched for may be a name: the log counts only.
    visit.audit("people.listed", wish.village, fmt::format("rows={}", found.size()));
    json rows = json::array();
    for (const auto& one : found) {
        json terms = json::array();
        for (const auto& term : search.terms_of(one.id)) {
            if (is_in_term(term, wish.today) || wish.former) {
                terms.push_back(
                    {{"text", term_text(term, visit.thai)}, {"over", is_over(term, wish.today)}});
            }
        }
        rows.push_back({{"id", std::to_string(one.id.value)},
                        {"name", one.name},
                        {"linked", one.linked},
                        {"terms", std::move(terms)}});
    }
    return show(visit,
                "people.html",
                {{"title", visit.thai ? "คนในทีม" : "People of the team"},
                 {"q", wish.text},
                 {"roles", roles_offered(wish.role, visit.thai)},
                 {"organisations", organisations_offered(visit, wish.organisation)},
                 {"villages", villages_offered(visit, wish.village)},
                 {"former", wish.former},
                 {"nothing", rows.empty()},
                 {"more", rows.size() == wish.limit},
                 {"people", rows}});
}

}  // namespace

std::vector<PageRoute> people_pages() {
    return {{.path = "/people", .page = people, .chair = true}};
}

}  // namespace console
