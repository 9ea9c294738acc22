#pragma once
#include "webhooks/problem.h"
#include "webhooks/route.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The gate's reader of HTTP/1.x request heads (RFC 9112), pure and strict: what has two readings is
// refused, so that nobody behind or before us can read it differently.
namespace webhooks {

inline constexpr std::size_t kMaxHead = 16'384;  // bytes, with the empty line
inline constexpr std::size_t kMaxTarget = 4096;
inline constexpr std::size_t kMaxPath = 1024;
inline constexpr std::size_t kMaxHeaderFields = 100;

// Views into the bytes that were read.
struct RequestHead {
    std::string_view method;  // one of GET HEAD POST PUT PATCH DELETE OPTIONS
    std::string_view path;    // as sent, begins with "/"; every %XX is valid, none is a control
    std::string_view query;   // as sent, after the first "?"
    std::vector<HeaderField> headers;
    std::size_t size = 0;            // of the whole head
    std::size_t content_length = 0;  // bytes of body that follow
    bool keep_alive = true;          // the client allows another request on this connection
    bool expects_continue = false;   // the client waits for "100 Continue" before the body
};

// How far the end of a head has been looked for, so that bytes that trickle in are read once.
struct HeadScan {
    std::size_t scanned = 0;     // bytes known not to hold the end
    std::size_t line_start = 0;  // where the line that is not yet ended begins
};

// The size of the head at the beginning of `bytes`, with its empty line (and one empty line before
// it, which RFC 9112 2.2 tolerates); nothing while the end is not there; a Problem for bare LF, NUL
// and a head that is too large. `scan` goes on where the last call for the same bytes ended.
[[nodiscard]] std::variant<std::monostate, std::size_t, Problem> find_head_end(
    std::string_view bytes, HeadScan& scan);

// Whether a body may be multipart/form-data, as browsers send files: only where files are taken.
enum class Multipart { Refused, Taken };

// Reads a whole head, as find_head_end measured it. `max_body` is in bytes.
[[nodiscard]] std::variant<RequestHead, Problem> read_head(
    std::string_view head, std::size_t max_body, Multipart multipart = Multipart::Refused);

// %XX decoded once, nothing else changed; nothing when a "%" is not followed by two hex digits.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);

// ASCII letters alike in upper and lower case.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);

}  // namespace webhooks
