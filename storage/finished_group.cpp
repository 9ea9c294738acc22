#include "storage/finished_group.h"

#include <cstddef>
#include <utility>

namespace storage {

bool Ticket::take() {
    const std::lock_guard lock(mutex);
    if (stage != Stage::Waiting) {
        return false;
    }
    stage = Stage::Taken;
    return true;
}

void Ticket::finish(std::exception_ptr result) {
    const std::lock_guard lock(mutex);
    error = std::move(result);
    stage = Stage::Finished;
    changed.notify_one();
}

void FinishedGroup::release() {
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (jobs[i].ticket != nullptr) {
            jobs[i].ticket->finish(std::move(errors[i]));
        } else if (jobs[i].done) {
            jobs[i].done(std::move(errors[i]));
        }
    }
}

}  // namespace storage
