#pragma once
#include "storage/people_search.h"

#include <string>

namespace console {

// "วิทยากร · หมู่ 3 บ้านกลาง ต.เกยไชย", "ประธาน · กพสอ.ชุมแสง".
[[nodiscard]] std::string term_text(const storage::PeopleSearch::Term& term, bool thai);

[[nodiscard]] bool is_in_term(const storage::PeopleSearch::Term& term, conversation::Day day);
// Not so of a term that begins later.
[[nodiscard]] bool is_over(const storage::PeopleSearch::Term& term, conversation::Day day);

}  // namespace console
