#include "storage/reader_pool.h"

namespace storage {

std::unique_ptr<Connection> ReaderPool::take() {
    {
        const MutexLock lock(mutex_);
        if (!idle_.empty()) {
            auto reader = std::move(idle_.back());
            idle_.pop_back();
            return reader;
        }
    }
    return std::make_unique<Connection>(open_());
}

void ReaderPool::give_back(std::unique_ptr<Connection> reader) {
    const MutexLock lock(mutex_);
    idle_.push_back(std::move(reader));
}

void ReaderPool::lend(const std::function<void(Connection&)>& use) {
    auto reader = take();
    use(*reader);  // one that failed is not given back
    give_back(std::move(reader));
}

}  // namespace storage
