#pragma once
#include "webhooks/file_body.h"
#include "webhooks/file_descriptor.h"
#include "webhooks/request_head.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace webhooks {

using SteadyTime = std::chrono::steady_clock::time_point;

// One accepted socket. At any moment it belongs to either the gate's thread or one worker, and only
// the owner touches the plain members; `lease` is the handover.
struct Connection {
    enum class Phase { Idle, Head, Body, Answering, Held, Writing, Lingering, Closed };

    enum class Lease : unsigned char {
        Gate,
        Worker,
        WorkerEventSeen,  // the worker's, and the socket had news meanwhile
    };

    Connection(FileDescriptor socket, std::string peer_address)
        : fd(std::move(socket)), peer(std::move(peer_address)) {}

    const FileDescriptor fd;
    const std::string peer;
    std::atomic<Lease> lease{Lease::Gate};

    Phase phase = Phase::Idle;
    SteadyTime deadline;           // when the phase has lasted too long
    SteadyTime complete_at;        // when the request now answered was whole
    bool may_have_bytes = true;    // the socket may hold bytes that were not read
    bool end_is_near = false;      // the socket has told of an end or error not yet read
    bool watches_writing = false;  // registered for "can be written" too
    bool peer_finished = false;    // the peer has sent its last byte
    bool close_after = false;      // no further request after this answer
    bool continue_sent = false;
    unsigned requests = 0;

    std::string in;                   // bytes of the request now read, and of those behind it
    HeadScan scan;                    // in `in`
    std::optional<RequestHead> head;  // views into `in`: gone when it grows
    std::size_t head_size = 0;        // 0: the head is not whole
    std::size_t request_size = 0;     // head and body

    std::string out;  // the answer
    std::size_t sent = 0;
    std::shared_ptr<const FileBody> file;  // its body, when that is a file
    std::uint64_t file_sent = 0;
    std::uint64_t hold = 0;  // of the answer held last: tells it from others
    bool silent = false;     // it is not refused with words: the connection ends
    std::string_view route;  // who gave the answer
    int status = 0;          // of the answer
    std::string problem_id;

    std::size_t counted = 0;  // bytes of `in` counted against max_buffered
};

// Whether the gate now waits for bytes of a request.
[[nodiscard]] bool is_reading(Connection::Phase phase);

// Requests up to this size are never refused for max_buffered.
inline constexpr std::size_t kSmallRequest = 2 * kMaxHead;

// Sends what is left of `out` and `file`, of a file a megabyte at most. Never blocks.
enum class SendOutcome { Done, Later, Broken };
[[nodiscard]] SendOutcome send_some(Connection& connection);

// Forgets the request just answered; bytes behind it stay.
void drop_request(Connection& connection);

}  // namespace webhooks
