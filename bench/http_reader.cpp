#include "bench/http_reader.h"

#include <algorithm>
#include <charconv>

namespace bench {

namespace {

constexpr std::size_t kMostHead = 64 * 1024;
constexpr std::size_t kMostBody = 16 * 1024 * 1024;

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool same_name(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

}  // namespace

HttpReader::State HttpReader::feed(std::string_view bytes) {
    buffer_.append(bytes);
    return look();
}

HttpReader::State HttpReader::next() {
    buffer_.erase(0, head_size_ + body_size_);
    head_size_ = 0;
    body_size_ = 0;
    return buffer_.empty() ? State::Incomplete : look();
}

HttpReader::State HttpReader::look() {
    if (head_size_ == 0) {
        const std::size_t end = buffer_.find("\r\n\r\n");
        if (end == std::string::npos) {
            return buffer_.size() > kMostHead ? State::Broken : State::Incomplete;
        }
        head_size_ = end + 4;
        const std::string_view length = header("content-length");
        const auto [stop, error] =
            std::from_chars(length.data(), length.data() + length.size(), body_size_);
        const bool odd = !length.empty() && (error != std::errc{} || stop != length.end());
        if (odd || body_size_ > kMostBody) {
            return State::Broken;
        }
    }
    return buffer_.size() >= head_size_ + body_size_ ? State::Complete : State::Incomplete;
}

std::string_view HttpReader::start_line() const {
    const std::string_view head = std::string_view{buffer_}.substr(0, head_size_);
    return head.substr(0, head.find("\r\n"));
}

std::string_view HttpReader::body() const {
    return std::string_view{buffer_}.substr(head_size_, body_size_);
}

std::string_view HttpReader::header(std::string_view name) const {
    std::string_view rest = std::string_view{buffer_}.substr(0, head_size_);
    while (true) {
        const std::size_t end = rest.find("\r\n");
        if (end == std::string_view::npos) {
            return {};
        }
        rest.remove_prefix(end + 2);
        const std::string_view line = rest.substr(0, rest.find("\r\n"));
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos && same_name(line.substr(0, colon), name)) {
            return trimmed(line.substr(colon + 1));
        }
    }
}

int HttpReader::status() const {
    const std::string_view line = start_line();
    int status = 0;
    if (line.size() >= 12 && line.starts_with("HTTP/1.")) {
        std::from_chars(line.data() + 9, line.data() + 12, status);
    }
    return status;
}

bool HttpReader::closes() const {
    return same_name(header("connection"), "close");
}

void HttpReader::clear() {
    buffer_.clear();
    head_size_ = 0;
    body_size_ = 0;
}

}  // namespace bench
