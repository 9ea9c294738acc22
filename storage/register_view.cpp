#include "storage/register_view.h"

#include "storage/code_locks.h"
#include "storage/held_data.h"
#include "storage/held_person.h"
#include "storage/invites.h"
#include "storage/model_view.h"
#include "storage/notices.h"
#include "storage/places.h"
#include "storage/report_conflicts.h"
#include "storage/reports.h"
#include "storage/requests.h"
#include "storage/submissions.h"
#include "storage/team_activities.h"
#include "storage/team_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace storage {

namespace {

using conversation::ContactId;
using conversation::House;
using conversation::HouseholdId;

constexpr std::size_t kMostActivities = 20;

// Columns in the order of house_of. ?1 contact, ?2 notice version.
constexpr Sql kHouses{"register_view.houses", R"sql(
SELECT h.id,
    coalesce((SELECT code FROM invite WHERE household = h.id AND state = 'USED' AND used_by = ?1),
        (SELECT code FROM invite WHERE household = h.id AND state = 'OPEN'), ''),
    h.house_no, v.moo, v.code, v.name_th, t.name_th, h.status,
    EXISTS (SELECT 1 FROM baseline WHERE household = h.id),
    EXISTS (SELECT 1 FROM consent WHERE household = h.id AND contact = ?1 AND purpose = 'DATA'
        AND notice_version = ?2 AND given_at IS NOT NULL AND withdrawn_at IS NULL),
    ch.relation, ch.used_at
FROM contact_household ch JOIN household h ON h.id = ch.household
JOIN village v ON v.id = h.village JOIN tambon t ON t.id = v.tambon
WHERE ch.contact = ?1 AND ch.to_at IS NULL)sql"};

// The same for one household, linked or not. ?3 household, ?4 code.
constexpr Sql kHouse{"register_view.house", R"sql(
SELECT h.id, ?4, h.house_no, v.moo, v.code, v.name_th, t.name_th, h.status,
    EXISTS (SELECT 1 FROM baseline WHERE household = h.id),
    EXISTS (SELECT 1 FROM consent WHERE household = h.id AND contact = ?1 AND purpose = 'DATA'
        AND notice_version = ?2 AND given_at IS NOT NULL AND withdrawn_at IS NULL),
    (SELECT relation FROM contact_household
        WHERE contact = ?1 AND household = h.id AND to_at IS NULL)
FROM household h JOIN village v ON v.id = h.village JOIN tambon t ON t.id = v.tambon
WHERE h.id = ?3)sql"};

constexpr Sql kMaySee{"register_view.may_see", R"sql(
SELECT 1 FROM contact_household WHERE contact = ?1 AND household = ?2 AND to_at IS NULL)sql"};

// Who may be meant by a code, and how they are reached: who used it, else all who speak for its
// house. None for somebody who speaks for a house.
constexpr Sql kOthers{"register_view.other_addresses", R"sql(
SELECT ch.contact, a.address
FROM contact_household ch JOIN address a ON a.contact = ch.contact
WHERE ch.household = ?2 AND ch.to_at IS NULL AND ch.contact <> ?1
    AND (?3 IS NULL OR ch.contact = ?3)
    AND NOT EXISTS (SELECT 1 FROM contact_household WHERE contact = ?1 AND to_at IS NULL)
ORDER BY ch.contact, a.id)sql"};

// The same for a code of a person of the team. None for somebody who is one, or speaks for a house.
constexpr Sql kOthersOfPerson{"register_view.other_addresses_of_person", R"sql(
SELECT c.id, a.address FROM contact c JOIN address a ON a.contact = c.id
WHERE c.person = ?2 AND c.id <> ?1 AND (?3 IS NULL OR c.id = ?3)
    AND NOT EXISTS (SELECT 1 FROM contact_household WHERE contact = ?1 AND to_at IS NULL)
    AND NOT EXISTS (SELECT 1 FROM contact m WHERE m.id = ?1 AND m.person IS NOT NULL)
ORDER BY c.id, a.id)sql"};

constexpr Sql kVillages{"register_view.villages", R"sql(
SELECT v.code, v.name_th, v.moo, t.code, t.name_th
FROM village v JOIN tambon t ON t.id = v.tambon ORDER BY v.code LIMIT ?1)sql"};

constexpr Sql kHead{"register_view.head", R"sql(
SELECT p.id, p.prefix, p.given_name, p.family_name, h.id
FROM household h JOIN person p ON p.id = h.head WHERE h.id = ?1)sql"};

House house_of(const Statement& row) {
    House house;
    house.id = row.id<HouseholdId>(0);
    house.code = row.text(1);
    house.house_no = row.text(2);
    house.moo = static_cast<unsigned>(row.integer(3));
    house.village_code = row.text(4);
    house.village_name = row.text(5);
    house.tambon_name = row.text(6);
    house.status = row.text(7);
    house.has_baseline = row.flag(8);
    house.consented = row.flag(9);
    house.relation = row.text(10);
    return house;
}

using Rows = std::vector<std::map<std::string, std::string>>;

Rows village_rows(Connection& connection, unsigned limit) {
    Rows all;
    auto rows = connection.query(kVillages, limit);
    while (rows.step()) {
        all.push_back({{"name", rows.text(0)},
                       {"label", rows.text(1)},
                       {"moo", rows.text(2)},
                       {"tambon_code", rows.text(3)},
                       {"tambon", rows.text(4)}});
    }
    return all;
}

Rows household_rows(const std::vector<House>& houses, unsigned limit) {
    Rows all;
    for (const auto& house : houses) {
        if (all.size() == limit) {
            break;
        }
        all.push_back({{"name", std::to_string(house.id.value)},
                       {"label", fmt::format("{} {}", house.house_no, house.village_name)},
                       {"house_no", house.house_no},
                       {"moo", std::to_string(house.moo)},
                       {"village_code", house.village_code},
                       {"village", house.village_name},
                       {"tambon", house.tambon_name},
                       {"status", house.status}});
    }
    return all;
}

conversation::Invite::State state_for(const Invites::Invite& invite, ContactId contact) {
    using State = conversation::Invite::State;
    switch (invite.state) {
        case Invites::State::Open:
            return State::Open;
        case Invites::State::Used:
            return invite.used_by == contact ? State::UsedByYou : State::UsedByOther;
        case Invites::State::Expired:
            return State::Expired;
        case Invites::State::Void:
            break;
    }
    return State::Void;
}

void add_people(Rows& all, Statement rows) {
    while (rows.step()) {
        all.push_back({{"name", rows.text(0)},
                       {"label", fmt::format("{}{} {}", rows.view(1), rows.view(2), rows.view(3))},
                       {"household", rows.text(4)}});
    }
}

}  // namespace

RegisterView::RegisterView(Connection& connection,
                           const conversation::Contact& contact,
                           const conversation::Office& office,
                           Instant now)
    : connection_(connection), contact_(contact), office_(office), now_(now) {}

const conversation::Contact& RegisterView::contact() const {
    return contact_;
}

const conversation::Office& RegisterView::office() const {
    return office_;
}

conversation::Notice RegisterView::notice() const {
    return Notices(connection_).current(now_);
}

std::vector<House> RegisterView::houses() const {
    // A turn asks again and again, and nothing changes while it runs.
    if (!houses_) {
        houses_ = linked_houses();
    }
    return *houses_;
}

std::vector<House> RegisterView::linked_houses() const {
    const std::string version = Notices(connection_).current_version(now_);
    // Sorted here: mostly there is one, and SQLite's sorter costs more than the rest.
    std::vector<std::pair<std::string, House>> found;
    auto rows = connection_.query(kHouses, contact_.id, version);
    while (rows.step()) {
        found.emplace_back(rows.text(11), house_of(rows));
    }
    std::ranges::sort(found, [](const auto& first, const auto& second) {
        return std::tie(first.first, first.second.id) > std::tie(second.first, second.second.id);
    });
    std::vector<House> all;
    for (auto& [used_at, house] : found) {
        all.push_back(std::move(house));
    }
    return all;
}

std::optional<conversation::Invite> RegisterView::invite_of_person(
    const Invites::Invite& found) const {
    conversation::Invite invite;
    invite.state = state_for(found, contact_.id);
    // Who the person of a code is that is not this contact's to use is nobody's business.
    invite.member.emplace();
    if (invite.state == conversation::Invite::State::Open ||
        invite.state == conversation::Invite::State::UsedByYou) {
        invite.member =
            TeamView(connection_)
                .member(
                    found.person, contact_.id, Notices(connection_).current_version(now_), today());
    }
    return invite;
}

std::optional<conversation::Invite> RegisterView::invite(std::string_view code) const {
    using State = conversation::Invite::State;
    const auto found = Invites(connection_).find(code, now_);
    if (!found) {
        return std::nullopt;
    }
    if (found->person) {
        return invite_of_person(*found);
    }
    conversation::Invite invite;
    invite.state = state_for(*found, contact_.id);
    // The house behind a code that is not this person's to use is nobody's business.
    if (invite.state == State::Open || invite.state == State::UsedByYou) {
        const std::string version = Notices(connection_).current_version(now_);
        auto row = connection_.query(kHouse, contact_.id, version, found->household, code);
        if (row.step()) {
            invite.house = house_of(row);
        }
    }
    return invite;
}

std::optional<conversation::OtherAddress> RegisterView::other_address(std::string_view code) const {
    const auto invite = Invites(connection_).find(code, now_);
    if (!invite ||
        (invite->state != Invites::State::Used && invite->state != Invites::State::Open)) {
        return std::nullopt;
    }
    const auto mine = conversation::channel_name(contact_.address);
    std::vector<conversation::OtherAddress> others;
    std::vector<ContactId> reached_alike;  // also by this kind of channel: somebody else's number
    auto rows =
        invite->person
            ? connection_.query(kOthersOfPerson, contact_.id, invite->person, invite->used_by)
            : connection_.query(kOthers, contact_.id, invite->household, invite->used_by);
    while (rows.step()) {
        const auto contact = rows.id<ContactId>(0);
        const auto channel = conversation::channel_name(rows.view(1));
        if (channel == mine) {
            reached_alike.push_back(contact);
        } else if (others.empty() || others.back().contact != contact) {
            others.push_back({contact, std::string(channel)});
        }
    }
    std::erase_if(others, [&](const conversation::OtherAddress& other) {
        return std::ranges::find(reached_alike, other.contact) != reached_alike.end();
    });
    return others.size() == 1 ? std::optional(others.front()) : std::nullopt;
}

bool RegisterView::erase_asked() const {
    return Requests(connection_).erase_asked(contact_.id);
}

conversation::CodeTries RegisterView::code_tries() const {
    return CodeLocks(connection_).tries(contact_.id, now_);
}

std::optional<conversation::TeamMember> RegisterView::team() const {
    if (!contact_.person) {
        return std::nullopt;
    }
    return TeamView(connection_)
        .member(contact_.person, contact_.id, Notices(connection_).current_version(now_), today());
}

std::vector<conversation::AssignedHouse> RegisterView::assigned(conversation::Period period) const {
    if (!contact_.person) {
        return {};
    }
    // A turn asks again and again, and nothing changes while it runs.
    if (!assigned_ || assigned_->period != period) {
        assigned_ = Assigned{
            period, TeamView(connection_).assigned(contact_.person, contact_.id, period, today())};
    }
    return assigned_->houses;
}

std::optional<conversation::OfficeCounts> RegisterView::office_counts(
    conversation::Period period) const {
    const auto member = team();
    const bool officer =
        member && std::ranges::any_of(member->roles, [](const conversation::TeamRole& role) {
            return role.role == "OFFICER" || role.role == "ADMIN";
        });
    return officer ? std::optional(TeamView(connection_).office_counts(period)) : std::nullopt;
}

std::vector<conversation::TeamActivity> RegisterView::activities() const {
    return contact_.person
               ? TeamActivities(connection_, contact_.person, now_).waiting(kMostActivities)
               : std::vector<conversation::TeamActivity>{};
}

std::optional<conversation::TeamActivity> RegisterView::activity(conversation::ActivityId id,
                                                                 conversation::Day day) const {
    return contact_.person ? TeamActivities(connection_, contact_.person, now_).find(id, day)
                           : std::nullopt;
}

std::optional<conversation::TeamActivity> RegisterView::asked_activity() const {
    return contact_.person ? TeamActivities(connection_, contact_.person, now_).asked()
                           : std::nullopt;
}

std::optional<conversation::OpenConflict> RegisterView::conflict(
    HouseholdId house, conversation::Period period) const {
    if (sight(house) != Sight::Own) {
        return std::nullopt;
    }
    const auto open = ReportConflicts(connection_).open_of(house, period);
    if (!open) {
        return std::nullopt;
    }
    Reports reports(connection_);
    const auto first = reports.of_revision(open->first);
    const auto second = reports.of_revision(open->second);
    return first && second ? std::optional(conversation::OpenConflict{*first, *second})
                           : std::nullopt;
}

conversation::ModelYear RegisterView::model_year() const {
    return ModelView(connection_).seen_by(contact_.person, contact_.id, today());
}

conversation::ReportView RegisterView::seen(conversation::ReportView report, Sight sight) const {
    if (sight != Sight::Own && report.reporter != contact_.id) {
        std::erase_if(report.values, [](const auto& value) { return value.first != "occ_main"; });
        report.unknown.clear();
    }
    return report;
}

std::optional<conversation::ReportView> RegisterView::report(HouseholdId house,
                                                             conversation::Period period) const {
    const auto how = sight(house);
    auto report = how == Sight::None ? std::nullopt : Reports(connection_).find(house, period);
    return report ? std::optional(seen(*std::move(report), how)) : std::nullopt;
}

std::vector<conversation::ReportView> RegisterView::recent_reports(HouseholdId house,
                                                                   unsigned count) const {
    const auto how = sight(house);
    if (how == Sight::None) {
        return {};
    }
    auto reports = Reports(connection_).recent(house, count);
    for (auto& report : reports) {
        report = seen(std::move(report), how);
    }
    return reports;
}

std::optional<std::int64_t> RegisterView::median_income(HouseholdId house) const {
    const auto newest = conversation::period_of(today());
    return sight(house) == Sight::None ? std::nullopt
                                       : Reports(connection_).median_income(house, newest);
}

std::optional<std::int64_t> RegisterView::saved_in_year(HouseholdId house,
                                                        int fiscal_year_be) const {
    return sight(house) == Sight::Own ? Reports(connection_).saved_in_year(house, fiscal_year_be)
                                      : std::nullopt;
}

conversation::HeldData RegisterView::held(HouseholdId house) const {
    return sight(house) == Sight::Own ? held_data(connection_, house) : conversation::HeldData{};
}

std::optional<conversation::HeldPerson> RegisterView::held_person() const {
    return contact_.person ? storage::held_person(connection_, contact_.person) : std::nullopt;
}

std::map<std::string, std::string> RegisterView::last_saved(std::string_view form_id,
                                                            HouseholdId house) const {
    if (house && sight(house) != Sight::Own) {
        return {};
    }
    return Submissions(connection_).last_saved(form_id, house, contact_.id);
}

Rows RegisterView::rows(std::string_view list, unsigned limit) const {
    if (list == "villages.csv" || list == "villages") {
        return village_rows(connection_, limit);
    }
    auto mine = houses();
    for (auto& one : assigned(conversation::period_of(today()))) {
        if (!one.closed) {
            mine.push_back(std::move(one.house));
        }
    }
    if (list == "households.csv" || list == "households") {
        return household_rows(mine, limit);
    }
    Rows all;
    if (list == "people.csv" || list == "people") {
        for (const auto& house : mine) {
            if (all.size() < limit) {
                add_people(all, connection_.query(kHead, house.id));
            }
        }
    }
    return all;
}

RegisterView::Sight RegisterView::sight(HouseholdId house) const {
    // A turn asks about one house again and again, and nothing changes while it runs.
    if (!asked_ || asked_->house != house) {
        Sight how =
            connection_.query(kMaySee, contact_.id, house).step() ? Sight::Own : Sight::None;
        if (how == Sight::None && contact_.person &&
            TeamView(connection_).may_report_for(contact_.person, house, today())) {
            how = Sight::ToReportFor;
        }
        asked_ = Asked{house, how};
    }
    return asked_->sight;
}

}  // namespace storage
