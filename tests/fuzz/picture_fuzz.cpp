// Pictures people send: whatever the bytes, what is kept is a picture that is kept again unchanged.
#include "bot/image_metadata.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto clean = bot::without_metadata(bytes);
    if (clean) {
        const auto again = bot::without_metadata(clean->bytes);
        if (!again || again->bytes != clean->bytes) {
            std::abort();
        }
    }
    return 0;
}
