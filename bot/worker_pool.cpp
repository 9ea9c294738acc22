#include "bot/worker_pool.h"

#include <spdlog/spdlog.h>

#include <system_error>
#include <utility>

namespace bot {

bool WorkerPool::submit(Task task) {
    const storage::MutexLock lock(mutex_);
    if (stopped_) {
        return false;
    }
    tasks_.push_back(std::move(task));
    if (tasks_.size() > idle_ && threads_.size() < most_) {
        try {
            threads_.emplace_back([this] { work(); });
        } catch (const std::system_error&) {
            // The machine gives no more threads: those there are will come to it.
            if (threads_.empty()) {
                tasks_.pop_back();
                return false;
            }
            spdlog::warn("no more threads can be started: {} are working", threads_.size());
        }
    }
    changed_.notify_one();
    return true;
}

void WorkerPool::work() NO_THREAD_SAFETY_ANALYSIS {
    mutex_.lock();
    while (true) {
        while (tasks_.empty() && !stopped_) {
            ++idle_;
            changed_.wait(mutex_);
            --idle_;
        }
        if (tasks_.empty()) {
            break;
        }
        Task task = std::move(tasks_.front());
        tasks_.pop_front();
        mutex_.unlock();
        task();
        task = nullptr;
        mutex_.lock();
    }
    mutex_.unlock();
}

void WorkerPool::stop() {
    std::vector<std::jthread> threads;
    {
        const storage::MutexLock lock(mutex_);
        stopped_ = true;
        threads.swap(threads_);
    }
    changed_.notify_all();
    threads.clear();  // joins
}

std::size_t WorkerPool::waiting() const {
    const storage::MutexLock lock(mutex_);
    return tasks_.size();
}

}  // namespace bot
