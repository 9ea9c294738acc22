#include "console/term_text.h"

#include "console/code_words.h"
#include "console/page_words.h"

#include <chrono>

namespace console {

std::string term_text(const storage::PeopleSearch::Term& term, bool thai) {
    std::string text = code_word(term.role, role_words(), thai);
    if (!term.organisation_name.empty()) {
        text += " · " + term.organisation_name;
    }
    if (term.moo > 0) {
        text += " · " + place_text(term.moo, term.village_name, term.tambon_name, thai);
    }
    return text;
}

bool is_over(const storage::PeopleSearch::Term& term, conversation::Day day) {
    return term.to && std::chrono::sys_days(*term.to) < std::chrono::sys_days(day);
}

bool is_in_term(const storage::PeopleSearch::Term& term, conversation::Day day) {
    return std::chrono::sys_days(term.from) <= std::chrono::sys_days(day) && !is_over(term, day);
}

}  // namespace console
