#include "conversation/dialogue/team.h"

#include "conversation/dialogue/activity.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/model.h"

#include <algorithm>
#include <map>
#include <utility>

namespace conversation {

namespace {

bool is_one_of(std::string_view role, std::initializer_list<std::string_view> roles) {
    return std::ranges::find(roles, role) != roles.end();
}

bool is_reporting_role(std::string_view role) {
    return is_one_of(role, {"TRAINER", "SAGE", "VOLUNTEER", "VOLUNTEER_LEADER"});
}

// " ม.3 ต.เกยไชย", or the organisation's name.
std::string place_of(const Talk& talk, const TeamRole& role) {
    if (!role.organisation.empty()) {
        return role.organisation;
    }
    return role.moo == 0 ? std::string{}
                         : " " + talk.input().texts.get("role.village",
                                                        talk.language(),
                                                        {{"moo", std::to_string(role.moo)},
                                                         {"tambon", role.tambon_name}});
}

// Activities need no role: who is named in a plan answers for what she is named for.
bool begin_activity_goal(Talk& talk, std::string_view goal) {
    if (goal != kGoalActivities && goal != kGoalPropose && !goal.starts_with(kGoalActivity)) {
        return false;
    }
    const auto member = talk.reg().team();
    if (!member) {
        talk.close("finished");
        talk.say("volunteers_only", {}, {"b.ask_officer", "b.menu"});
    } else if (!team_consented(talk, *member)) {
        begin_team_consent(talk);
    } else if (goal == kGoalPropose) {
        begin_proposal(talk);
    } else if (goal == kGoalActivities) {
        begin_activities(talk);
    } else {
        begin_activity(talk, goal.substr(kGoalActivity.size()));
    }
    return true;
}

}  // namespace

bool has_role(const TeamMember& member, std::initializer_list<std::string_view> roles) {
    return std::ranges::any_of(member.roles,
                               [&](const TeamRole& role) { return is_one_of(role.role, roles); });
}

bool reports_for_others(const TeamMember& member) {
    return !reporter_role(member).empty();
}

bool is_officer(const TeamMember& member) {
    return has_role(member, {"OFFICER", "ADMIN"});
}

std::string reporter_role(const TeamMember& member) {
    const auto found = std::ranges::find_if(
        member.roles, [](const TeamRole& role) { return is_reporting_role(role.role); });
    return found == member.roles.end() ? std::string{} : found->role;
}

std::optional<TeamMember> team_in_term(const Talk& talk) {
    auto member = talk.reg().team();
    return member && !member->roles.empty() ? member : std::nullopt;
}

bool has_audience(const TeamMember& member, std::string_view audience) {
    if (audience == "volunteer") {
        return reports_for_others(member);
    }
    if (audience == "member") {
        return has_role(member, {"MEMBER", "CHAIR"});
    }
    if (audience == "committee") {
        return std::ranges::any_of(member.roles, [](const TeamRole& role) {
            return role.organisation_kind == "WOM" && is_one_of(role.role, {"MEMBER", "CHAIR"});
        });
    }
    return audience == "officer" && is_officer(member);
}

std::string roles_text(const Talk& talk, const TeamMember& member, bool brief) {
    // A role held in several places is named once: "วิทยากรสัมมาชีพ ม.3 ต.เกยไชย, ม.4 ต.เกยไชย".
    std::vector<std::pair<std::string, std::string>> said;
    for (const auto& role : member.roles) {
        const auto name = talk.input().texts.get("role." + role.role, talk.language());
        const auto place = brief ? std::string{} : place_of(talk, role);
        auto known = std::ranges::find(said, name, &std::pair<std::string, std::string>::first);
        if (known == said.end()) {
            said.emplace_back(name, place);
        } else if (!place.empty()) {
            known->second += "," + (place.starts_with(' ') ? place : " " + place);
        }
    }
    std::string text;
    for (const auto& [name, place] : said) {
        text += (text.empty() ? "" : ", ") + name + place;
    }
    return text;
}

bool team_consented(const Talk& talk, const TeamMember& member) {
    return member.consented || !talk.note("team.consented").empty();
}

bool begin_team_goal(Talk& talk, std::string_view goal) {
    if (begin_activity_goal(talk, goal)) {
        return true;
    }
    const bool behalf = goal.starts_with(kGoalBehalf);
    const bool nominates = goal == kGoalNominate;
    const bool chooses = goal == kGoalModelChoice;
    if (!behalf && !nominates && !chooses && goal != kGoalMissing && goal != kGoalMyRole) {
        return false;
    }
    const auto member = talk.reg().team();
    if (!member) {
        talk.close("finished");
        talk.say("volunteers_only", {}, {"b.ask_officer", "b.menu"});
    } else if (member->roles.empty()) {
        talk.close("finished");
        say_term_over(talk, *member);
    } else if (!team_consented(talk, *member)) {
        begin_team_consent(talk);
    } else if (goal == kGoalMyRole) {
        talk.close("finished");
        say_my_role(talk, *member);
    } else if (chooses && chooses_model(*member)) {
        begin_model_choice(talk);
    } else if (chooses) {
        talk.close("finished");
        talk.say("form.not_for_you", {}, {"b.ask_officer", "b.menu"});
    } else if (reports_for_others(*member)) {
        if (nominates) {
            begin_nominate(talk);
        } else if (behalf) {
            begin_on_behalf(talk, goal.substr(kGoalBehalf.size()));
        } else {
            begin_not_reported(talk);
        }
    } else if (goal == kGoalMissing && is_officer(*member)) {
        talk.close("finished");
        say_office_counts(talk);
    } else {
        talk.close("finished");
        talk.say("behalf.no_houses", {}, {"b.ask_officer", "b.menu"});
    }
    return true;
}

}  // namespace conversation
