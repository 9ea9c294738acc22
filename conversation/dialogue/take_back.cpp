#include "conversation/answer/yes_no.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/report_start.h"

namespace conversation {

namespace {

// The report that can still be taken back: this contact's, of the month that is open.
std::optional<ReportView> own_report(const Talk& talk, const House& house) {
    const auto report = talk.reg().report(house.id, open_period(talk));
    return report && is_own(talk, *report) ? report : std::nullopt;
}

std::string month_of(const Talk& talk, const ReportView& report) {
    return short_month(report.period, talk.language());
}

void nothing_there(Talk& talk) {
    talk.say("take_back.none", {}, {"b.erase", "b.menu"});
    go_back_or_close(talk);
}

void ask(Talk& talk) {
    const auto house = house_of(talk);
    const auto report = house ? own_report(talk, *house) : std::nullopt;
    if (!report) {
        nothing_there(talk);
        return;
    }
    talk.say("take_back.ask",
             {{"month", month_of(talk, *report)}},
             {"b.take_back", "b.erase", "b.erase_no"});
}

void take_back(Talk& talk, const House& house, const ReportView& report) {
    talk.emit(ReportTakenBack{house.id, report.period});
    talk.session().form.reset();
    talk.close("finished");
    talk.say("take_back.done",
             {{"month", month_of(talk, report)},
              {"day", short_date(closing_day(report.period), talk.language())}},
             {"b.report", "b.menu"});
}

void answer(Talk& talk, const Said& said) {
    const auto house = house_of(talk);
    const auto report = house ? own_report(talk, *house) : std::nullopt;
    const auto button = talk.pick(said, {"b.take_back", "b.erase", "b.erase_no"});
    const auto yes = button ? std::optional<bool>{} : read_yes_no(said.raw);  // "2" is no "no" here
    if (!report) {
        nothing_there(talk);
    } else if (button == 0U || yes == true) {
        take_back(talk, *house, *report);
    } else if (button == 1U) {
        begin_erase(talk);
    } else if (button == 2U || yes == false) {
        talk.say("erase.kept", {}, {"b.menu"});
        go_back_or_close(talk);
    } else {
        ask(talk);
    }
}

}  // namespace

const Dialogue kTakeBack{"take_back", ask, answer};

void begin_take_back(Talk& talk) {
    talk.enter("take_back", "ask");
    ask(talk);
}

bool has_report_to_take_back(const Talk& talk) {
    for (const auto& house : talk.reg().houses()) {
        if (own_report(talk, house)) {
            return true;
        }
    }
    return false;
}

}  // namespace conversation
