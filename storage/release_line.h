#pragma once
#include "storage/finished_group.h"
#include "storage/thread_annotations.h"

#include <condition_variable>
#include <deque>
#include <thread>

namespace storage {

// Where groups that were committed are released, one after the other. An acknowledgement wakes
// other threads, which then often take the processor of whoever woke them: while further work waits
// for the writer, that happens to a thread of this line and the writer goes on. When nothing waits,
// the writer releases its group itself: the quickest way for those who wait.
class ReleaseLine {
  public:
    ReleaseLine();

    ~ReleaseLine() { stop(); }

    ReleaseLine(const ReleaseLine&) = delete;
    ReleaseLine& operator=(const ReleaseLine&) = delete;
    ReleaseLine(ReleaseLine&&) = delete;
    ReleaseLine& operator=(ReleaseLine&&) = delete;

    // By the writer's thread alone. `more_waits`: the writer has other work.
    void release(FinishedGroup group, bool more_waits);
    // Returns when all are released. Safe to call twice.
    void stop();

  private:
    // Leaves the group to the thread; false when the caller may as well release it.
    [[nodiscard]] bool hand_over(FinishedGroup& group, bool more_waits) EXCLUDES(mutex_);
    void work();

    Mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<FinishedGroup> groups_ GUARDED_BY(mutex_);
    bool releasing_ GUARDED_BY(mutex_) = false;  // the thread has a group in its hands
    bool stopping_ GUARDED_BY(mutex_) = false;
    std::thread thread_;
};

}  // namespace storage
