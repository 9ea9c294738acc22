#pragma once
#include <filesystem>

namespace storage {

// Held by the one process that may write a database (two writers could damage the file, and two
// servers would each send half of the answers). The lock goes with the process, also when it is
// killed.
class InstanceLock {
  public:
    // Throws StorageError: Busy when another process holds it, ReadOnly when the lock file beside
    // the database cannot be made.
    explicit InstanceLock(const std::filesystem::path& database);
    ~InstanceLock();
    InstanceLock(InstanceLock&& other) noexcept;
    InstanceLock& operator=(InstanceLock&&) = delete;
    InstanceLock(const InstanceLock&) = delete;
    InstanceLock& operator=(const InstanceLock&) = delete;

  private:
    int descriptor_;
};

}  // namespace storage
