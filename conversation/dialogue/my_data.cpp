#include "conversation/answer/code.h"
#include "conversation/dialogue/code_guard.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/report_text.h"
#include "conversation/dialogue/sms_fit.h"
#include "conversation/dialogue/team.h"
#include "conversation/thai/money.h"

namespace conversation {

namespace {

constexpr unsigned kMonthsShown = 3;

// "ปีงบประมาณ 2569 ออมรวม 300 บาท"; an unknown sum is said to be so, never called zero.
std::string saved_line(const Talk& talk, const House& house) {
    const int year = fiscal_year_be(talk.today());
    const auto saved = talk.reg().saved_in_year(house.id, year);
    return talk.text(saved ? "my_data.saved" : "my_data.saved_unknown",
                     {{"year", std::to_string(year)}, {"saved", with_commas(saved.value_or(0))}});
}

// As many months as one message holds, and what was saved this year.
std::string sms_text(const Talk& talk, const House& house, const std::vector<ReportView>& reports) {
    const std::string before = talk.reg().houses().size() > 1 ? house.house_no + ": " : "";
    std::vector<std::string> variants;
    for (auto count = reports.size(); count > 0; --count) {
        std::string text = before;
        for (std::size_t i = 0; i < count; ++i) {
            text += report_line(talk, reports[i]) + " ";
        }
        variants.push_back(text + saved_line(talk, house));
    }
    return reports.empty() ? before + talk.text("my_data.none") : fitting(talk, variants);
}

void show(Talk& talk, const House& house) {
    const auto reports = talk.reg().recent_reports(house.id, kMonthsShown);
    if (talk.sms()) {
        talk.emit(OwnDataShown{house.id});
        talk.say_plain(sms_text(talk, house, reports));
        return;
    }
    std::string lines;
    for (const auto& report : reports) {
        lines += "\n" + report_line(talk, report);
    }
    lines += "\n" + (reports.empty() ? talk.text("my_data.none") : saved_line(talk, house));
    talk.emit(OwnDataShown{house.id});
    auto& message = talk.say("my_data.show",
                             {{"house", house_label(talk, house)}, {"lines", lines}},
                             {"b.correct", "b.menu"});
    if (reports.empty()) {
        return;  // nothing to put into a table
    }
    Card card;
    card.title = house_label(talk, house);
    for (const auto& report : reports) {
        card.rows.push_back(
            {short_month(report.period, talk.language()), report_figures(talk, report)});
    }
    card.note = reports.empty() ? talk.text("my_data.none") : saved_line(talk, house);
    message.card = std::move(card);
}

void ask(Talk& talk) {
    talk.say("my_data.digits", {}, {"b.cancel"});
}

// In the session: the digits of this house were given.
std::string digits_note(HouseholdId house) {
    return "digits." + std::to_string(house.value);
}

std::string digits_of(const Said& said) {
    std::string digits;
    for (const char c : said.text) {
        if (c >= '0' && c <= '9') {
            digits += c;
        }
    }
    return digits;
}

void answer(Talk& talk, const Said& said) {
    const auto house = house_of(talk);
    if (!house) {
        talk.say("not_linked", {}, {"b.register", "b.ask_officer"});
        go_back_or_close(talk);
        return;
    }
    const std::string digits = digits_of(said);
    if (refuse_hasty_code(talk)) {
        return;
    }
    if (digits.size() >= 2 && house->code.ends_with(digits)) {
        talk.note(digits_note(house->id), "1");
        pursue(talk, talk.session().then);
    } else if (digits.size() >= 2) {
        count_wrong_code(talk, "my_data.wrong_digits", {"b.cancel", "b.ask_officer"});
    } else {
        talk.say("my_data.wrong_digits", {}, {"b.cancel", "b.ask_officer"});
    }
}

}  // namespace

const Dialogue kMyData{"my_data", ask, answer};

bool may_show_figures(const Talk& talk, HouseholdId house) {
    return !is_on_behalf(talk, house) &&
           (talk.reg().houses().size() <= 1 || !talk.note(digits_note(house)).empty());
}

void ask_digits(Talk& talk) {
    talk.enter("my_data", "digits");
    ask(talk);
}

void begin_my_data(Talk& talk, const House& house) {
    if (!may_show_figures(talk, house.id)) {
        ask_digits(talk);
        return;
    }
    show(talk, house);
    go_back_or_close(talk);
}

}  // namespace conversation
