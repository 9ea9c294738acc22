#include "bot/model_notices.h"

#include "bot/notice.h"
#include "storage/contacts.h"
#include "storage/households.h"
#include "storage/model_view.h"

#include <variant>

namespace bot {

std::vector<std::string> tell_of_model(storage::Connection& connection,
                                       const TurnContext& context,
                                       conversation::HouseholdId household,
                                       std::string_view key,
                                       conversation::Instant now) {
    std::vector<std::string> channels;
    const auto house = storage::Households(connection).find(household);
    const int year = conversation::fiscal_year_be(conversation::bangkok_day(now));
    for (const auto person : storage::Contacts(connection).of_household(household)) {
        auto told = send_notice(
            connection,
            context,
            {.contact = person,
             .key = key,
             .arguments = {{"no", house ? house->house_no : ""}, {"year", std::to_string(year)}}},
            now);
        if (!told.channel.empty()) {
            channels.push_back(std::move(told.channel));
        }
    }
    return channels;
}

void ask_nominated(storage::Connection& connection,
                   const TurnContext& context,
                   const conversation::TurnResult& result,
                   conversation::Instant now,
                   EventOutcome& outcome) {
    for (const auto& event : result.events) {
        const auto* form = std::get_if<conversation::FormSubmitted>(&event);
        if (form == nullptr || form->entity != "nomination" || !form->household) {
            continue;
        }
        for (auto& channel :
             tell_of_model(connection, context, form->household, "model.told", now)) {
            outcome.notified.push_back(std::move(channel));
        }
    }
}

}  // namespace bot
