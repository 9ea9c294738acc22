#include "tests/webhooks/http_client.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <charconv>

namespace {

constexpr int kPatience = 20'000;  // milliseconds

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return result;
}

}  // namespace

HttpClient::HttpClient(std::uint16_t port, int receive_buffer)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int on = 1;
    ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (receive_buffer > 0) {
        ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
        0) {
        socket_.reset();
    }
}

void HttpClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) {
            return;  // the server has closed: the answer tells why
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void HttpClient::finish_sending() {
    ::shutdown(socket_.get(), SHUT_WR);
}

bool HttpClient::read_more() {
    pollfd news{.fd = socket_.get(), .events = POLLIN, .revents = 0};
    std::array<char, 65536> bytes{};
    if (::poll(&news, 1, kPatience) <= 0) {
        return false;
    }
    const auto count = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
    if (count <= 0) {
        return false;
    }
    buffer_.append(bytes.data(), static_cast<std::size_t>(count));
    return true;
}

std::optional<HttpClient::Answer> HttpClient::read_answer(bool has_body) {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        if (!read_more()) {
            return std::nullopt;
        }
    }
    Answer answer;
    std::string_view head = std::string_view(buffer_).substr(0, end + 2);
    std::from_chars(head.data() + 9, head.data() + 12, answer.status);
    head.remove_prefix(head.find("\r\n") + 2);
    while (!head.empty()) {
        const auto line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(line.size() + 2);
        const auto colon = line.find(": ");
        answer.headers[lower(line.substr(0, colon))] += line.substr(colon + 2);
    }
    std::size_t length = 0;
    const auto& text = answer.headers["content-length"];
    std::from_chars(text.data(), text.data() + text.size(), length);
    length = has_body ? length : 0;
    while (buffer_.size() < end + 4 + length) {
        if (!read_more()) {
            return std::nullopt;
        }
    }
    answer.body = buffer_.substr(end + 4, length);
    buffer_.erase(0, end + 4 + length);
    return answer;
}

int HttpClient::read_status() {
    const auto answer = read_answer();
    return answer ? answer->status : 0;
}

bool HttpClient::is_closed() {
    pollfd news{.fd = socket_.get(), .events = POLLIN, .revents = 0};
    char byte = 0;
    return buffer_.empty() && ::poll(&news, 1, kPatience) == 1 &&
           ::recv(socket_.get(), &byte, 1, 0) <= 0;
}

std::size_t HttpClient::read_to_end() {
    std::size_t size = buffer_.size();
    buffer_.clear();
    while (read_more()) {
        size += buffer_.size();
        buffer_.clear();
    }
    return size;
}

bool HttpClient::has_news() const {
    pollfd news{.fd = socket_.get(), .events = POLLIN, .revents = 0};
    return !buffer_.empty() || ::poll(&news, 1, 0) == 1;
}

std::string get(std::string_view path, std::string_view fields) {
    return fmt::format("GET {} HTTP/1.1\r\nHost: test\r\n{}\r\n", path, fields);
}

std::string post(std::string_view path, std::string_view body, std::string_view fields) {
    return fmt::format("POST {} HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n{}\r\n{}",
                       path,
                       body.size(),
                       fields,
                       body);
}
