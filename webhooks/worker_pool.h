#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace webhooks {

struct Connection;

// Threads that answer complete requests, in the order they came.
class WorkerPool {
  public:
    using Work = std::function<void(Connection&)>;

    // `work` runs on `threads` threads named after `name`; it must not throw.
    WorkerPool(const std::string& name, unsigned threads, Work work);
    ~WorkerPool();  // finishes what waits
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    WorkerPool(WorkerPool&&) = delete;
    WorkerPool& operator=(WorkerPool&&) = delete;

    // Hands over all of `batch` and empties it.
    void add(std::vector<Connection*>& batch);

    // Requests that no worker has taken yet.
    [[nodiscard]] std::size_t waiting() const;

  private:
    void run();

    const Work work_;
    mutable std::mutex mutex_;
    std::condition_variable news_;
    std::deque<Connection*> queue_;  // guarded by mutex_, as the next two
    unsigned sleeping_ = 0;
    bool closing_ = false;
    std::vector<std::jthread> threads_;
};

}  // namespace webhooks
