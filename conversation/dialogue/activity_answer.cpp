#include "conversation/answer/date.h"
#include "conversation/answer/number.h"
#include "conversation/dialogue/activity.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/sms_fit.h"
#include "conversation/text/clusters.h"

#include <algorithm>
#include <array>
#include <charconv>

// The questions of an answer, one step each:
//   taken → fix_reason        somebody answered before: may be corrected, with a reason
//   people → photos → note → check        done
//   day → reason                          postponed
//   reason                                called off
namespace conversation {

namespace {

constexpr std::int64_t kMostPeople = 2000;
constexpr std::size_t kLongestNote = 500;  // letters
constexpr std::size_t kDaysOffered = 7;

std::int64_t number_of(const std::string& text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::vector<AttachmentId> photos_of(const Talk& talk) {
    std::vector<AttachmentId> photos;
    const auto list = talk.note("act.photos");
    for (std::size_t from = 0; from < list.size();) {
        const auto end = std::min(list.find(',', from), list.size());
        photos.push_back({number_of(list.substr(from, end - from))});
        from = end + 1;
    }
    return photos;
}

std::string kept_text(const Said& said) {
    return std::string{cut_graphemes(said.raw, kLongestNote)};
}

void go(Talk& talk, const char* step, const TeamActivity& activity) {
    talk.enter("activity", step);
    ask_activity_step(talk, activity);
}

std::string people_words(const Talk& talk) {
    const auto people = talk.note("act.people");
    return people.empty() ? talk.input().texts.get("unknown", talk.language()) : people;
}

// An answer of which everything is known.
ActivityAnswered collected(const Talk& talk, const TeamActivity& activity) {
    ActivityAnswered event;
    event.activity = activity.id;
    event.occurrence = activity.occurrence;
    event.result = talk.note("act.result");
    event.reason = talk.note("act.reason");
    event.corrects = !talk.note("act.fixes").empty();
    if (event.result == "DONE") {
        event.done_on = std::min(activity.last, talk.today());
        event.note = talk.note("act.note");
        event.photos = photos_of(talk);
        if (const auto people = talk.note("act.people"); !people.empty()) {
            event.headcount = number_of(people);
        }
    } else if (event.result == "POSTPONED") {
        event.new_day = parse_day(talk.note("act.new_day"));
    }
    return event;
}

// Keeps it, unless somebody was faster meanwhile: then that answer is shown first.
void finish(Talk& talk, const TeamActivity& activity) {
    if (std::to_string(activity.answers) != talk.note("act.seen")) {
        talk.note("act.seen", std::to_string(activity.answers));
        if (activity.answer && talk.note("act.fixes").empty()) {
            talk.note("act.ready", "1");
            go(talk, "taken", activity);
            return;
        }
    }
    const auto event = collected(talk, activity);
    talk.emit(event);
    talk.close("finished");
    const auto day = event.new_day ? short_date(*event.new_day, talk.language()) : std::string{};
    say_titled(talk, "act.saved." + event.result, {{"day", day}}, activity, {"b.menu"});
}

void ask_taken(Talk& talk, const TeamActivity& activity) {
    const auto answer = activity.answer.value_or(ActivityAnswer{});
    say_titled(talk,
               "act.taken",
               {{"day", activity_days(talk, activity)}, {"answer", answer_words(talk, answer)}},
               activity,
               {"b.fix", "b.keep_answer"});
}

void answer_taken(Talk& talk, const Said& said, const TeamActivity& activity) {
    const auto pressed = talk.pick(said, {"b.fix", "b.keep_answer"});
    if (said.is(Command::Correct) || pressed == 0U) {
        talk.note("act.fixes", "1");
        go(talk, "fix_reason", activity);
    } else if (pressed == 1U) {
        talk.close("finished");
        talk.say("act.kept", {}, {"b.menu"});
    } else {
        ask_taken(talk, activity);
        offer_human(talk);
    }
}

void answer_fix_reason(Talk& talk, const Said& said, const TeamActivity& activity) {
    if (said.text.empty() || said.command) {
        talk.say("act.reason_needed");
        return;
    }
    talk.note("act.reason", kept_text(said));
    if (!talk.note("act.ready").empty()) {
        finish(talk, activity);
    } else if (talk.note("act.result").empty()) {
        go(talk, "which", activity);
    } else {
        begin_answer(talk, activity);
    }
}

// What the corrected answer is to be.
void answer_which(Talk& talk, const Said& said, const TeamActivity& activity) {
    static constexpr std::array kResults = {"DONE", "POSTPONED", "CANCELLED"};
    const auto pressed = talk.pick(said, {"b.done", "b.postpone", "b.call_off"});
    if (!pressed) {
        ask_activity_step(talk, activity);
        offer_human(talk);
        return;
    }
    talk.note("act.result", kResults.at(*pressed));
    begin_answer(talk, activity);
}

void answer_people(Talk& talk, const Said& said, const TeamActivity& activity) {
    const char* next_step = talk.sms() ? "note" : "photos";
    if (said.is(Command::Unknown) || said.is(Command::Skip)) {
        talk.note("act.people", {});
        go(talk, next_step, activity);
        return;
    }
    const auto number = read_integer(said.raw);
    const bool none = said.is(Command::None_);
    const auto people = none ? 0 : number_of(number.value);
    const bool read = none || (number.kind == AmountReading::Kind::Value && !number.value.empty());
    if (!read || people < 0 || people > kMostPeople) {
        talk.say("act.people_again", {{"most", std::to_string(kMostPeople)}});
        offer_human(talk);
        return;
    }
    talk.note("act.people", std::to_string(people));
    go(talk, next_step, activity);
}

void answer_photos(Talk& talk, const Said& said, const TeamActivity& activity) {
    if (said.is(Command::None_) || said.is(Command::Skip) || talk.heard(said, "b.no_photo") ||
        talk.heard(said, "b.enough")) {
        go(talk, "note", activity);
        return;
    }
    ask_activity_step(talk, activity);
    offer_human(talk);
}

void answer_note(Talk& talk, const Said& said, const TeamActivity& activity) {
    const bool nothing =
        said.is(Command::None_) || said.is(Command::Skip) || talk.heard(said, "b.nothing");
    talk.note("act.note", nothing ? std::string{} : kept_text(said));
    go(talk, "check", activity);
}

void ask_check(Talk& talk, const TeamActivity& activity) {
    const auto& texts = talk.input().texts;
    const auto label = [&](std::string_view key) { return texts.get(key, talk.language()); };
    const auto day = short_date(std::min(activity.last, talk.today()), talk.language());
    if (talk.sms()) {
        say_titled(talk, "act.check", {{"day", day}, {"people", people_words(talk)}}, activity);
        return;
    }
    Card card;
    card.lead = talk.text("act.check_lead");
    card.title = activity.title;
    card.rows = {{label("act.label.day"), day},
                 {label("act.label.people"), people_words(talk)},
                 {label("act.label.photos"), std::to_string(photos_of(talk).size())}};
    if (const auto note = talk.note("act.note"); !note.empty()) {
        card.rows.push_back({label("act.label.note"), note});
    }
    card.note = talk.text("act.check_note");
    std::string text = card.lead + "\n" + card.title;
    for (const auto& row : card.rows) {
        text += "\n" + row.label + " " + row.value;
    }
    auto& message = talk.say_plain(text + "\n" + card.note);
    message.card = std::move(card);
    talk.button(message, label("b.correct_it_is"));
    talk.button(message, label("b.fix"));
}

void answer_check(Talk& talk, const Said& said, const TeamActivity& activity) {
    const auto pressed = talk.pick(said, {"b.correct_it_is", "b.fix"});
    if (said.is(Command::Correct) || pressed == 1U) {
        talk.note("act.photos", {});
        begin_answer(talk, activity);
    } else if (pressed == 0U || talk.heard(said, "b.yes")) {
        finish(talk, activity);
    } else {
        ask_check(talk, activity);
        offer_human(talk);
    }
}

// Days to choose from, where one was not clear.
void ask_which_day(Talk& talk, const DateAnswer& read) {
    auto& message = talk.say("act.day_which");
    std::size_t offered = 0;
    for (const auto& candidate : read.candidates) {
        const auto day = parse_day(candidate);
        if (day && *day >= talk.today() && offered++ < kDaysOffered) {
            talk.button(message, short_date(*day, talk.language()));
        }
    }
}

void answer_day(Talk& talk, const Said& said, const TeamActivity& activity) {
    const auto read = read_date_answer(said.raw, talk.today());
    auto day = parse_day(read.value);
    if (day) {
        day = planned_day(said, *day, talk.today());
    }
    if (read.kind == DateReading::Kind::Ask && !read.candidates.empty()) {
        ask_which_day(talk, read);
    } else if (read.kind != DateReading::Kind::Value || !day) {
        talk.say("act.day_again");
        add_day_buttons(talk);
        offer_human(talk);
    } else if (*day < talk.today()) {
        talk.say("act.day_over", {{"day", short_date(*day, talk.language())}});
    } else if (*day == activity.first) {
        talk.say("act.day_same", {{"day", short_date(*day, talk.language())}});
    } else {
        talk.note("act.new_day", to_text(*day));
        if (talk.note("act.reason").empty()) {
            go(talk, "reason", activity);
        } else {
            finish(talk, activity);
        }
    }
}

void ask_reason(Talk& talk, const TeamActivity& activity) {
    const auto day = parse_day(talk.note("act.new_day"));
    if (talk.note("act.result") == "POSTPONED" && day) {
        say_titled(
            talk, "act.why_postponed", {{"day", short_date(*day, talk.language())}}, activity);
    } else {
        say_titled(talk, "act.why_cancelled", {{"day", activity_days(talk, activity)}}, activity);
    }
}

void answer_reason(Talk& talk, const Said& said, const TeamActivity& activity) {
    if (said.text.empty() || said.command) {
        talk.say("act.reason_needed");
        return;
    }
    talk.note("act.reason", kept_text(said));
    finish(talk, activity);
}

struct Step {
    std::string_view name;
    void (*ask)(Talk&, const TeamActivity&);
    void (*answer)(Talk&, const Said&, const TeamActivity&);
};

void ask_people(Talk& talk, const TeamActivity& activity) {
    say_titled(
        talk, "act.people", {{"day", activity_days(talk, activity)}}, activity, {"b.unknown"});
}

void ask_photos(Talk& talk, const TeamActivity& /*activity*/) {
    const auto count = photos_of(talk).size();
    if (count == 0) {
        talk.say("act.photos", {}, {"b.no_photo"});
    } else {
        talk.say("act.photos_more", {{"count", std::to_string(count)}}, {"b.enough"});
    }
}

constexpr auto kSteps = std::to_array<Step>({
    {"taken", ask_taken, answer_taken},
    {"fix_reason",
     [](Talk& talk, const TeamActivity& activity) {
         say_titled(talk, "act.why_fixed", {}, activity);
     },
     answer_fix_reason},
    {"which",
     [](Talk& talk, const TeamActivity& activity) {
         say_titled(talk, "act.which", {}, activity, {"b.done", "b.postpone", "b.call_off"});
     },
     answer_which},
    {"people", ask_people, answer_people},
    {"photos", ask_photos, answer_photos},
    {"note",
     [](Talk& talk, const TeamActivity& /*activity*/) { talk.say("act.note", {}, {"b.nothing"}); },
     answer_note},
    {"check", ask_check, answer_check},
    {"day",
     [](Talk& talk, const TeamActivity& activity) {
         say_titled(talk, "act.day", {{"day", activity_days(talk, activity)}}, activity);
         add_day_buttons(talk);
     },
     answer_day},
    {"reason", ask_reason, answer_reason},
});

const Step& step_of(const Talk& talk) {
    const auto* const found = std::ranges::find(kSteps, talk.session().step, &Step::name);
    return found == kSteps.end() ? kSteps.front() : *found;
}

}  // namespace

void ask_activity_step(Talk& talk, const TeamActivity& activity) {
    step_of(talk).ask(talk, activity);
}

void answer_activity_step(Talk& talk, const Said& said, const TeamActivity& activity) {
    step_of(talk).answer(talk, said, activity);
}

bool step_back_in_activity(Talk& talk) {
    const auto& step = talk.session().step;
    const char* before = step == "photos"                                        ? "people"
                         : step == "note" && talk.sms()                          ? "people"
                         : step == "note"                                        ? "photos"
                         : step == "check"                                       ? "note"
                         : step == "reason" && !talk.note("act.new_day").empty() ? "day"
                                                                                 : nullptr;
    if (before == nullptr) {
        return false;
    }
    talk.enter("activity", before);
    ask_again(talk);
    return true;
}

void begin_answer(Talk& talk, const TeamActivity& activity) {
    const auto result = talk.note("act.result");
    if (result == "DONE") {
        go(talk, "people", activity);
    } else if (result == "POSTPONED") {
        go(talk, "day", activity);
    } else if (!talk.note("act.reason").empty()) {
        finish(talk, activity);
    } else {
        go(talk, "reason", activity);
    }
}

}  // namespace conversation
