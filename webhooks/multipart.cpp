#include "webhooks/multipart.h"

#include "webhooks/request_head.h"

namespace webhooks {

namespace {

constexpr std::size_t kMostParts = 100;
constexpr std::size_t kMostHead = 4096;
constexpr std::size_t kMostBoundary = 70;  // RFC 2046
constexpr std::string_view kLineEnd = "\r\n";

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

// The value of `; name=value` or `; name="value"` of a header; browsers write a quote within as
// %22.
std::optional<std::string> parameter(std::string_view header, std::string_view name) {
    for (auto at = header.find(';'); at != std::string_view::npos; at = header.find(';')) {
        header.remove_prefix(at + 1);
        const auto equals = header.find('=');
        if (equals == std::string_view::npos) {
            return std::nullopt;
        }
        const bool wanted = same_name(trim(header.substr(0, equals)), name);
        std::string_view value = header.substr(equals + 1);
        std::size_t end = std::min(value.find(';'), value.size());
        if (value.starts_with('"')) {
            value.remove_prefix(1);
            end = value.find('"');
            if (end == std::string_view::npos) {
                return std::nullopt;
            }
        }
        if (wanted) {
            return std::string(trim(value.substr(0, end)));
        }
        header = value.substr(end);
    }
    return std::nullopt;
}

std::string without_folder(std::string name) {
    const auto slash = name.find_last_of("/\\");
    return slash == std::string::npos ? name : name.substr(slash + 1);
}

// The Content-Disposition of a part's head; nothing when it has none.
std::optional<std::string_view> disposition(std::string_view head) {
    while (!head.empty()) {
        const auto end = std::min(head.find(kLineEnd), head.size());
        const auto line = head.substr(0, end);
        const auto colon = line.find(':');
        if (colon != std::string_view::npos &&
            same_name(trim(line.substr(0, colon)), "Content-Disposition")) {
            return trim(line.substr(colon + 1));
        }
        head.remove_prefix(std::min(end + kLineEnd.size(), head.size()));
    }
    return std::nullopt;
}

// A part from after its boundary's line end to before the next boundary's line end.
std::optional<FormPart> read_part(std::string_view text) {
    const auto end = text.find("\r\n\r\n");
    if (end == std::string_view::npos || end > kMostHead) {
        return std::nullopt;
    }
    const auto header = disposition(text.substr(0, end));
    if (!header || !same_name(header->substr(0, 9), "form-data")) {
        return std::nullopt;
    }
    auto name = parameter(*header, "name");
    if (!name) {
        return std::nullopt;
    }
    FormPart part{.name = *std::move(name), .content = text.substr(end + 4)};
    if (auto file = parameter(*header, "filename")) {
        part.file_name = without_folder(*std::move(file));
    }
    return part;
}

}  // namespace

std::optional<std::vector<FormPart>> read_multipart(std::string_view content_type,
                                                    std::string_view body) {
    const auto boundary = parameter(content_type, "boundary");
    if (!same_name(content_type.substr(0, 19), "multipart/form-data") || !boundary ||
        boundary->empty() || boundary->size() > kMostBoundary) {
        return std::nullopt;
    }
    const std::string first = "--" + *boundary;
    const std::string between = "\r\n" + first;
    if (!body.starts_with(first)) {
        return std::nullopt;
    }
    body.remove_prefix(first.size());
    std::vector<FormPart> parts;
    while (!body.starts_with("--")) {
        const auto end = body.find(between);
        if (!body.starts_with(kLineEnd) || end == std::string_view::npos ||
            parts.size() == kMostParts) {
            return std::nullopt;
        }
        auto part = read_part(body.substr(kLineEnd.size(), end - kLineEnd.size()));
        if (!part) {
            return std::nullopt;
        }
        parts.push_back(*std::move(part));
        body.remove_prefix(end + between.size());
    }
    return parts;
}

const FormPart* part(const std::vector<FormPart>& parts, std::string_view name) {
    for (const auto& one : parts) {
        if (one.name == name) {
            return &one;
        }
    }
    return nullptr;
}

}  // namespace webhooks
