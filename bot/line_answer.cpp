#include "bot/line_answer.h"

#include "bot/log.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace bot {

namespace {

using nlohmann::json;

// Nested deeper than LINE ever does.
bool is_too_deep(std::string_view body) {
    int depth = 0;
    return std::ranges::any_of(body, [&](char c) {
        depth += c == '{' || c == '[' ? 1 : 0;
        depth -= c == '}' || c == ']' ? 1 : 0;
        return depth > 32;
    });
}

// A body from outside as JSON; discarded when it is none.
json parse(std::string_view body) {
    return is_too_deep(body) ? json(json::value_t::discarded) : json::parse(body, nullptr, false);
}

// Without keeping what is in it.
bool is_object(std::string_view body) {
    const auto first = body.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && body[first] == '{' && !is_too_deep(body) &&
           json::accept(body);
}

std::string message_of(const json& body) {
    if (!body.is_object()) {
        return {};
    }
    const auto found = body.find("message");
    return found != body.end() && found->is_string() ? found->get<std::string>() : "";
}

bool mentions(std::string_view message, std::string_view words) {
    const auto same = [](char a, char b) {
        const auto low = [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        };
        return low(a) == low(b);
    };
    return std::search(message.begin(), message.end(), words.begin(), words.end(), same) !=
           message.end();
}

int retry_after(const HttpAnswer& answer) {
    const std::string text = answer.header("retry-after");
    int seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    const bool whole = error == std::errc{} && end == text.data() + text.size() && seconds > 0;
    return whole ? std::min(seconds, 3600) : 0;
}

SendOutcome outcome_of_status(int status, const std::string& message) {
    using enum SendOutcome;
    switch (status) {
        case 401:
        case 403:
            return Unauthorized;
        case 404:
        case 410:
            return ContactGone;
        case 409:
            return AlreadyAccepted;
        case 429:
            return mentions(message, "monthly limit") ? QuotaExhausted : Throttled;
        default:
            break;
    }
    if (status == 400 && mentions(message, "invalid reply token")) {
        return TokenInvalid;
    }
    if (status == 408 || status >= 500) {
        return ProviderError;
    }
    return Rejected;
}

std::optional<std::int64_t> number(const json& object, const char* key) {
    if (!object.is_object()) {
        return std::nullopt;
    }
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_integer() || *found < 0) {
        return std::nullopt;
    }
    return found->get<std::int64_t>();
}

}  // namespace

SendResult read_send_answer(const HttpAnswer& answer) {
    SendResult result;
    switch (answer.outcome) {
        case HttpAnswer::Outcome::Answered:
            break;
        case HttpAnswer::Outcome::NotSent:
            result.outcome = SendOutcome::Unreachable;
            result.detail = answer.trouble;
            return result;
        case HttpAnswer::Outcome::Malformed:
            result.outcome = SendOutcome::Rejected;
            result.detail = answer.trouble;
            return result;
        case HttpAnswer::Outcome::Unknown:
        case HttpAnswer::Outcome::TooLarge:
            result.outcome = SendOutcome::OutcomeUnknown;
            result.detail = answer.trouble;
            return result;
    }
    result.status = answer.status;
    result.request_id = escaped(answer.header("x-line-request-id"), 64);
    if (answer.status >= 200 && answer.status < 300) {
        const bool whole = answer.body.empty() || is_object(answer.body);
        result.outcome = whole ? SendOutcome::Sent : SendOutcome::OutcomeUnknown;
        result.detail = whole ? "" : "the answer is not LINE's";
        return result;
    }
    const json body = parse(answer.body);
    const std::string message = message_of(body);
    result.outcome = outcome_of_status(answer.status, message);
    const bool final_word =
        result.outcome == SendOutcome::Rejected || result.outcome == SendOutcome::ContactGone;
    if (final_word && !body.is_object()) {
        // Somebody in between said it: LINE's own refusal is JSON.
        result.outcome = SendOutcome::OutcomeUnknown;
        result.detail = "the answer is not LINE's";
        return result;
    }
    result.retry_after = retry_after(answer);
    result.detail = escaped(message, 160);
    return result;
}

std::optional<Quota> read_quota(const HttpAnswer& quota, const HttpAnswer& consumption) {
    if (quota.status != 200 || consumption.status != 200) {
        return std::nullopt;
    }
    const json limit = parse(quota.body);
    const auto used = number(parse(consumption.body), "totalUsage");
    if (!limit.is_object() || !used) {
        return std::nullopt;
    }
    const auto type = limit.find("type");
    if (type == limit.end() || !type->is_string()) {
        return std::nullopt;
    }
    if (*type == "none") {
        return Quota{std::nullopt, *used};
    }
    const auto value = number(limit, "value");
    return value ? std::optional(Quota{*value, *used}) : std::nullopt;
}

std::optional<std::int64_t> read_member_count(const HttpAnswer& answer) {
    return answer.status == 200 ? number(parse(answer.body), "count") : std::nullopt;
}

ContentResult read_content_answer(HttpAnswer answer) {
    using enum ContentResult::Outcome;
    ContentResult result;
    if (answer.outcome == HttpAnswer::Outcome::TooLarge) {
        result.outcome = TooLarge;
        return result;
    }
    if (answer.outcome != HttpAnswer::Outcome::Answered) {
        return result;
    }
    switch (answer.status) {
        case 200:
            result.outcome = answer.body.empty() ? NotYet : Fetched;
            result.bytes = std::move(answer.body);
            result.mime = escaped(answer.header("content-type"), 100);
            break;
        case 202:
            result.outcome = NotYet;
            break;
        case 401:
        case 403:
            result.outcome = Unauthorized;
            break;
        case 400:
        case 404:
        case 410:
            result.outcome = Gone;
            break;
        default:
            break;
    }
    return result;
}

}  // namespace bot
