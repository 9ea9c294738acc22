#include "console/card_printer.h"
#include "console/code_words.h"
#include "console/office.h"
#include "console/page_words.h"
#include "console/typed_form.h"
#include "storage/audit_log.h"
#include "storage/card_query.h"
#include "storage/code_locks.h"
#include "storage/contacts.h"
#include "storage/places.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

// Invitation codes and their cards: how far each village is, printing, a new code for one house or
// one person, and contacts that tried too many wrong codes.
namespace console {

namespace {

using nlohmann::json;
using storage::CardQuery;

constexpr std::string_view kPeople = "people";  // in place of a village's code

bool can_print(const CardOffice& office) {
    return !office.line_id.empty() || !office.sms_number.empty();
}

json village_rows(const Visit& visit) {
    json rows = json::array();
    for (const auto& one : CardQuery(visit.reader).villages(visit.officer.area, visit.now)) {
        rows.push_back({{"code", one.code},
                        {"name", place_text(one.moo, one.name_th, one.tambon_th, visit.thai)},
                        {"houses", one.houses},
                        {"linked", one.linked},
                        {"percent", percent_text(one.linked, one.houses)},
                        {"used", one.used},
                        {"open", one.open},
                        {"printed", one.printed}});
    }
    return rows;
}

// Nobody knows yet where who tries codes lives: locks are the whole office's.
json lock_rows(const Visit& visit) {
    json rows = json::array();
    if (!visit.sees_all()) {
        return rows;
    }
    for (const auto& one : storage::CodeLocks(visit.reader).locked(visit.now)) {
        std::string reached;
        for (const auto& address : storage::Contacts(visit.reader).addresses(one.contact)) {
            reached += (reached.empty() ? "" : ", ") + address_text(address.address);
        }
        rows.push_back({{"contact", std::to_string(one.contact.value)},
                        {"reached", reached},
                        {"until", moment_text(one.until, visit.thai)}});
    }
    return rows;
}

webhooks::Response overview(const Visit& visit, const CardOffice& office) {
    const json locks = lock_rows(visit);
    return show(visit,
                "codes.html",
                {{"title", visit.thai ? "รหัสและบัตร" : "Codes and cards"},
                 {"villages", village_rows(visit)},
                 {"can_print", can_print(office)},
                 {"has_locks", !locks.empty()},
                 {"locks", locks}});
}

webhooks::Response lift(const Visit& visit) {
    const conversation::ContactId contact{number_of(visit.field("contact"))};
    if (!visit.sees_all()) {
        return not_yours(visit, "lock");
    }
    visit.write([&](storage::Connection& writer) {
        storage::CodeLocks locks(writer);
        if (locks.locked_until(contact, visit.now)) {  // lifted twice is lifted once
            locks.lift(contact, visit.now, visit.actor());
            storage::AuditLog(writer).write({visit.actor(),
                                             "codes.unlocked",
                                             fmt::format("contact:{}", contact.value),
                                             "",
                                             visit.now});
        }
    });
    return go_to("/codes");
}

// Whose codes a page is about: a village's houses, or the team's people.
struct Group {
    bool people = false;
    std::string village;  // its code
    std::string path;     // "60030403", "people"
    std::string name;
};

std::optional<Group> group_of(const Visit& visit) {
    const std::string code(visit.request.rest);
    if (code == kPeople && visit.sees_all()) {
        return Group{true, "", code, visit.thai ? "คนในทีม" : "people of the team"};
    }
    const auto village = storage::Places(visit.reader).village(code);
    if (!village || !visit.may_see(code)) {
        return std::nullopt;
    }
    return Group{false,
                 code,
                 code,
                 place_text(village->moo, village->name_th, village->tambon_name_th, visit.thai)};
}

// What the page was made from: a newer code has another end.
std::string mark_of(const std::optional<CardQuery::OpenCode>& open) {
    return open ? conversation::to_text(open->expires_at) : std::string("none");
}

json row_of(const Visit& visit, std::int64_t id, bool linked, const auto& open) {
    return {{"id", std::to_string(id)},
            {"linked", linked},
            {"has_code", open.has_value()},
            {"printed", open && open->printed},
            {"until",
             open ? conversation::short_date(conversation::bangkok_day(open->expires_at),
                                             visit.thai ? "th" : "en")
                  : std::string()},
            {"mark", mark_of(open)}};
}

json house_rows(const Visit& visit, const std::string& village) {
    json rows = json::array();
    for (const auto& one : CardQuery(visit.reader).houses(village, visit.now)) {
        rows.push_back(row_of(visit, one.id.value, one.linked, one.open));
        rows.back()["name"] = one.house_no;
        rows.back()["more"] = one.head;
    }
    return rows;
}

std::string roles_text(const std::vector<CardQuery::Role>& roles, bool thai) {
    std::string text;
    for (const auto& one : roles) {
        text += text.empty() ? "" : ", ";
        text += code_word(one.role, role_words(), thai);
        text += one.organisation.empty() ? "" : " " + one.organisation;
        text += one.moo == 0 ? "" : fmt::format(" {} {}", thai ? "หมู่" : "Moo", one.moo);
    }
    return text;
}

json people_rows(const Visit& visit) {
    json rows = json::array();
    for (const auto& one : CardQuery(visit.reader).people(visit.now)) {
        rows.push_back(row_of(visit, one.id.value, one.linked, one.open));
        rows.back()["name"] = one.name;
        rows.back()["more"] = roles_text(one.roles, visit.thai);
    }
    return rows;
}

webhooks::Response group_page(const Visit& visit,
                              const CardOffice& office,
                              const Group& group,
                              const std::string& fault = {},
                              int status = 200) {
    const json rows = group.people ? people_rows(visit) : house_rows(visit, group.village);
    visit.audit("codes.listed",
                group.people ? std::string() : "village:" + group.village,
                fmt::format("rows={}", rows.size()));
    const auto waiting = std::count_if(rows.begin(), rows.end(), [](const json& row) {
        return !row["linked"].get<bool>() && !row["printed"].get<bool>();
    });
    return show(visit,
                "code_list.html",
                {{"title", (visit.thai ? "รหัสและบัตร · " : "Codes and cards · ") + group.name},
                 {"path", group.path},
                 {"people", group.people},
                 {"rows", rows},
                 {"none", rows.empty()},
                 {"can_print", can_print(office)},
                 {"waiting", waiting == 0 ? std::string() : std::to_string(waiting)},
                 {"reason", visit.field("reason")},
                 {"fault", fault},
                 {"asked", conversation::to_text(visit.now)}},
                status);
}

webhooks::Response group_look(const Visit& visit, const CardOffice& office) {
    const auto group = group_of(visit);
    return group ? group_page(visit, office, *group) : not_yours(visit, "codes");
}

webhooks::Response stale(const Visit& visit, const CardOffice& office, const Group& group) {
    return group_page(visit,
                      office,
                      group,
                      visit.thai
                          ? "หน้าเดิมเก่าเกินไปหรือมีคนพิมพ์ไปก่อนแล้ว ยังไม่ได้เปลี่ยนรหัสใด ข้างล่างเป็นข้อมูลล่าสุด"
                          : "That page was too old, or somebody printed before you: no code "
                            "was changed. Here is the newest.",
                      409);
}

std::string cards_place(const Group& group, conversation::Instant round) {
    return fmt::format(
        "/cards/{}?round={}", group.path, webhooks::url_encoded(conversation::to_text(round)));
}

// Was this round printed already? Then the form came twice.
bool was_printed(storage::Connection& connection,
                 const Group& group,
                 conversation::Instant round,
                 conversation::Instant now) {
    const auto of_round = [round](const auto& one) {
        return one.open && one.open->printed_at == round;
    };
    CardQuery query(connection);
    if (group.people) {
        return std::ranges::any_of(query.people(now), of_round);
    }
    return std::ranges::any_of(query.houses(group.village, now), of_round);
}

webhooks::Response print(const Visit& visit,
                         const CardOffice& office,
                         const Group& group,
                         bool again) {
    const auto round = page_instant(visit);
    if (!round) {
        return stale(visit, office, group);
    }
    if (again && visit.field("sure") != "yes") {
        return group_page(visit,
                          office,
                          group,
                          visit.thai ? "ทำเครื่องหมายว่าเข้าใจแล้ว ก่อนพิมพ์ใหม่ทั้งหมด"
                                     : "Tick that you understand before all is printed again",
                          422);
    }
    CardWish wish;
    wish.people = group.people;
    wish.again = again;
    wish.round = round;
    if (!group.people) {
        wish.villages = {group.village};
    }
    try {
        visit.write([&](storage::Connection& writer) {
            if (!was_printed(writer, group, *round, visit.now)) {
                (void)print_cards(writer, office, wish, visit.now, visit.actor());
            }
        });
    } catch (const CardError&) {
        return group_page(visit,
                          office,
                          group,
                          visit.thai ? "ไม่มีบัตรที่ต้องพิมพ์ พิมพ์ไปแล้วหรือลงทะเบียนแล้วทุกหลัง"
                                     : "There is no card to print: all are printed or linked",
                          422);
    }
    return go_to(cards_place(group, *round));
}

// The code that is open for a house or person, and whether she is there at all.
struct Found {
    bool there = false;
    std::optional<CardQuery::OpenCode> open;
};

Found find(storage::Connection& connection,
           const Group& group,
           std::int64_t id,
           conversation::Instant now) {
    CardQuery query(connection);
    const auto among = [id](const auto& all) {
        const auto found =
            std::ranges::find_if(all, [id](const auto& one) { return one.id.value == id; });
        return found == all.end() ? Found{} : Found{true, found->open};
    };
    return group.people ? among(query.people(now)) : among(query.houses(group.village, now));
}

// One new code: the old one is void from then on.
webhooks::Response renew(const Visit& visit, const CardOffice& office, const Group& group) {
    const auto round = page_instant(visit);
    const auto id = number_of(visit.field("who"));
    if (!find(visit.reader, group, id, visit.now).there) {
        return not_yours(visit, "codes");
    }
    if (!round) {
        return stale(visit, office, group);
    }
    CardWish wish;
    wish.again = true;
    wish.round = round;
    wish.people = group.people;
    wish.person = storage::PersonId{group.people ? id : 0};
    if (!group.people) {
        wish.households = {std::to_string(id)};
    }
    bool done = false;
    visit.write([&](storage::Connection& writer) {
        const auto now = find(writer, group, id, visit.now);
        const bool twice = now.open && now.open->printed_at == round;
        const bool same = mark_of(now.open) == visit.field("mark");
        if (!twice && same) {
            (void)print_cards(writer, office, wish, visit.now, visit.actor());
        }
        done = twice || same;
    });
    if (!done) {
        return stale(visit, office, group);
    }
    return go_to(fmt::format("/cards/{}?who={}", group.path, id));
}

webhooks::Response lists(const Visit& visit, const CardOffice& office, const Group& group) {
    TypedForm form(visit);
    CardWish wish;
    wish.villages = {group.village};
    wish.names = visit.field("names") == "yes";
    if (wish.names) {
        wish.reason = form.need<std::string>("reason",
                                             read_line,
                                             "ต้องบอกเหตุผลที่ใส่ชื่อหัวหน้าครัวเรือน",
                                             "Say why the heads' names are needed")
                          .value_or("");
    }
    if (group.people || !form.good()) {
        return group_page(visit, office, group, form.fault(), 422);
    }
    CardOffice here = office;
    here.back = "/codes/" + group.path;
    webhooks::Response response;
    response.content_type = "text/html; charset=utf-8";
    try {
        visit.write([&](storage::Connection& writer) {
            response.body = print_lists(writer, here, wish, visit.now, visit.actor()).page;
        });
    } catch (const CardError&) {
        return group_page(
            visit, office, group, visit.thai ? "หมู่บ้านนี้ยังไม่มีบ้าน" : "No house here", 422);
    }
    return response;
}

webhooks::Response change(const Visit& visit, const CardOffice& office) {
    if (visit.request.rest == "lift") {
        return lift(visit);
    }
    const auto group = group_of(visit);
    if (!group || !can_print(office)) {
        return not_yours(visit, "codes");
    }
    const auto what = visit.field("do");
    if (what == "new") {
        return renew(visit, office, *group);
    }
    if (what == "list") {
        return lists(visit, office, *group);
    }
    return print(visit, office, *group, what == "again");
}

// The cards themselves, to be printed.
webhooks::Response cards(const Visit& visit, const CardOffice& office) {
    const auto group = group_of(visit);
    if (!group) {
        return not_yours(visit, "cards");
    }
    const auto who = number_of(visit.request.query("who").value_or(std::string()));
    CardRound which{
        .village = group->village,
        .round = conversation::parse_instant(visit.request.query("round").value_or(std::string()))};
    (group->people ? which.person.value : which.household.value) = who;
    CardOffice here = office;
    here.back = "/codes/" + group->path;
    std::optional<PrintedCards> shown;
    visit.write([&](storage::Connection& writer) {
        shown = show_cards(writer, here, which, visit.now, visit.actor());
    });
    if (!shown) {
        return not_yours(visit, "cards");
    }
    webhooks::Response response;
    response.content_type = "text/html; charset=utf-8";
    response.body = std::move(shown->page);
    return response;
}

}  // namespace

std::vector<PageRoute> code_pages(const CardOffice& office) {
    const auto with = [&office](webhooks::Response (*page)(const Visit&, const CardOffice&)) {
        return [&office, page](const Visit& visit) { return page(visit, office); };
    };
    const auto who = PageRoute::Who::Officers;
    return {{.path = "/codes", .page = with(overview), .who = who},
            {.path = "/codes/*", .page = with(group_look), .who = who},
            {.method = "POST", .path = "/codes/*", .page = with(change), .who = who},
            {.path = "/cards/*", .page = with(cards), .who = who}};
}

}  // namespace console
