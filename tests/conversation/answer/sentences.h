#pragma once
#include "conversation/answer/occupation_words.h"
#include "conversation/answer/sentence.h"

#include <nlohmann/json.hpp>

#include <array>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// The sentences of tests/data/sentences and how many of their slots are found.
namespace sentences {

struct Score {
    std::size_t sentences = 0;
    std::size_t slots = 0;
    std::size_t found = 0;
    std::size_t asked = 0;           // slots not found that are asked
    std::vector<std::string> wrong;  // sentences with a slot that should not be filled so
};

inline std::map<std::string, std::string> slots_of(const conversation::Sentence& sentence) {
    using namespace conversation;
    static constexpr std::array<std::string_view, 8> kPeriods = {
        "", "/day", "/week", "/month", "/year", "/rai", "/kilo", "/round"};
    std::map<std::string, std::string> slots;
    for (std::size_t i = 0; i < kMoneyFacts; ++i) {
        if (const auto& money = sentence.money.at(i)) {
            slots[std::string{name_of(static_cast<Fact>(i))}] =
                money->amount.baht +
                std::string{kPeriods.at(static_cast<std::size_t>(money->amount.period))};
        }
    }
    if (!sentence.main.empty()) {
        slots["occ_main"] = sentence.main;
    }
    if (!sentence.others.empty()) {
        slots["occ_second"] = sentence.others.front();
    }
    return slots;
}

inline Score measure(const std::string& file) {
    std::ifstream in(std::string(SAMMACHIP_SOURCE_DIR) + "/tests/data/sentences/" + file);
    Score score;
    const auto data = nlohmann::json::parse(in);
    for (const auto& one : data.at("cases")) {
        const auto text = one.at("in").get<std::string>();
        const auto expected = one.at("slots").get<std::map<std::string, std::string>>();
        const auto sentence = conversation::read_sentence(text, conversation::occupation_phrases());
        const auto slots = slots_of(sentence);
        ++score.sentences;
        score.slots += expected.size();
        for (const auto& [slot, value] : expected) {
            const auto found = slots.find(slot);
            score.found += found != slots.end() && found->second == value ? 1U : 0U;
            score.asked += found == slots.end() && !sentence.ask.empty() ? 1U : 0U;
        }
        for (const auto& [slot, value] : slots) {
            const auto right = expected.find(slot);
            if (right == expected.end() || right->second != value) {
                score.wrong.push_back(text + ": " + slot + " " + value);
            }
        }
    }
    return score;
}

}  // namespace sentences
