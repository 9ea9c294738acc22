#include "conversation/session.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <stdexcept>

namespace conversation {

namespace {

using Json = nlohmann::json;

// Raised when a reader of the previous format could not read what is written now.
constexpr int kFormat = 1;

// What is empty is left out: sessions are many and mostly small.
template <class T>
void put(Json& json, const char* key, const T& value) {
    if (value != T{}) {
        json[key] = value;
    }
}

Json form_to_json(const FormProgress& form) {
    Json json{{"key", form.form_key}, {"stage", form.stage}};
    put(json, "household", form.household ? std::to_string(form.household.value) : std::string{});
    put(json, "period", form.period ? to_text(*form.period) : std::string{});
    put(json, "answers", form.answers_json);
    put(json, "question", form.question);
    put(json, "order", form.order);
    put(json, "pending", form.pending);
    put(json, "misses", form.misses);
    put(json, "corrects", form.corrects);
    return json;
}

std::int64_t household_number(const std::string& digits) {
    std::int64_t number = 0;
    const auto* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number);
    if (error != std::errc{} || stop != end) {
        throw std::invalid_argument("a household is a number");
    }
    return number;
}

FormProgress form_from_json(const Json& json) {
    FormProgress form;
    form.form_key = json.at("key").get<std::string>();
    form.stage = json.at("stage").get<std::string>();
    form.household.value = household_number(json.value("household", "0"));
    form.period = parse_period(json.value("period", ""));
    form.answers_json = json.value("answers", "");
    form.question = json.value("question", "");
    form.order = json.value("order", std::vector<std::string>{});
    form.pending = json.value("pending", "");
    form.misses = json.value("misses", 0);
    form.corrects = json.value("corrects", false);
    return form;
}

}  // namespace

std::string to_json(const Session& session) {
    Json json{{"format", kFormat},
              {"dialogue", session.dialogue},
              {"started_at", to_text(session.started_at)},
              {"last_at", to_text(session.last_at)}};
    put(json, "step", session.step);
    put(json, "notes", session.notes);
    put(json, "then", session.then);
    if (session.form) {
        json["form"] = form_to_json(*session.form);
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Session> session_from_json(std::string_view text) {
    try {
        const Json json = Json::parse(text);
        if (json.at("format").get<int>() != kFormat) {
            return std::nullopt;
        }
        Session session;
        session.dialogue = json.at("dialogue").get<std::string>();
        session.step = json.value("step", "");
        session.notes = json.value("notes", std::map<std::string, std::string>{});
        session.then = json.value("then", "");
        const auto started = parse_instant(json.at("started_at").get<std::string>());
        const auto last = parse_instant(json.at("last_at").get<std::string>());
        if (!started || !last) {
            return std::nullopt;
        }
        session.started_at = *started;
        session.last_at = *last;
        if (json.contains("form")) {
            session.form = form_from_json(json.at("form"));
        }
        return session;
    } catch (const std::exception&) {  // whatever stands in an old file: no session then
        return std::nullopt;
    }
}

}  // namespace conversation
