#include "webhooks/gate_mailbox.h"

#include <sys/eventfd.h>
#include <unistd.h>

namespace webhooks {

GateMailbox::GateMailbox() : waker_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void GateMailbox::wake() {
    const std::uint64_t one = 1;
    // A full counter wakes just as well.
    [[maybe_unused]] const auto written = ::write(waker_.get(), &one, sizeof one);
}

void GateMailbox::give_back(Connection& connection, bool later) {
    {
        const std::scoped_lock lock(mutex_);
        letters_.returned.push_back(&connection);
    }
    if (!later) {
        wake();
    }
}

void GateMailbox::release(Release release) {
    bool first = false;
    {
        const std::scoped_lock lock(mutex_);
        first = letters_.released.empty();  // a commit releases many: one wakes for all
        letters_.released.push_back(release);
    }
    if (first) {
        wake();
    }
}

void GateMailbox::silence() {
    std::uint64_t ignored = 0;
    [[maybe_unused]] const auto size = ::read(waker_.get(), &ignored, sizeof ignored);
}

GateMailbox::Letters GateMailbox::take() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(letters_, {});
}

}  // namespace webhooks
