// Any bytes read as a kept session: no throw, no reading past the end, and what was read is written
// and read again the same. What the reader takes, nlohmann's takes too.
#include "conversation/session.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace conversation;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto session = session_from_json(text);
    if (!session) {
        return 0;
    }
    require(nlohmann::json::accept(text));
    const std::string written = to_json(*session);
    const auto again = session_from_json(written);
    require(again && to_json(*again) == written);
    return 0;
}
