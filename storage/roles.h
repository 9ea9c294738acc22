#pragma once
#include "storage/connection.h"
#include "storage/merge.h"
#include "storage/register_ids.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// What a role is a role of.
enum class RoleOf { District, Organisation, Village };

[[nodiscard]] RoleOf role_of_what(std::string_view role);

// Who is what, in which organisation or village, from when to when. A term's last day belongs to
// it; the day after, whoever asks finds nothing.
class Roles {
  public:
    struct Role {
        RoleId id{};
        PersonId person{};
        std::string role{};  // OFFICER ADMIN MEMBER CHAIR TRAINER SAGE VOLUNTEER VOLUNTEER_LEADER
        OrganisationId organisation{};  // of MEMBER and CHAIR
        VillageId village{};            // of TRAINER, SAGE and VOLUNTEER
        std::optional<Day> from{};      // given empty: today, for a new one
        std::optional<Day> to{};        // empty: open
    };

    struct TeamMember {
        PersonId person{};
        OrganisationId organisation{};
        std::optional<Day> from{};
        std::optional<Day> to{};
    };

    explicit Roles(Connection& connection) : connection_(connection) {}

    // Makes the role, or changes the term of the one that overlaps it (same person, role,
    // organisation and village). A term after the last one ended is a new row: the old one stays.
    Put<RoleId> put(const Role& role, Instant now, std::string_view by);
    void end(RoleId id, Day last, Instant now);
    [[nodiscard]] std::optional<Role> find(RoleId id);

    // In term on that day.
    [[nodiscard]] std::vector<Role> of_person(PersonId person, Day on);
    [[nodiscard]] std::vector<Role> of_organisation(OrganisationId organisation, Day on);
    // TRAINER, SAGE, VOLUNTEER: a village's trainer team and volunteers.
    [[nodiscard]] std::vector<Role> of_village(VillageId village, Day on);
    [[nodiscard]] bool has(PersonId person, std::string_view role, Day on);
    // With ended terms, oldest first.
    [[nodiscard]] std::vector<Role> history(PersonId person);

    // Names a member of an organisation to the district's support team; the same again changes
    // nothing but an end that was not known.
    Change put_in_team(const TeamMember& member, Instant now, std::string_view by);
    [[nodiscard]] std::vector<TeamMember> support_team(Day on);

  private:
    Connection& connection_;
};

}  // namespace storage
