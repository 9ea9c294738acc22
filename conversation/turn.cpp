#include "conversation/turn.h"

#include "conversation/answer/code.h"
#include "conversation/answer/national_id.h"
#include "conversation/dialogue/activity.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/form_dialogue.h"
#include "conversation/dialogue/model.h"
#include "conversation/dialogue/team.h"
#include "conversation/group_answer.h"
#include "conversation/thai/normalize.h"

#include <algorithm>
#include <array>

namespace conversation {

namespace {

constexpr std::chrono::days kSessionLives{30};
constexpr std::chrono::days kJoiningLives{7};
constexpr std::size_t kHalfOfCode = 3;  // digits before the blank of "123 456"

// Things that change nothing and that nobody waits for an answer to.
bool is_ignored(const IncomingMessage& message) {
    switch (message.kind) {
        case IncomingKind::Unfollow:  // storage marks the address: nothing can be said to it
        case IncomingKind::Unsend:
        case IncomingKind::Edited:
        case IncomingKind::Leave:
        case IncomingKind::MemberJoined:
        case IncomingKind::MemberLeft:
            return true;
        case IncomingKind::Other:  // an event is nobody's word; a message of a new kind is
            if (message.message_id.empty()) {
                return true;
            }
            [[fallthrough]];
        default:
            return message.standby || (message.address.empty() && message.group.empty());
    }
}

// Steps of joining that nobody can pass by.
bool is_joining_step(const Session& session) {
    return session.dialogue == "linking" || session.dialogue == "consent" ||
           session.dialogue == "relation";
}

bool is_joining(const Session& session) {
    return is_joining_step(session) ||
           (session.form && session.form->form_key.starts_with("household_join:"));
}

// A session that nobody here can go on with ends, with a word to the person.
void drop_unusable(Talk& talk) {
    if (!talk.open()) {
        return;
    }
    const auto& session = talk.session();
    const auto age = talk.input().now - session.last_at;
    if (age > (is_joining(session) ? kJoiningLives : kSessionLives)) {
        talk.close("expired");
        talk.say("session.expired");
    } else if (find_dialogue(session.dialogue) == nullptr ||
               (session.form && !talk.input().forms.find_key(session.form->form_key))) {
        talk.close("expired");
        talk.say("session.changed");
    } else if (session.form && is_on_behalf(talk, session.form->household)) {
        // The term is over, the house does not want it any more, or others were quicker.
        if (!may_still_answer(talk, *session.form)) {
            const bool reports = session.form->period.has_value();
            talk.close("expired");
            talk.say(reports ? "behalf.not_any_more" : "model.not_any_more");
        }
    }
}

// Begins something that needs the session for itself.
void begin_anew(Talk& talk, const std::string& goal) {
    forget_line(talk);
    if (talk.open() && talk.session().form) {
        form_before_switch(talk, goal);
        return;
    }
    pursue(talk, goal);
}

void begin_registering(Talk& talk, const std::string& rest) {
    const auto code = read_household_code(rest);
    if (talk.open() && talk.session().form) {
        form_before_switch(talk, "register");
    } else if (talk.session().dialogue == "linking" || !is_joining(talk.session()) || code) {
        begin_linking(talk, code);
    } else {
        ask_again(talk);
    }
}

void cancel(Talk& talk) {
    if (!talk.open()) {
        begin_leaving(talk);
        return;
    }
    const bool beside_form = talk.session().form && talk.session().dialogue != "form";
    if (beside_form) {
        go_back_or_close(talk);
        return;
    }
    const auto& session = talk.session();
    const bool joined = session.dialogue == "relation" || (session.form && is_joining(session));
    talk.close("cancelled");  // who consented stays linked: "nothing was saved" would be wrong
    talk.say(joined ? "cancelled.joining" : "cancelled", {}, {"b.menu"});
}

void correct(Talk& talk, const Said& said) {
    talk.note("correction.wish", said.command->rest);
    pursue(talk, std::string{kGoalCorrection});
}

void then_ask_again(Talk& talk) {
    if (talk.open()) {
        ask_again(talk);
    }
}

// ย้อนกลับ with nothing open means the report that was just saved.
bool back_into_report(Talk& talk, const Said& said) {
    if (talk.open() || talk.reg().houses().empty()) {
        return false;
    }
    correct(talk, said);
    return true;
}

// "ลบ" and DEL by SMS, where CANCEL is a word that gateways stop at. With a form open it is meant;
// after a report that one is meant, or the person, and it is asked which.
bool is_short_delete(const Talk& talk, const Said& said) {
    static constexpr auto kShort = std::to_array<std::string_view>({"ลบ", "del", "delete"});
    return talk.sms() && std::ranges::find(kShort, said.text) != kShort.end();
}

void erase_or_less(Talk& talk, const Said& said) {
    const bool less = is_short_delete(talk, said);
    if (less && talk.open() && talk.session().dialogue == "form") {
        cancel(talk);
    } else if (less && has_report_to_take_back(talk)) {
        pursue(talk, std::string{kGoalTakeBack});
    } else {
        ask_to_erase(talk);
    }
}

void pursue_own(Talk& talk, std::string_view goal) {
    if (talk.reg().houses().empty()) {
        say_not_linked(talk);
    } else {
        pursue(talk, std::string{goal});
    }
}

// The words about oneself. True when it was one.
bool answer_own_data(Talk& talk, const Said& said) {
    switch (said.command->command) {
        case Command::MyData:
            if (talk.reg().houses().empty() && talk.reg().contact().person) {
                say_held_person(talk);
                then_ask_again(talk);
            } else {
                pursue_own(talk, kGoalHeldData);
            }
            return true;
        case Command::ShowReports:
            pursue_own(talk, kGoalMyData);
            return true;
        case Command::CorrectHouse:
            pursue_own(talk, kGoalHouseFacts);
            return true;
        case Command::WithdrawConsent:
            ask_to_withdraw(talk);
            return true;
        case Command::Correct:
            if (talk.reg().houses().empty()) {
                say_not_linked(talk);
            } else {
                correct(talk, said);
            }
            return true;
        case Command::Erase:
            erase_or_less(talk, said);
            return true;
        case Command::KeepData:
            keep_data(talk);
            return true;
        case Command::TakeBack:
            pursue_own(talk, kGoalTakeBack);
            return true;
        case Command::Stop:
            stop_messages(talk);
            return true;
        case Command::Start:
            resume_messages(talk);
            return true;
        default:
            return false;
    }
}

// The words of the team, and of a house that was reported twice. True when it was one.
bool answer_team_command(Talk& talk, const Said& said) {
    static constexpr std::array kOfTeam = {
        Command::OnBehalf, Command::NotReported, Command::MyRole, Command::Nominate};
    if (std::ranges::find(kOfTeam, said.command->command) != kOfTeam.end() &&
        !team_in_term(talk)) {  // what is open stays so
        const auto member = talk.reg().team();
        if (member) {
            say_term_over(talk, *member);
        } else {
            talk.say("volunteers_only", {}, {"b.ask_officer", "b.menu"});
        }
        then_ask_again(talk);
        return true;
    }
    switch (said.command->command) {
        case Command::OnBehalf:
            begin_anew(talk, std::string{kGoalBehalf} + said.command->rest);
            return true;
        case Command::NotReported:
            begin_anew(talk, std::string{kGoalMissing});
            return true;
        case Command::MyRole:
            begin_anew(talk, std::string{kGoalMyRole});
            return true;
        case Command::Nominate:
            begin_anew(talk, std::string{kGoalNominate});
            return true;
        case Command::Model:
            if (const auto goal = model_goal(talk); goal.empty()) {
                say_no_model(talk);
                then_ask_again(talk);
            } else {
                begin_anew(talk, goal);
            }
            return true;
        case Command::WhichReport:
            if (talk.reg().houses().empty()) {
                say_not_linked(talk);
            } else {
                begin_anew(talk, std::string{kGoalConflict});
            }
            return true;
        default:
            return false;
    }
}

// What is said of an activity of the team: its buttons, its word, or an answer to the reminder that
// came last. True when it was.
bool answer_activity(Talk& talk, const Said& said) {
    if (said.raw.starts_with(kGoalActivity)) {
        begin_anew(talk, said.raw);
        return true;
    }
    if (said.is(Command::Activities) && talk.reg().team()) {
        begin_anew(talk, std::string{kGoalActivities});
        return true;
    }
    if (said.is(Command::ProposeActivity) && talk.reg().team()) {
        begin_anew(talk, std::string{kGoalPropose});
        return true;
    }
    return !talk.open() && answer_reminder(talk, said);
}

// The words that are understood in every state. True when it was one.
bool answer_command(Talk& talk, const Said& said) {
    if (answer_own_data(talk, said)) {
        return true;
    }
    switch (said.command->command) {
        case Command::Menu:
            say_menu(talk);
            return true;
        case Command::Help:
            say_help(talk);
            then_ask_again(talk);
            return true;
        case Command::Privacy:
            say_privacy(talk);
            then_ask_again(talk);
            return true;
        case Command::Greeting:
            if (talk.open()) {
                talk.say("greeting.short");
                ask_again(talk);
            } else {
                say_greeting(talk);
            }
            return true;
        case Command::Thanks:
            talk.say("thanks");
            then_ask_again(talk);
            return true;
        case Command::Language:
            choose_language(talk, said.command->rest);
            return true;
        case Command::Cancel:
            if (talk.sms() && said.text == "cancel") {  // a word by which gateways, too, stop
                stop_messages(talk);
            } else {
                cancel(talk);
            }
            return true;
        case Command::Report:
            if (talk.open() || said.command->rest.empty() || !begin_with_line(talk, said)) {
                begin_anew(talk, std::string{kGoalReport});
            }
            return true;
        case Command::Register:
            begin_registering(talk, said.command->rest);
            return true;
        case Command::AskOfficer:
            begin_ask_officer(talk, said.command->rest);
            return true;
        case Command::Back:
            return back_into_report(talk, said);
        default:
            return answer_team_command(talk, said);
    }
}

// Is this word for the open dialogue rather than for everywhere?
bool dialogue_first(const Talk& talk, const Said& said) {
    const auto& session = talk.session();
    if (said.is(Command::Stop)) {  // silence is asked for in any state, whatever is open
        return false;
    }
    if (session.dialogue == "report") {
        return said.is(Command::Correct) || said.is(Command::Report);
    }
    if (session.dialogue == "activity" || session.dialogue == "proposal") {
        return said.is(Command::Correct) || said.is(Command::Skip);
    }
    if (session.dialogue == "erase") {
        return said.is(Command::Erase);
    }
    if (session.dialogue == "withdraw") {
        return said.is(Command::WithdrawConsent);
    }
    if (session.dialogue == "form") {
        return said.is(Command::Correct) || form_claims(talk, said);
    }
    return false;
}

std::shared_ptr<const Form> form_named(const Talk& talk, const Said& said) {
    for (auto& form : talk.input().forms.all()) {
        const bool named =
            std::ranges::any_of(
                form->sms_keywords,
                [&](const std::string& word) { return normalize_answer(word) == said.text; }) ||
            std::ranges::any_of(
                form->title,
                [&](const auto& title) { return normalize_answer(title.second) == said.text; }) ||
            said.raw == std::string{kGoalForm} + form->id;
        if (named) {
            return form;
        }
    }
    return nullptr;
}

// "อยากดูรายงานของเดือนก่อนค่ะ"
bool answer_command_inside(Talk& talk, Said said) {
    said.command = find_command(said.raw);
    return said.command && answer_command(talk, said);
}

// "123 456" is a code; "8500 30" is none, although it has six digits: codes are written in halves.
bool is_for_linking(const Talk& talk, const Said& said, const std::string& code) {
    const auto blank = said.text.find(' ');
    const bool figures = said.text.find_first_not_of("0123456789 ") == std::string::npos;
    if (blank == std::string::npos || !figures) {
        return true;
    }
    const bool halves = blank == kHalfOfCode && said.text.find(' ', blank + 1) == std::string::npos;
    return halves && (talk.reg().houses().empty() || talk.reg().invite(code).has_value());
}

void answer_without_session(Talk& talk, const Said& said) {
    const auto before = talk.spoken();
    const auto code = read_household_code(said.raw);
    if (code && is_for_linking(talk, said, *code)) {
        begin_linking(talk, code);
    } else if (!said.text.empty() && begin_with_line(talk, said)) {
        return;
    } else if (said.text.empty() || before > 0) {  // told what ended: offer what can begin
        say_greeting(talk);
        if (before > 0) {
            talk.may_leave_out(before);
        }
    } else if (!begin_with_facts(talk, said) && !answer_command_inside(talk, said)) {
        say_not_understood(talk);
    }
}

// ย้อน and ข้าม outside a form, which knows more about them: one step back, or what was begun is
// left.
void step_back(Talk& talk, const Said& said) {
    const auto* dialogue = find_dialogue(talk.session().dialogue);
    const bool back = said.is(Command::Back);
    if (back && dialogue->back != nullptr && dialogue->back(talk)) {
        return;
    }
    if (is_joining_step(talk.session())) {
        talk.say(back ? "back.nothing" : "skip.needed");
        ask_again(talk);
    } else {
        cancel(talk);
    }
}

// True when the words were for a dialogue that is no form, or for none.
bool answer_back_or_skip(Talk& talk, const Said& said) {
    if (!said.is(Command::Back) && !said.is(Command::Skip)) {
        return false;
    }
    if (!talk.open()) {
        if (!talk.sms()) {  // the menu says enough there, in one message
            talk.say("back.nothing");
        }
        say_menu(talk);
        return true;
    }
    if (talk.session().dialogue == "form") {
        return false;
    }
    step_back(talk, said);
    return true;
}

// The language whose own name was said.
std::string language_named(const Talk& talk, const Said& said) {
    for (auto& language : talk.input().texts.languages()) {
        if (talk.input().texts.entries(language).find("language.name")->second.said == said.text) {
            return language;
        }
    }
    return {};
}

// Words whose answer stands beside what is open, so that they need no "go on?" first.
bool answered_beside(const Said& said) {
    static constexpr std::array kBeside = {Command::Menu,
                                           Command::Help,
                                           Command::Privacy,
                                           Command::MyData,
                                           Command::ShowReports,
                                           Command::Language,
                                           Command::AskOfficer,
                                           Command::Stop,
                                           Command::Cancel,
                                           Command::WithdrawConsent,
                                           Command::Erase,
                                           Command::TakeBack,
                                           Command::KeepData};
    return said.command && std::ranges::find(kBeside, said.command->command) != kBeside.end();
}

// What a dialogue asked on another channel is asked here first. A form knows better.
bool ask_here_first(Talk& talk, const Said& said) {
    if (!talk.open() || !talk.switched() || said.command || talk.session().dialogue == "form") {
        return false;
    }
    ask_again(talk);
    return true;
}

void answer_said(Talk& talk, const Said& said) {
    if (talk.open() && !answered_beside(said) && form_resume(talk, said)) {
        return;
    }
    if (ask_here_first(talk, said)) {
        return;
    }
    if (talk.open() && !answered_beside(said) && notice_changed(talk)) {
        begin_consent(talk);
        return;
    }
    if (talk.open() && dialogue_first(talk, said)) {
        find_dialogue(talk.session().dialogue)->answer(talk, said);
        return;
    }
    if (answer_activity(talk, said)) {
        return;
    }
    if (talk.heard(said, "language.name")) {
        choose_language(talk, language_named(talk, said));
        return;
    }
    if (talk.open() && talk.heard(said, "b.go_on")) {
        ask_again(talk);
        return;
    }
    if (said.command && (answer_back_or_skip(talk, said) || answer_command(talk, said))) {
        return;
    }
    if (!talk.open() || said.raw.starts_with(kGoalForm)) {
        if (const auto form = form_named(talk, said)) {
            begin_anew(talk, std::string{kGoalForm} + form->id);
            return;
        }
    }
    if (!talk.open()) {
        answer_without_session(talk, said);
    } else if (!take_line_beside(talk, said)) {
        find_dialogue(talk.session().dialogue)->answer(talk, said);
    }
}

void answer_text(Talk& talk, const std::string& text) {
    if (has_national_id(text)) {
        talk.say("national_id");
        then_ask_again(talk);
        return;
    }
    answer_said(talk, Said::read(text));
}

void answer_private(Talk& talk) {
    const auto& message = talk.input().message;
    switch (message.kind) {
        case IncomingKind::Text:
            answer_text(talk, message.text);
            return;
        case IncomingKind::Postback:
            if (message.data.empty() || message.data == kPickedDate) {
                answer_text(talk, message.text);
            } else {  // what we put there ourselves
                answer_said(talk, Said::read(message.data));
            }
            return;
        case IncomingKind::Follow:
            say_greeting(talk);
            then_ask_again(talk);
            return;
        case IncomingKind::Image:
            take_picture(talk);
            return;
        case IncomingKind::Location:
            if (form_wants(talk, QuestionType::Geopoint)) {
                form_location(talk);
                return;
            }
            talk.say("media.unexpected");
            ask_again(talk);
            return;
        case IncomingKind::Sticker:
            talk.say(talk.open() ? "media.sticker" : "media.sticker_alone");
            then_ask_again(talk);
            return;
        default:  // video, voice, file
            talk.say("media.unexpected");
            ask_again(talk);
            return;
    }
}

}  // namespace

TurnResult run_turn(const TurnInput& input) {
    if (is_ignored(input.message)) {
        return {input.session, {}, {}};
    }
    Talk talk{input};
    if (!input.message.group.empty()) {
        answer_group(talk);
        TurnResult result = std::move(talk).result();
        result.session = input.session;  // what is said in a group leaves the private talk alone
        return result;
    }
    drop_unusable(talk);
    answer_private(talk);
    return std::move(talk).result();
}

}  // namespace conversation
