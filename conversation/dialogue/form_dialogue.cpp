#include "conversation/dialogue/form_dialogue.h"

#include "conversation/answer/location.h"
#include "conversation/answer/yes_no.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/form_talk.h"
#include "conversation/dialogue/report_lines.h"
#include "conversation/form/choice_words.h"
#include "conversation/thai/normalize.h"

#include <algorithm>

namespace conversation {

namespace {

constexpr std::chrono::hours kAskWhetherToGoOn{24};

// Runs one step of the open form and keeps its answers in the session.
template <class Step>
void with_form(Talk& talk, Step step) {
    auto form = open_form(talk);
    if (!form) {
        talk.close("expired");
        talk.say("session.changed", {}, {"b.menu"});
        return;
    }
    step(*form);
    if (!form->over) {
        form->at.answers_json = form->instance.to_json();
    }
}

void put_given(Talk& talk, const FormStart& start) {
    std::erase_if(talk.session().notes, [](const auto& entry) {
        return entry.first.starts_with(kGivenNote) || entry.first.starts_with("before.") ||
               entry.first.starts_with("said.") || entry.first.starts_with("why.") ||
               entry.first == "form.by_line";
    });
    for (const auto& [name, value] : start.given) {
        talk.note(std::string{kGivenNote} + name, value);
    }
}

void begin(Talk& talk, const FormStart& start) {
    talk.enter("form");
    talk.note("form.then", talk.session().then);
    talk.note("form.uuid", submission_uuid(talk));
    const bool reads_last = start.form->sheets_json.find("last-saved#") != std::string::npos;
    talk.note("form.last_saved", reads_last ? "1" : "");
    put_given(talk, start);
    FormProgress at;
    at.form_key = start.form->key;
    at.household = start.household;
    at.period = start.period;
    at.stage = kAsk;
    at.corrects = start.corrects;
    talk.session().form = std::move(at);
}

// The report's figures as answers of the form, and what they are called before they are corrected.
void fill_in(FormTalk& form, const ReportView& report) {
    for (const auto& question : form.form->questions) {
        if (question.save_to.empty() || !question.is_asked()) {
            continue;
        }
        if (const auto value = report.values.find(question.save_to); value != report.values.end()) {
            form.instance.answer(question.name, value->second);
        } else if (const auto unknown = report.unknown.find(question.save_to);
                   unknown != report.unknown.end() &&
                   !(question.only_said() && unknown->second == UnknownReason::NotAsked)) {
            form.instance.answer_unknown(question.name, unknown->second);
        }
    }
    for (const auto& row : field_rows(form)) {
        form.talk.note("before." + row.question->name, row.value);
    }
}

// ใช่ keeps what was said last time, เปลี่ยน shows the question, anything else is an answer to it.
void answer_same(FormTalk& form, const Question& question, const Said& said) {
    const auto yes = read_yes_no(said.raw);
    if (form.talk.heard(said, "b.change") || yes == false) {
        form.at.stage = kAsk;
        put_open(form);
    } else if (yes == true || said.is(Command::SameAsBefore)) {
        Reading same;
        same.kind = Reading::Kind::Value;
        same.value = form.instance.default_for(question);
        form.at.stage = kAsk;
        take_reading(form, question, same, said.raw);
    } else {
        form.at.stage = kAsk;
        take(form, question, said);
    }
}

void start_over(FormTalk& form) {
    Talk& talk = form.talk;
    std::string goal = talk.note("form.switch");
    if (goal.empty()) {
        const bool joins = form.form->id == kJoinForm;
        goal = joins ? talk.note("form.then") : std::string{kGoalForm} + form.form->id;
    }
    const std::string house = talk.note("house");
    end_form(form, "replaced");
    talk.note("house", house);
    if (goal == kGoalRegister) {
        begin_linking(talk, std::nullopt);
    } else {
        pursue(talk, goal);
    }
}

void go_on(FormTalk& form) {
    form.at.stage = form.talk.note("form.stage");
    form.talk.note("form.stage", {});
    form.talk.note("form.switch", {});
    put_open(form);
}

void answer_resume(FormTalk& form, const Said& said) {
    const auto button = form.talk.pick(said, {"b.go_on", "b.start_over"});
    const auto yes = read_yes_no(said.raw);
    if (button == 1U || (!button && yes == false)) {
        start_over(form);
    } else if (button == 0U || yes == true || said.is(Command::Back) || said.is(Command::Skip)) {
        go_on(form);
    } else {
        put_open(form);
    }
}

void answer_question(FormTalk& form, const Said& said) {
    const Question* question = form.question();
    if (question == nullptr) {
        put_next(form);
    } else if (said.is(Command::Back) && (form.at.stage == kCheck || form.at.stage == kAskedBack)) {
        open_question(form, *question);  // the step before is the question itself
    } else if (said.is(Command::Back)) {
        go_to_question_before(form);
    } else if (form.instance.answered(question->name) && form.talk.heard(said, "b.keep")) {
        put_next(form);
    } else if (form.at.stage == kCheck) {
        answer_check(form, said);
    } else if (form.at.stage == kSame &&
               !(said.is(Command::Correct) && !said.command->rest.empty())) {
        answer_same(form, *question, said);
    } else if (said.is(Command::Correct)) {
        if (!correct_field(form, said.command->rest)) {
            form.at.stage = field_rows(form).empty() ? kAsk : kChooseField;
            put_open(form);
        }
    } else if (form.talk.heard(said, "b.more") && form.at.stage == kAsk) {
        form.at.stage = kMore;
        put_open(form);
    } else {
        take(form, *question, said);
    }
}

void answer_form(FormTalk& form, Said said) {
    if (form.at.stage == kResume) {
        answer_resume(form, said);
    } else if (take_month_line(form, said) || take_house_line(form, said)) {
        return;
    } else if (form.at.stage == kQuicker) {
        answer_conflict(form, said);
    } else if (form.at.stage == kInformant) {
        answer_informant(form, said);
    } else if (form.at.stage == kReadBack && said.is(Command::Back)) {
        go_to_question_before(form);
    } else if (form.at.stage == kReadBack) {
        answer_read_back(form, said);
    } else if (form.at.stage == kChooseField) {
        answer_choose_field(form, said);
    } else {
        answer_question(form, said);
    }
}

void ask(Talk& talk) {
    with_form(talk, put_open);
}

void answer(Talk& talk, const Said& said) {
    with_form(talk, [&](FormTalk& form) { answer_form(form, said); });
}

const Question* open_question_of(const Talk& talk) {
    const auto& session = talk.session();
    if (!talk.open() || session.dialogue != "form" || !session.form) {
        return nullptr;
    }
    const auto form = talk.input().forms.find_key(session.form->form_key);
    // Forms outlive the turn: the session's edition is held by `forms`.
    return form ? form->find(session.form->question) : nullptr;
}

// The line that a form begins with, left in the notes by begin_with_line.
struct BeginLine {
    Said said;
    std::string raw;
    PlacedWords words = PlacedWords::Figures;
};

BeginLine take_begin_line(Talk& talk) {
    BeginLine line{Said::read(talk.note("form.line")), talk.note("form.line.raw"), {}};
    line.words =
        talk.note("form.line.words").empty() ? PlacedWords::Figures : PlacedWords::Anything;
    forget_line(talk);
    return line;
}

bool begins_with(FormTalk& form, const BeginLine& line) {
    return !line.said.text.empty() && take_line(form, line.said, line.raw, line.words);
}

// What a sentence said before the form began, left in the notes by begin_with_facts.
Said take_begin_words(Talk& talk) {
    Said said = Said::read(talk.note("form.said"));
    talk.note("form.said", {});
    return said;
}

bool begins_with(FormTalk& form, const Said& words) {
    return !words.text.empty() && take_facts(form, nullptr, words);
}

// "8500 300" finishes a report that was begun on another channel, whatever it had asked there; a
// question for words would take it for words.
bool says_it_all(const Talk& talk, const Said& said) {
    const Question* question = open_question_of(talk);
    const auto form = talk.input().forms.find_key(talk.session().form->form_key);
    return form && (question == nullptr || question->type != QuestionType::Text) &&
           is_whole_line(*form, said.raw);
}

bool is_goal_of(const FormTalk& form, const std::string& goal) {
    return goal == std::string{kGoalForm} + form.form->id ||
           (goal == kGoalReport && form.form->monthly);
}

std::string_view failure_text(Attachment::Failure failure) {
    return failure == Attachment::Failure::TooLarge ? "media.too_large" : "media.failed";
}

}  // namespace

const Dialogue kForm{"form", ask, answer};

void end_form(FormTalk& form, std::string reason) {
    form.over = true;
    form.talk.close(std::move(reason));
}

void start_form(Talk& talk, const FormStart& start) {
    begin(talk, start);
    const Said said = take_begin_words(talk);
    const BeginLine line = take_begin_line(talk);
    with_form(talk, [&](FormTalk& form) {
        if (!begins_with(form, line) && !begins_with(form, said)) {
            put_next(form);
        }
    });
}

void start_correction(Talk& talk,
                      const FormStart& start,
                      const ReportView& report,
                      const std::string& wish) {
    begin(talk, start);
    const Said said = take_begin_words(talk);
    const BeginLine line = take_begin_line(talk);
    with_form(talk, [&](FormTalk& form) {
        fill_in(form, report);
        if (begins_with(form, line) || begins_with(form, said)) {
            return;
        }
        if (wish.empty() || !correct_field(form, wish)) {
            form.at.stage = kChooseField;
            put_choose_field(form);
        }
    });
}

bool form_wants(const Talk& talk, QuestionType type) {
    const Question* question = open_question_of(talk);
    const auto& form = talk.session().form;
    return question != nullptr && question->type == type && form->stage != kReadBack &&
           form->stage != kChooseField && form->stage != kResume;
}

void form_attachment(Talk& talk) {
    const Attachment attachment = talk.input().message.attachment.value_or(Attachment{});
    with_form(talk, [&](FormTalk& form) {
        if (attachment.failure != Attachment::Failure::None) {
            form.add_lead(talk.text(failure_text(attachment.failure)));
            put_open(form);
            return;
        }
        Reading reading;
        reading.kind = Reading::Kind::Value;
        reading.value = std::to_string(attachment.stored_id);
        take_reading(form, *form.question(), reading, {});
    });
}

void form_location(Talk& talk) {
    const Location location = talk.input().message.location.value_or(Location{});
    with_form(talk, [&](FormTalk& form) {
        Reading reading;
        reading.kind = Reading::Kind::Value;
        reading.value = geopoint(location);
        take_reading(form, *form.question(), reading, {});
    });
}

bool form_claims(const Talk& talk, const Said& said) {
    const auto& progress = talk.session().form;
    if (!progress) {
        return false;
    }
    if (progress->stage == kResume) {
        return talk.heard(said, "b.go_on") || talk.heard(said, "b.start_over");
    }
    const Question* question = open_question_of(talk);
    if (question == nullptr || question->list_name.empty()) {
        return false;
    }
    const auto form = talk.input().forms.find_key(progress->form_key);
    const auto list = form->lists.find(question->list_name);
    if (list == form->lists.end()) {
        return false;
    }
    return std::ranges::any_of(list->second, [&](const Choice& choice) {
        const auto words = words_of(choice);
        return std::ranges::find(words->said, said.text) != words->said.end();
    });
}

void form_before_switch(Talk& talk, std::string goal) {
    if (talk.session().dialogue != "form") {
        talk.enter("form");
    }
    with_form(talk, [&](FormTalk& form) {
        if (is_goal_of(form, goal)) {
            if (form.at.stage == kResume) {
                go_on(form);
            } else {
                put_open(form);
            }
            return;
        }
        if (form.at.stage != kResume) {
            talk.note("form.stage", form.at.stage);
        }
        talk.note("form.switch", goal);
        if (form.at.order.empty()) {  // nothing was answered yet: nothing is lost
            start_over(form);
            return;
        }
        form.at.stage = kResume;
        put_open(form);
    });
}

bool form_resume(Talk& talk, const Said& said) {
    auto& session = talk.session();
    if (!session.form || session.dialogue != "form" || session.form->stage == kResume) {
        return false;
    }
    const bool silent = talk.input().now - session.last_at > kAskWhetherToGoOn;
    if (!silent && !(talk.switched() && !says_it_all(talk, said))) {
        return false;
    }
    const auto period = session.form->period;
    if (period &&
        std::chrono::sys_days{talk.today()} > std::chrono::sys_days{closing_day(*period)}) {
        talk.say("report.closed_meanwhile", {{"month", short_month(*period, talk.language())}});
        talk.close("expired");
        return false;
    }
    talk.note("form.stage", session.form->stage);
    session.form->stage = kResume;
    ask(talk);
    return true;
}

}  // namespace conversation
