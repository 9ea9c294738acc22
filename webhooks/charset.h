#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace webhooks {

// Bytes in a character set an SMS gateway names ("UTF-8", "UTF-16BE", "TIS-620", "windows-874" …;
// empty: UTF-8) as UTF-8. Nothing when the set is unknown or one byte does not belong to it: a
// text is read right or not at all. Only sets on a short list are known. Pure.
[[nodiscard]] std::optional<std::string> decode_text(std::string_view bytes,
                                                     std::string_view charset);

}  // namespace webhooks
