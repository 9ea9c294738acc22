#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/report_text.h"
#include "conversation/thai/normalize.h"

#include <algorithm>

namespace conversation {

namespace {

constexpr unsigned kMonthsOffered = 3;

bool still_open(const Talk& talk, Period period) {
    return std::chrono::sys_days{talk.today()} <= std::chrono::sys_days{closing_day(period)};
}

void ask_month(Talk& talk) {
    const auto house = house_of(talk);
    auto& message = talk.say("correction.which");
    for (const auto& report :
         house ? talk.reg().recent_reports(house->id, kMonthsOffered) : std::vector<ReportView>{}) {
        talk.option(message, short_month(report.period, talk.language()));
    }
    talk.button(message, talk.text("b.cancel"));
}

void ask_late(Talk& talk) {
    const auto period = parse_period(talk.note("correction.period"));
    if (!period) {
        ask_month(talk);
        return;
    }
    talk.say("correction.late",
             {{"month", short_month(*period, talk.language())},
              {"day", short_date(closing_day(*period), talk.language())}},
             {"b.cancel"});
}

void ask(Talk& talk) {
    if (talk.session().step == "late") {
        ask_late(talk);
    } else {
        ask_month(talk);
    }
}

void open_month(Talk& talk, const House& house, const ReportView& report) {
    const std::string wish = talk.note("correction.wish");
    if (still_open(talk, report.period)) {
        talk.note("correction.wish", {});
        correct_report(talk, house, report, wish);
        return;
    }
    talk.enter("correction", "late");
    talk.note("correction.period", to_text(report.period));
    ask_late(talk);
}

bool names_month(const Talk& talk, const Said& said, Period period) {
    return std::ranges::any_of(talk.input().texts.languages(), [&](const std::string& language) {
        return said.text == normalize_answer(short_month(period, language)) ||
               said.text == normalize_answer(month_name(period, language));
    });
}

void answer_month(Talk& talk, const Said& said, const House& house) {
    const auto reports = talk.reg().recent_reports(house.id, kMonthsOffered);
    for (std::size_t i = 0; i < reports.size(); ++i) {
        if (said.text == std::to_string(i + 1) || names_month(talk, said, reports[i].period)) {
            open_month(talk, house, reports[i]);
            return;
        }
    }
    ask_month(talk);
    offer_human(talk);
}

void send_late(Talk& talk, const Said& said, const House& house) {
    const std::string wish = talk.note("correction.wish");  // "แก้ รายได้", said before the month
    talk.emit(OfficerAsked{
        .kind = "CORRECTION",
        .household = house.id,
        .text = talk.note("correction.period") + ": " + (wish.empty() ? "" : wish + " ") + said.raw,
        .attachment = {}});
    talk.note("correction.wish", {});
    talk.say("correction.late_sent", {{"contact", talk.reg().office().contact}}, {"b.menu"});
    go_back_or_close(talk);
}

void answer(Talk& talk, const Said& said) {
    const auto house = house_of(talk);
    if (!house) {
        talk.say("not_linked", {}, {"b.register", "b.ask_officer"});
        go_back_or_close(talk);
    } else if (talk.session().step == "late") {
        send_late(talk, said, *house);
    } else {
        answer_month(talk, said, *house);
    }
}

bool back(Talk& talk) {
    if (talk.session().step != "late") {
        return false;
    }
    talk.enter("correction", "month");
    ask_month(talk);
    return true;
}

}  // namespace

const Dialogue kCorrection{"correction", ask, answer, back};

void begin_correction(Talk& talk, const House& house) {
    const auto reports = talk.reg().recent_reports(house.id, kMonthsOffered);
    if (reports.empty()) {
        talk.say("correction.none", {}, {"b.report", "b.menu"});
        go_back_or_close(talk);
        return;
    }
    talk.note("house", std::to_string(house.id.value));
    if (!may_show_figures(talk, house.id)) {
        ask_digits(talk);
        return;
    }
    const std::string month = talk.note("correction.month");
    talk.note("correction.month", {});
    for (const auto& report : reports) {
        if (to_text(report.period) == month) {  // asked about already
            open_month(talk, house, report);
            return;
        }
    }
    if (!talk.note("correction.wish").empty() && still_open(talk, reports.front().period)) {
        open_month(talk, house, reports.front());
        return;
    }
    talk.enter("correction", "month");
    ask_month(talk);
}

}  // namespace conversation
