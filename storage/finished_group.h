#pragma once
#include "storage/writer.h"

#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <vector>

namespace storage {

// How a caller that waits and the writer's thread agree on the fate of a job.
struct Ticket {
    enum class Stage { Waiting, Taken, Finished, Withdrawn };

    std::mutex mutex;
    std::condition_variable changed;
    Stage stage = Stage::Waiting;
    std::exception_ptr error;

    // False when the caller has given up before.
    [[nodiscard]] bool take();
    void finish(std::exception_ptr result);
};

// A job, and who is told of its end.
struct QueuedJob {
    Writer::Job job;
    Writer::Done done;
    std::shared_ptr<Ticket> ticket;  // of a caller that waits; else null
};

// The jobs of a transaction that is over, each with what became of it: null, or its error.
struct FinishedGroup {
    std::vector<QueuedJob> jobs;
    std::vector<std::exception_ptr> errors;

    // Tells everyone, in the order of the jobs.
    void release();
};

}  // namespace storage
