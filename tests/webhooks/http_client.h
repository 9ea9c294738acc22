#pragma once
#include "webhooks/file_descriptor.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

// A client that can be as odd as a test needs: it sends bytes as they are and reads answers as they
// come. Reads wait up to 20 seconds, so that a hanging server fails a test instead of the suite.
class HttpClient {
  public:
    explicit HttpClient(std::uint16_t port, int receive_buffer = 0);

    // False when the server has refused the connection.
    [[nodiscard]] bool connected() const { return socket_.get() >= 0; }

    void send(std::string_view bytes);
    // No more bytes will come from us; answers can still be read.
    void finish_sending();

    struct Answer {
        int status = 0;
        std::map<std::string, std::string> headers;  // names in lower case
        std::string body;
    };

    // The next answer; nothing when the server closed the connection or 20 seconds passed.
    [[nodiscard]] std::optional<Answer> read_answer(bool has_body = true);
    // Its status, 0 for none.
    [[nodiscard]] int read_status();
    // True when the server closes (or resets) the connection without another byte.
    [[nodiscard]] bool is_closed();
    // Bytes until the server closes.
    [[nodiscard]] std::size_t read_to_end();

    // Whether bytes (or an end) wait to be read now.
    [[nodiscard]] bool has_news() const;

  private:
    [[nodiscard]] bool read_more();

    webhooks::FileDescriptor socket_;
    std::string buffer_;
};

[[nodiscard]] std::string get(std::string_view path, std::string_view fields = "");
[[nodiscard]] std::string post(std::string_view path,
                               std::string_view body,
                               std::string_view fields = "");
