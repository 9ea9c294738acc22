#include "conversation/answer/choice.h"
#include "conversation/dialogue/dialogues.h"

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

void ask(Talk& talk) {
    talk.say("relation.ask", {}, {"b.head", "b.spouse", "b.child", "b.other_relation"});
}

void answer(Talk& talk, const Said& said) {
    const auto house = house_of(talk);
    if (!house) {
        begin_linking(talk, std::nullopt);
        return;
    }
    const auto choice = read_choice(said.raw, options(talk));
    if (choice.kind != ChoiceAnswer::Kind::Match) {
        talk.say("relation.unclear", {}, {"b.head", "b.spouse", "b.child", "b.other_relation"});
        return;
    }
    talk.emit(RelationGiven{house->id, std::string{kRelations.at(choice.indices.front()).code}});
    talk.note("related", "1");
    pursue(talk, talk.session().then);
}

}  // namespace

const Dialogue kRelation{"relation", ask, answer};

void begin_relation(Talk& talk) {
    talk.enter("relation", "ask");
    ask(talk);
}

}  // namespace conversation
