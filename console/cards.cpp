#include "console/cards.h"

#include "console/page_template.h"
#include "console/qr_code.h"
#include "conversation/answer/phone.h"
#include "webhooks/form_fields.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace console {

namespace {

using nlohmann::json;

constexpr std::size_t kCardsASheet = 4;
constexpr std::size_t kHalfCode = 3;

// "481 301": read out, three digits at a time are kept in mind.
std::string spaced(const std::string& code) {
    return code.substr(0, kHalfCode) + " " + code.substr(kHalfCode);
}

json card_values(const CardOffice& office, const Card& card) {
    const bool line = !office.line_id.empty();
    const QrCode qr = qr_code(line ? line_chat_link(office.line_id, card.code)
                                   : sms_link(office.sms_number, card.code));
    return {{"title", card.title},
            {"place", card.place},
            {"person", card.of_person},
            {"code", spaced(card.code)},
            {"plain_code", card.code},
            {"qr_side", qr.side},
            {"qr_path", qr.path},
            {"valid_until", conversation::short_date(card.valid_until, "th")}};
}

json office_values(const CardOffice& office) {
    return {{"office", office.name},
            {"contact", office.contact},
            {"back", office.back},
            {"line", !office.line_id.empty()},
            {"line_id", office.line_id},
            {"sms", !office.sms_number.empty()},
            {"sms_number", conversation::display_phone(office.sms_number)}};
}

}  // namespace

std::string cards_page(const CardOffice& office, const std::vector<Card>& cards) {
    json values = office_values(office);
    json sheets = json::array();
    for (std::size_t from = 0; from < cards.size(); from += kCardsASheet) {
        json sheet = json::array();
        const std::size_t end = std::min(cards.size(), from + kCardsASheet);
        for (std::size_t index = from; index < end; ++index) {
            sheet.push_back(card_values(office, cards[index]));
        }
        sheets.push_back({{"cards", std::move(sheet)}});
    }
    values["sheets"] = std::move(sheets);
    return fill_page("cards.html", values);
}

std::string card_lists_page(const CardOffice& office,
                            const std::vector<CardList>& lists,
                            conversation::Day made) {
    json values = office_values(office);
    values["made"] = conversation::short_date(made, "th");
    values["lists"] = json::array();
    for (const auto& list : lists) {
        json lines = json::array();
        for (const auto& line : list.lines) {
            lines.push_back({{"house_no", line.house_no},
                             {"head", line.head},
                             {"code", line.code.empty() ? "" : spaced(line.code)},
                             {"linked", line.linked}});
        }
        values["lists"].push_back(
            {{"place", list.place}, {"count", list.lines.size()}, {"lines", std::move(lines)}});
    }
    return fill_page("card_lists.html", values);
}

std::string line_chat_link(std::string_view line_id, std::string_view typed) {
    return fmt::format("https://line.me/R/oaMessage/{}/?{}",
                       webhooks::url_encoded(line_id),
                       webhooks::url_encoded(typed));
}

std::string sms_link(std::string_view number, std::string_view typed) {
    return fmt::format("SMSTO:{}:{}", number, typed);
}

}  // namespace console
