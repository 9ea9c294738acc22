#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/report_start.h"
#include "conversation/dialogue/report_text.h"
#include "conversation/dialogue/sms_fit.h"

namespace conversation {

namespace {

std::optional<OpenConflict> conflict_of(const Talk& talk, const House& house) {
    const auto period = parse_period(talk.note("conflict.period"));
    return period ? talk.reg().conflict(house.id, *period) : std::nullopt;
}

std::string described(const Talk& talk, const ReportView& report) {
    return reporter_text(talk, report) + " " + report_figures(talk, report);
}

void ask(Talk& talk) {
    const auto house = house_of(talk);
    const auto conflict = house ? conflict_of(talk, *house) : std::nullopt;
    if (!conflict) {
        talk.close("finished");
        talk.say("conflict.none", {}, {"b.look", "b.menu"});
        return;
    }
    talk.emit(OwnDataShown{house->id});
    const auto month = short_month(conflict->first.period, talk.language());
    auto& message = talk.say("conflict.ask",
                             {{"month", month},
                              {"first", described(talk, conflict->first)},
                              {"second", described(talk, conflict->second)}},
                             {"b.first_one", "b.second_one", "b.not_sure"});
    message.text = fitting(talk,
                           {message.text,
                            talk.text("conflict.ask_brief",
                                      {{"month", month},
                                       {"first", report_brief(talk, conflict->first)},
                                       {"second", report_brief(talk, conflict->second)}})});
}

void answer(Talk& talk, const Said& said) {
    const auto house = house_of(talk);
    const auto conflict = house ? conflict_of(talk, *house) : std::nullopt;
    const auto button = talk.pick(said, {"b.first_one", "b.second_one", "b.not_sure"});
    if (!conflict || !button) {
        ask(talk);
        return;
    }
    if (*button == 2U) {
        talk.close("finished");
        talk.say("conflict.left", {{"contact", talk.reg().office().contact}}, {"b.menu"});
        return;
    }
    const auto& kept = *button == 0U ? conflict->first : conflict->second;
    talk.emit(ConflictSettled{house->id, kept.period, kept.revision});
    talk.close("finished");
    talk.say("conflict.settled",
             {{"month", short_month(kept.period, talk.language())},
              {"figures", report_figures(talk, kept)}},
             {"b.look", "b.menu"});
}

}  // namespace

const Dialogue kConflict{"conflict", ask, answer};

void begin_conflict(Talk& talk, const House& house) {
    if (!may_show_figures(talk, house.id)) {
        ask_digits(talk);
        return;
    }
    const Period open = open_period(talk);
    for (const Period period : {open, previous(open), next(open)}) {
        if (talk.reg().conflict(house.id, period)) {
            talk.enter("conflict", "ask");
            talk.note("house", std::to_string(house.id.value));
            talk.note("conflict.period", to_text(period));
            ask(talk);
            return;
        }
    }
    talk.say("conflict.none", {}, {"b.look", "b.menu"});
    go_back_or_close(talk);
}

}  // namespace conversation
