#include "storage/instance_lock.h"

#include "storage/error.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace storage {

InstanceLock::InstanceLock(const std::filesystem::path& database) : descriptor_(-1) {
    // A file of its own: SQLite's locks on the database would be lost when it is closed.
    const std::filesystem::path path = database.string() + ".lock";
    descriptor_ = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor_ < 0) {
        throw StorageError(StorageError::Code::ReadOnly,
                           "lock",
                           fmt::format("cannot make {}: {}; make the folder and give it to the "
                                       "account of the service",
                                       path.string(),
                                       std::system_category().message(errno)));
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor_);
        throw StorageError(
            StorageError::Code::Busy,
            "lock",
            fmt::format("another sammachip is running on {}; stop it first", database.string()));
    }
}

InstanceLock::~InstanceLock() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

InstanceLock::InstanceLock(InstanceLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

}  // namespace storage
