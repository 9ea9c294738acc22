#include "webhooks/request_log.h"

#include <spdlog/spdlog.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace webhooks {

namespace {

bool may_stand(UChar32 c) {
    const bool is_control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
    const bool is_line_end = c == 0x2028 || c == 0x2029;
    const bool is_direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return !is_control && !is_line_end && !is_direction;
}

}  // namespace

std::string escape_for_log(std::string_view text, std::size_t limit) {
    text = text.substr(0, limit);
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto size = static_cast<std::int32_t>(text.size());
    std::string escaped;
    std::int32_t at = 0;
    while (at < size) {
        const std::int32_t start = at;
        UChar32 c = 0;
        U8_NEXT(bytes, at, size, c);
        const auto piece =
            text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(at - start));
        if (c == '\\') {
            escaped += "\\\\";
        } else if (may_stand(c) && c >= 0) {
            escaped += piece;
        } else {
            for (const char byte : piece) {
                escaped += fmt::format("\\x{:02X}", static_cast<unsigned char>(byte));
            }
        }
    }
    return escaped;
}

void log_request(const RequestLine& line) {
    auto level = spdlog::level::debug;
    const bool is_our_trouble = line.status >= 500 && line.status != 501 && line.status != 505;
    if (is_our_trouble) {
        level = spdlog::level::warn;
    } else if (line.status >= 400) {
        level = spdlog::level::info;
    }
    if (!spdlog::should_log(level)) {
        return;
    }
    spdlog::log(level,
                "{} {} {} {} bytes={} us={} from={}{}{}",
                line.listener,
                line.method.empty() ? "-" : line.method,
                line.route.empty() ? "-" : line.route,
                line.status,
                line.body_bytes,
                line.took.count(),
                line.client_address,
                line.problem_id.empty() ? "" : " problem=",
                line.problem_id);
}

}  // namespace webhooks
