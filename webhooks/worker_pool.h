#pragma once
#include "storage/thread_annotations.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace webhooks {

// Threads for work that waits on others: as many as there is work at once, up to a limit. They stay
// once started (an idle one costs a few pages). Work is begun in the order it came. Of the idle
// threads the one that fell idle last goes first: its stack is still in the cache, and on a quiet
// day the others are never touched. All functions may be called from any thread.
class WorkerPool {
  public:
    using Task = std::function<void()>;  // must not throw

    // `name` is what the system shows of the threads: up to 15 letters. Throws std::system_error
    // when the machine gives not even one thread.
    WorkerPool(std::string name, std::size_t most);

    ~WorkerPool() { stop(); }

    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    WorkerPool(WorkerPool&&) = delete;
    WorkerPool& operator=(WorkerPool&&) = delete;

    // Runs all of `batch` on threads of the pool and empties it. False after stop(): nothing was
    // taken.
    [[nodiscard]] bool submit(std::vector<Task>& batch);
    [[nodiscard]] bool submit(Task task);
    // Does what is queued, then ends the threads. Not to be called by a task.
    void stop();

    // Tasks waiting for a thread.
    [[nodiscard]] std::size_t waiting() const;

  private:
    // Where one thread sleeps.
    struct Bed {
        std::condition_variable_any called;
        bool awake = true;  // guarded by mutex_
    };

    void work(Bed& bed);
    void start_thread() REQUIRES(mutex_);
    void start_threads(std::size_t wanted) REQUIRES(mutex_);

    const std::string name_;
    const std::size_t most_;
    mutable storage::Mutex mutex_;
    std::deque<Task> tasks_ GUARDED_BY(mutex_);
    std::vector<Bed*> asleep_ GUARDED_BY(mutex_);  // who fell asleep last is last
    bool stopped_ GUARDED_BY(mutex_) = false;
    std::vector<std::unique_ptr<Bed>> beds_ GUARDED_BY(mutex_);
    std::vector<std::jthread> threads_ GUARDED_BY(mutex_);
};

}  // namespace webhooks
