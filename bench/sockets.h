#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

// Microseconds of CLOCK_MONOTONIC: the same in every process of this machine.
[[nodiscard]] std::int64_t now_us();

// Owns a file descriptor.
class Descriptor {
  public:
    Descriptor() = default;

    explicit Descriptor(int number) : number_(number) {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }

    Descriptor& operator=(Descriptor&& other) noexcept;

    ~Descriptor() { close(); }

    [[nodiscard]] int number() const { return number_; }

    [[nodiscard]] bool open() const { return number_ >= 0; }

    void close() noexcept;

  private:
    int number_ = -1;
};

// What one non-blocking read or write came to.
enum class Flow { Done, Wait, Closed };

// A non-blocking TCP socket on its way to 127.0.0.1:`port`, without Nagle's delay: writable once it
// is connected. Throws std::system_error when not even a socket can be had; a refusal shows in
// connect_error.
[[nodiscard]] Descriptor connect_loopback(std::uint16_t port);

// After the socket became writable: 0 when connected, else the error number.
[[nodiscard]] int connect_error(const Descriptor& socket);

// Listens on 127.0.0.1:`port` (0: any), non-blocking. Throws std::system_error.
[[nodiscard]] Descriptor listen_loopback(std::uint16_t port);

// The port a listening socket got.
[[nodiscard]] std::uint16_t port_of(const Descriptor& listener);

// The next waiting connection, non-blocking and without delay; closed when nobody waits.
[[nodiscard]] Descriptor accept_one(const Descriptor& listener);

// Writes what it can of `bytes` from `written` on and moves `written`.
Flow write_some(const Descriptor& socket, std::string_view bytes, std::size_t& written);

// Appends one read to `bytes` (Done), or says why there was none.
Flow read_some(const Descriptor& socket, std::string& bytes);

// One epoll set; `tag` comes back with each event.
class Poller {
  public:
    Poller();

    // Throws std::system_error. `edge`: told once when it becomes readable or writable.
    void watch(const Descriptor& descriptor, std::uint64_t tag, bool edge) const;

    // Waits until something happens or `microseconds` have passed and calls `on_event(tag)`.
    template <typename OnEvent>
    void wait(std::int64_t microseconds, OnEvent on_event) {
        const int count = collect(microseconds);
        for (int index = 0; index < count; ++index) {
            on_event(tags_[index]);
        }
    }

  private:
    static constexpr int kMost = 256;

    int collect(std::int64_t microseconds);

    Descriptor epoll_;
    Descriptor timer_;
    std::uint64_t tags_[kMost]{};
};

}  // namespace bench
