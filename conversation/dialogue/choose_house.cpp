#include "conversation/answer/choice.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/sms_fit.h"

#include <algorithm>

namespace conversation {

namespace {

std::string short_label(const Talk& talk, const House& house) {
    return talk.input().texts.get(house.moo == 0 ? "house.short_no_moo" : "house.short",
                                  talk.language(),
                                  {{"no", house.house_no}, {"moo", std::to_string(house.moo)}});
}

// With the tambon where two would look alike.
std::string button_label(const Talk& talk, const std::vector<House>& houses, const House& house) {
    const auto label = short_label(talk, house);
    const bool alike = std::ranges::count_if(houses, [&](const House& other) {
                           return short_label(talk, other) == label;
                       }) > 1;
    return alike ? label + " " + house.tambon_name : label;
}

void ask(Talk& talk) {
    auto& message = talk.say("house.which");
    const auto houses = talk.reg().houses();
    for (const auto& house : houses) {  // the one used last is the first
        talk.option(message, button_label(talk, houses, house));
    }
    const auto by_number = talk.text("house.which_number", {{"house", houses.front().house_no}});
    message.text = fitting(talk, {message.text, by_number});
}

void answer(Talk& talk, const Said& said) {
    const auto houses = talk.reg().houses();
    std::vector<ChoiceOption> options;
    for (const auto& house : houses) {
        options.push_back({.name = house.house_no,
                           .labels = {button_label(talk, houses, house), house_label(talk, house)},
                           .synonyms = {}});
    }
    // A house number is what people say first, and it may look like the number of a button.
    auto chosen = std::ranges::find(houses, said.text, &House::house_no);
    if (chosen == houses.end() || std::ranges::count(houses, said.text, &House::house_no) > 1) {
        const auto choice = read_choice(said.raw, options);
        if (choice.kind != ChoiceAnswer::Kind::Match) {
            if (!begin_with_line(talk, said)) {  // a line with its house answers it, too
                ask(talk);
            }
            return;
        }
        chosen = houses.begin() + static_cast<std::ptrdiff_t>(choice.indices.front());
    }
    talk.emit(HouseChosen{chosen->id});
    talk.note("house", std::to_string(chosen->id.value));
    pursue(talk, talk.session().then);
}

}  // namespace

const Dialogue kChooseHouse{"choose_house", ask, answer};

void begin_choose_house(Talk& talk) {
    talk.enter("choose_house", "ask");
    ask(talk);
}

std::string house_label(const Talk& talk, const House& house) {
    return talk.text(house.moo == 0 ? "house.label_no_moo" : "house.label",
                     {{"no", house.house_no},
                      {"moo", std::to_string(house.moo)},
                      {"tambon", house.tambon_name}});
}

std::optional<House> house_of(const Talk& talk) {
    if (const auto code = talk.note("link.code"); !code.empty()) {
        const auto invite = talk.reg().invite(code);
        return invite ? std::optional{invite->house} : std::nullopt;
    }
    const auto houses = talk.reg().houses();
    const auto id = talk.note("house");
    const auto chosen = std::ranges::find_if(
        houses, [&](const House& house) { return std::to_string(house.id.value) == id; });
    if (chosen != houses.end()) {
        return *chosen;
    }
    return houses.size() == 1 ? std::optional{houses.front()} : std::nullopt;
}

}  // namespace conversation
