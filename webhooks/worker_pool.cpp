#include "webhooks/worker_pool.h"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <system_error>
#include <utility>

namespace webhooks {

namespace {

// How long a task waits for the threads that are awake.
constexpr std::chrono::milliseconds kPatience{1};

}  // namespace

WorkerPool::WorkerPool(std::string name, std::size_t most)
    : name_(std::move(name)),
      most_(most),
      few_(std::max<std::size_t>(2, std::thread::hardware_concurrency())) {
    const storage::MutexLock lock(mutex_);
    start_thread();
    lookout_ = std::jthread([this] { look_out(); });
    pthread_setname_np(lookout_.native_handle(), name_.c_str());
}

void WorkerPool::start_thread() {
    beds_.push_back(std::make_unique<Bed>());
    threads_.emplace_back([this, bed = beds_.back().get()] { work(*bed); });
    pthread_setname_np(threads_.back().native_handle(), name_.c_str());
}

// Where no more are allowed or to be had, those that work come to what waits in turn.
std::vector<WorkerPool::Bed*> WorkerPool::more_threads(std::size_t wanted) {
    std::vector<Bed*> picked;
    for (; wanted > 0 && !asleep_.empty(); --wanted) {
        asleep_.back()->awake = true;
        picked.push_back(asleep_.back());
        asleep_.pop_back();
    }
    try {
        for (; wanted > 0 && threads_.size() < most_; --wanted) {
            start_thread();
        }
    } catch (const std::system_error&) {
        spdlog::warn("no more threads can be started for {}: there are {}", name_, threads_.size());
    }
    return picked;
}

bool WorkerPool::submit(std::vector<Task>& batch) {
    std::vector<Bed*> picked;
    bool crowded = false;
    {
        const storage::MutexLock lock(mutex_);
        if (stopped_) {
            return false;
        }
        const std::size_t awake = threads_.size() - asleep_.size();
        const std::size_t wanted = awake < few_ ? std::min(few_ - awake, batch.size()) : 0;
        picked = more_threads(wanted);
        crowded = wanted < batch.size() && !std::exchange(looking_out_, true);
        tasks_.insert(tasks_.end(),
                      std::make_move_iterator(batch.begin()),
                      std::make_move_iterator(batch.end()));
    }
    batch.clear();
    for (auto* bed : picked) {
        bed->called.notify_one();
    }
    if (crowded) {
        crowded_.notify_one();
    }
    return true;
}

bool WorkerPool::submit(Task task) {
    std::vector<Task> batch;
    batch.push_back(std::move(task));
    return submit(batch);
}

// After a while in which so many of the tasks that waited were begun.
std::size_t WorkerPool::missing_threads(std::uint64_t begun, std::size_t waited) const {
    const std::size_t awake = threads_.size() - asleep_.size();
    if (begun < std::min(awake, waited)) {  // they are held up
        return std::min(waited - begun, awake);
    }
    return tasks_.size() > waited ? 1 : 0;  // they do not keep up
}

// Sees to it that nothing waits for long behind tasks that take long.
void WorkerPool::look_out() NO_THREAD_SAFETY_ANALYSIS {
    mutex_.lock();
    while (!stopped_) {
        looking_out_ = !tasks_.empty();
        if (!looking_out_) {
            crowded_.wait(mutex_);
            continue;
        }
        const std::uint64_t begun = begun_;
        const std::size_t waiting = tasks_.size();
        crowded_.wait_for(mutex_, kPatience);
        const std::size_t wanted = missing_threads(begun_ - begun, waiting);
        if (wanted > 0 && !stopped_) {
            const auto picked = more_threads(wanted);
            mutex_.unlock();
            for (auto* bed : picked) {
                bed->called.notify_one();
            }
            mutex_.lock();
        }
    }
    mutex_.unlock();
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
        ++begun_;
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
        crowded_.notify_one();
    }
    threads.clear();  // joins
    if (lookout_.joinable()) {
        lookout_.join();
    }
}

std::size_t WorkerPool::waiting() const {
    const storage::MutexLock lock(mutex_);
    return tasks_.size();
}

}  // namespace webhooks
