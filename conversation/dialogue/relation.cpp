#include "conversation/answer/choice.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/thai/normalize.h"

#include <algorithm>
#include <array>

namespace conversation {

namespace {

struct Relation {
    std::string_view code;
    std::string_view button;
    std::string_view words;  // text key of other words for it, separated by |
};

constexpr std::array kRelations = {
    Relation{"HEAD", "b.head", "words.head"},
    Relation{"SPOUSE", "b.spouse", "words.spouse"},
    Relation{"CHILD", "b.child", "words.child"},
    Relation{"OTHER", "b.other_relation", "words.other_relation"},
};

std::vector<ChoiceOption> options(const Talk& talk) {
    std::vector<ChoiceOption> all;
    for (const auto& relation : kRelations) {
        Choice choice;
        choice.name = relation.code;
        for (const auto& language : talk.input().texts.languages()) {
            choice.label[language] = talk.input().texts.get(relation.button, language);
            choice.columns["synonyms"] += talk.input().texts.get(relation.words, language) + "|";
        }
        all.push_back(option_of(choice));
    }
    return all;
}

// Takes one of the words of a text key, in any language, off the beginning or the end, where more
// remains.
std::string without(const Talk& talk, std::string_view key, std::string text, bool at_end) {
    for (const auto& language : talk.input().texts.languages()) {
        const std::string words = talk.input().texts.get(key, language);
        std::string_view rest{words};
        while (!rest.empty()) {
            const auto end = std::min(rest.find('|'), rest.size());
            const auto word = rest.substr(0, end);
            const bool found = !word.empty() && text.size() > word.size() &&
                               (at_end ? text.ends_with(word) : text.starts_with(word));
            if (found) {
                text.erase(at_end ? text.size() - word.size() : 0, word.size());
                return normalize_answer(text);
            }
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return text;
}

// "ฉันเป็นเมียหัวหน้าบ้าน" → "เมีย": who the person is, without whose.
std::string bare(const Talk& talk, const std::string& said) {
    const std::string who =
        without(talk, "words.becomes", without(talk, "words.myself", said, false), false);
    return without(talk, "words.of_head", who, true);
}

void ask(Talk& talk) {
    talk.say("relation.ask", {}, {"b.head", "b.spouse", "b.child", "b.other_relation"});
}

void answer(Talk& talk, const Said& said) {
    const auto house = house_of(talk);
    if (!house) {
        begin_linking(talk, std::nullopt);
        return;
    }
    const auto relation = read_relation(talk, said);
    if (!relation) {
        talk.say("relation.unclear", {}, {"b.head", "b.spouse", "b.child", "b.other_relation"});
        offer_human(talk);
        return;
    }
    talk.emit(RelationGiven{house->id, *relation});
    talk.note("related", "1");
    pursue(talk, talk.session().then);
}

}  // namespace

const Dialogue kRelation{"relation", ask, answer};

std::optional<std::string> read_relation(const Talk& talk, const Said& said) {
    const auto all = options(talk);
    auto choice = read_choice(said.raw, all);
    if (choice.kind != ChoiceAnswer::Kind::Match) {
        choice = read_choice(bare(talk, said.text), all);
    }
    if (choice.kind != ChoiceAnswer::Kind::Match) {
        return std::nullopt;
    }
    return std::string{kRelations.at(choice.indices.front()).code};
}

void begin_relation(Talk& talk) {
    talk.enter("relation", "ask");
    ask(talk);
}

}  // namespace conversation
