#pragma once
#include "storage/thread_annotations.h"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
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
// day the others are never touched.
//
// Waking a thread can cost more than a quick task does. So only a few, one a processor, are woken
// for what comes; they do it one after the other. For what they have not come to within a
// millisecond, because their tasks wait for somebody, their number is doubled, and so on. All
// functions may be called from any thread.
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
    void look_out();
    void start_thread() REQUIRES(mutex_);
    // Starts up to so many threads, or picks them from those asleep, to be called without the lock.
    [[nodiscard]] std::vector<Bed*> more_threads(std::size_t wanted) REQUIRES(mutex_);

    [[nodiscard]] std::size_t missing_threads(std::uint64_t begun, std::size_t waited) const
        REQUIRES(mutex_);

    const std::string name_;
    const std::size_t most_;
    const std::size_t few_;  // threads that are woken at once
    mutable storage::Mutex mutex_;
    std::condition_variable_any crowded_;          // there are tasks nobody was woken for
    bool looking_out_ GUARDED_BY(mutex_) = false;  // they will be seen to
    std::deque<Task> tasks_ GUARDED_BY(mutex_);
    std::uint64_t begun_ GUARDED_BY(mutex_) = 0;   // tasks, since the start
    std::vector<Bed*> asleep_ GUARDED_BY(mutex_);  // who fell asleep last is last
    bool stopped_ GUARDED_BY(mutex_) = false;
    std::vector<std::unique_ptr<Bed>> beds_ GUARDED_BY(mutex_);
    std::vector<std::jthread> threads_ GUARDED_BY(mutex_);
    std::jthread lookout_;
};

}  // namespace webhooks
