#pragma once
#include <string>
#include <string_view>

// Thai national ID numbers (13 digits, the last a check digit) must be neither stored nor logged,
// even when people type them unasked.
namespace conversation {

// A valid number anywhere in `text`: in either script, also with spaces or dashes between the
// digits. A longer row of digits holds none.
[[nodiscard]] bool has_national_id(std::string_view text);

// `text` with each such number replaced by "X-XXXX-XXXXX-XX-X"; all else byte for byte.
[[nodiscard]] std::string mask_national_ids(std::string_view text);

}  // namespace conversation
