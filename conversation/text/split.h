#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace conversation {

// `text` in parts of at most `max_units` UTF-16 units (at least 2): cut after a line end if there
// is one in the second half of a part, else after a space, else between two graphemes; a cluster is
// torn, between its code points, only when it alone is longer than a part. The parts joined are the
// text; an empty text is no part. Ill-formed bytes stay as they are and count as one unit each.
[[nodiscard]] std::vector<std::string> split_text(std::string_view text, std::size_t max_units);

}  // namespace conversation
