#include "conversation/answer/yes_no.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/report_lines.h"
#include "conversation/dialogue/report_start.h"
#include "conversation/dialogue/report_text.h"
#include "conversation/dialogue/sms_fit.h"
#include "conversation/dialogue/team.h"
#include "conversation/thai/money.h"

#include <algorithm>
#include <charconv>

// One message with a line a house, from a phone that serves several: all lines are read, shown back
// together and stored together, or nothing is.
namespace conversation {

namespace {

constexpr std::size_t kMostHouses = 20;
constexpr std::string_view kText = "houses.text";      // notes: the message
constexpr std::string_view kPeriod = "houses.period";  // the month it was read for

struct Reported {
    std::vector<House> houses;
    std::vector<FormSubmitted> reports;
    std::optional<LineFault> fault;
    std::string faulty_house;
};

std::int64_t figure(const FormSubmitted& report, const char* field) {
    const auto found = report.fields.find(field);
    std::int64_t value = 0;
    if (found != report.fields.end() && found->second.value) {
        const auto& text = *found->second.value;
        std::from_chars(text.data(), text.data() + text.size(), value);
    }
    return value;
}

// What one line reports; nothing where something would have to be asked.
std::optional<FormSubmitted> report_of(Talk& talk, const HouseLine& line, const std::string& raw) {
    const auto period = open_period(talk);
    const auto report = talk.reg().report(line.house->id, period);
    const bool behalf = is_on_behalf(talk, line.house->id);
    const bool other = !is_ready(*line.house) || (report && !is_own(talk, *report));
    if (line.period != period || (!behalf && other)) {
        return std::nullopt;
    }
    FormProgress at;
    const bool corrects = report && is_own(talk, *report);
    const auto start = report_start(talk, *line.house, period, corrects);
    auto form = scratch_form(talk, start, at);
    if (!fill_plainly(form, line.line, raw)) {
        return std::nullopt;
    }
    return submission_of(form);
}

void add_line(Talk& talk, Reported& all, const HouseLine& line, const std::string& raw) {
    const bool twice =
        std::ranges::find(all.houses, line.house->id, &House::id) != all.houses.end();
    const auto one =
        is_on_behalf(talk, line.house->id) ? assigned_house(talk, line.house->id) : std::nullopt;
    if (one && one->closed) {
        all.fault = LineFault{"behalf.closed", {{"no", line.house->house_no}}, {}};
        return;
    }
    const auto report = twice ? std::nullopt : report_of(talk, line, raw);
    if (!report) {
        all.fault = LineFault{
            twice ? "line.house_twice" : "line.alone", {{"house", line.house->house_no}}, {}};
        return;
    }
    all.houses.push_back(*line.house);
    all.reports.push_back(*report);
}

Reported read_lines(Talk& talk, const std::vector<HouseLine>& lines, const std::string& raw) {
    Reported all;
    for (const auto& line : lines) {
        if (!all.fault && line.fault) {
            all.fault = line.fault;
            all.faulty_house = line.line.house;
        } else if (!all.fault && !line.house) {
            all.fault = LineFault{"line.house_first", {}, {}};
        } else if (!all.fault) {
            add_line(talk, all, line, raw);
        }
    }
    return all;
}

std::vector<HouseLine> house_lines(Talk& talk, std::string_view text) {
    const auto houses = line_houses(talk);
    std::vector<HouseLine> lines;
    for (const auto line : lines_of(text)) {
        lines.push_back(read_house_line(talk, houses, line));
    }
    return lines;
}

// Nothing to store a second time: every line is what was reported a moment ago.
bool all_said_again(Talk& talk, const std::vector<HouseLine>& lines) {
    return std::ranges::all_of(lines, [&](const HouseLine& line) {
        return line.house && !line.fault && is_said_again(talk, *line.house, line);
    });
}

std::string figures_of(const FormSubmitted& report) {
    return with_commas(figure(report, "income_total")) + "/" +
           with_commas(figure(report, "saving_amount"));
}

std::string each_house(const Reported& all) {
    std::string text;
    for (std::size_t i = 0; i < all.houses.size(); ++i) {
        text += (i == 0 ? "" : " ") + all.houses[i].house_no + ": " + figures_of(all.reports[i]);
    }
    return text;
}

// The table to look through, where the channel can draw one.
Card table_of(const Talk& talk, const Reported& all) {
    Card card;
    card.title = short_month(open_period(talk), talk.language());
    for (std::size_t i = 0; i < all.houses.size(); ++i) {
        card.rows.push_back({talk.text("house.short_no_moo", {{"no", all.houses[i].house_no}}),
                             figures_of(all.reports[i])});
    }
    card.note = talk.text("form.is_it_right");
    return card;
}

// Houses whose month somebody else has reported: both will be kept.
std::string reported_twice(const Talk& talk, const Reported& all) {
    std::string rows;
    for (const auto& house : all.houses) {
        const auto report = talk.reg().report(house.id, open_period(talk));
        if (report && !is_own(talk, *report)) {
            rows += (rows.empty() ? "" : " ") + house.house_no;
        }
    }
    return rows.empty() ? rows : talk.text("behalf.reported_twice", {{"rows", rows}});
}

void put_read_back(Talk& talk, const Reported& all) {
    std::int64_t income = 0;
    std::int64_t saving = 0;
    for (const auto& report : all.reports) {
        income += figure(report, "income_total");
        saving += figure(report, "saving_amount");
    }
    const TextArguments arguments{{"month", short_month(open_period(talk), talk.language())},
                                  {"rows", each_house(all)},
                                  {"count", std::to_string(all.houses.size())},
                                  {"income", with_commas(income)},
                                  {"saving", with_commas(saving)}};
    auto& message = talk.say("line.houses", arguments, {"b.correct_it_is", "b.cancel"});
    message.text = fitting(talk, {message.text, talk.text("line.houses_sum", arguments)});
    message.card = table_of(talk, all);
    message.card->lead = reported_twice(talk, all);
    message.text = with_lead(talk, message.card->lead, message.text);
}

void say_line_fault(Talk& talk, const Reported& all) {
    say_fault(talk, *all.fault);
    if (!all.faulty_house.empty()) {
        auto& text = talk.last().text;
        text = fitting(talk, {all.faulty_house + ": " + text, text});
    }
}

void store(Talk& talk, const Reported& all) {
    const auto period = open_period(talk);
    for (const auto& report : all.reports) {
        talk.emit(report);
    }
    talk.close("finished");
    talk.say(talk.reg().erase_asked() ? "report.saved_erasing" : "line.houses_saved",
             {{"count", std::to_string(all.houses.size())},
              {"month", short_month(period, talk.language())},
              {"day", short_date(closing_day(period), talk.language())}},
             {"b.menu"});
}

void ask(Talk& talk) {
    const std::string text = talk.note(std::string{kText});
    const auto all = read_lines(talk, house_lines(talk, text), text);
    if (all.fault || talk.note(std::string{kPeriod}) != to_text(open_period(talk))) {
        talk.close("expired");
        talk.say("session.expired", {}, {"b.menu"});  // the month closed, or a house is gone
    } else {
        put_read_back(talk, all);
    }
}

void answer(Talk& talk, const Said& said) {
    const std::string text = talk.note(std::string{kText});
    if (said.raw == text) {
        talk.say("line.again_open", {}, {"b.correct_it_is", "b.cancel"});
    } else if (talk.heard(said, "b.correct_it_is") || read_yes_no(said.raw) == true) {
        const auto all = read_lines(talk, house_lines(talk, text), text);
        if (all.fault || talk.note(std::string{kPeriod}) != to_text(open_period(talk))) {
            ask(talk);
        } else {
            store(talk, all);
        }
    } else if (read_yes_no(said.raw) == false) {
        talk.close("cancelled");
        talk.say("cancelled", {}, {"b.menu"});
    } else if (!begin_several_houses(talk, said.raw)) {
        ask(talk);
    }
}

}  // namespace

const Dialogue kHouses{"houses", ask, answer};

bool begin_several_houses(Talk& talk, std::string_view text) {
    const auto count = lines_of(text).size();
    if (count < 2 || count > kMostHouses || line_houses(talk).size() < 2) {
        return false;
    }
    const auto lines = house_lines(talk, text);
    const bool any_house =
        std::ranges::any_of(lines, [](const HouseLine& line) { return !line.line.house.empty(); });
    const bool all_lines = std::ranges::all_of(
        lines, [](const HouseLine& line) { return line.line.kind != ReportLine::Kind::None; });
    if (!any_house || !all_lines) {
        return false;
    }
    const auto member = team_in_term(talk);
    const bool behalf = std::ranges::any_of(lines, [&](const HouseLine& line) {
        return line.house && is_on_behalf(talk, line.house->id);
    });
    if (behalf && member && !team_consented(talk, *member)) {
        pursue(talk, std::string{kGoalBehalf} + std::string{text});
        return true;
    }
    if (all_said_again(talk, lines)) {
        talk.say("line.again", {}, {"b.menu"});
        return true;
    }
    const std::string message{text};
    const auto all = read_lines(talk, lines, message);
    if (all.fault) {
        say_line_fault(talk, all);
        return true;
    }
    talk.enter("houses");
    talk.note(std::string{kText}, message);
    talk.note(std::string{kPeriod}, to_text(open_period(talk)));
    put_read_back(talk, all);
    return true;
}

}  // namespace conversation
