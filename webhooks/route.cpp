#include "webhooks/route.h"

#include "webhooks/form_fields.h"
#include "webhooks/request_head.h"

#include <algorithm>
#include <utility>

namespace webhooks {

std::string_view Request::header(std::string_view name) const {
    const auto found = std::ranges::find_if(
        headers, [&](const auto& field) { return same_name(field.name, name); });
    return found == headers.end() ? std::string_view{} : found->value;
}

std::optional<std::string> Request::query(std::string_view name) const {
    const auto fields = read_form_fields(query_text);
    if (!fields) {
        return std::nullopt;
    }
    const auto value = field(*fields, name);
    return value ? std::optional<std::string>(*value) : std::nullopt;
}

std::string_view Request::cookie(std::string_view name) const {
    for (const auto& field : headers) {
        if (!same_name(field.name, "Cookie")) {
            continue;
        }
        std::string_view pairs = field.value;
        while (!pairs.empty()) {
            const auto end = pairs.find(';');
            auto pair = pairs.substr(0, end);
            pairs = end == std::string_view::npos ? std::string_view{} : pairs.substr(end + 1);
            pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
            const auto equals = pair.find('=');
            if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
                return pair.substr(equals + 1);
            }
        }
    }
    return {};
}

Response refuse(Problem problem) {
    Response response;
    response.status = describe(problem).status;
    response.problem = problem;
    if (problem == Problem::TooBusy || problem == Problem::IntakeUnavailable) {
        response.headers.emplace_back("Retry-After", "1");
    }
    return response;
}

Response refuse(Problem problem, ProblemDetail detail) {
    Response response = refuse(problem);
    response.problem_detail = std::move(detail);
    return response;
}

Response json_response(std::string json) {
    Response response;
    response.content_type = "application/json";
    response.body = std::move(json);
    return response;
}

}  // namespace webhooks
