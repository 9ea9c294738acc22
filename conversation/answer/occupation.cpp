#include "conversation/answer/occupation.h"

#include "conversation/answer/occupation_words.h"
#include "conversation/answer/sentence.h"
#include "conversation/thai/normalize.h"

#include <algorithm>
#include <map>

namespace conversation {

namespace {

std::string key_of(std::string text) {
    std::erase(text, ' ');
    return text;
}

// Every word of the dictionary as a whole answer.
const std::map<std::string, std::string>& whole_answers() {
    static const auto kAnswers = [] {
        std::map<std::string, std::string> answers;
        for (const auto& word : occupation_words()) {
            answers.emplace(key_of(normalize(word.text)), word.code);
        }
        return answers;
    }();
    return kAnswers;
}

std::string code_of(const std::string& answer) {
    const auto found = whole_answers().find(key_of(answer));
    return found == whole_answers().end() ? std::string{} : found->second;
}

}  // namespace

OccupationReading read_occupation(std::string_view text) {
    OccupationReading reading;
    for (const auto& answer : {normalize_answer(text), normalize(text)}) {
        if (auto code = code_of(answer); !code.empty()) {
            reading.main = std::move(code);
            return reading;
        }
    }
    Sentence sentence = read_sentence(text, occupation_phrases());
    reading.main = std::move(sentence.main);
    reading.others = std::move(sentence.others);
    reading.stopped = std::move(sentence.stopped);
    reading.other_person = std::ranges::any_of(sentence.ask, [](const SentenceAsk& ask) {
        return ask.fact == Fact::MainWork && ask.why == AskReason::OtherPerson;
    });
    return reading;
}

}  // namespace conversation
