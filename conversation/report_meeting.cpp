#include "conversation/report_meeting.h"

#include <algorithm>
#include <array>
#include <string>

namespace conversation {

namespace {

// What people are asked every month: two reports that agree in these say the same.
constexpr std::array kCompared = {
    "occ_main", "occ_second", "income_total", "expense_total", "saving_amount"};

}  // namespace

bool same_figures(const ReportView& there, const FormSubmitted& said) {
    return std::ranges::all_of(kCompared, [&](const char* name) {
        const auto known = there.values.find(name);
        const auto given = said.fields.find(name);
        const std::string before = known == there.values.end() ? std::string{} : known->second;
        const std::string now =
            given == said.fields.end() ? std::string{} : given->second.value.value_or("");
        return before == now;
    });
}

Meeting meeting_of(const std::optional<ReportView>& there,
                   const FormSubmitted& said,
                   ContactId by) {
    if (!there) {
        return Meeting::First;
    }
    if (there->reporter == by) {
        return Meeting::Corrects;
    }
    if (same_figures(*there, said)) {
        return Meeting::Agrees;
    }
    if (said.on_behalf || !said.corrects) {
        return Meeting::Conflicts;
    }
    if (there->on_behalf) {
        return Meeting::Settles;
    }
    return said.insists ? Meeting::Conflicts : Meeting::Corrects;
}

}  // namespace conversation
