#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/form_dialogue.h"

namespace conversation {

namespace {

void offer_forms(Talk& talk, OutgoingMessage& message) {
    for (const auto& form : talk.input().forms.all()) {
        if (form->audience == "anyone" && !form->sms_keywords.empty()) {
            talk.button(message,
                        std::string{pick(form->title, talk.language(), form->default_language)},
                        form->sms_keywords.front());
        }
    }
}

// What this person can do, as buttons.
void menu(Talk& talk, std::string_view key, const TextArguments& arguments) {
    if (talk.reg().houses().empty()) {
        auto& message = talk.say(
            key, arguments, {"b.register", "b.ask_officer", "b.privacy", "b.other_language"});
        offer_forms(talk, message);
        return;
    }
    auto& message = talk.say(
        key,
        arguments,
        {"b.report", "b.look", "b.correct", "b.ask_officer", "b.privacy", "b.other_language"});
    offer_forms(talk, message);
    if (talk.open() && !talk.sms()) {
        QuickReply go_on;
        go_on.label = go_on.send = talk.text("b.go_on");
        message.quick_replies.insert(message.quick_replies.begin(), go_on);
    }
}

}  // namespace

void say_menu(Talk& talk) {
    menu(talk, "menu", {});
}

void say_greeting(Talk& talk) {
    const auto houses = talk.reg().houses();
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
    talk.say(talk.reg().houses().empty() ? "help.new" : "help",
             {{"contact", talk.reg().office().contact}},
             {"b.ask_officer", "b.menu"});
}

void say_not_understood(Talk& talk) {
    if (talk.reg().houses().empty()) {
        talk.say("not_understood.new", {}, {"b.register", "b.ask_officer"});
    } else {
        menu(talk, "not_understood", {});
    }
}

}  // namespace conversation
