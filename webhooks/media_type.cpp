#include "webhooks/media_type.h"

#include "webhooks/request_head.h"

#include <algorithm>

namespace webhooks {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

}  // namespace

MediaType read_media_type(std::string_view header) {
    MediaType media;
    auto end = header.find(';');
    media.type = trimmed(header.substr(0, end));
    while (end != std::string_view::npos) {
        header.remove_prefix(end + 1);
        end = header.find(';');
        const auto parameter = header.substr(0, end);
        const auto equals = parameter.find('=');
        if (equals == std::string_view::npos ||
            !same_name(trimmed(parameter.substr(0, equals)), "charset")) {
            continue;
        }
        media.charset = trimmed(parameter.substr(equals + 1));
        std::erase(media.charset, '"');
    }
    return media;
}

}  // namespace webhooks
