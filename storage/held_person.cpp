#include "storage/held_person.h"

#include "storage/people.h"

namespace storage {

namespace {

using conversation::HeldConsent;
using conversation::HeldPerson;

constexpr unsigned kMostRequests = 50;

constexpr Sql kRoles{"held_person.roles", R"sql(
SELECT r.role, coalesce(o.name_th, ''), coalesce(v.moo, 0), coalesce(t.name_th, ''), r.from_day,
    r.to_day
FROM role r LEFT JOIN organisation o ON o.id = r.organisation
LEFT JOIN village v ON v.id = r.village LEFT JOIN tambon t ON t.id = v.tambon
WHERE r.person = ?1 ORDER BY r.from_day, r.id)sql"};

constexpr Sql kConsents{"held_person.consents", R"sql(
SELECT purpose, basis, notice_version, channel,
    CASE WHEN refused_at IS NOT NULL THEN 1 WHEN withdrawn_at IS NOT NULL THEN 2 ELSE 0 END,
    coalesce(withdrawn_at, given_at, refused_at)
FROM person_consent WHERE person = ?1 ORDER BY id DESC)sql"};

constexpr Sql kAddresses{"held_person.addresses", R"sql(
SELECT a.address, a.created_at FROM contact c JOIN address a ON a.contact = c.id
WHERE c.person = ?1 ORDER BY a.id)sql"};

constexpr Sql kRequests{"held_person.requests", R"sql(
SELECT q.kind, q.receipt, q.state = 'DONE', q.created_at, coalesce(q.extended_to, q.due_on)
FROM request q JOIN contact c ON c.id = q.contact
WHERE c.person = ?1 AND q.household IS NULL ORDER BY q.number DESC LIMIT ?2)sql"};

constexpr Sql kWork{"held_person.work", R"sql(
SELECT (SELECT count(*) FROM report_revision v JOIN contact c ON c.id = v.reporter
        WHERE c.person = ?1 AND v.on_behalf = 1),
    (SELECT count(*) FROM household_care WHERE person = ?1 AND to_day IS NULL),
    (SELECT count(*) FROM activity WHERE responsible = ?1),
    (SELECT count(*) FROM nomination WHERE nominated_by = ?1),
    (SELECT count(DISTINCT nomination) FROM nomination_score WHERE member = ?1))sql"};

void take_person(Connection& connection, PersonId person, HeldPerson& held) {
    auto roles = connection.query(kRoles, person);
    while (roles.step()) {
        conversation::HeldRole role;
        role.role.role = roles.text(0);
        role.role.organisation = roles.text(1);
        role.role.moo = static_cast<unsigned>(roles.integer(2));
        role.role.tambon_name = roles.text(3);
        role.from = roles.day(4);
        if (!roles.is_null(5)) {
            role.to = roles.day(5);
        }
        held.roles.push_back(std::move(role));
    }
    if (auto row = connection.query(kWork, person); row.step()) {
        held.reports_for_others = row.integer(0);
        held.houses_in_care = row.integer(1);
        held.activities = row.integer(2);
        held.nominations = row.integer(3);
        held.scored = row.integer(4);
    }
}

void take_rights(Connection& connection, PersonId person, HeldPerson& held) {
    auto consents = connection.query(kConsents, person);
    while (consents.step()) {
        HeldConsent consent;
        consent.purpose = consents.text(0);
        consent.basis = consents.text(1);
        consent.version = consents.text(2);
        consent.channel = consents.text(3);
        consent.state = static_cast<HeldConsent::State>(consents.integer(4));
        consent.at = consents.instant(5);
        held.consents.push_back(std::move(consent));
    }
    auto addresses = connection.query(kAddresses, person);
    while (addresses.step()) {
        held.addresses.push_back(
            {{}, std::string(conversation::channel_name(addresses.view(0))), addresses.instant(1)});
    }
    auto requests = connection.query(kRequests, person, kMostRequests);
    while (requests.step()) {
        held.requests.push_back({requests.text(0),
                                 requests.text(1),
                                 requests.flag(2),
                                 conversation::bangkok_day(requests.instant(3)),
                                 requests.day(4)});
    }
}

}  // namespace

std::optional<HeldPerson> held_person(Connection& connection, PersonId person) {
    const auto record = People(connection).find(person);
    if (!record) {
        return std::nullopt;
    }
    HeldPerson held;
    held.name = full_name(*record);
    held.phone = record->phone;
    held.birth_year_be = record->birth_year_be;
    take_person(connection, person, held);
    take_rights(connection, person, held);
    return held;
}

}  // namespace storage
