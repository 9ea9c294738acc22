#include "conversation/answer/date.h"
#include "conversation/dialogue/activity.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/sms_fit.h"
#include "conversation/dialogue/team.h"
#include "conversation/text/clusters.h"

// The chair puts an activity into her team's plan: what, when, where, read back.
namespace conversation {

namespace {

constexpr std::size_t kLongestTitle = 120;  // letters

void go(Talk& talk, const char* step) {
    talk.enter("proposal", step);
    ask_again(talk);
}

Day day_of(const Talk& talk) {
    return parse_day(talk.note("propose.day")).value_or(talk.today());
}

void ask(Talk& talk) {
    const auto& step = talk.session().step;
    if (step == "title") {
        talk.say("propose.title");
    } else if (step == "day") {
        talk.say("propose.day");
        add_day_buttons(talk);
    } else if (step == "place") {
        talk.say("propose.place", {}, {"b.skip"});
    } else {
        const auto place = talk.note("propose.place");
        auto& message =
            talk.say_plain(with_echo(talk,
                                     "propose.check",
                                     {{"day", short_date(day_of(talk), talk.language())}},
                                     "title",
                                     talk.note("propose.title")));
        if (!talk.sms()) {
            message.text = talk.text(
                "propose.check",
                {{"title", talk.note("propose.title")},
                 {"day",
                  short_date(day_of(talk), talk.language()) + (place.empty() ? "" : " " + place)}});
        }
        talk.button(message, talk.input().texts.get("b.correct_it_is", talk.language()));
        talk.button(message, talk.input().texts.get("b.fix", talk.language()));
    }
}

void take_day(Talk& talk, const Said& said) {
    const auto read = read_date_answer(said.raw, talk.today());
    auto day = parse_day(read.value);
    if (day) {
        day = planned_day(said, *day, talk.today());
    }
    if (read.kind == DateReading::Kind::Ask && !read.candidates.empty()) {
        auto& message = talk.say("act.day_which");
        for (const auto& candidate : read.candidates) {
            const auto one = parse_day(candidate);
            if (one && *one >= talk.today() && message.quick_replies.size() < 7) {
                talk.button(message, short_date(*one, talk.language()));
            }
        }
    } else if (read.kind != DateReading::Kind::Value || !day) {
        talk.say("act.day_again");
        add_day_buttons(talk);
        offer_human(talk);
    } else if (*day < talk.today()) {
        talk.say("act.day_over", {{"day", short_date(*day, talk.language())}});
    } else {
        talk.note("propose.day", to_text(*day));
        go(talk, "place");
    }
}

void take_check(Talk& talk, const Said& said) {
    const auto pressed = talk.pick(said, {"b.correct_it_is", "b.fix"});
    if (said.is(Command::Correct) || pressed == 1U) {
        go(talk, "title");
    } else if (pressed == 0U || talk.heard(said, "b.yes")) {
        talk.emit(
            ActivityProposed{talk.note("propose.title"), talk.note("propose.place"), day_of(talk)});
        talk.close("finished");
        talk.say("propose.saved", {}, {"b.menu"});
    } else {
        ask(talk);
        offer_human(talk);
    }
}

void answer(Talk& talk, const Said& said) {
    const auto& step = talk.session().step;
    if (step == "title") {
        if (said.text.empty() || said.command) {
            ask(talk);
            offer_human(talk);
            return;
        }
        talk.note("propose.title", std::string{cut_graphemes(said.raw, kLongestTitle)});
        go(talk, "day");
    } else if (step == "day") {
        take_day(talk, said);
    } else if (step == "place") {
        const bool none = said.is(Command::Skip) || said.is(Command::None_);
        talk.note("propose.place",
                  none ? std::string{} : std::string{cut_graphemes(said.raw, kLongestTitle)});
        go(talk, "check");
    } else {
        take_check(talk, said);
    }
}

bool back(Talk& talk) {
    const auto& step = talk.session().step;
    if (step == "title") {
        return false;
    }
    go(talk, step == "day" ? "title" : step == "place" ? "day" : "place");
    return true;
}

}  // namespace

const Dialogue kProposal{"proposal", ask, answer, back};

void begin_proposal(Talk& talk) {
    const auto member = team_in_term(talk);
    if (!member || !has_role(*member, {"CHAIR"})) {
        talk.close("finished");
        talk.say("propose.chair_only", {}, {"b.ask_officer", "b.menu"});
        return;
    }
    go(talk, "title");
}

}  // namespace conversation
