#pragma once
#include <chrono>
#include <functional>
#include <thread>

namespace support {

// Waits for what another thread makes true; false when it does not within the time (long, for slow
// machines: a test that passes never waits it out).
inline bool until(const std::function<bool()>& condition,
                  std::chrono::milliseconds time = std::chrono::seconds(20)) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) {
            return false;
        }
        std::this_thread::yield();
    }
    return true;
}

}  // namespace support
