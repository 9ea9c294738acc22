#pragma once
#include "console/cards.h"
#include "storage/connection.h"

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace console {

struct CardWish {
    std::vector<std::string> villages;    // 8-digit codes; empty: all
    std::vector<std::string> households;  // as Provenance::find understands; with these, no others
    bool people = false;                  // the team's people instead of households
    storage::PersonId person{};           // of the people only this one, whatever she has
    bool again = false;                   // new codes also where a card is printed or used already
    bool names = false;                   // heads' names on the lists
    std::string reason;                   // why names are needed
    // By which instant the round is found again (show_cards); none: now.
    std::optional<conversation::Instant> round{};
};

// A wish that cannot be done; what() says why and what to write.
class CardError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

struct PrintedCards {
    std::string page;   // a whole HTML document
    std::string words;  // what was printed and what was left out, for whoever asked
};

// Cards of those who have none on paper: a code that is open and was never printed is taken, a new
// one is drawn where none is open. With `again` everybody chosen gets a new code, and what was open
// is void. Writes codes and audit rows in the caller's transaction, which must be committed before
// the page is given away. Throws CardError when there is nothing to print.
[[nodiscard]] PrintedCards print_cards(storage::Connection& writer,
                                       const CardOffice& office,
                                       const CardWish& wish,
                                       conversation::Instant now,
                                       std::string_view actor);

// Which cards are shown again: a village's or (empty) the team's people's …
struct CardRound {
    std::string village{};
    std::optional<conversation::Instant> round{};  // … that were printed in this round …
    conversation::HouseholdId household{};         // … or that of one house
    storage::PersonId person{};                    // … or of one person
};

// Cards that were printed and can still be used; draws no code. Nothing when there are none. With
// an audit row, in the caller's transaction.
[[nodiscard]] std::optional<PrintedCards> show_cards(storage::Connection& writer,
                                                     const CardOffice& office,
                                                     const CardRound& which,
                                                     conversation::Instant now,
                                                     std::string_view actor);

// The lists of the villages: every house with its open code; draws none.
[[nodiscard]] PrintedCards print_lists(storage::Connection& writer,
                                       const CardOffice& office,
                                       const CardWish& wish,
                                       conversation::Instant now,
                                       std::string_view actor);

// The same as a table of plain text, columns separated by tabs, for a terminal.
[[nodiscard]] std::string code_table(storage::Connection& writer,
                                     const CardWish& wish,
                                     conversation::Instant now,
                                     std::string_view actor);

}  // namespace console
