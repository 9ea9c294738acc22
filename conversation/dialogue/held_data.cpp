#include "conversation/held_data.h"

#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/report_text.h"

namespace conversation {

namespace {

// A message holds 5,000 letters; months are the only thing there can be very many of.
constexpr std::size_t kMostLines = 60;

// A code of an occupation or a form of saving by its label in the forms that ask for it.
std::string label_of(const Talk& talk, std::string_view code) {
    for (const auto& form : {talk.input().forms.find(kJoinForm), report_form(talk)}) {
        if (!form) {
            continue;
        }
        for (const auto& question : form->questions) {
            if (const auto* choice = form->find_choice(question.list_name, code)) {
                return std::string{pick(choice->label, talk.language(), form->default_language)};
            }
        }
    }
    return std::string(code);
}

std::string words_of(const Talk& talk, const HeldSection& section) {
    std::string text = section.title;
    for (std::size_t i = 0; i < section.lines.size(); ++i) {
        if (i == kMostLines) {
            text += "\n" + talk.text("held.more", {{"contact", talk.reg().office().contact}});
            break;
        }
        text += "\n• " + section.lines[i];
    }
    return text;
}

// An SMS is read over shoulders and holds little: the whole comes on paper.
void by_sms(Talk& talk, const House& house, const HeldData& held) {
    const std::string receipt = receipt_number(talk);
    talk.emit(
        OfficerAsked{.kind = "ACCESS", .household = house.id, .text = receipt, .attachment = {}});
    talk.say("held.sms", {{"count", std::to_string(held.reports.size())}, {"receipt", receipt}});
}

// The house with the figures before, the months, the rest: three messages, so that an open question
// still has room.
void in_messages(Talk& talk, const House& house, const HeldData& held) {
    const auto sections =
        held_sections(held, talk.input().texts, talk.language(), [&](std::string_view code) {
            return label_of(talk, code);
        });
    const std::string months = talk.text("held.reports");
    std::string text = talk.text("held.intro", {{"house", house_label(talk, house)}});
    for (const auto& section : sections) {
        if (section.title == months) {
            talk.say_plain(text);
            talk.say_plain(words_of(talk, section));
            text.clear();
        } else {
            text += (text.empty() ? "" : "\n\n") + words_of(talk, section);
        }
    }
    auto& last = talk.say_plain(text + "\n\n" +
                                talk.text("held.end", {{"contact", talk.reg().office().contact}}));
    for (const auto* button : {"b.correct_house", "b.correct", "b.erase", "b.menu"}) {
        talk.button(last, talk.text(button));
    }
}

}  // namespace

void say_held_person(Talk& talk) {
    const auto held = talk.reg().held_person();
    if (!held) {
        return;
    }
    talk.emit(OwnDataShown{HouseholdId{}, true});
    if (talk.sms()) {
        const std::string receipt = receipt_number(talk);
        talk.emit(OfficerAsked{
            .kind = "ACCESS", .household = HouseholdId{}, .text = receipt, .attachment = {}});
        talk.say("held.sms_person", {{"receipt", receipt}});
        return;
    }
    std::string text = talk.text("held.intro_person");
    for (const auto& section : held_sections(*held, talk.input().texts, talk.language())) {
        text += "\n\n" + words_of(talk, section);
    }
    auto& message = talk.say_plain(
        text + "\n\n" + talk.text("held.end", {{"contact", talk.reg().office().contact}}));
    for (const auto* button : {"b.withdraw", "b.erase", "b.menu"}) {
        talk.button(message, talk.text(button));
    }
}

void begin_held_data(Talk& talk, const House& house) {
    if (!may_show_figures(talk, house.id)) {
        ask_digits(talk);
        return;
    }
    const HeldData held = talk.reg().held(house.id);
    talk.emit(OwnDataShown{house.id, true});
    if (talk.sms()) {
        by_sms(talk, house, held);
    } else {
        in_messages(talk, house, held);
        say_held_person(talk);
    }
    go_back_or_close(talk);
}

}  // namespace conversation
