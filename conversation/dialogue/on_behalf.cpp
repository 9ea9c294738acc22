#include "conversation/answer/choice.h"
#include "conversation/answer/house_number.h"
#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/model.h"
#include "conversation/dialogue/report_start.h"
#include "conversation/dialogue/sms_fit.h"
#include "conversation/dialogue/team.h"

#include <algorithm>
#include <charconv>
#include <iterator>

// Which house is reported for, or proposed as the model household: the village where there are
// several, then the house, by its button or its number. Only houses that are hers are ever looked
// at, so that a number of another house is answered like one that does not exist.
namespace conversation {

namespace {

using Houses = std::vector<AssignedHouse>;

constexpr std::size_t kPage = 10;  // houses shown at once

// Notes of the session.
constexpr const char* kVillage = "behalf.village";    // its code
constexpr const char* kNumber = "behalf.no";          // several houses have this number
constexpr const char* kMissing = "behalf.missing";    // only those not reported yet
constexpr const char* kFirst = "behalf.first";        // of the page
constexpr const char* kNominate = "behalf.nominate";  // chosen to be proposed, not reported for

std::size_t number_of(const std::string& text) {
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

Houses all_houses(const Talk& talk) {
    return talk.reg().assigned(open_period(talk));
}

bool is_missing(const AssignedHouse& one) {
    return !one.reported && !one.closed;
}

// Those the open step is about; not reported ones first.
Houses listed(const Talk& talk) {
    auto houses = all_houses(talk);
    const auto village = talk.note(kVillage);
    const auto number = talk.note(kNumber);
    const bool missing = !talk.note(kMissing).empty();
    std::erase_if(houses, [&](const AssignedHouse& one) {
        return (!village.empty() && one.house.village_code != village) ||
               (!number.empty() && one.house.house_no != number) || (missing && !is_missing(one)) ||
               (!missing && one.closed);
    });
    // Not of std::ranges: clang 14 takes no subrange of this library.
    std::stable_partition(houses.begin(), houses.end(), is_missing);
    return houses;
}

std::vector<House> villages_of(const Houses& houses) {
    std::vector<House> villages;
    for (const auto& one : houses) {
        if (std::ranges::find(villages, one.house.village_code, &House::village_code) ==
            villages.end()) {
            villages.push_back(one.house);
        }
    }
    return villages;
}

std::string village_label(const Talk& talk, const House& house) {
    return talk.input().texts.get(
        "role.village",
        talk.language(),
        {{"moo", std::to_string(house.moo)}, {"tambon", house.tambon_name}});
}

// "14", "14 ม.3" among houses of several villages, "14 ม.3 ต.เกยไชย" where that is not enough.
std::string place_label(const Talk& talk, const std::vector<House>& villages, const House& house) {
    if (villages.size() < 2) {
        return house.house_no;
    }
    const bool alike = std::ranges::count(villages, house.moo, &House::moo) > 1;
    return alike ? house.house_no + " " + village_label(talk, house)
                 : talk.input().texts.get(
                       "behalf.place",
                       talk.language(),
                       {{"no", house.house_no}, {"moo", std::to_string(house.moo)}});
}

bool nominates(const Talk& talk) {
    return !talk.note(kNominate).empty();
}

struct Page {
    Houses houses;
    std::vector<std::string> labels;
    std::size_t all = 0;
    bool more = false;
};

Page page_of(const Talk& talk) {
    const auto houses = listed(talk);
    const auto villages = villages_of(houses);
    Page page;
    page.all = houses.size();
    const auto first = std::min(number_of(talk.note(kFirst)), houses.size());
    for (std::size_t i = first; i < houses.size() && page.houses.size() < kPage; ++i) {
        page.houses.push_back(houses[i]);
        page.labels.push_back(place_label(talk, villages, houses[i].house));
    }
    page.more = first + page.houses.size() < houses.size();
    return page;
}

std::string joined(const Talk& talk, const std::vector<std::string>& labels, std::size_t count) {
    const std::string_view between = talk.sms() ? " " : " · ";
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += std::string{i == 0 ? "" : between} + labels[i];
    }
    return text + (count < labels.size() ? " .." : "");
}

// Houses of the team member that nobody can report for now, and why as far as she may know.
std::string remarks(const Talk& talk, const Houses& houses) {
    std::vector<std::string> closed;
    std::vector<std::string> differ;
    const auto villages = villages_of(houses);
    for (const auto& one : houses) {
        auto& group = one.closed ? closed : differ;
        if (one.closed || one.conflict) {
            group.push_back(place_label(talk, villages, one.house));
        }
    }
    std::string text;
    if (!closed.empty()) {
        text +=
            "\n" + talk.text("behalf.withdrawn", {{"rows", joined(talk, closed, closed.size())}});
    }
    if (!differ.empty()) {
        text += "\n" + talk.text("behalf.differ", {{"rows", joined(talk, differ, differ.size())}});
    }
    return text;
}

void put_house_buttons(Talk& talk, OutgoingMessage& message, const Page& page) {
    if (talk.sms()) {
        return;
    }
    for (std::size_t i = 0; i < page.houses.size(); ++i) {
        talk.button(message, page.labels[i]);
    }
    if (page.more) {
        talk.button(message, talk.text("b.next_page"));
    }
    talk.button(message, talk.text("b.cancel"));
}

void ask_house(Talk& talk) {
    const auto page = page_of(talk);
    const bool missing = !talk.note(kMissing).empty();
    if (page.houses.empty()) {
        talk.close("finished");
        auto& message = talk.say(missing ? "behalf.all_in" : "behalf.no_houses",
                                 {{"month", short_month(open_period(talk), talk.language())}},
                                 {"b.menu"});
        if (missing && !talk.sms()) {
            message.text += remarks(talk, all_houses(talk));
        }
        return;
    }
    std::vector<std::string> variants;
    for (auto count = page.labels.size(); count > 0; --count) {
        variants.push_back(talk.text(missing           ? "behalf.missing"
                                     : nominates(talk) ? "nominate.which"
                                                       : "behalf.which",
                                     {{"month", short_month(open_period(talk), talk.language())},
                                      {"count", std::to_string(page.all)},
                                      {"rows", joined(talk, page.labels, count)},
                                      {"house", page.labels.front()}}));
    }
    auto& message = talk.say_plain(fitting(talk, std::move(variants)));
    if (missing && number_of(talk.note(kFirst)) == 0 && !talk.sms()) {
        message.text += remarks(talk, all_houses(talk));
    }
    put_house_buttons(talk, message, page);
}

void ask_village(Talk& talk) {
    auto& message = talk.say("behalf.which_village");
    for (const auto& village : villages_of(listed(talk))) {
        if (message.quick_replies.size() < kPage) {
            talk.option(message, village_label(talk, village));
        }
    }
    talk.button(message, talk.text("b.cancel"));
}

void ask(Talk& talk) {
    if (talk.session().step == "village") {
        ask_village(talk);
    } else {
        ask_house(talk);
    }
}

void show_houses(Talk& talk) {
    talk.enter("on_behalf", "house");
    talk.note(kFirst, {});
    talk.emit(AssignedShown{listed(talk).size()});
    ask_house(talk);
}

void take_house(Talk& talk, const AssignedHouse& one) {
    if (nominates(talk)) {
        begin_nomination(talk, one);
        return;
    }
    if (one.closed) {
        talk.close("finished");
        talk.say("behalf.closed", {{"no", one.house.house_no}}, {"b.not_reported", "b.menu"});
        return;
    }
    begin_report(talk, one.house);
}

void say_unknown(Talk& talk, const std::string& house_no) {
    talk.say("behalf.unknown_house", {{"no", house_no}}, {"b.not_reported", "b.menu"});
}

// The house somebody named: her own home is hers to report for herself.
bool take_wanted_house(Talk& talk, const HouseWanted& wanted) {
    const auto fits = [&](const House& house) {
        return house.house_no == wanted.house_no && (wanted.moo == 0 || house.moo == wanted.moo);
    };
    for (const auto& own : talk.reg().houses()) {
        if (fits(own) && nominates(talk)) {
            talk.close("finished");
            talk.say("nominate.own", {}, {"b.nominate", "b.menu"});
            return true;
        }
        if (fits(own)) {
            talk.note("house", std::to_string(own.id.value));
            pursue(talk, std::string{kGoalReport});
            return true;
        }
    }
    Houses found = all_houses(talk);
    std::erase_if(found, [&](const AssignedHouse& one) { return !fits(one.house); });
    if (found.size() == 1) {
        take_house(talk, found.front());
    } else if (found.size() > 1) {
        talk.note(kNumber, wanted.house_no);
        talk.note(kVillage, {});
        talk.note(kMissing, {});
        show_houses(talk);
    }
    return !found.empty();
}

void answer_village(Talk& talk, const Said& said) {
    const auto villages = villages_of(listed(talk));
    std::vector<ChoiceOption> options;
    for (const auto& village : villages) {
        options.push_back({.name = village.village_code,
                           .labels = {village_label(talk, village)},
                           .synonyms = {village.village_name, "ม." + std::to_string(village.moo)}});
    }
    const auto choice = read_choice(said.raw, options);
    if (choice.kind != ChoiceAnswer::Kind::Match) {
        ask_village(talk);
        offer_human(talk);
        return;
    }
    talk.note(kVillage, villages[choice.indices.front()].village_code);
    show_houses(talk);
}

std::optional<AssignedHouse> labelled(const Talk& talk, const Said& said) {
    const auto page = page_of(talk);
    const auto found = std::ranges::find_if(
        page.labels, [&](const std::string& label) { return Said::read(label).text == said.text; });
    return found == page.labels.end()
               ? std::nullopt
               : std::optional{page.houses[static_cast<std::size_t>(found - page.labels.begin())]};
}

void answer_house(Talk& talk, const Said& said) {
    if (talk.heard(said, "b.next_page")) {
        const auto first = number_of(talk.note(kFirst)) + kPage;
        talk.note(kFirst, first < listed(talk).size() ? std::to_string(first) : std::string{});
        ask_house(talk);
    } else if (const auto one = labelled(talk, said)) {
        take_house(talk, *one);
    } else if (const auto wanted = read_house_wanted(said.raw)) {
        if (!take_wanted_house(talk, *wanted)) {
            say_unknown(talk, wanted->house_no);
        }
    } else if (nominates(talk) || !begin_with_line(talk, said)) {
        ask_house(talk);
        offer_human(talk);
    }
}

void answer(Talk& talk, const Said& said) {
    if (talk.session().step == "village") {
        answer_village(talk, said);
    } else {
        answer_house(talk, said);
    }
}

bool back(Talk& talk) {
    const auto first = number_of(talk.note(kFirst));
    if (talk.session().step == "house" && first >= kPage) {
        talk.note(kFirst, first == kPage ? std::string{} : std::to_string(first - kPage));
        ask_house(talk);
        return true;
    }
    if (talk.session().step != "house" || talk.note(kVillage).empty()) {
        return false;
    }
    talk.note(kVillage, {});
    talk.enter("on_behalf", "village");
    ask_village(talk);
    return true;
}

void show_places(Talk& talk) {
    if (villages_of(listed(talk)).size() > 1) {
        talk.enter("on_behalf", "village");
        ask_village(talk);
    } else {
        show_houses(talk);
    }
}

void forget_choice(Talk& talk) {
    for (const char* note : {kVillage, kNumber, kMissing, kFirst, kNominate}) {
        talk.note(note, {});
    }
}

}  // namespace

const Dialogue kOnBehalf{"on_behalf", ask, answer, back};

bool is_on_behalf(const Talk& talk, HouseholdId household) {
    if (!household || !talk.reg().contact().person) {
        return false;
    }
    const auto own = talk.reg().houses();
    return std::ranges::find(own, household, &House::id) == own.end();
}

std::optional<AssignedHouse> assigned_house(const Talk& talk, HouseholdId household) {
    for (auto& one : all_houses(talk)) {
        if (one.house.id == household) {
            return one;
        }
    }
    return std::nullopt;
}

std::vector<House> line_houses(const Talk& talk) {
    auto houses = talk.reg().houses();
    if (talk.reg().contact().person) {
        for (auto& one : all_houses(talk)) {
            houses.push_back(std::move(one.house));
        }
    }
    return houses;
}

void begin_on_behalf(Talk& talk, std::string_view rest) {
    forget_choice(talk);
    const Said said = Said::read(std::string{rest});
    if (!said.text.empty()) {
        const auto wanted = read_house_wanted(rest);
        if (wanted && !take_wanted_house(talk, *wanted)) {
            talk.close("finished");
            say_unknown(talk, wanted->house_no);
        }
        if (wanted || begin_with_line(talk, said)) {
            return;
        }
    }
    show_places(talk);
}

void begin_nominate(Talk& talk) {
    forget_choice(talk);
    talk.enter("on_behalf", "house");
    talk.note(kNominate, "1");
    show_places(talk);
}

void begin_not_reported(Talk& talk) {
    forget_choice(talk);
    talk.enter("on_behalf", "house");
    talk.note(kMissing, "1");
    show_houses(talk);
}

}  // namespace conversation
