#include "storage/terms.h"

#include "storage/household_care.h"
#include "storage/people.h"

#include <algorithm>

namespace storage {

Change add_term(Connection& connection, const Roles::Role& role, Instant now, std::string_view by) {
    Roles roles(connection);
    auto put = roles.put(role, now, by);
    if (put.change == Change::Unchanged) {
        return put.change;
    }
    const auto today = conversation::bangkok_day(now);
    const auto person = People(connection).find(role.person);
    if (role.organisation) {
        (void)roles.put_in_team({.person = role.person,
                                 .organisation = role.organisation,
                                 .from = role.from,
                                 .to = role.to},
                                now,
                                by);
    } else if (person && !person->phone.empty() && (!role.to || *role.to >= today)) {
        (void)HouseholdCare(connection).assign_by_phone(person->phone, person->id, today, now, by);
    }
    return put.change;
}

void end_term(
    Connection& connection, const Roles::Role& role, Day last, Instant now, std::string_view by) {
    Roles roles(connection);
    roles.end(role.id, last, now);
    if (!role.organisation) {
        return;
    }
    const Day after{std::chrono::sys_days(last) + std::chrono::days(1)};
    const auto left = roles.of_person(role.person, after);
    const bool stays = std::ranges::any_of(left, [&role](const Roles::Role& other) {
        return other.organisation == role.organisation;
    });
    if (!stays) {
        (void)roles.put_in_team({.person = role.person,
                                 .organisation = role.organisation,
                                 .from = role.from,
                                 .to = last},
                                now,
                                by);
    }
}

}  // namespace storage
