#include "storage/simulator_people.h"

#include <algorithm>

namespace storage {

namespace {

constexpr Sql kLinked{"simulator_people.linked", R"sql(
SELECT address.address, link.relation, '', person.prefix, person.given_name, person.family_name,
    household.house_no, village.moo, village.name_th, tambon.name_th
FROM contact_household AS link
JOIN address ON address.contact = link.contact
JOIN household ON household.id = link.household
JOIN village ON village.id = household.village
JOIN tambon ON tambon.id = village.tambon
LEFT JOIN person ON person.id = household.head
WHERE link.to_at IS NULL AND address.channel = ?1 AND address.state = 'ACTIVE'
    AND household.status = 'ACTIVE'
ORDER BY link.from_at DESC, link.id DESC
LIMIT ?2)sql"};

constexpr Sql kInvited{"simulator_people.invited", R"sql(
SELECT '', '', invite.code, person.prefix, person.given_name, person.family_name,
    household.house_no, village.moo, village.name_th, tambon.name_th
FROM invite
JOIN household ON household.id = invite.household
JOIN village ON village.id = household.village
JOIN tambon ON tambon.id = village.tambon
LEFT JOIN person ON person.id = household.head
WHERE invite.state = 'OPEN' AND invite.expires_at > ?1 AND household.status = 'INVITED'
ORDER BY invite.code
LIMIT ?2)sql"};

std::string name_of(const Statement& row) {
    std::string name = row.text(3) + row.text(4);
    if (!row.view(5).empty()) {
        name.append(" ").append(row.view(5));
    }
    return name;
}

SimulatorPeople::Person person_of(const Statement& row) {
    return {.address = row.text(0),
            .relation = row.text(1),
            .code = row.text(2),
            .head_name = name_of(row),
            .house_no = row.text(6),
            .moo = row.integer(7),
            .village_th = row.text(8),
            .tambon_th = row.text(9)};
}

}  // namespace

std::vector<SimulatorPeople::Person> SimulatorPeople::linked(std::string_view channel,
                                                             unsigned limit) {
    std::vector<Person> people;
    // Someone who speaks for several houses comes once a house.
    Statement rows = connection_.query(kLinked, channel, std::int64_t{limit} * 4);
    while (people.size() < limit && rows.step()) {
        Person person = person_of(rows);
        const bool seen = std::any_of(people.begin(), people.end(), [&person](const Person& other) {
            return other.address == person.address;
        });
        if (!seen) {
            people.push_back(std::move(person));
        }
    }
    return people;
}

std::vector<SimulatorPeople::Person> SimulatorPeople::invited(unsigned limit, Instant now) {
    std::vector<Person> people;
    Statement rows = connection_.query(kInvited, now, std::int64_t{limit});
    while (rows.step()) {
        people.push_back(person_of(rows));
    }
    return people;
}

}  // namespace storage
