// Any bytes normalised: no throw, no reading past the end, twice is once, and the origins point
// into the raw text.
#include "conversation/answer/national_id.h"
#include "conversation/thai/normalize.h"

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
    const std::string_view raw{reinterpret_cast<const char*>(data), size};
    const std::string once = normalize(raw);
    require(normalize(once) == once);
    const std::string answer = normalize_answer(raw);
    require(normalize(answer) == answer);
    const NormalizedText traced = normalize_with_origin(raw);
    require(traced.text == once && traced.origin.size() == once.size() + 1);
    for (std::size_t i = 0; i < traced.origin.size(); ++i) {
        require(traced.origin[i] <= raw.size() &&
                (i == 0 || traced.origin[i - 1] <= traced.origin[i]));
    }
    require(!has_national_id(mask_national_ids(raw)));
    return 0;
}
