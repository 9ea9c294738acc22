#pragma once
#include "conversation/dialogue/talk.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// People of the team in chat: who somebody is there, and what that opens. A role counts within its
// term; who has none in term is answered as everybody else is, with a kind word where more was
// asked for.
namespace conversation {

[[nodiscard]] bool has_role(const TeamMember& member,
                            std::initializer_list<std::string_view> roles);
// Trainers, sages, volunteers and their leaders.
[[nodiscard]] bool reports_for_others(const TeamMember& member);
[[nodiscard]] bool is_officer(const TeamMember& member);
// As what she reports for a house: the first of her roles that may.
[[nodiscard]] std::string reporter_role(const TeamMember& member);

// Somebody with a role in term.
[[nodiscard]] std::optional<TeamMember> team_in_term(const Talk& talk);

// May this person answer a form made for its audience? volunteer: who reports for others; member:
// members and chairs of any organisation; committee: those of the women's committee, which chooses
// the model household; officer: officers. A form for households and for anyone: no matter of roles.
[[nodiscard]] bool has_audience(const TeamMember& member, std::string_view audience);

// "วิทยากรสัมมาชีพ ม.3 ต.เกยไชย, ประธานกพสอ."; `brief`: the roles alone.
[[nodiscard]] std::string roles_text(const Talk& talk, const TeamMember& member, bool brief);

// team_linking.cpp: the code of a person is accepted.
void begin_team_linking(Talk& talk, const std::string& code);
// The notice, where it changed since she agreed.
void begin_team_consent(Talk& talk);

// on_behalf.cpp
// Is a report of this household one made by somebody of the team, for a house not her own?
[[nodiscard]] bool is_on_behalf(const Talk& talk, HouseholdId household);
// The house with this id she may report for in the open month, also one that is closed.
[[nodiscard]] std::optional<AssignedHouse> assigned_house(const Talk& talk, HouseholdId household);
// Own houses, and after them those to report for: what a one-line report may name.
[[nodiscard]] std::vector<House> line_houses(const Talk& talk);
// รายงานแทน and ยังไม่รายงาน; `rest` is what followed: a house, a line, nothing.
void begin_on_behalf(Talk& talk, std::string_view rest);
void begin_not_reported(Talk& talk);
// เสนอครัวเรือนตัวอย่าง: which of the houses she looks after.
void begin_nominate(Talk& talk);

// my_role.cpp: who am I here, and until when.
void say_my_role(Talk& talk, const TeamMember& member);
void say_term_over(Talk& talk, const TeamMember& member);
// How many have not reported, for an officer.
void say_office_counts(Talk& talk);

// goal.cpp's part: goals of the team begin here, after her consent. False: it is none.
[[nodiscard]] bool begin_team_goal(Talk& talk, std::string_view goal);

// Agreed to the notice, earlier or in this session?
[[nodiscard]] bool team_consented(const Talk& talk, const TeamMember& member);

}  // namespace conversation
