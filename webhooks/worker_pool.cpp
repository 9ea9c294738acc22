#include "webhooks/worker_pool.h"

#include <pthread.h>

#include <algorithm>
#include <utility>

namespace webhooks {

WorkerPool::WorkerPool(const std::string& name, unsigned threads, Work work)
    : work_(std::move(work)) {
    threads_.reserve(threads);
    for (unsigned i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { run(); });
        const auto title = name + "-" + std::to_string(i);
        pthread_setname_np(threads_.back().native_handle(), title.c_str());
    }
}

WorkerPool::~WorkerPool() {
    {
        const std::scoped_lock lock(mutex_);
        closing_ = true;
    }
    news_.notify_all();
    threads_.clear();
}

void WorkerPool::add(std::vector<Connection*>& batch) {
    std::size_t wanted = 0;
    {
        const std::scoped_lock lock(mutex_);
        queue_.insert(queue_.end(), batch.begin(), batch.end());
        wanted = std::min<std::size_t>(batch.size(), sleeping_);
    }
    batch.clear();
    for (; wanted > 0; --wanted) {
        news_.notify_one();
    }
}

std::size_t WorkerPool::waiting() const {
    const std::scoped_lock lock(mutex_);
    return queue_.size();
}

void WorkerPool::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        while (queue_.empty() && !closing_) {
            ++sleeping_;
            news_.wait(lock);
            --sleeping_;
        }
        if (queue_.empty()) {
            return;
        }
        Connection* const connection = queue_.front();
        queue_.pop_front();
        lock.unlock();
        work_(*connection);
        lock.lock();
    }
}

}  // namespace webhooks
