// Any bytes as a sentence or an occupation: no throw, no reading past the end, and only values that
// the readers' promises allow.
#include "conversation/answer/occupation.h"
#include "conversation/answer/occupation_words.h"
#include "conversation/answer/sentence.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <set>
#include <string_view>

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

bool is_code(const std::string& code) {
    using namespace conversation;
    return !code.empty() && std::ranges::find(occupation_words(), code, &OccupationWord::code) !=
                                occupation_words().end();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace conversation;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    for (const std::optional<Fact> asked : {std::optional<Fact>{}, std::optional{Fact::Income}}) {
        const Sentence sentence = read_sentence(text, occupation_phrases(), asked);
        for (const auto& money : sentence.money) {
            require(!money || (money->amount.kind == AmountReading::Kind::Value &&
                               money->amount.period != AmountPeriod::Rai &&
                               money->amount.period != AmountPeriod::Kilo &&
                               money->amount.period != AmountPeriod::Round));
        }
        require(sentence.main.empty() || is_code(sentence.main));
        require(std::ranges::all_of(sentence.others, is_code));
        require(std::ranges::find(sentence.others, sentence.main) == sentence.others.end());
        std::set<Fact> facts;
        for (const auto& ask : sentence.ask) {
            require(facts.insert(ask.fact).second);
        }
    }
    const auto occupation = read_occupation(text);
    require(occupation.main.empty() || is_code(occupation.main));
    return 0;
}
