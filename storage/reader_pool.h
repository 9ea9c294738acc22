#pragma once
#include "storage/connection.h"
#include "storage/thread_annotations.h"

#include <functional>
#include <memory>
#include <vector>

namespace storage {

// Reading connections for many threads: each use has one of its own and gives it back. As many are
// opened as were ever in use at once.
class ReaderPool {
  public:
    // `open` makes a reader; called from any thread.
    explicit ReaderPool(std::function<Connection()> open) : open_(std::move(open)) {}

    // Runs `use` with a reader and returns when it is done. Throws what it throws, and StorageError
    // when none can be opened.
    void lend(const std::function<void(Connection&)>& use);

  private:
    [[nodiscard]] std::unique_ptr<Connection> take();
    void give_back(std::unique_ptr<Connection> reader);

    std::function<Connection()> open_;
    Mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_ GUARDED_BY(mutex_);
};

}  // namespace storage
