#include "storage/fault_points.h"

#if defined(SAMMACHIP_FAULT_POINTS)

#include "storage/thread_annotations.h"

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <utility>

namespace storage {

namespace {

// What SAMMACHIP_FAULT asks for.
struct Wish {
    std::string name;
    int countdown = 0;
};

Wish read_wish() {
    // Read once, before any thread of ours could change the environment.
    const char* text = std::getenv("SAMMACHIP_FAULT");  // NOLINT(concurrency-mt-unsafe)
    Wish wish;
    if (text == nullptr) {
        return wish;
    }
    const std::string_view whole(text);
    const auto colon = whole.find(':');
    wish.name = whole.substr(0, colon);
    wish.countdown = 1;
    if (colon != std::string_view::npos) {
        std::from_chars(whole.data() + colon + 1, whole.data() + whole.size(), wish.countdown);
    }
    return wish;
}

struct Faults {
    Mutex mutex;
    Wish wish GUARDED_BY(mutex) = read_wish();
    std::function<void(std::string_view)> hook GUARDED_BY(mutex);
};

Faults& faults() {
    static Faults all;
    return all;
}

}  // namespace

void fault_point(std::string_view name) {
    if (std::ranges::find(kFaultPoints, name) == kFaultPoints.end()) {
        throw std::logic_error("unknown fault point " + std::string(name));
    }
    std::function<void(std::string_view)> hook;
    {
        Faults& all = faults();
        MutexLock lock(all.mutex);
        if (all.wish.countdown > 0 && all.wish.name == name && --all.wish.countdown == 0) {
            std::raise(SIGKILL);
        }
        hook = all.hook;
    }
    if (hook) {
        hook(name);
    }
}

void set_fault_hook(std::function<void(std::string_view)> hook) {
    Faults& all = faults();
    MutexLock lock(all.mutex);
    all.hook = std::move(hook);
}

}  // namespace storage

#endif
