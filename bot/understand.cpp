#include "bot/understand.h"

#include "conversation/answer/phone.h"
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
constexpr std::array<std::string_view, 5> kPhoneKinds = {
    "mobile", "fixed", "short", "name", "invalid"};

template <class Enum, std::size_t Size>
std::string name_of(const std::array<std::string_view, Size>& names, Enum value) {
    return std::string(names.at(static_cast<std::size_t>(value)));
}

void add_amount(Json& out, const std::string& text, const std::string& slot) {
    const AmountReading reading = conversation::read_amount(text, slot);
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
