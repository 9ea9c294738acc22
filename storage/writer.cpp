#include "storage/writer.h"

#include "storage/fault_points.h"
#include "storage/release_line.h"
#include "storage/thread_annotations.h"
#include "storage/transaction.h"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace storage {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kPageBytes = 4096;
// When nobody waits the WAL is moved from 4 MB on.
constexpr int kTidyPages = 1000;
// Under load without a pause: before 64 MB are reached, whoever waits.
constexpr int kForcedPages = 8000;
// The file is written from its start again after that, and keeps its length: a sync that makes it
// longer costs a third more. Only where a reader made it grow beyond 40 MB is it shortened.
constexpr int kShortenPages = 10'000;
constexpr int kForcedStep = 1000;
// How soon to look again when a reader was in the way.
constexpr std::chrono::seconds kTidyAgain{1};
// How long what goes along with others waits for them.
constexpr std::chrono::milliseconds kAlone{5};

std::exception_ptr stopped_error() {
    return std::make_exception_ptr(
        StorageError(StorageError::Code::Other, "writer", "the program is stopping"));
}

// What everyone in a group that was not committed is told, whatever ended it.
StorageError group_error(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const StorageError& storage_error) {
        return storage_error;
    } catch (const std::exception& other) {
        return {StorageError::Code::Other, "writer.group", other.what()};
    } catch (...) {
        return {StorageError::Code::Other, "writer.group", "a job threw something unknown"};
    }
}

}  // namespace

struct Writer::State {
    State(Connection opened, Limits wanted) : connection(std::move(opened)), limits(wanted) {}

    // Only the thread touches it, after the constructor and until it ends.
    std::optional<Connection> connection;
    Limits limits;

    mutable Mutex mutex;
    std::condition_variable_any work_came;
    std::condition_variable_any space_came;
    std::deque<QueuedJob> turns GUARDED_BY(mutex);
    std::deque<QueuedJob> background GUARDED_BY(mutex);
    std::deque<QueuedJob> along GUARDED_BY(mutex);
    bool stopping GUARDED_BY(mutex) = false;
    std::optional<std::string> refusal GUARDED_BY(mutex);
    Stats stats GUARDED_BY(mutex);

    int next_forced = kForcedPages;
    int largest_wal = 0;                // pages since the file was last shortened
    std::atomic<bool> shorten = false;  // asked for from outside
    bool untidy = false;                // a reader was in the way of the last tidying

    ReleaseLine line;
    std::jthread thread;

    [[nodiscard]] std::size_t waiting() const REQUIRES(mutex) {
        return turns.size() + background.size() + along.size();
    }

    [[nodiscard]] std::deque<QueuedJob>& queue_of(Priority priority) REQUIRES(mutex) {
        return priority == Priority::Turn         ? turns
               : priority == Priority::Background ? background
                                                  : along;
    }

    bool push(QueuedJob job, Priority priority) EXCLUDES(mutex);
    void wait_for_space() EXCLUDES(mutex);

    void work();
    // False when it is time to tidy up.
    bool wait_for_work() REQUIRES(mutex);
    // Waits for jobs; empty when it is time to tidy up, or all is done and the writer stops.
    std::vector<QueuedJob> take_group(bool& finished) EXCLUDES(mutex);
    std::vector<std::exception_ptr> run_group(std::vector<QueuedJob>& group) EXCLUDES(mutex);
    void run_jobs(std::vector<QueuedJob>& group, std::vector<std::exception_ptr>& errors);
    void refuse_if_damaged() EXCLUDES(mutex);
    void count_group(const std::vector<std::exception_ptr>& errors,
                     bool committed,
                     Clock::duration took) EXCLUDES(mutex);
    void tidy(bool pause);
    bool checkpoint(bool truncate) EXCLUDES(mutex);
    [[nodiscard]] bool is_idle() const EXCLUDES(mutex);
};

bool Writer::State::push(QueuedJob job, Priority priority) {
    {
        const MutexLock lock(mutex);
        if (stopping || waiting() >= limits.queue) {
            return false;
        }
        queue_of(priority).push_back(std::move(job));
    }
    work_came.notify_one();
    return true;
}

void Writer::State::wait_for_space() {
    const MutexLock lock(mutex);
    while (!stopping && waiting() >= limits.queue) {
        space_came.wait(mutex);
    }
    if (stopping) {
        std::rethrow_exception(stopped_error());
    }
}

bool Writer::State::is_idle() const {
    const MutexLock lock(mutex);
    return waiting() == 0;
}

bool Writer::State::wait_for_work() {
    while (waiting() == 0 && !stopping) {
        if (!untidy) {
            work_came.wait(mutex);
        } else if (work_came.wait_for(mutex, kTidyAgain) == std::cv_status::timeout) {
            return false;
        }
    }
    const auto alone_until = Clock::now() + kAlone;
    while (waiting() == along.size() && !stopping && Clock::now() < alone_until) {
        work_came.wait_until(mutex, alone_until);
    }
    return true;
}

std::vector<QueuedJob> Writer::State::take_group(bool& finished) {
    std::vector<QueuedJob> group;
    {
        const MutexLock lock(mutex);
        if (!wait_for_work()) {
            return group;
        }
        finished = waiting() == 0;
        // Background work always gets a part, however many turns come.
        const std::size_t reserved =
            std::min(background.size(), std::max<std::size_t>(1, limits.group / 8));
        const auto take_from = [&group](std::deque<QueuedJob>& queue, std::size_t limit) {
            while (!queue.empty() && group.size() < limit) {
                QueuedJob next = std::move(queue.front());
                queue.pop_front();
                if (next.ticket == nullptr || next.ticket->take()) {
                    group.push_back(std::move(next));
                }
            }
        };
        take_from(along, limits.group);
        take_from(turns, std::max<std::size_t>(1, limits.group - reserved));
        take_from(background, limits.group);
    }
    space_came.notify_all();
    return group;
}

void Writer::State::refuse_if_damaged() {
    const MutexLock lock(mutex);
    if (refusal) {
        throw StorageError(StorageError::Code::Corrupt, "writer", *refusal);
    }
}

void Writer::State::run_jobs(std::vector<QueuedJob>& group,
                             std::vector<std::exception_ptr>& errors) {
    for (std::size_t i = 0; i < group.size(); ++i) {
        try {
            Savepoint savepoint(*connection);
            group[i].job(*connection);
            savepoint.keep();
        } catch (...) {
            errors[i] = std::current_exception();
        }
        if (errors[i] != nullptr && !connection->in_transaction()) {
            // SQLite undid the whole transaction (disk full, I/O error): the neighbours' work too.
            std::rethrow_exception(errors[i]);
        }
    }
}

std::vector<std::exception_ptr> Writer::State::run_group(std::vector<QueuedJob>& group) {
    std::vector<std::exception_ptr> errors(group.size());
    const auto begin = Clock::now();
    bool committed = false;
    try {
        refuse_if_damaged();
        Transaction transaction(*connection);
        run_jobs(group, errors);
        fault_point("writer.before_commit");
        transaction.commit();
        committed = true;
    } catch (...) {
        const StorageError error = group_error(std::current_exception());
        for (auto& own : errors) {
            // An object each: they go to different threads.
            own = own == nullptr ? std::make_exception_ptr(error) : own;
        }
    }
    count_group(errors, committed, Clock::now() - begin);
    return errors;
}

void Writer::State::count_group(const std::vector<std::exception_ptr>& errors,
                                bool committed,
                                Clock::duration took) {
    const auto failed = static_cast<std::uint64_t>(
        std::ranges::count_if(errors, [](const auto& error) { return error != nullptr; }));
    const MutexLock lock(mutex);
    stats.jobs += errors.size() - failed;
    stats.failed_jobs += failed;
    (committed ? stats.groups : stats.failed_groups) += 1;
    stats.last_commit_ok = committed;
    stats.busy += std::chrono::duration_cast<std::chrono::microseconds>(took);
    stats.wal_bytes = connection->wal_pages() * kPageBytes;
}

bool Writer::State::checkpoint(bool truncate) {
    fault_point("writer.before_checkpoint");
    bool all = false;
    try {
        all = connection->checkpoint(truncate);
    } catch (const StorageError&) {
        // The disk may be full or failing: commits will say so, and the WAL keeps everything.
        return false;
    }
    const MutexLock lock(mutex);
    ++stats.checkpoints;
    stats.wal_bytes = connection->wal_pages() * kPageBytes;
    return all;
}

// `pause`: nobody waits.
void Writer::State::tidy(bool pause) {
    const int pages = connection->wal_pages();
    largest_wal = std::max({largest_wal, pages, shorten.exchange(false) ? kShortenPages + 1 : 0});
    const bool worth_a_pause = pages >= kTidyPages || untidy || largest_wal > kShortenPages;
    if (pages < next_forced && !(pause && worth_a_pause)) {
        return;
    }
    const bool all = checkpoint(false);
    next_forced = all ? kForcedPages : std::max(kForcedPages, pages + kForcedStep);
    untidy = !all;
    if (all && largest_wal > kShortenPages && is_idle()) {
        untidy = !checkpoint(true);
        largest_wal = untidy ? largest_wal : 0;
    }
}

void Writer::State::work() {
    bool finished = false;
    while (!finished) {
        auto group = take_group(finished);
        if (!group.empty()) {
            auto errors = run_group(group);
            fault_point("writer.after_commit");
            line.release({std::move(group), std::move(errors)}, !is_idle());
        }
        tidy(is_idle());
    }
    line.stop();
    checkpoint(true);
    connection.reset();
}

Writer::Writer(Connection connection) : Writer(std::move(connection), Limits{}) {}

Writer::Writer(Connection connection, Limits limits)
    : state_(std::make_unique<State>(std::move(connection), limits)) {
    state_->thread = std::jthread([state = state_.get()] { state->work(); });
    pthread_setname_np(state_->thread.native_handle(), "writer");
}

Writer::~Writer() {
    stop();
}

void Writer::run(const Job& job, Priority priority) {
    const auto ticket = std::make_shared<Ticket>();
    // The job is only referred to: this call outlives it.
    while (!state_->push({[&job](Connection& connection) { job(connection); }, {}, ticket},
                         priority)) {
        state_->wait_for_space();
    }
    std::unique_lock lock(ticket->mutex);
    ticket->changed.wait(lock, [&] { return ticket->stage == Ticket::Stage::Finished; });
    if (ticket->error != nullptr) {
        std::rethrow_exception(ticket->error);
    }
}

Writer::Outcome Writer::try_run_for(std::chrono::milliseconds time, Job job, Priority priority) {
    const auto ticket = std::make_shared<Ticket>();
    if (!state_->push({std::move(job), {}, ticket}, priority)) {
        return Outcome::NotTaken;
    }
    std::unique_lock lock(ticket->mutex);
    ticket->changed.wait_for(lock, time, [&] { return ticket->stage == Ticket::Stage::Finished; });
    if (ticket->stage == Ticket::Stage::Waiting) {
        ticket->stage = Ticket::Stage::Withdrawn;
        return Outcome::NotTaken;
    }
    if (ticket->stage != Ticket::Stage::Finished) {
        return Outcome::Unfinished;
    }
    if (ticket->error != nullptr) {
        std::rethrow_exception(ticket->error);
    }
    return Outcome::Committed;
}

bool Writer::submit(Job job, Done done, Priority priority) {
    return state_->push({std::move(job), std::move(done), nullptr}, priority);
}

void Writer::shorten_wal() {
    state_->shorten = true;
    run([](Connection& /*connection*/) {});
}

void Writer::refuse(std::string message) {
    const MutexLock lock(state_->mutex);
    state_->refusal = std::move(message);
    state_->stats.last_commit_ok = false;
}

void Writer::stop() {
    {
        const MutexLock lock(state_->mutex);
        state_->stopping = true;
    }
    state_->work_came.notify_all();
    state_->space_came.notify_all();
    if (state_->thread.joinable()) {
        state_->thread.join();
    }
}

Writer::Stats Writer::stats() const {
    const MutexLock lock(state_->mutex);
    Stats stats = state_->stats;
    stats.waiting = state_->waiting();
    return stats;
}

}  // namespace storage
