#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/report_start.h"
#include "conversation/dialogue/sms_fit.h"
#include "conversation/dialogue/team.h"
#include "conversation/thai/money.h"

#include <algorithm>

namespace conversation {

namespace {

// What the organisations she belongs to are there for, each once.
std::string duties_text(const Talk& talk, const TeamMember& member) {
    std::vector<std::string> said;
    for (const auto& role : member.roles) {
        const auto duty = role.duties.find(talk.language() == "th" ? "th" : "en");
        if (duty != role.duties.end() && !duty->second.empty() &&
            std::ranges::find(said, duty->second) == said.end()) {
            said.push_back(duty->second);
        }
    }
    std::string text;
    for (const auto& duty : said) {
        text += "\n" + duty;
    }
    return text;
}

std::string houses_text(const Talk& talk) {
    const Period period = open_period(talk);
    const auto houses = talk.reg().assigned(period);
    const auto missing = std::ranges::count_if(
        houses, [](const AssignedHouse& one) { return !one.reported && !one.closed; });
    return "\n" + talk.text("team.houses",
                            {{"count", std::to_string(houses.size())},
                             {"month", short_month(period, talk.language())},
                             {"missing", std::to_string(missing)}});
}

}  // namespace

void say_my_role(Talk& talk, const TeamMember& member) {
    const bool reports = reports_for_others(member);
    std::string more = duties_text(talk, member);
    if (reports) {
        more += houses_text(talk);
    }
    const auto brief = talk.text("team.my_role", {{"roles", roles_text(talk, member, true)}});
    auto& message = talk.say("team.my_role", {{"roles", roles_text(talk, member, false)}});
    message.text = fitting(
        talk, {message.text + more, brief + (reports ? houses_text(talk) : std::string{}), brief});
    if (reports) {
        talk.button(message, talk.text("b.on_behalf"));
    }
    if (reports || is_officer(member)) {
        talk.button(message, talk.text("b.not_reported"));
    }
    if (reports) {
        talk.button(message, talk.text("b.nominate"));
    }
    if (has_audience(member, "committee")) {
        talk.button(message, talk.text("b.model_choice"));
    }
    talk.button(message, talk.text("b.menu"));
}

void say_term_over(Talk& talk, const TeamMember& member) {
    if (member.ended) {
        talk.say("team.term_over",
                 {{"day", short_date(*member.ended, talk.language())}},
                 {"b.ask_officer", "b.menu"});
    } else {
        talk.say("team.no_role", {}, {"b.ask_officer", "b.menu"});
    }
}

void say_office_counts(Talk& talk) {
    const Period period = open_period(talk);
    const auto counts = talk.reg().office_counts(period).value_or(OfficeCounts{});
    talk.say("office.counts",
             {{"month", short_month(period, talk.language())},
              {"missing", with_commas(counts.not_reported)},
              {"all", with_commas(counts.households)},
              {"requests", with_commas(counts.requests)},
              {"conflicts", with_commas(counts.conflicts)},
              {"untold", with_commas(counts.untold)}},
             {"b.menu"});
}

}  // namespace conversation
