#include "bot/understand.h"

#include "conversation/answer/occupation.h"
#include "conversation/answer/occupation_words.h"
#include "conversation/answer/phone.h"
#include "conversation/answer/sentence.h"
#include "conversation/answer/time.h"
#include "conversation/text/sms_segments.h"
#include "conversation/thai/amount.h"
#include "conversation/thai/date.h"
#include "conversation/thai/money.h"
#include "conversation/thai/normalize.h"

#include <nlohmann/json.hpp>

#include <array>

namespace bot {

namespace {

using conversation::AmountPeriod;
using conversation::AmountReading;
using conversation::AmountReason;
using conversation::DateReading;
using conversation::Fact;
using conversation::PhoneReading;
using conversation::TimeReading;
using Json = nlohmann::ordered_json;

// Names of enumerators, in their order.
constexpr std::array<std::string_view, 3> kKinds = {"value", "ask", "none"};
constexpr std::array<std::string_view, 8> kPeriods = {
    "", "day", "week", "month", "year", "rai", "kilo", "round"};
constexpr std::array<std::string_view, 9> kReasons = {"",
                                                      "two_readings",
                                                      "range",
                                                      "approximate",
                                                      "only_magnitude",
                                                      "no_figure",
                                                      "other_slot",
                                                      "too_large",
                                                      "not_an_amount"};
constexpr std::array<std::string_view, 14> kAskReasons = {"per_day",
                                                          "per_week",
                                                          "per_year",
                                                          "per_unit",
                                                          "range",
                                                          "two_readings",
                                                          "unclear",
                                                          "several_figures",
                                                          "gross_and_net",
                                                          "part",
                                                          "stock",
                                                          "other_person",
                                                          "other_time",
                                                          "not_yet"};
constexpr std::array<std::string_view, 5> kPhoneKinds = {
    "mobile", "fixed", "short", "name", "invalid"};

template <class Enum, std::size_t Size>
std::string name_of(const std::array<std::string_view, Size>& names, Enum value) {
    return std::string(names.at(static_cast<std::size_t>(value)));
}

void add_reading(Json& out, const AmountReading& reading) {
    out["kind"] = name_of(kKinds, reading.kind);
    if (reading.kind == AmountReading::Kind::Value) {
        out["baht"] = reading.baht;
        out["reading"] =
            reading.reading == AmountReading::Style::Colloquial ? "colloquial" : "literal";
    }
    for (const std::int64_t satang : reading.candidates) {
        out["candidates"].push_back(conversation::plain_baht(satang));
    }
    if (reading.period != AmountPeriod::None) {
        out["period"] = name_of(kPeriods, reading.period);
    }
    if (reading.approximate) {
        out["approximate"] = true;
    }
    if (reading.reason != AmountReason::None) {
        out["why"] = name_of(kReasons, reading.reason);
    }
}

void add_amount(Json& out, const std::string& text, const std::string& slot) {
    add_reading(out, conversation::read_amount(text, slot));
}

void add_occupation(Json& out, const std::string& text) {
    const auto reading = conversation::read_occupation(text);
    if (!reading.main.empty()) {
        out["main"] = reading.main;
    }
    out["others"] = reading.others;
    if (!reading.stopped.empty()) {
        out["stopped"] = reading.stopped;
    }
    if (reading.other_person) {
        out["why"] = name_of(kAskReasons, conversation::AskReason::OtherPerson);
    }
}

Json slots_of(const conversation::Sentence& sentence) {
    Json slots = Json::object();
    for (std::size_t i = 0; i < conversation::kMoneyFacts; ++i) {
        if (const auto& money = sentence.money.at(i)) {
            auto& slot = slots[std::string(conversation::name_of(static_cast<Fact>(i)))];
            add_reading(slot, money->amount);
            slot["said"] = money->said;
        }
    }
    if (!sentence.main.empty()) {
        slots[std::string(conversation::name_of(Fact::MainWork))] = sentence.main;
    }
    if (!sentence.others.empty()) {
        slots[std::string(conversation::name_of(Fact::SecondWork))] = sentence.others.front();
    }
    return slots;
}

void add_text(Json& out, const std::string& text, const std::string& slot) {
    const auto sentence = conversation::read_sentence(
        text, conversation::occupation_phrases(), conversation::fact_named(slot));
    out["slots"] = slots_of(sentence);
    out["ask"] = Json::array();
    for (const auto& ask : sentence.ask) {
        Json one;
        one["slot"] = std::string(conversation::name_of(ask.fact));
        one["why"] = name_of(kAskReasons, ask.why);
        for (const std::int64_t satang : ask.candidates) {
            one["candidates"].push_back(conversation::plain_baht(satang));
        }
        if (!ask.said.empty()) {
            one["said"] = ask.said;
        }
        out["ask"].push_back(std::move(one));
    }
}

void add_date(Json& out, const std::string& text, conversation::Day reference) {
    const DateReading reading = conversation::read_date(text, reference);
    out["kind"] = name_of(kKinds, reading.kind);
    if (reading.span) {
        out["from"] = conversation::to_text(reading.span->first);
        out["to"] = conversation::to_text(reading.span->second);
    } else if (reading.kind == DateReading::Kind::Value) {
        out["date"] = conversation::to_text(reading.date);
    }
    for (const conversation::Day day : reading.candidates) {
        out["candidates"].push_back(conversation::to_text(day));
    }
}

void add_time(Json& out, const std::string& text) {
    const auto answer = conversation::read_time_answer(text);
    out["kind"] = name_of(kKinds, answer.kind);
    if (answer.kind == TimeReading::Kind::Value) {
        out["time"] = answer.value;
    }
    if (!answer.candidates.empty()) {
        out["candidates"] = answer.candidates;
    }
}

void add_sms(Json& out, const std::string& text) {
    const auto count = conversation::count_sms(text);
    out["encoding"] = std::string(conversation::name(count.encoding));
    out["units"] = count.units;
    out["segments"] = count.segments;
}

void add_phone(Json& out, const std::string& text) {
    const PhoneReading reading = conversation::read_phone(text);
    out["e164"] = reading.e164 ? Json(*reading.e164) : Json(nullptr);
    out["kind"] = name_of(kPhoneKinds, reading.kind);
}

std::string text_of(std::string_view line) {
    if (line.starts_with('"')) {
        const auto parsed = nlohmann::json::parse(line, nullptr, false);
        if (parsed.is_string()) {
            return parsed.get<std::string>();
        }
    }
    return conversation::clean_utf8(line);
}

}  // namespace

std::string understand_line(Reader reader,
                            std::string_view line,
                            const UnderstandOptions& options) {
    const std::string text = text_of(line);
    Json out;
    out["in"] = text;
    switch (reader) {
        case Reader::Amount:
            add_amount(out, text, options.slot);
            break;
        case Reader::Date:
            add_date(out, text, options.reference);
            break;
        case Reader::Time:
            add_time(out, text);
            break;
        case Reader::Normalize:
            out["out"] = conversation::normalize(text);
            break;
        case Reader::Occupation:
            add_occupation(out, text);
            break;
        case Reader::Text:
            add_text(out, text, options.slot);
            break;
        case Reader::Sms:
            add_sms(out, text);
            break;
        case Reader::Phone:
            add_phone(out, text);
            break;
    }
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace bot
