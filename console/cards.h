#pragma once
#include "conversation/calendar.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Cards with invitation codes and the village lists that go with them, as pages ready to print
// from any browser (A4; a card is A6, four to a sheet). Thai; years are Buddhist era.
namespace console {

// What is on every card.
struct CardOffice {
    std::string name;
    std::string contact;
    std::string line_id;     // "@123abcde"; empty: the office has no LINE account
    std::string sms_number;  // "+66812345678" or a short number; empty: no SMS
    // The console's page it was asked for on; empty: the page is a file of its own, with its styles
    // inside.
    std::string back{};
};

struct Card {
    std::string code;   // six digits
    std::string title;  // "บ้านเลขที่ 14/2", or whose card it is
    std::string place;  // "หมู่ 3 บ้านกลาง ต.เกยไชย", or what the person is
    bool of_person = false;
    conversation::Day valid_until{};
};

// A line of the list a volunteer takes along.
struct CardListLine {
    std::string house_no;
    std::string head;  // empty: not to be shown, or not known
    std::string code;  // empty: none open
    bool linked = false;
};

struct CardList {
    std::string place;
    std::vector<CardListLine> lines;
};

// A document of as many pages as the cards need. At least one of LINE and SMS must be there.
[[nodiscard]] std::string cards_page(const CardOffice& office, const std::vector<Card>& cards);

// A village a page, `made` in its foot.
[[nodiscard]] std::string card_lists_page(const CardOffice& office,
                                          const std::vector<CardList>& lists,
                                          conversation::Day made);

// Opens the chat with the code typed, on a telephone with LINE:
// https://developers.line.biz/en/docs/messaging-api/using-line-url-scheme/ (oaMessage).
[[nodiscard]] std::string line_chat_link(std::string_view line_id, std::string_view typed);

// Opens a new SMS with the code typed, "SMSTO:+66812345678:123456".
[[nodiscard]] std::string sms_link(std::string_view number, std::string_view typed);

}  // namespace console
