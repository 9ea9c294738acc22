#pragma once
#include "webhooks/file_descriptor.h"

#include <cstdint>

namespace webhooks {

// An open file whose first `size` bytes are an answer's body. They leave as the client takes them,
// in constant memory; a file that has no name any more is gone with the answer.
struct FileBody {
    FileDescriptor fd;
    std::uint64_t size = 0;
};

}  // namespace webhooks
