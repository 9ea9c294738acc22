#pragma once
#include "webhooks/file_descriptor.h"
#include "webhooks/problem.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace webhooks {

struct Connection;

// What other threads leave for the gate's thread, which it wakes. Shared with held answers: one
// that is released after the gate has gone finds it still there.
class GateMailbox {
  public:
    // A held answer may be given. The connection is named, not pointed to: it may have ended.
    struct Release {
        int fd = -1;
        std::uint64_t hold = 0;
        std::optional<Problem> instead;
    };

    struct Letters {
        std::vector<Connection*> returned;
        std::vector<Release> released;
    };

    GateMailbox();

    // Becomes readable when there is something to be done.
    [[nodiscard]] int descriptor() const { return waker_.get(); }

    void wake();
    // Makes the descriptor quiet again.
    void silence();
    // A worker has no more to do with the connection. `later`: nothing can be done before something
    // else wakes the gate.
    void give_back(Connection& connection, bool later);
    void release(Release release);
    // Empties it. Who was given back before an answer was released stands in the same letters or in
    // earlier ones.
    [[nodiscard]] Letters take();

  private:
    FileDescriptor waker_;
    std::mutex mutex_;
    Letters letters_;  // guarded by mutex_
};

}  // namespace webhooks
