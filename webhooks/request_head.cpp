#include "webhooks/request_head.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace webhooks {

namespace {

constexpr std::array<std::string_view, 7> kMethods{
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_token_char(char c) {
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') ||
           (c != '\0' && std::strchr("!#$%&'*+-.^_`|~", c) != nullptr);
}

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_token_char);
}

bool is_value_char(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
}

int hex_value(char c) {
    if (is_digit(c)) {
        return c - '0';
    }
    const char l = lower(c);
    return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// A "%" must be followed by two digits, and must not hide a control character.
bool path_is_plain(std::string_view path) {
    const auto decoded = percent_decode(path);
    return decoded && std::ranges::all_of(*decoded, [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return byte >= 0x20 && byte != 0x7F;
           });
}

// "http://host/path" is as good as "/path" to a server (RFC 9112 3.2.2).
std::string_view without_authority(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (same_name(target.substr(0, scheme.size()), scheme)) {
            target.remove_prefix(scheme.size());
            const auto slash = target.find_first_of("/?");
            return slash == std::string_view::npos ? std::string_view{"/"} : target.substr(slash);
        }
    }
    return target;
}

std::optional<Problem> read_target(std::string_view target, RequestHead& head) {
    if (target.size() > kMaxTarget) {
        return Problem::TargetTooLong;
    }
    if (target.empty() ||
        !std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7F && c != '#'; })) {
        return Problem::BadRequestLine;
    }
    target = without_authority(target);
    const auto question = target.find('?');
    head.path = target.substr(0, question);
    head.query =
        question == std::string_view::npos ? std::string_view{} : target.substr(question + 1);
    if (head.path.size() > kMaxPath) {
        return Problem::TargetTooLong;
    }
    if (head.path.empty() || head.path.front() != '/' || !path_is_plain(head.path)) {
        return Problem::BadRequestLine;
    }
    return std::nullopt;
}

std::optional<Problem> read_version(std::string_view version, RequestHead& head) {
    if (version.size() != 8 || !version.starts_with("HTTP/") || !is_digit(version[5]) ||
        version[6] != '.' || !is_digit(version[7])) {
        return Problem::BadRequestLine;
    }
    if (version[5] != '1') {
        return Problem::VersionUnknown;
    }
    head.keep_alive = version[7] != '0';
    return std::nullopt;
}

std::optional<Problem> read_request_line(std::string_view line, RequestHead& head) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) {
        return Problem::BadRequestLine;
    }
    head.method = line.substr(0, first);
    if (!is_token(head.method)) {
        return Problem::BadRequestLine;
    }
    if (const auto problem = read_version(line.substr(last + 1), head)) {
        return problem;
    }
    if (std::ranges::find(kMethods, head.method) == kMethods.end()) {
        return Problem::MethodUnknown;
    }
    return read_target(line.substr(first + 1, last - first - 1), head);
}

// What the header fields say about the message that follows.
struct Framing {
    Multipart multipart = Multipart::Refused;
    std::optional<std::size_t> length;
    bool chunked = false;
    unsigned hosts = 0;
    bool closes = false;
};

bool list_has(std::string_view list, std::string_view word) {
    while (!list.empty()) {
        const auto comma = list.find(',');
        if (same_name(trim(list.substr(0, comma)), word)) {
            return true;
        }
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
    return false;
}

std::optional<Problem> read_length(std::string_view value, Framing& framing) {
    std::size_t length = 0;
    if (framing.length || value.empty() || value.size() > 18 ||
        !std::ranges::all_of(value, is_digit)) {
        return Problem::BadContentLength;
    }
    std::from_chars(value.data(), value.data() + value.size(), length);
    framing.length = length;
    return std::nullopt;
}

std::optional<Problem> judge_field(const HeaderField& field, RequestHead& head, Framing& framing) {
    if (same_name(field.name, "Content-Length")) {
        return read_length(field.value, framing);
    }
    if (same_name(field.name, "Transfer-Encoding")) {
        framing.chunked = true;
    } else if (same_name(field.name, "Host")) {
        ++framing.hosts;
    } else if (same_name(field.name, "Connection")) {
        framing.closes = framing.closes || list_has(field.value, "close");
    } else if (same_name(field.name, "Content-Encoding") && !same_name(field.value, "identity")) {
        return Problem::UnsupportedEncoding;
    } else if (same_name(field.name, "Content-Type") &&
               same_name(field.value.substr(0, 10), "multipart/") &&
               framing.multipart == Multipart::Refused) {
        return Problem::UnsupportedMediaType;
    } else if (same_name(field.name, "Expect")) {
        if (!same_name(field.value, "100-continue")) {
            return Problem::ExpectationFailed;
        }
        head.expects_continue = true;
    }
    return std::nullopt;
}

std::optional<Problem> read_field(std::string_view line, RequestHead& head, Framing& framing) {
    if (head.headers.size() == kMaxHeaderFields) {
        return Problem::HeadTooLarge;
    }
    const auto colon = line.find(':');
    // A line that begins with a blank is obsolete folding: not a token either.
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) ||
        !std::ranges::all_of(line.substr(colon + 1), is_value_char)) {
        return Problem::BadHeader;
    }
    head.headers.push_back({line.substr(0, colon), trim(line.substr(colon + 1))});
    return judge_field(head.headers.back(), head, framing);
}

std::optional<Problem> judge_framing(const Framing& framing,
                                     bool is_http_1_1,
                                     std::size_t max_body,
                                     RequestHead& head) {
    if (framing.chunked) {
        return framing.length ? Problem::BadContentLength : Problem::LengthRequired;
    }
    if (framing.hosts > 1 || (framing.hosts == 0 && is_http_1_1)) {
        return Problem::BadHost;
    }
    const bool has_body = head.method == "POST" || head.method == "PUT" || head.method == "PATCH";
    if (has_body && !framing.length) {
        return Problem::LengthRequired;
    }
    head.content_length = framing.length.value_or(0);
    if (head.content_length > max_body) {
        return Problem::BodyTooLarge;
    }
    head.keep_alive = is_http_1_1 && !framing.closes;
    head.expects_continue = head.expects_continue && is_http_1_1 && head.content_length > 0;
    return std::nullopt;
}

}  // namespace

std::variant<std::monostate, std::size_t, Problem> find_head_end(std::string_view bytes,
                                                                 HeadScan& scan) {
    const std::string_view fresh =
        bytes.substr(scan.scanned, std::max(kMaxHead, scan.scanned) - scan.scanned);
    std::size_t at = scan.scanned;
    const std::size_t end = at + fresh.size();
    while (at < end) {
        const auto line_end = bytes.substr(0, end).find('\n', at);
        const auto piece = bytes.substr(at, std::min(line_end, end) - at);
        if (piece.find('\0') != std::string_view::npos) {
            return Problem::BadHeader;
        }
        if (line_end == std::string_view::npos) {
            at = end;
            break;
        }
        if (line_end == 0 || bytes[line_end - 1] != '\r') {
            return Problem::BadLineEnd;
        }
        const bool is_empty = line_end - scan.line_start == 1;
        at = line_end + 1;
        if (is_empty && scan.line_start > 0) {
            return at;
        }
        scan.line_start = at;
    }
    scan.scanned = at;
    if (bytes.size() >= kMaxHead) {
        return Problem::HeadTooLarge;
    }
    return std::monostate{};
}

std::variant<RequestHead, Problem> read_head(std::string_view text,
                                             std::size_t max_body,
                                             Multipart multipart) {
    RequestHead head;
    head.size = text.size();
    head.headers.reserve(16);
    if (text.starts_with("\r\n")) {
        text.remove_prefix(2);
    }
    Framing framing;
    framing.multipart = multipart;
    bool is_http_1_1 = false;
    for (bool is_first = true; !text.empty(); is_first = false) {
        const auto line_end = text.find("\r\n");
        if (line_end == std::string_view::npos) {
            return Problem::BadLineEnd;
        }
        const auto line = text.substr(0, line_end);
        text.remove_prefix(line_end + 2);
        if (line.empty() && !is_first) {
            break;
        }
        const auto problem =
            is_first ? read_request_line(line, head) : read_field(line, head, framing);
        if (problem) {
            return *problem;
        }
        if (is_first) {
            is_http_1_1 = head.keep_alive;
        }
    }
    if (const auto problem = judge_framing(framing, is_http_1_1, max_body, head)) {
        return *problem;
    }
    return head;
}

std::optional<std::string> percent_decode(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        const int high = i + 1 < text.size() ? hex_value(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return decoded;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace webhooks
