#include "conversation/answer/number.h"
#include "conversation/dialogue/form_talk.h"
#include "conversation/thai/money.h"

#include <charconv>

namespace conversation {

namespace {

constexpr std::int64_t kSatang = 100;
constexpr std::int64_t kWeeksInMonth = 4;
constexpr std::int64_t kMonthsInYear = 12;
constexpr std::int64_t kDaysInMonth = 31;
constexpr std::string_view kDays = "days:";

std::string_view slot_of(const Question& question) {
    return question.save_to.empty() ? std::string_view{question.name}
                                    : std::string_view{question.save_to};
}

Reading value_of(std::string value) {
    Reading reading;
    reading.kind = Reading::Kind::Value;
    reading.value = std::move(value);
    return reading;
}

Reading missed(std::string_view key) {
    Reading reading;
    reading.text_key = key;
    return reading;
}

// An amount of satang as this question stores it.
std::string stored(const Question& question, std::int64_t satang) {
    return question.type == QuestionType::Integer ? std::to_string(whole_baht(satang))
                                                  : plain_baht(satang);
}

Reading propose(const Question& question,
                std::string_view key,
                const AmountReading& amount,
                std::int64_t satang) {
    Reading reading;
    reading.kind = Reading::Kind::AskBack;
    reading.text_key = key;
    const std::int64_t rounded = whole_baht(satang) * kSatang;
    reading.candidates = {stored(question, rounded)};
    reading.yes_no = true;
    reading.arguments = {{"amount", display_baht(amount.satang)}, {"value", display_baht(rounded)}};
    return reading;
}

Reading ask_days(const AmountReading& amount) {
    Reading reading;
    reading.kind = Reading::Kind::AskBack;
    reading.text_key = "amount.per_day";
    reading.arguments = {{"amount", display_baht(amount.satang)}};
    reading.pending = std::string{kDays} + std::to_string(amount.satang);
    return reading;
}

// The question is about a month, and the answer said something else: its share is asked, never
// taken.
std::optional<Reading> convert_to_month(const Question& question, const AmountReading& amount) {
    switch (amount.period) {
        case AmountPeriod::None:
        case AmountPeriod::Month:
            return std::nullopt;
        case AmountPeriod::Day:
            return ask_days(amount);
        case AmountPeriod::Week:
            return propose(question, "amount.per_week", amount, amount.satang * kWeeksInMonth);
        case AmountPeriod::Year:
            return propose(question,
                           "amount.per_year",
                           amount,
                           whole_baht(amount.satang) * kSatang / kMonthsInYear);
        case AmountPeriod::Rai:
        case AmountPeriod::Kilo:
        case AmountPeriod::Round:
            return missed("amount.per_unit");
    }
    return std::nullopt;
}

bool another_period(const FormTalk& form, const Question& question, AmountPeriod period) {
    const auto per = parameter(form, question, "per");
    return (per == "day" && period != AmountPeriod::Day && period != AmountPeriod::None) ||
           (per == "year" && period != AmountPeriod::Year && period != AmountPeriod::None);
}

Reading ask_back(const FormTalk& form, const Question& question, const AmountReading& amount) {
    Reading reading;
    reading.kind = Reading::Kind::AskBack;
    for (const auto satang : amount.candidates) {
        reading.candidates.push_back(stored(question, satang));
    }
    switch (amount.reason) {
        case AmountReason::TwoReadings:
            reading.text_key = "amount.two";
            break;
        case AmountReason::Range:
            reading.text_key = "amount.range";
            break;
        case AmountReason::OtherSlot:
            return missed("amount.other_slot");
        case AmountReason::TooLarge:
            return missed("amount.too_large");
        default:
            reading.text_key = "amount.about";
            break;
    }
    if (reading.candidates.empty()) {
        return missed(is_money(form, question) ? "amount.about" : "form.help_number");
    }
    if (reading.candidates.size() == 2) {
        reading.arguments = {{"first", display_baht(amount.candidates[0])},
                             {"second", display_baht(amount.candidates[1])}};
    }
    if (reading.text_key == "amount.two" && reading.candidates.size() != 2) {
        reading.text_key = "amount.about";
    }
    return reading;
}

// What was understood is said, where it is not plainly what was typed.
std::string echo_of(const FormTalk& form, const Question& question, const NumberAnswer& answer) {
    const auto& amount = answer.amount;
    if (amount.reading == AmountReading::Style::Colloquial || amount.approximate ||
        answer.rounded) {
        const auto shown = answer.rounded ? display_baht(whole_baht(amount.satang) * kSatang)
                                          : display_baht(amount.satang);
        return form.talk.text("form.understood", {{"value", with_unit(form, question, shown)}});
    }
    return {};
}

// "20 วัน" counts something; it is no sum of money, and no fault of spelling.
std::string_view help_for_money(const Said& said) {
    const bool counted = read_integer(said.raw).kind == AmountReading::Kind::Value;
    return counted ? "amount.per_unit" : "form.help_amount";
}

}  // namespace

Reading read_number(const FormTalk& form, const Question& question, const Said& said) {
    const bool whole = question.type == QuestionType::Integer;
    const bool money = is_money(form, question);
    const Asked asked = money ? Asked::Money : Asked::Count;
    const auto answer = whole ? read_integer(said.raw, slot_of(question), asked)
                              : read_decimal(said.raw, slot_of(question), asked);
    if (answer.kind == AmountReading::Kind::None) {
        return missed(money ? help_for_money(said) : "form.help_number");
    }
    if (answer.kind == AmountReading::Kind::Ask) {
        return ask_back(form, question, answer.amount);
    }
    if (answer.rounded && !money) {
        return missed("form.whole_number");
    }
    if (another_period(form, question, answer.amount.period)) {
        return missed("amount.per_unit");
    }
    if (parameter(form, question, "per") == "month") {
        if (auto converted = convert_to_month(question, answer.amount)) {
            return *converted;
        }
    }
    Reading reading = value_of(answer.value);
    reading.echo = echo_of(form, question, answer);
    return reading;
}

// "วันละ 300" was said, and how many days was asked: a number up to 31 is days, a larger one the
// whole.
Reading read_days(const FormTalk& form, const Question& question, const Said& said) {
    const std::string_view pending{form.at.pending};
    std::int64_t per_day = 0;
    const auto digits = pending.substr(kDays.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), per_day);
    const auto answer = read_integer(said.raw);
    const std::int64_t days = answer.amount.satang / kSatang;
    const bool is_days = answer.kind == AmountReading::Kind::Value && !answer.rounded &&
                         days >= 0 && days <= kDaysInMonth;
    if (!is_days) {
        Reading other = read_answer(form, question, said);
        if (other.kind == Reading::Kind::Missed) {
            other.text_key = "amount.help_days";
        }
        return other;
    }
    const std::int64_t total = per_day * days;
    Reading reading = value_of(stored(question, total));
    reading.completes = true;
    reading.echo = form.talk.text(
        "amount.product",
        {{"amount", display_baht(per_day)},
         {"days", std::to_string(days)},
         {"value", with_unit(form, question, display_baht(whole_baht(total) * kSatang))}});
    return reading;
}

}  // namespace conversation
