#include "conversation/text/json_text.h"

#include "conversation/text/utf8.h"

#include <fmt/format.h>

#include <iterator>

namespace conversation {

namespace {

// Bytes that stand for themselves.
bool is_plain(char byte) {
    return byte >= ' ' && byte != '"' && byte != '\\' && byte < '\x7f';
}

// From `at` on, up to what has to be escaped or is not well formed.
std::size_t verbatim_end(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        if (is_plain(text[at])) {
            ++at;
        } else if (is_thai_letter(text, at)) {
            at += 3;
        } else {
            const DecodedChar next = decode_utf8(text, at);
            if (next.code_point < 0x80 || !next.well_formed) {
                break;
            }
            at += next.length;
        }
    }
    return at;
}

void append_escaped(std::string& out, char byte) {
    switch (byte) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        case '\x7f':
            out += byte;
            break;
        default:
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(byte));
    }
}

}  // namespace

void JsonText::separate() {
    if (!out_.empty() && out_.back() != '{' && out_.back() != '[' && out_.back() != ':') {
        out_ += ',';
    }
}

JsonText& JsonText::open(char bracket) {
    separate();
    out_ += bracket;
    return *this;
}

JsonText& JsonText::close(char bracket) {
    out_ += bracket;
    return *this;
}

JsonText& JsonText::key(std::string_view name) {
    separate();
    out_ += '"';
    out_ += name;
    out_ += "\":";
    return *this;
}

JsonText& JsonText::any_key(std::string_view name) {
    separate();
    quote(name);
    out_ += ':';
    return *this;
}

JsonText& JsonText::text(std::string_view value) {
    separate();
    quote(value);
    return *this;
}

JsonText& JsonText::number(std::int64_t value) {
    separate();
    fmt::format_to(std::back_inserter(out_), "{}", value);
    return *this;
}

JsonText& JsonText::flag(bool value) {
    separate();
    out_ += value ? "true" : "false";
    return *this;
}

JsonText& JsonText::raw(std::string_view json) {
    separate();
    out_ += json;
    return *this;
}

void JsonText::quote(std::string_view value) {
    out_ += '"';
    for (std::size_t at = 0; at < value.size();) {
        const std::size_t end = verbatim_end(value, at);
        out_.append(value, at, end - at);
        at = end;
        if (at == value.size()) {
            break;
        }
        if (static_cast<unsigned char>(value[at]) < 0x80) {
            append_escaped(out_, value[at]);
            ++at;
        } else {
            append_utf8(out_, kReplacement);
            at += decode_utf8(value, at).length;
        }
    }
    out_ += '"';
}

}  // namespace conversation
