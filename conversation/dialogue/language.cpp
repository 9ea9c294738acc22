#include "conversation/dialogue/dialogues.h"

#include <algorithm>

namespace conversation {

void choose_language(Talk& talk, std::string_view tag) {
    const auto known = talk.input().texts.languages();
    if (tag.empty() || std::ranges::find(known, tag) == known.end()) {
        auto& message = talk.say("language.ask");
        for (const auto& language : known) {
            talk.button(message, talk.input().texts.get("language.name", language));
        }
        return;
    }
    talk.emit(LanguageChosen{std::string{tag}});
    talk.set_language(std::string{tag});
    talk.say("language.done", {}, {"b.menu"});
    if (talk.open()) {
        ask_again(talk);
    }
}

}  // namespace conversation
