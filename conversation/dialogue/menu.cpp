#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/form_dialogue.h"
#include "conversation/dialogue/team.h"

namespace conversation {

namespace {

constexpr std::size_t kMostButtons = 13;  // of one LINE message

using Member = std::optional<TeamMember>;

void offer_forms(Talk& talk, OutgoingMessage& message, const Member& member) {
    for (const auto& form : talk.input().forms.all()) {
        const bool hers =
            form->audience == "anyone" || (member && has_audience(*member, form->audience));
        if (hers && !form->sms_keywords.empty() && message.quick_replies.size() < kMostButtons) {
            talk.button(message,
                        std::string{pick(form->title, talk.language(), form->default_language)},
                        form->sms_keywords.front());
        }
    }
}

void add_buttons(Talk& talk, OutgoingMessage& message, std::initializer_list<const char*> keys) {
    for (const char* key : keys) {
        talk.button(message, talk.input().texts.get(key, talk.language()));
    }
}

// What this person can do, as buttons: what her roles bring stands behind what her house needs.
void menu(Talk& talk, std::string_view key, const TextArguments& arguments) {
    const bool has_house = !talk.reg().houses().empty();
    const Member member = team_in_term(talk);
    auto& message = talk.say(key, arguments);
    if (!has_house && !member) {
        add_buttons(
            talk, message, {"b.register", "b.ask_officer", "b.privacy", "b.other_language"});
        offer_forms(talk, message, member);
        return;
    }
    if (talk.open() && !talk.sms()) {
        add_buttons(talk, message, {"b.go_on"});
    }
    if (has_house) {
        add_buttons(talk, message, {"b.report", "b.look", "b.correct"});
    }
    if (member && reports_for_others(*member)) {
        add_buttons(talk, message, {"b.on_behalf"});
    }
    if (member && (reports_for_others(*member) || is_officer(*member))) {
        add_buttons(talk, message, {"b.not_reported"});
    }
    if (member && !talk.reg().activities().empty()) {
        add_buttons(talk, message, {"b.activities"});
    }
    if (member) {
        add_buttons(talk, message, {"b.my_role"});
    }
    add_buttons(talk, message, {"b.ask_officer", "b.privacy", "b.other_language"});
    offer_forms(talk, message, member);
}

}  // namespace

void say_menu(Talk& talk) {
    const bool for_team = team_in_term(talk) && talk.reg().houses().empty();
    menu(talk, for_team ? "menu.team" : "menu", {});
}

void say_greeting(Talk& talk) {
    const auto houses = talk.reg().houses();
    if (const auto member = team_in_term(talk); member && houses.empty()) {
        menu(talk, "greeting.team", {{"roles", roles_text(talk, *member, true)}});
        return;
    }
    if (houses.empty()) {
        talk.say("greeting.new",
                 {{"office", talk.reg().office().name}},
                 {"b.register", "b.ask_officer"});
        return;
    }
    menu(talk, "greeting.known", {{"house", house_label(talk, houses.front())}});
}

void say_not_linked(Talk& talk) {
    talk.say("not_linked", {}, {"b.register", "b.ask_officer"});
    if (talk.open()) {
        ask_again(talk);
    }
}

void say_help(Talk& talk) {
    if (const auto member = team_in_term(talk); member && reports_for_others(*member)) {
        talk.say("help.team",
                 {{"contact", talk.reg().office().contact}},
                 {"b.on_behalf", "b.not_reported", "b.menu"});
        return;
    }
    talk.say(talk.reg().houses().empty() ? "help.new" : "help",
             {{"contact", talk.reg().office().contact}},
             {"b.ask_officer", "b.menu"});
}

void say_not_understood(Talk& talk) {
    if (talk.reg().houses().empty() && !team_in_term(talk)) {
        talk.say("not_understood.new", {}, {"b.register", "b.ask_officer"});
    } else {
        menu(talk, "not_understood", {});
    }
}

}  // namespace conversation
