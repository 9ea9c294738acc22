#include "conversation/answer/line_month.h"
#include "conversation/answer/occupation_words.h"
#include "conversation/answer/sentence.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/report_lines.h"
#include "conversation/dialogue/report_start.h"
#include "conversation/dialogue/report_text.h"
#include "conversation/dialogue/team.h"
#include "conversation/thai/amount.h"
#include "conversation/thai/normalize.h"

#include <algorithm>
#include <array>

namespace conversation {

namespace {

constexpr std::chrono::minutes kSaidAgain{10};
constexpr std::size_t kCodeDigits = 6;
constexpr std::size_t kMostHouseDigits = 3;  // a figure has more
constexpr std::size_t kFewestDigits = 3;     // of a bare figure that is worth an explanation

bool is_called(const House& house, std::string_view said) {
    return house.house_no == said || (!house.code.empty() && house.code == said);
}

std::ptrdiff_t count_called(const std::vector<House>& houses, std::string_view said) {
    return std::ranges::count_if(houses,
                                 [&](const House& house) { return is_called(house, said); });
}

bool is_house_number(std::string_view said) {
    const bool figures = said.find_first_not_of("0123456789/") == std::string_view::npos;
    return figures && !said.empty() &&
           (said.size() <= kMostHouseDigits || said.size() == kCodeDigits ||
            said.find('/') != std::string_view::npos);
}

// A code that is not one's own is never looked up here: whether it exists is nobody's business.
LineFault house_fault(const std::string& house) {
    const bool code = house.size() == kCodeDigits && house.find('/') == std::string::npos;
    return {code ? "line.house_not_yours" : "line.house_unknown", {{"house", house}}, {}};
}

void find_house(HouseLine& found, const std::vector<House>& houses) {
    const auto& said = found.line.house;
    if (said.empty()) {
        found.house = houses.size() == 1 ? std::optional{houses.front()} : std::nullopt;
        return;
    }
    const auto named = count_called(houses, said);
    if (named == 0) {
        found.fault = house_fault(said);
    } else if (named == 1) {  // of several with one number it is asked which
        found.house = *std::ranges::find_if(
            houses, [&](const House& house) { return is_called(house, said); });
    }
}

// A month that is not open any more, or not yet; nothing where its report can be sent or corrected.
std::optional<LineFault> month_fault(const Talk& talk, Period period) {
    const TextArguments arguments{{"month", short_month(period, talk.language())},
                                  {"open", short_month(open_period(talk), talk.language())}};
    if (period > period_of(talk.today())) {
        return LineFault{"line.month_future", arguments, {}};
    }
    if (std::chrono::sys_days{talk.today()} > std::chrono::sys_days{closing_day(period)}) {
        return LineFault{"line.month_closed", arguments, {}};
    }
    return std::nullopt;
}

// "key value key value": the line again, without its house.
std::string without_house(const ReportLine& line) {
    std::string text;
    for (const auto& value : line.values) {
        text += (text.empty() ? "" : " ") + (value.key.empty() ? "" : value.key + " ") + value.said;
    }
    return text;
}

void keep_line(Talk& talk, std::string line, const std::string& raw, PlacedWords words) {
    talk.note("form.line", std::move(line));
    talk.note("form.line.raw", raw);
    talk.note("form.line.words", words == PlacedWords::Anything ? "1" : "");
}

// The line waits without its house, with the month it names.
void keep_house_line(Talk& talk, const HouseLine& found, const std::string& raw) {
    keep_line(talk, without_house(found.line), raw, PlacedWords::Figures);
    talk.note("form.month", found.month_said ? to_text(found.period) : std::string{});
}

// One of several houses, none of them named, for which the same was reported a moment ago.
std::optional<House> house_said_again(Talk& talk, const HouseLine& found) {
    for (const auto& house : talk.reg().houses()) {
        if (is_ready(house) && is_said_again(talk, house, found)) {
            return house;
        }
    }
    return std::nullopt;
}

bool tell_said_again(Talk& talk, const HouseLine& found) {
    if (found.house) {
        const bool again = is_ready(*found.house) && is_said_again(talk, *found.house, found);
        if (again) {
            talk.say("line.again", {}, {"b.look", "b.menu"});
        }
        return again;
    }
    const auto house = house_said_again(talk, found);
    if (house && found.line.house.empty()) {
        talk.say("line.again_house", {{"house", house->house_no}}, {"b.look", "b.menu"});
        return true;
    }
    return false;
}

// A line for a house that is reported for.
void begin_behalf_line(Talk& talk, const HouseLine& found, const std::string& raw) {
    const auto member = team_in_term(talk);
    const auto one = assigned_house(talk, found.house->id);
    if (!member || !one) {
        say_fault(talk, house_fault(found.house->house_no));
    } else if (!team_consented(talk, *member)) {
        pursue(talk, std::string{kGoalBehalf} + raw);
    } else if (one->closed) {
        talk.say("behalf.closed", {{"no", one->house.house_no}}, {"b.not_reported", "b.menu"});
    } else if (is_said_again(talk, one->house, found)) {
        talk.say("line.again", {}, {"b.not_reported", "b.menu"});
    } else {
        keep_house_line(talk, found, raw);
        begin_report(talk, one->house);
    }
}

// Several houses she may report for have this number: which one is asked, the line waits.
void ask_which_assigned(Talk& talk, const HouseLine& found, const std::string& raw) {
    keep_house_line(talk, found, raw);
    pursue(talk, std::string{kGoalBehalf} + found.line.house);
}

// The line's house among one's own and those to report for. What names no house is one's own.
HouseLine read_any_house_line(Talk& talk, std::string_view text) {
    const auto own = talk.reg().houses();
    auto found = read_house_line(talk, line_houses(talk), text);
    const bool is_mine = found.line.house.empty() ? own.size() == 1
                                                  : !found.house && !found.fault &&
                                                        count_called(own, found.line.house) == 1;
    return is_mine ? read_house_line(talk, own, text) : found;
}

void begin_house_line(Talk& talk, const HouseLine& found, const std::string& raw) {
    const auto houses = talk.reg().houses();
    if (found.house && is_on_behalf(talk, found.house->id)) {
        begin_behalf_line(talk, found, raw);
        return;
    }
    if (!found.house && count_called(houses, found.line.house) == 0) {
        if (!found.line.house.empty()) {
            ask_which_assigned(talk, found, raw);
            return;
        }
        if (houses.empty()) {
            talk.say("line.house_first", {}, {"b.not_reported", "b.menu"});
            return;
        }
    }
    if (tell_said_again(talk, found)) {
        return;
    }
    if (found.house) {
        talk.note("house", std::to_string(found.house->id.value));
        if (houses.size() > 1) {
            talk.emit(HouseChosen{found.house->id});
        }
    }
    keep_house_line(talk, found, raw);
    pursue(talk, std::string{kGoalReport});
}

bool has_own_report(const Talk& talk, const House& house, Period period) {
    const auto report = talk.reg().report(house.id, period);
    return report && is_own(talk, *report);
}

// Does the sentence reader find as much? Then the person wrote words, and is answered as one who
// chats; by SMS, which costs, a line stays a line.
bool is_for_the_sentence_reader(const Talk& talk, const HouseLine& found, const std::string& raw) {
    if (found.line.kind != ReportLine::Kind::Named || !found.line.house.empty() ||
        found.month_said) {
        return false;
    }
    if (talk.sms() && found.house && has_own_report(talk, *found.house, found.period)) {
        return false;  // one figure by its name corrects what was sent
    }
    if (found.line.values.size() < 2) {
        return true;
    }
    if (talk.sms()) {
        return false;
    }
    if (found.fault && found.fault->key == "line.bad") {
        return true;
    }
    const auto sentence = read_sentence(raw, occupation_phrases());
    const auto told =
        std::ranges::count_if(sentence.money, [](const auto& money) { return money.has_value(); });
    return !found.fault && static_cast<std::size_t>(told) >= found.line.values.size();
}

bool begin_report_line(Talk& talk, const std::string& text, const std::string& raw) {
    const auto form = report_form(talk);
    if (!form) {
        return false;
    }
    const auto houses = line_houses(talk);
    if (houses.empty()) {
        const auto line = read_line(*form, text, PlacedWords::Figures);
        const bool is_line = line.kind != ReportLine::Kind::None && line.values.size() > 1;
        if (is_line) {
            talk.say("line.not_registered", {}, {"b.register", "b.ask_officer"});
        }
        return is_line;
    }
    if (begin_several_houses(talk, text)) {
        return true;
    }
    const auto found = read_any_house_line(talk, text);
    if (found.line.kind == ReportLine::Kind::None ||
        (is_for_the_sentence_reader(talk, found, raw) && begin_with_facts(talk, Said::read(raw)))) {
        return found.line.kind != ReportLine::Kind::None;
    }
    if (found.fault) {
        say_fault(talk, *found.fault);
    } else {
        begin_house_line(talk, found, raw);
    }
    return true;
}

// A figure alone, by SMS, with nothing asked: what it would have to stand with.
bool explain_bare_figure(Talk& talk, const Said& said) {
    const auto form = report_form(talk);
    const auto houses = talk.reg().houses();
    const auto month = take_line_month(said.raw, talk.today());
    const std::string& text = month ? month->rest : said.text;
    const bool figure = text.size() >= kFewestDigits &&
                        (text.find_first_not_of("0123456789 ,.-") == std::string::npos ||
                         read_amount(text).kind == AmountReading::Kind::Value);
    if (!talk.sms() || !form || houses.empty() || !figure) {
        return false;
    }
    const auto closed = month && month->period ? month_fault(talk, *month->period) : std::nullopt;
    if (closed) {
        say_fault(talk, *closed);
        return true;
    }
    FormProgress at;
    const auto start = report_start(talk, houses.front(), open_period(talk), false);
    const auto house = houses.size() > 1 ? houses.front().house_no : std::string{};
    say_fault(talk, what_to_send(scratch_form(talk, start, at), house));
    return true;
}

// "ราคา 12 30": what stands behind a word that begins a form.
struct Meant {
    std::shared_ptr<const Form> form;
    std::string rest;
};

std::optional<Meant> form_meant(const Talk& talk, const Said& said) {
    for (auto& form : talk.input().forms.all()) {
        for (const auto& keyword : form->sms_keywords) {
            const auto word = normalize_answer(keyword);
            const bool more =
                said.text.size() > word.size() + 1 && said.text.starts_with(word) &&
                std::string_view{" :#*"}.find(said.text[word.size()]) != std::string_view::npos;
            if (more) {
                return Meant{form, said.text.substr(word.size() + 1)};
            }
        }
    }
    return std::nullopt;
}

// Any form, begun by its word and filled by the same line.
bool begin_form_line(Talk& talk, const Meant& meant, const std::string& raw) {
    FormProgress at;
    const auto start = FormStart{.form = meant.form, .household = {}};
    const auto scratch = scratch_form(talk, start, at);
    const auto line = read_line(*meant.form, meant.rest, PlacedWords::Anything);
    if (const auto fault = fault_of(scratch, line)) {
        say_fault(talk, *fault);
        return true;
    }
    keep_line(talk, meant.rest, raw, PlacedWords::Anything);
    pursue(talk, std::string{kGoalForm} + meant.form->id);
    return true;
}

// The line, and the month it names.
HouseLine read_month_line(Talk& talk, const Form& form, std::string_view text) {
    HouseLine found;
    found.period = open_period(talk);
    const auto month = take_line_month(text, talk.today());
    found.line =
        read_line(form, month ? std::string_view{month->rest} : text, PlacedWords::Figures);
    if (month && month->period) {
        found.period = *month->period;
        found.month_said = true;
    }
    return found;
}

// A line, or one amount.
bool tells_amounts(const Form& form, const std::string& text) {
    return read_line(form, text, PlacedWords::Figures).kind != ReportLine::Kind::None ||
           read_amount(text).kind != AmountReading::Kind::None;
}

// Whoever speaks for several houses begins with one, however it is written.
bool may_lead(const std::vector<House>& houses, std::string_view first) {
    return houses.size() > 1 && first.find_first_not_of("0123456789/") == std::string_view::npos;
}

}  // namespace

HouseLine read_house_line(Talk& talk, const std::vector<House>& houses, std::string_view text) {
    const auto form = report_form(talk);
    HouseLine found = read_month_line(talk, *form, text);
    auto& line = found.line;
    const bool placed = line.kind == ReportLine::Kind::Placed;
    const bool one_more =
        placed && line.house.empty() && line.values.size() > line_fields(*form).figures;
    if (one_more && count_called(houses, line.values.front().said) > 0) {
        take_house(line);
    }
    find_house(found, houses);
    if (line.kind == ReportLine::Kind::None || found.fault) {
        return found;
    }
    FormProgress at;
    const auto house = found.house.value_or(houses.front());
    const auto start = report_start(talk, house, found.period, false);
    const auto scratch = scratch_form(talk, start, at);
    found.fault = fault_of(scratch, line);
    if (placed && houses.size() > 1 && line.house.empty() && !one_more &&
        count_called(houses, line.values.front().said) > 0) {
        found.fault = what_to_send(scratch, line.values.front().said);  // a house and too little
    }
    const auto& first = placed && !line.values.empty() ? line.values.front().said : std::string{};
    const bool strange_house = found.fault && one_more && line.house.empty() &&
                               (is_house_number(first) || may_lead(houses, first));
    if (strange_house) {
        found.fault = house_fault(first);
    } else if (const auto closed = month_fault(talk, found.period)) {
        found.fault = closed;
    }
    return found;
}

bool is_ready(const House& house) {
    return house.consented && !house.relation.empty() && house.has_baseline;
}

bool is_said_again(Talk& talk, const House& house, const HouseLine& said) {
    const auto report = talk.reg().report(house.id, said.period);
    if (!report || !is_own(talk, *report) || talk.input().now - report->reported_at > kSaidAgain) {
        return false;
    }
    FormProgress at;
    const auto start = report_start(talk, house, report->period, true);
    return says_nothing_new(
        scratch_form(talk, start, at), said.line, [&](const Question& question) -> std::string {
            const auto value = report->values.find(question.save_to);
            return value == report->values.end() ? std::string{} : value->second;
        });
}

bool begin_with_line(Talk& talk, const Said& said) {
    if (const auto meant = form_meant(talk, said)) {
        if (!meant->form->monthly) {
            return begin_form_line(talk, *meant, said.raw);
        }
        return begin_report_line(talk, meant->rest, said.raw);
    }
    return begin_report_line(talk, said.raw, said.raw) || explain_bare_figure(talk, said);
}

// The house that stands in front: said to be one, or one's own; at a read-back, where a line is
// sent anew, also another's that has the look of one.
void find_house_in_front(const FormTalk& form, const std::vector<House>& houses, ReportLine& line) {
    if (line.kind != ReportLine::Kind::Placed || !line.house.empty() ||
        line.values.size() <= line_fields(*form.form).figures) {
        return;
    }
    const std::string first = line.values.front().said;
    const bool strange = form.at.stage == kReadBack && is_house_number(first);
    if (strange || count_called(houses, first) > 0) {
        take_house(line);
    }
}

bool take_house_line(FormTalk& form, const Said& said) {
    const bool may_be = form.form->monthly && form.at.household && !said.command &&
                        said.raw.find_first_of(" \n:=#*") != std::string::npos;
    if (!may_be) {
        return false;
    }
    const auto lines = lines_of(said.raw);
    auto line =
        lines.empty() ? ReportLine{} : read_line(*form.form, lines.front(), PlacedWords::Figures);
    const auto houses = line_houses(form.talk);
    find_house_in_front(form, houses, line);
    if (line.kind == ReportLine::Kind::None || line.house.empty()) {
        return false;
    }
    const auto own = std::ranges::find(houses, form.at.household, &House::id);
    if (count_called(houses, line.house) == 0) {
        say_fault(form.talk, house_fault(line.house));
    } else if (lines.size() > 1 || own == houses.end() || !is_called(*own, line.house)) {
        const auto house = own == houses.end() ? std::string{} : own->house_no;
        form.talk.say("line.other_house", {{"house", house}}, {"b.cancel"});
    } else if (const auto fault = fault_of(form, line)) {
        say_fault(form.talk, *fault);
    } else {
        const auto bare = Said::read(without_house(line));
        return take_line(form, bare, said.raw);
    }
    return true;
}

bool take_month_line(FormTalk& form, Said& said) {
    const auto* question = form.question();
    const bool may_be = form.form->monthly && form.at.period && !said.command &&
                        (question == nullptr || question->type != QuestionType::Text);
    const auto month = may_be ? take_line_month(said.raw, form.talk.today()) : std::nullopt;
    if (!month || !tells_amounts(*form.form, month->rest)) {
        return false;
    }
    if (!month->period || *month->period == *form.at.period) {
        said = Said::read(month->rest);
        return false;
    }
    const LineFault busy{
        "line.month_open", {{"open", short_month(*form.at.period, form.talk.language())}}, {}};
    say_fault(form.talk, month_fault(form.talk, *month->period).value_or(busy));
    return true;
}

// The dialogues that ask for one of a few words have to let a report pass.
bool take_line_beside(Talk& talk, const Said& said) {
    static constexpr auto kShort = std::to_array<std::string_view>(
        {"leaving", "take_back", "withdraw", "erase", "correction", "report"});
    const auto& session = talk.session();
    const bool open = std::ranges::find(kShort, session.dialogue) != kShort.end() &&
                      session.step != "late";  // which asks for words to the officer
    const auto form = report_form(talk);
    if (!open || said.command || !form || talk.reg().houses().empty()) {
        return false;
    }
    const auto month = take_line_month(said.raw, talk.today());
    if (!is_whole_line(*form, month ? month->rest : said.raw)) {
        return false;
    }
    if (session.form) {
        talk.enter("form");
        kForm.answer(talk, said);
        return true;
    }
    return begin_with_line(talk, said);
}

void forget_line(Talk& talk) {
    for (const char* note : {"form.line", "form.line.raw", "form.line.words", "form.month"}) {
        talk.note(note, {});
    }
}

}  // namespace conversation
