#include "console/office.h"
#include "console/page_words.h"
#include "console/typed_form.h"
#include "storage/audit_log.h"
#include "storage/chat_groups.h"
#include "storage/organisations.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

// The teams' LINE groups and rooms: whose each is, what a push there costs, what is said there; a
// code by which a group says which team it is; going out of one.
namespace console {

namespace {

using nlohmann::json;
using storage::ChatGroups;
using storage::Organisations;

constexpr std::chrono::days kCodeLives{7};
constexpr std::chrono::days kLookedBack{90};

bool may_see(const Visit& visit, const ChatGroups::Group& group) {
    return group.organisation ? visit.may_see(group.organisation) : visit.sees_all();
}

std::string team_name(const Visit& visit, storage::OrganisationId id) {
    const auto team = id ? Organisations(visit.reader).find(id) : std::nullopt;
    return team ? team->name_th : std::string();
}

json group_row(const Visit& visit, const ChatGroups::Group& group) {
    const auto said = ChatGroups(visit.reader).said(group.id, visit.now - kLookedBack);
    const bool room = group.address.starts_with("line:R");
    return {{"id", std::to_string(group.id.value)},
            {"kind", room ? (visit.thai ? "ห้องแชต" : "room") : (visit.thai ? "กลุ่ม" : "group")},
            {"channel", group.channel},
            {"team", team_name(visit, group.organisation)},
            {"active", group.active},
            {"members", group.members ? std::to_string(*group.members) : std::string()},
            {"days_before", said.days_before},
            {"boards", said.boards},
            {"last", said.last ? moment_text(*said.last, visit.thai) : std::string()}};
}

json team_rows(const Visit& visit) {
    json rows = json::array();
    for (const auto& one : Organisations(visit.reader).all()) {
        if (visit.may_see(one.id)) {
            rows.push_back({{"id", std::to_string(one.id.value)}, {"name", one.name_th}});
        }
    }
    return rows;
}

// `code` was made for `team` just now: it is shown this once.
webhooks::Response list(const Visit& visit,
                        const std::string& code = {},
                        const std::string& team = {}) {
    if (!visit.sees_all() && !visit.is_chair()) {
        return not_yours(visit, "groups");
    }
    json rows = json::array();
    for (const auto& group : ChatGroups(visit.reader).all()) {
        if (may_see(visit, group)) {
            rows.push_back(group_row(visit, group));
        }
    }
    return show(visit,
                "groups.html",
                {{"title", visit.thai ? "กลุ่ม LINE" : "LINE groups"},
                 {"none", rows.empty()},
                 {"groups", rows},
                 {"teams", team_rows(visit)},
                 {"code", code},
                 {"code_team", team}});
}

// The code before, if nobody used it, is void: pressed twice, the one that is seen is good.
webhooks::Response make_code(const Visit& visit) {
    const storage::OrganisationId team{number_of(visit.field("organisation"))};
    if (!visit.sees_all() || !Organisations(visit.reader).find(team)) {
        return not_yours(visit, fmt::format("organisation:{}", team.value));
    }
    std::string code;
    visit.write([&](storage::Connection& writer) {
        ChatGroups groups(writer);
        groups.void_codes(team, visit.now);
        code = groups.make_code(team, kCodeLives, visit.now, visit.actor());
        storage::AuditLog(writer).write({visit.actor(),
                                         "group.code_made",
                                         fmt::format("organisation:{}", team.value),
                                         "",
                                         visit.now});
    });
    return list(visit, code, team_name(visit, team));
}

webhooks::Response leave(const Visit& visit,
                         const std::function<void(const ChatGroups::Group&)>& tell) {
    const storage::ChatGroupId id{number_of(visit.field("group"))};
    const auto group = ChatGroups(visit.reader).find(id);
    if (!group || !visit.sees_all()) {
        return not_yours(visit, fmt::format("group:{}", id.value));
    }
    if (group->active) {  // left twice is left once
        visit.write([&](storage::Connection& writer) {
            ChatGroups(writer).release(id, visit.now);
            storage::AuditLog(writer).write(
                {visit.actor(), "group.left", fmt::format("group:{}", id.value), "", visit.now});
        });
        if (tell) {
            tell(*group);
        }
    }
    return go_to("/groups");
}

}  // namespace

std::vector<PageRoute> group_pages(const std::function<void(const ChatGroups::Group&)>& tell) {
    return {
        {.path = "/groups", .page = [](const Visit& visit) { return list(visit); }, .chair = true},
        {.method = "POST",
         .path = "/groups",
         .page =
             [&tell](const Visit& visit) {
                 return visit.field("do") == "leave" ? leave(visit, tell) : make_code(visit);
             },
         .who = PageRoute::Who::Officers}};
}

}  // namespace console
