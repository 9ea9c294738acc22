#pragma once
#include "conversation/event.h"
#include "conversation/register.h"

// What a report of a month means beside the one that counts there already. The one place that says
// so; storage acts on it. Pure.
//
// Nothing is overwritten, and always the highest revision that is not void counts: while a conflict
// is open that is the second of the two, both marked NEEDS_CHECK, until a person says which one
// counts; then the other is void. The household's own word goes before a report made on its behalf:
// who has seen that one and says otherwise has settled it.
namespace conversation {

enum class Meeting {
    First,      // nothing is there
    Corrects,   // the same person again, or somebody of the house who corrects what was shown
    Agrees,     // other people, the same figures
    Settles,    // the house corrects what was reported on its behalf
    Conflicts,  // other people, other figures
};

[[nodiscard]] Meeting meeting_of(const std::optional<ReportView>& there,
                                 const FormSubmitted& said,
                                 ContactId by);

// Does the report say all that was submitted, and not more?
[[nodiscard]] bool same_figures(const ReportView& there, const FormSubmitted& said);

}  // namespace conversation
