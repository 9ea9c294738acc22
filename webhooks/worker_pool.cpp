#include "webhooks/worker_pool.h"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <iterator>
#include <system_error>
#include <utility>

namespace webhooks {

WorkerPool::WorkerPool(std::string name, std::size_t most) : name_(std::move(name)), most_(most) {
    const storage::MutexLock lock(mutex_);
    start_thread();
}

void WorkerPool::start_thread() {
    beds_.push_back(std::make_unique<Bed>());
    threads_.emplace_back([this, bed = beds_.back().get()] { work(*bed); });
    pthread_setname_np(threads_.back().native_handle(), name_.c_str());
}

// Where no more are allowed or to be had, those that work come to what waits in turn.
void WorkerPool::start_threads(std::size_t wanted) {
    try {
        for (; wanted > 0 && threads_.size() < most_; --wanted) {
            start_thread();
        }
    } catch (const std::system_error&) {
        spdlog::warn("no more threads can be started for {}: there are {}", name_, threads_.size());
    }
}

bool WorkerPool::submit(std::vector<Task>& batch) {
    std::vector<Bed*> called;
    {
        const storage::MutexLock lock(mutex_);
        if (stopped_) {
            return false;
        }
        std::size_t wanted = batch.size();
        for (; wanted > 0 && !asleep_.empty(); --wanted) {
            asleep_.back()->awake = true;
            called.push_back(asleep_.back());
            asleep_.pop_back();
        }
        start_threads(wanted);
        tasks_.insert(tasks_.end(),
                      std::make_move_iterator(batch.begin()),
                      std::make_move_iterator(batch.end()));
    }
    batch.clear();
    for (auto* bed : called) {
        bed->called.notify_one();
    }
    return true;
}

bool WorkerPool::submit(Task task) {
    std::vector<Task> batch;
    batch.push_back(std::move(task));
    return submit(batch);
}

void WorkerPool::work(Bed& bed) NO_THREAD_SAFETY_ANALYSIS {
    mutex_.lock();
    while (true) {
        while (tasks_.empty() && !stopped_) {
            bed.awake = false;
            asleep_.push_back(&bed);
            while (!bed.awake) {
                bed.called.wait(mutex_);
            }
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
        for (auto* bed : asleep_) {
            bed->awake = true;
            bed->called.notify_one();
        }
        asleep_.clear();
    }
    threads.clear();  // joins
}

std::size_t WorkerPool::waiting() const {
    const storage::MutexLock lock(mutex_);
    return tasks_.size();
}

}  // namespace webhooks
