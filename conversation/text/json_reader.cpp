#include "conversation/text/json_reader.h"

#include "conversation/text/utf8.h"

#include <charconv>

namespace conversation {

namespace {

constexpr int kDeepest = 32;
constexpr std::size_t kMostDigits = 18;

bool is_blank(char byte) {
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

// Bytes that stand for themselves within a text.
bool is_plain(char byte) {
    return byte >= ' ' && byte != '"' && byte != '\\';
}

bool is_high_surrogate(unsigned unit) {
    return unit >= 0xD800 && unit <= 0xDBFF;
}

bool is_low_surrogate(unsigned unit) {
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

// What a letter after a backslash stands for; 0: nothing.
char escaped(char letter) {
    switch (letter) {
        case '"':
        case '\\':
        case '/':
            return letter;
        case 'b':
            return '\b';
        case 'f':
            return '\f';
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 't':
            return '\t';
        default:
            return '\0';
    }
}

}  // namespace

char JsonReader::peek() {
    while (at_ < text_.size() && is_blank(text_[at_])) {
        ++at_;
    }
    return at_ < text_.size() && !failed_ ? text_[at_] : '\0';
}

bool JsonReader::take(char wanted) {
    if (peek() != wanted) {
        return false;
    }
    ++at_;
    return true;
}

bool JsonReader::take_word(std::string_view word) {
    if (peek() == '\0' || !text_.substr(at_).starts_with(word)) {
        return false;
    }
    at_ += word.size();
    return true;
}

bool JsonReader::enter(char bracket) {
    if (!take(bracket) || ++depth_ > kDeepest) {
        fail();
    }
    return !failed_;
}

void JsonReader::object(const std::function<void(std::string_view key)>& member) {
    if (!enter('{')) {
        return;
    }
    bool more = !take('}');
    while (more && !failed_) {
        const std::string key = text();
        if (!take(':')) {
            fail();
        }
        if (!failed_) {
            member(key);
        }
        more = take(',');
        if (!more && !take('}')) {
            fail();
        }
    }
    --depth_;
}

void JsonReader::array(const std::function<void()>& element) {
    if (!enter('[')) {
        return;
    }
    bool more = !take(']');
    while (more && !failed_) {
        element();
        more = take(',');
        if (!more && !take(']')) {
            fail();
        }
    }
    --depth_;
}

unsigned JsonReader::read_unit() {
    unsigned unit = 0;
    const auto digits = text_.substr(at_, 4);
    const auto* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, unit, 16);
    if (digits.size() != 4 || error != std::errc{} || stop != end) {
        fail();
    }
    at_ += digits.size();
    return unit;
}

// After the backslash.
void JsonReader::read_escape(std::string& out) {
    const char letter = at_ < text_.size() ? text_[at_++] : '\0';
    if (letter != 'u') {
        const char meant = escaped(letter);
        if (meant == '\0') {
            fail();
        }
        out += meant;
        return;
    }
    char32_t code_point = read_unit();
    if (is_high_surrogate(code_point) && text_.substr(at_).starts_with("\\u")) {
        at_ += 2;
        const unsigned low = read_unit();
        if (!is_low_surrogate(low)) {
            fail();
        }
        code_point = 0x10000 + ((code_point - 0xD800) << 10U) + (low - 0xDC00);
    } else if (is_high_surrogate(code_point) || is_low_surrogate(code_point)) {
        fail();
    }
    if (!failed_) {
        append_utf8(out, code_point);
    }
}

// A character of more than one byte.
void JsonReader::read_character(std::string& out) {
    const DecodedChar next = decode_utf8(text_, at_);
    if (!next.well_formed || next.code_point < ' ') {
        fail();
        return;
    }
    out.append(text_, at_, next.length);
    at_ += next.length;
}

std::string JsonReader::text() {
    std::string out;
    if (!take('"')) {
        fail();
    }
    while (!failed_) {
        std::size_t end = at_;
        while (end < text_.size() && is_plain(text_[end])) {
            ++end;
        }
        out.append(text_, at_, end - at_);
        at_ = end;
        if (at_ == text_.size()) {
            fail();
        } else if (text_[at_] == '"') {
            ++at_;
            return out;
        } else if (text_[at_] == '\\') {
            ++at_;
            read_escape(out);
        } else {
            read_character(out);
        }
    }
    return {};
}

std::int64_t JsonReader::number() {
    (void)peek();
    std::int64_t value = 0;
    const auto* begin = text_.data() + at_;
    const auto [stop, error] = std::from_chars(begin, text_.data() + text_.size(), value);
    const auto length = static_cast<std::size_t>(stop - begin);
    const bool fraction =
        at_ + length < text_.size() && (stop[0] == '.' || stop[0] == 'e' || stop[0] == 'E');
    if (failed_ || error != std::errc{} || length > kMostDigits || fraction) {
        fail();
        return 0;
    }
    at_ += length;
    return value;
}

bool JsonReader::flag() {
    if (take_word("true")) {
        return true;
    }
    if (!take_word("false")) {
        fail();
    }
    return false;
}

void JsonReader::skip() {
    switch (peek()) {
        case '{':
            object([this](std::string_view) { skip(); });
            break;
        case '[':
            array([this] { skip(); });
            break;
        case '"':
            (void)text();
            break;
        case 't':
        case 'f':
            (void)flag();
            break;
        case 'n':
            if (!take_word("null")) {
                fail();
            }
            break;
        default:
            (void)number();
    }
}

bool JsonReader::complete() {
    return peek() == '\0' && !failed_ && at_ == text_.size();
}

}  // namespace conversation
