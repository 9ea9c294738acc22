#include "console/card_printer.h"

#include "console/code_words.h"
#include "console/page_words.h"
#include "storage/audit_log.h"
#include "storage/card_query.h"
#include "storage/invites.h"
#include "storage/office_settings.h"
#include "storage/places.h"
#include "storage/provenance.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace console {

namespace {

using conversation::Instant;
using storage::CardQuery;
using storage::Invites;
using storage::Places;

std::string place_name(const Places::Village& village) {
    return place_text(village.moo, village.name_th, village.tambon_name_th, true);
}

std::string role_name(const CardQuery::Role& role) {
    std::string name(thai_word(role.role, role_words()));
    if (!role.organisation.empty()) {
        name += " " + role.organisation;
    }
    if (role.moo > 0) {
        name += fmt::format(" หมู่ {} ต.{}", role.moo, role.tambon_name);
    }
    return name;
}

std::string role_names(const std::vector<CardQuery::Role>& roles) {
    std::string names;
    for (const auto& role : roles) {
        names += (names.empty() ? "" : ", ") + role_name(role);
    }
    return names;
}

std::vector<Places::Village> villages_of(storage::Connection& connection, const CardWish& wish) {
    Places places(connection);
    if (wish.villages.empty()) {
        return places.villages();
    }
    std::vector<Places::Village> chosen;
    for (const auto& code : wish.villages) {
        auto village = places.village(code);
        if (!village) {
            throw CardError(
                fmt::format("there is no village {}; write the 8 digits of its code, or "
                            "import it first",
                            code));
        }
        chosen.push_back(*std::move(village));
    }
    return chosen;
}

// One round of printing: which codes are taken, and what is said of it.
class Round {
  public:
    Round(storage::Connection& writer, const CardWish& wish, Instant now, std::string_view actor)
        : writer_(writer), wish_(wish), now_(now), actor_(actor) {}

    // The code to print for somebody, drawn by `draw` where needed; empty: no card.
    template <class Draw>
    std::string code_for(bool linked,
                         const std::optional<CardQuery::OpenCode>& open,
                         bool named,
                         Draw draw) {
        const bool fresh = wish_.again || !open;
        if (!wish_.again && !named && linked) {
            ++linked_;
            return {};
        }
        if (!wish_.again && !named && open && open->printed) {
            ++printed_before_;
            return {};
        }
        std::string code = fresh ? draw() : open->code;
        drawn_ += fresh ? 1 : 0;
        Invites(writer_).printed(code, wish_.round.value_or(now_));
        return code;
    }

    // Until when the code is good.
    [[nodiscard]] conversation::Day valid_until(const std::string& code) {
        const auto invite = Invites(writer_).find(code, now_);
        return conversation::bangkok_day(invite ? invite->expires_at : now_);
    }

    void audit(std::string_view action, const std::string& subject, std::string_view detail = {}) {
        storage::AuditLog(writer_).write(
            {std::string(actor_), std::string(action), subject, std::string(detail), now_});
    }

    [[nodiscard]] std::string words(std::size_t cards) const {
        std::string said = fmt::format("{} cards, {} with new codes", cards, drawn_);
        if (linked_ > 0) {
            said += fmt::format("; {} left out: linked already", linked_);
        }
        if (printed_before_ > 0) {
            said += fmt::format(
                "; {} left out: printed already (--again prints them with new codes and makes the "
                "old cards void)",
                printed_before_);
        }
        return said;
    }

    // How long a new code is good: the office's setting.
    [[nodiscard]] std::chrono::days code_life() {
        return std::chrono::days(storage::OfficeSettings(writer_).number("invite_days"));
    }

    [[nodiscard]] Invites invites() { return Invites(writer_); }

    [[nodiscard]] const CardWish& wish() const { return wish_; }

    [[nodiscard]] Instant now() const { return now_; }

    [[nodiscard]] std::string_view actor() const { return actor_; }

  private:
    storage::Connection& writer_;
    const CardWish& wish_;
    Instant now_;
    std::string_view actor_;
    std::int64_t drawn_ = 0;
    std::int64_t linked_ = 0;
    std::int64_t printed_before_ = 0;
};

Card house_card(const CardQuery::House& house,
                const Places::Village& village,
                const std::string& code,
                Round& round) {
    return {code, "บ้านเลขที่ " + house.house_no, place_name(village), false, round.valid_until(code)};
}

Card person_card(const CardQuery::Person& person, const std::string& code, Round& round) {
    return {code, person.name, role_names(person.roles), true, round.valid_until(code)};
}

void add_house(Round& round,
               const CardQuery::House& house,
               const Places::Village& village,
               bool named,
               std::vector<Card>& cards) {
    const std::string code = round.code_for(house.linked, house.open, named, [&] {
        return round.invites().create(house.id, round.code_life(), round.now(), round.actor());
    });
    if (!code.empty()) {
        round.audit("code.printed", fmt::format("household:{}", house.id.value));
        cards.push_back(house_card(house, village, code, round));
    }
}

// The households that were asked for one by one, each by village.
std::vector<std::pair<std::string, conversation::HouseholdId>> named_houses(
    storage::Connection& connection, const CardWish& wish) {
    storage::Provenance provenance(connection);
    std::vector<std::pair<std::string, conversation::HouseholdId>> named;
    for (const auto& text : wish.households) {
        const auto found = provenance.find(text);
        if (found.size() != 1) {
            throw CardError(
                fmt::format("{} households are known by \"{}\"; write village "
                            "code/house number, as 60030403/14, or a household_id",
                            found.size(),
                            text));
        }
        named.emplace_back(provenance.house(found.front())->village_code, found.front());
    }
    return named;
}

std::vector<Card> house_cards(storage::Connection& writer, Round& round) {
    std::vector<Card> cards;
    CardQuery query(writer);
    const auto named = named_houses(writer, round.wish());
    if (!named.empty()) {
        for (const auto& [village_code, household] : named) {
            const auto houses = query.houses(village_code, round.now());
            const auto house = std::ranges::find(houses, household, &CardQuery::House::id);
            if (house == houses.end()) {
                throw CardError(
                    fmt::format("household {} does not take part any more", household.value));
            }
            add_house(round, *house, *Places(writer).village(village_code), true, cards);
        }
        return cards;
    }
    for (const auto& village : villages_of(writer, round.wish())) {
        for (const auto& house : query.houses(village.code, round.now())) {
            add_house(round, house, village, false, cards);
        }
    }
    return cards;
}

std::vector<Card> people_cards(storage::Connection& writer, Round& round) {
    std::vector<Card> cards;
    const auto only = round.wish().person;
    for (const auto& person : CardQuery(writer).people(round.now())) {
        if (only && person.id != only) {
            continue;
        }
        const std::string code = round.code_for(person.linked, person.open, bool(only), [&] {
            return round.invites().create_for_person(
                person.id, round.code_life(), round.now(), round.actor());
        });
        if (!code.empty()) {
            round.audit("code.printed", fmt::format("person:{}", person.id.value));
            cards.push_back(person_card(person, code, round));
        }
    }
    return cards;
}

void add_row(std::string& table, const auto& who, std::string_view name) {
    fmt::format_to(
        std::back_inserter(table),
        "{}\t{}\t{}\t{}\t{}\n",
        name,
        who.open ? who.open->code : "–",
        who.open ? conversation::to_text(conversation::bangkok_day(who.open->expires_at)) : "–",
        who.open && who.open->printed ? "printed" : "–",
        who.linked ? "linked" : "–");
}

}  // namespace

PrintedCards print_cards(storage::Connection& writer,
                         const CardOffice& office,
                         const CardWish& wish,
                         Instant now,
                         std::string_view actor) {
    Round round(writer, wish, now, actor);
    const auto cards = wish.people ? people_cards(writer, round) : house_cards(writer, round);
    if (cards.empty()) {
        throw CardError("nothing to print: " + round.words(0));
    }
    round.audit("codes.printed", "", fmt::format("cards={}", cards.size()));
    return {cards_page(office, cards), round.words(cards.size())};
}

std::optional<PrintedCards> show_cards(storage::Connection& writer,
                                       const CardOffice& office,
                                       const CardRound& which,
                                       Instant now,
                                       std::string_view actor) {
    const CardWish none;
    Round round(writer, none, now, actor);
    const auto shown = [&](const std::optional<CardQuery::OpenCode>& open, bool named) {
        return open && open->printed_at && (named || open->printed_at == which.round);
    };
    std::vector<Card> cards;
    if (which.village.empty()) {
        for (const auto& person : CardQuery(writer).people(now)) {
            if (shown(person.open, which.person && person.id == which.person)) {
                cards.push_back(person_card(person, person.open->code, round));
            }
        }
    } else if (const auto village = Places(writer).village(which.village)) {
        for (const auto& house : CardQuery(writer).houses(which.village, now)) {
            if (shown(house.open, which.household && house.id == which.household)) {
                cards.push_back(house_card(house, *village, house.open->code, round));
            }
        }
    }
    if (cards.empty()) {
        return std::nullopt;
    }
    round.audit("codes.shown", "", fmt::format("cards={}", cards.size()));
    return PrintedCards{cards_page(office, cards), round.words(cards.size())};
}

PrintedCards print_lists(storage::Connection& writer,
                         const CardOffice& office,
                         const CardWish& wish,
                         Instant now,
                         std::string_view actor) {
    Round round(writer, wish, now, actor);
    CardQuery query(writer);
    std::vector<CardList> lists;
    std::size_t lines = 0;
    for (const auto& village : villages_of(writer, wish)) {
        CardList list{place_name(village), {}};
        for (const auto& house : query.houses(village.code, now)) {
            list.lines.push_back({house.house_no,
                                  wish.names ? house.head : "",
                                  house.open ? house.open->code : "",
                                  house.linked});
        }
        if (!list.lines.empty()) {
            lines += list.lines.size();
            lists.push_back(std::move(list));
        }
    }
    if (lists.empty()) {
        throw CardError("nothing to print: there are no households in these villages");
    }
    round.audit("codes.listed",
                "",
                wish.names ? fmt::format("houses={} names: {}", lines, wish.reason)
                           : fmt::format("houses={}", lines));
    return {card_lists_page(office, lists, conversation::bangkok_day(now)),
            fmt::format("{} villages, {} houses", lists.size(), lines)};
}

std::string code_table(storage::Connection& writer,
                       const CardWish& wish,
                       Instant now,
                       std::string_view actor) {
    Round round(writer, wish, now, actor);
    CardQuery query(writer);
    std::string table;
    if (wish.people) {
        for (const auto& person : query.people(now)) {
            add_row(table, person, fmt::format("{}\t{}", person.name, role_names(person.roles)));
        }
    } else {
        for (const auto& village : villages_of(writer, wish)) {
            for (const auto& house : query.houses(village.code, now)) {
                add_row(table, house, fmt::format("{}\t{}", village.code, house.house_no));
            }
        }
    }
    round.audit("codes.listed", "", wish.people ? "people" : "households");
    return table;
}

}  // namespace console
