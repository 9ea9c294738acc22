#include "webhooks/template_text.h"

#include "webhooks/form_fields.h"
#include "webhooks/media_type.h"
#include "webhooks/request_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace webhooks {

namespace {

// A name between braces, and where it stands.
struct Place {
    std::size_t begin = std::string_view::npos;
    std::size_t end = 0;
    std::string_view name;
};

bool is_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '.' || c == '@';
    });
}

Place next_place(std::string_view text, std::size_t from) {
    for (auto open = text.find("{{", from); open != std::string_view::npos;
         open = text.find("{{", open + 1)) {
        const auto close = text.find("}}", open);
        if (close == std::string_view::npos) {
            break;
        }
        const auto name = text.substr(open + 2, close - open - 2);
        if (is_name(name)) {
            return {open, close + 2, name};
        }
    }
    return {};
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '\x7f';
}

std::string json_escape(char c) {
    switch (c) {
        case '"':
            return "\\\"";
        case '\\':
            return "\\\\";
        case '\n':
            return "\\n";
        default:
            return is_control(c) ? fmt::format("\\u{:04x}", static_cast<unsigned char>(c))
                                 : std::string(1, c);
    }
}

std::string xml_escape(char c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&apos;";
        case '\n':
            return "&#10;";
        default:
            return is_control(c) ? "" : std::string(1, c);
    }
}

std::string encoded(std::string_view value, TemplateEncoding encoding) {
    std::string result;
    for (const char c : value) {
        switch (encoding) {
            case TemplateEncoding::Plain:
                result += is_control(c) ? "" : std::string(1, c);
                break;
            case TemplateEncoding::Url:
                result += url_encoded({&c, 1});
                break;
            case TemplateEncoding::Json:
                result += json_escape(c);
                break;
            case TemplateEncoding::Xml:
                result += xml_escape(c);
                break;
            case TemplateEncoding::Raw:
                result += c;
                break;
        }
    }
    return result;
}

}  // namespace

std::string fill_template(std::string_view text,
                          TemplateEncoding encoding,
                          const std::function<std::string(std::string_view name)>& value) {
    std::string result;
    std::size_t at = 0;
    for (auto place = next_place(text, 0); place.begin != std::string_view::npos;
         place = next_place(text, at)) {
        result += text.substr(at, place.begin - at);
        result += encoded(value(place.name), encoding);
        at = place.end;
    }
    result += text.substr(at);
    return result;
}

std::vector<std::string> template_names(std::string_view text) {
    std::vector<std::string> names;
    for (auto place = next_place(text, 0); place.begin != std::string_view::npos;
         place = next_place(text, place.end)) {
        names.emplace_back(place.name);
    }
    return names;
}

TemplateEncoding encoding_of(std::string_view content_type) {
    const auto type = read_media_type(content_type).type;
    if (same_name(type, "application/x-www-form-urlencoded")) {
        return TemplateEncoding::Url;
    }
    if (type.ends_with("json")) {
        return TemplateEncoding::Json;
    }
    return type.ends_with("xml") ? TemplateEncoding::Xml : TemplateEncoding::Plain;
}

}  // namespace webhooks
