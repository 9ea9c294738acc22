#include "conversation/answer/occupation_words.h"
#include "conversation/answer/sentence.h"
#include "conversation/dialogue/dialogues.h"

#include <algorithm>

namespace conversation {

namespace {

// Does it say an amount of something that a report asks for?
bool tells_figures(std::string_view text) {
    const auto sentence = read_sentence(text, occupation_phrases());
    return std::ranges::any_of(sentence.money, [](const auto& one) { return one.has_value(); }) ||
           std::ranges::any_of(sentence.ask,
                               [](const SentenceAsk& ask) { return !ask.said.empty(); });
}

}  // namespace

bool begin_with_facts(Talk& talk, const Said& said) {
    const auto houses = talk.reg().houses();
    if (houses.size() != 1 || !houses.front().consented || houses.front().relation.empty() ||
        !houses.front().has_baseline || !tells_figures(said.raw)) {
        return false;
    }
    talk.note("form.said", said.raw);
    pursue(talk, std::string{kGoalReport});
    if (talk.open()) {  // the month may be reported already
        talk.note("form.said", {});
    }
    return true;
}

}  // namespace conversation
