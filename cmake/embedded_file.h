#pragma once
#include <string_view>

namespace embedded {

// A file that was built into the program: its name relative to its folder, and its bytes.
struct File {
    std::string_view name;
    std::string_view content;
};

}  // namespace embedded
