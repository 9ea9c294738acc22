// Any bytes cut for LINE and SMS: parts joined are the text, and each is within its limit.
#include "conversation/text/clusters.h"
#include "conversation/text/sms_segments.h"
#include "conversation/text/split.h"

#include <cstdint>
#include <cstdlib>
#include <string>
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
    if (size == 0) {
        return 0;
    }
    const std::size_t limit = 2 + data[0] % 80;
    const std::string_view text{reinterpret_cast<const char*>(data) + 1, size - 1};
    std::string joined;
    for (const std::string& part : split_text(text, limit)) {
        require(!part.empty() && utf16_length(part) <= limit);
        joined += part;
    }
    require(joined == text);
    const std::size_t segments = 1 + limit % 4;
    joined.clear();
    for (const std::string& part : split_sms(text, segments)) {
        require(!part.empty() && count_sms(part).segments <= segments);
        joined += part;
    }
    require(joined == text);
    require(utf16_length(cut_utf16(text, limit)) <= limit);
    require(grapheme_count(cut_graphemes(text, limit)) <= limit);
    require(count_sms(cut_sms(text)).segments <= 1);
    return 0;
}
