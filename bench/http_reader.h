#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace bench {

// Reads HTTP/1.1 messages, requests or answers, out of a byte stream. Knows Content-Length only:
// the bench speaks to the program, the yardstick and itself.
class HttpReader {
  public:
    enum class State { Incomplete, Complete, Broken };

    // Takes what came from the socket and looks at once whether a message is whole.
    State feed(std::string_view bytes);

    // After Complete: forgets that message and looks at what came behind it.
    State next();

    // The parts of the whole message; views until the next feed, next or clear.
    [[nodiscard]] std::string_view start_line() const;
    [[nodiscard]] std::string_view body() const;

    // The value of a header (name in lower case), empty when it is missing.
    [[nodiscard]] std::string_view header(std::string_view name) const;

    // The status in an answer's start line, 0 when there is none.
    [[nodiscard]] int status() const;

    // Whether the other end means to close after this message.
    [[nodiscard]] bool closes() const;

    void clear();

  private:
    State look();

    std::string buffer_;
    std::size_t head_size_ = 0;  // with the empty line; 0 as long as it is not whole
    std::size_t body_size_ = 0;
};

}  // namespace bench
