#include "webhooks/calendar_feed.h"

#include <algorithm>
#include <utility>

namespace webhooks {

namespace {

constexpr std::size_t kSecretDigits = 32;
constexpr std::string_view kEnding = ".ics";

bool is_secret(std::string_view text) {
    return text.size() == kSecretDigits && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

}  // namespace

Route calendar_route(std::function<std::optional<std::string>(std::string_view secret)> calendar) {
    return {.method = "GET",
            .path = "/calendar/*",
            .handle =
                [calendar = std::move(calendar)](const Request& request) {
                    std::string_view secret = request.rest;
                    if (secret.ends_with(kEnding)) {
                        secret.remove_suffix(kEnding.size());
                    }
                    auto text = is_secret(secret) ? calendar(secret) : std::nullopt;
                    if (!text) {
                        return refuse(Problem::NotFound);
                    }
                    Response response;
                    response.content_type = "text/calendar; charset=utf-8";
                    response.body = *std::move(text);
                    response.headers = {{"Cache-Control", "private, max-age=900"},
                                        {"X-Robots-Tag", "noindex"}};
                    return response;
                },
            .label = "/calendar/*"};
}

}  // namespace webhooks
