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
    std::size_t at = 0;
    while (at < value.size()) {
        std::size_t end = at;
        while (end < value.size() && is_plain(value[end])) {
            ++end;
        }
        out_.append(value, at, end - at);
        at = end;
        if (at == value.size()) {
            break;
        }
        if (static_cast<unsigned char>(value[at]) < 0x80) {
            append_escaped(out_, value[at]);
            ++at;
            continue;
        }
        const DecodedChar next = decode_utf8(value, at);
        if (next.well_formed) {
            out_.append(value, at, next.length);
        } else {
            append_utf8(out_, kReplacement);
        }
        at += next.length;
    }
    out_ += '"';
}

}  // namespace conversation
