#pragma once
#include "storage/thread_annotations.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

namespace bot {

// Threads for work that waits on others: as many as there is work at once, up to a limit. They stay
// once started (an idle one costs a few pages). All functions may be called from any thread.
class WorkerPool {
  public:
    using Task = std::function<void()>;

    explicit WorkerPool(std::size_t most) : most_(most) {}

    ~WorkerPool() { stop(); }

    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    WorkerPool(WorkerPool&&) = delete;
    WorkerPool& operator=(WorkerPool&&) = delete;

    // Runs `task` on a thread of the pool; it must not throw. False after stop().
    bool submit(Task task);
    // Does what is queued, then ends the threads. Not to be called by a task.
    void stop();

    // Tasks waiting for a thread.
    [[nodiscard]] std::size_t waiting() const;

  private:
    void work();

    const std::size_t most_;
    mutable storage::Mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<Task> tasks_ GUARDED_BY(mutex_);
    std::vector<std::jthread> threads_ GUARDED_BY(mutex_);
    std::size_t idle_ GUARDED_BY(mutex_) = 0;
    bool stopped_ GUARDED_BY(mutex_) = false;
};

}  // namespace bot
