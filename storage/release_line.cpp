#include "storage/release_line.h"

#include <pthread.h>

#include <utility>

namespace storage {

ReleaseLine::ReleaseLine() : thread_([this] { work(); }) {
    pthread_setname_np(thread_.native_handle(), "release");
}

bool ReleaseLine::hand_over(FinishedGroup& group, bool more_waits) {
    const MutexLock lock(mutex_);
    if (!more_waits && groups_.empty() && !releasing_) {
        return false;
    }
    groups_.push_back(std::move(group));
    return true;
}

void ReleaseLine::release(FinishedGroup group, bool more_waits) {
    if (hand_over(group, more_waits)) {
        changed_.notify_one();
    } else {
        group.release();
    }
}

void ReleaseLine::work() NO_THREAD_SAFETY_ANALYSIS {
    mutex_.lock();
    while (true) {
        while (groups_.empty() && !stopping_) {
            changed_.wait(mutex_);
        }
        if (groups_.empty()) {
            break;
        }
        {
            FinishedGroup group = std::move(groups_.front());
            groups_.pop_front();
            releasing_ = true;
            mutex_.unlock();
            group.release();
        }
        mutex_.lock();
        releasing_ = false;
    }
    mutex_.unlock();
}

void ReleaseLine::stop() {
    {
        const MutexLock lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) {
        thread_.join();
    }
}

}  // namespace storage
