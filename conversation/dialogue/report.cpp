#include "conversation/answer/yes_no.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/form_dialogue.h"
#include "conversation/dialogue/report_start.h"
#include "conversation/dialogue/report_text.h"
#include "conversation/dialogue/team.h"
#include "conversation/thai/normalize.h"

#include <algorithm>

namespace conversation {

namespace {

// What the questions of the month may read of the register: what this house said before.
std::map<std::string, std::string> given_for(const Talk& talk, const House& house, Period period) {
    std::map<std::string, std::string> given{{"house_no", house.house_no}};
    if (const auto median = talk.reg().median_income(house.id)) {
        given["median_income"] = std::to_string(*median);
    }
    for (const auto& report : talk.reg().recent_reports(house.id, 3)) {
        if (report.period < period) {
            for (const auto& [field, value] : report.values) {
                given["last_" + field] = value;
            }
            break;
        }
    }
    if (is_on_behalf(talk, house.id)) {
        const auto one = assigned_house(talk, house.id);
        if (one && !one->occ_main.empty() && !given.contains("last_occ_main")) {
            given["last_occ_main"] = one->occ_main;
        }
    } else if (!given.contains("last_occ_main")) {  // the first report: what was said when joining
        const auto joined = talk.reg().last_saved(kJoinForm, house.id);
        if (const auto known = joined.find("occ_main"); known != joined.end()) {
            given["last_occ_main"] = known->second;
        }
    }
    return given;
}

std::optional<ReportView> report_asked_about(const Talk& talk) {
    const auto house = report_house(talk);
    const auto period = parse_period(talk.note("report.period"));
    return house && period ? talk.reg().report(house->id, *period) : std::nullopt;
}

// The month after the one asked about, when it has begun and is not reported yet.
std::optional<Period> other_month(const Talk& talk, const House& house, Period period) {
    const Period current = period_of(talk.today());
    if (period == current || talk.reg().report(house.id, current)) {
        return std::nullopt;
    }
    return current;
}

std::string month_button(const Talk& talk, Period period) {
    return talk.input().texts.get(
        "b.report_month", talk.language(), {{"month", short_month(period, talk.language())}});
}

void ask(Talk& talk) {
    const auto report = report_asked_about(talk);
    const auto house = report_house(talk);
    if (!report || !house) {
        talk.close("finished");
        say_menu(talk);
        return;
    }
    const bool shown = may_show_figures(talk, house->id);
    const TextArguments arguments{
        {"month", short_month(report->period, talk.language())},
        {"figures", shown ? report_figures(talk, *report) : std::string{}},
        {"who", reporter_text(talk, *report)}};
    if (!is_own(talk, *report) && is_on_behalf(talk, house->id)) {
        talk.say("behalf.exists",
                 {{"no", house->house_no},
                  {"month", short_month(report->period, talk.language())},
                  {"who", reporter_text(talk, *report)}},
                 {"b.use_this", "b.report_anew"});
        return;
    }
    if (!is_own(talk, *report)) {
        talk.say(shown ? "report.exists_other" : "report.exists_other_unseen",
                 arguments,
                 {"b.use_this", "b.report_anew"});
        return;
    }
    auto& message =
        talk.say(shown ? "report.exists_own" : "report.exists_own_unseen", arguments, {"b.fix"});
    if (const auto other = other_month(talk, *house, report->period)) {
        talk.button(message, month_button(talk, *other));
    }
    talk.button(message, talk.text("b.menu"));
}

// Correcting shows what is there: on a shared phone the digits are asked for first.
void correct_shown(Talk& talk, const Said& said, const House& house, const ReportView& report) {
    const std::string wish = said.command ? said.command->rest : std::string{};
    if (is_on_behalf(talk, house.id)) {  // nothing is shown: asked anew
        start_form(talk, report_start(talk, house, report.period, true));
        return;
    }
    if (may_show_figures(talk, house.id)) {
        start_correction(talk, report_start(talk, house, report.period, true), report, wish);
        return;
    }
    talk.note("correction.wish", wish);
    talk.note("correction.month", to_text(report.period));
    pursue(talk, std::string{kGoalCorrection});
}

void answer_own(Talk& talk, const Said& said, const House& house, const ReportView& report) {
    const auto other = other_month(talk, house, report.period);
    if (talk.heard(said, "b.fix") || said.is(Command::Correct)) {
        correct_shown(talk, said, house, report);
    } else if (other && (said.is(Command::Report) ||
                         said.text == normalize_answer(month_button(talk, *other)))) {
        start_form(talk, report_start(talk, house, *other, false));
    } else if (!begin_with_line(talk, said)) {
        ask(talk);
    }
}

void answer(Talk& talk, const Said& said) {
    const auto report = report_asked_about(talk);
    const auto house = report_house(talk);
    if (!report || !house || is_own(talk, *report)) {
        if (report && house) {
            answer_own(talk, said, *house, *report);
        } else {
            ask(talk);
        }
        return;
    }
    const auto button = talk.pick(said, {"b.use_this", "b.report_anew"});
    const auto yes = read_yes_no(said.raw);
    if (button == 0U || (!button && yes == true)) {
        const bool behalf = is_on_behalf(talk, house->id);
        talk.close("finished");
        talk.say("report.kept", {}, {behalf ? "b.not_reported" : "b.look", "b.menu"});
    } else if (button == 1U || yes == false || said.is(Command::Report)) {
        talk.note("form.insists", "1");
        start_form(talk, report_start(talk, *house, report->period, true));
    } else if (said.is(Command::Correct)) {
        correct_shown(talk, said, *house, *report);
    } else {
        ask(talk);
    }
}

// A line or a sentence that came for a month that the same person has reported: its figures replace
// those.
void correct_by_line(Talk& talk, const House& house, const ReportView& report) {
    const auto start = report_start(talk, house, report.period, true);
    if (may_show_figures(talk, house.id)) {
        start_correction(talk, start, report, {});
    } else {  // before → after would show what may not be shown
        start_form(talk, start);
    }
}

}  // namespace

const Dialogue kReport{"report", ask, answer};

FormStart report_start(const Talk& talk, const House& house, Period period, bool corrects) {
    return {.form = report_form(talk),
            .household = house.id,
            .period = period,
            .corrects = corrects,
            .given = given_for(talk, house, period)};
}

Period open_period(const Talk& talk) {
    return open_period(talk.today());
}

std::optional<House> report_house(const Talk& talk) {
    const std::string id = talk.note("behalf");
    if (id.empty()) {
        return house_of(talk);
    }
    for (auto& one : talk.reg().assigned(open_period(talk))) {
        if (std::to_string(one.house.id.value) == id && !one.closed) {
            return one.house;
        }
    }
    return std::nullopt;
}

bool is_own(const Talk& talk, const ReportView& report) {
    return report.reporter == talk.reg().contact().id;
}

void begin_report(Talk& talk, const House& house) {
    if (!report_form(talk)) {
        talk.close("finished");
        talk.say("report.no_form", {}, {"b.ask_officer"});
        return;
    }
    const auto said = parse_period(talk.note("form.month"));  // "ธ.ค. 8500 300"
    const Period period = said.value_or(open_period(talk));
    if (std::chrono::sys_days{talk.today()} > std::chrono::sys_days{closing_day(period)}) {
        talk.close("expired");  // while it was asked which house
        talk.say("report.closed_meanwhile", {{"month", short_month(period, talk.language())}});
        return;
    }
    const std::string id = std::to_string(house.id.value);
    talk.note("behalf", is_on_behalf(talk, house.id) ? id : std::string{});
    talk.note("house", id);
    talk.note("form.insists", {});
    talk.note("behalf.informant", {});
    const auto report = talk.reg().report(house.id, period);
    if (!report) {
        start_form(talk, report_start(talk, house, period, false));
        return;
    }
    // Who chats is offered both months instead; an SMS has room for one.
    const bool sentence = talk.sms() && !talk.note("form.said").empty();
    const bool figures = sentence || !talk.note("form.line").empty();
    if (figures && is_own(talk, *report)) {
        correct_by_line(talk, house, *report);
        return;
    }
    talk.enter("report", "exists");
    talk.note("report.period", to_text(period));
    ask(talk);
}

void correct_report(Talk& talk,
                    const House& house,
                    const ReportView& report,
                    const std::string& wish) {
    start_correction(talk, report_start(talk, house, report.period, true), report, wish);
}

}  // namespace conversation
