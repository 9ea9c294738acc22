#pragma once
#include "conversation/answer/sentence.h"
#include "conversation/answer/sentence_marks.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

// What the marks of a sentence say: the second half of read_sentence, and internal to it.
namespace conversation {

// Of each mark: is it about another person of the house? "สามีทำนา" is, "ทำนากับสามี" is not.
struct People {
    std::vector<bool> other;
    bool several = false;  // another person does or has something
};

[[nodiscard]] People whose(std::span<const SentenceMark> marks);

void read_work(std::span<const SentenceMark> marks, const People& people, Sentence& into);

void read_money(std::string_view text,
                std::span<const SentenceMark> marks,
                const People& people,
                std::optional<Fact> asked,
                Sentence& into);

// Adds a question, once a fact.
void add_ask(Sentence& into, SentenceAsk ask);

}  // namespace conversation
