#include "bot/house_notices.h"

#include "bot/notice.h"
#include "conversation/thai/money.h"
#include "storage/contacts.h"
#include "storage/households.h"
#include "storage/register_view.h"
#include "storage/report_conflicts.h"
#include "storage/reports.h"
#include "storage/tellings.h"

#include <charconv>
#include <map>
#include <optional>
#include <variant>

namespace bot {

namespace {

using conversation::Contact;
using conversation::ContactId;
using conversation::FormSubmitted;
using conversation::HouseholdId;
using conversation::Instant;
using storage::Connection;

std::string amount(const conversation::ReportView& report,
                   const conversation::Texts& texts,
                   const std::string& language,
                   const char* field) {
    const auto known = report.values.find(field);
    if (known == report.values.end()) {
        return texts.get("unknown", language);
    }
    std::int64_t value = 0;
    std::from_chars(known->second.data(), known->second.data() + known->second.size(), value);
    return conversation::with_commas(value);
}

std::string figures(Connection& connection,
                    const TurnContext& context,
                    const FormSubmitted& said,
                    const std::string& language) {
    const auto report = storage::Reports(connection).find(said.household, *said.period);
    if (!report) {
        return {};
    }
    return context.texts.get(
        "report.figures",
        language,
        {{"income", amount(*report, context.texts, language, "income_total")},
         {"saving", amount(*report, context.texts, language, "saving_amount")}});
}

// One person of the house.
NoticeOutcome tell_person(Connection& connection,
                          const TurnContext& context,
                          const FormSubmitted& said,
                          const Contact& person,
                          const std::string& house_no,
                          Instant now) {
    const storage::RegisterView view(connection, person, context.office, now);
    const bool alone = view.houses().size() == 1;
    return send_notice(connection,
                       context,
                       {.contact = person.id,
                        .key = alone ? "behalf.told" : "behalf.told_unseen",
                        .arguments = {{"month", short_month(*said.period, person.language)},
                                      {"no", house_no},
                                      {"figures",
                                       alone ? figures(connection, context, said, person.language)
                                             : std::string()}}},
                       now);
}

// The telephone of the head as the office knows it; nobody has linked it to the house.
NoticeOutcome tell_telephone(Connection& connection,
                             const TurnContext& context,
                             const FormSubmitted& said,
                             const storage::Households::Record& house,
                             std::string_view not_to,
                             Instant now) {
    const std::string address = "tel:" + house.head.phone;
    if (house.head.phone.empty() || address == not_to || context.sms == nullptr ||
        context.sms->empty()) {
        return {};
    }
    const auto person =
        storage::Contacts(connection).find_or_create(context.sms->begin()->first, address, now);
    return send_notice(connection,
                       context,
                       {.contact = person.id,
                        .key = "behalf.told_phone",
                        .arguments = {{"month", short_month(*said.period, person.language)},
                                      {"no", house.house_no},
                                      {"contact", context.office.contact}}},
                       now);
}

std::string tell_household(Connection& connection,
                           const TurnContext& context,
                           const FormSubmitted& said,
                           std::string_view not_to,
                           Instant now) {
    storage::Tellings tellings(connection);
    storage::Contacts contacts(connection);
    const auto telling = tellings.open_of(said.household, *said.period);
    const auto house = storage::Households(connection).find(said.household);
    if (!telling || !house) {
        return {};
    }
    NoticeOutcome told;
    const auto people = contacts.of_household(said.household);
    for (const auto id : people) {
        const auto person = contacts.find(id);
        if (person && told.verdict != AddressVerdict::Chosen) {
            told = tell_person(connection, context, said, *person, house->house_no, now);
        }
    }
    if (people.empty()) {
        told = tell_telephone(connection, context, said, *house, not_to, now);
    }
    if (told.verdict != AddressVerdict::Chosen) {
        return {};
    }
    tellings.sent_by(telling->id, told.row, now);
    return told.channel;
}

// The people of the house, but for the one who knows because she wrote.
void ask_about_conflict(Connection& connection,
                        const TurnContext& context,
                        storage::ConflictId id,
                        std::string_view not_to,
                        Instant now,
                        EventOutcome& outcome) {
    const auto conflict = storage::ReportConflicts(connection).find(id);
    const auto house =
        conflict ? storage::Households(connection).find(conflict->household) : std::nullopt;
    if (!house) {
        return;
    }
    storage::Contacts contacts(connection);
    for (const auto contact : contacts.of_household(conflict->household)) {
        const auto person = contacts.find(contact);
        if (!person || person->address == not_to) {
            continue;
        }
        auto asked =
            send_notice(connection,
                        context,
                        {.contact = contact,
                         .key = "conflict.notice",
                         .arguments = {{"month", short_month(conflict->period, person->language)},
                                       {"no", house->house_no}},
                         .not_to = not_to},
                        now);
        if (!asked.channel.empty()) {
            outcome.notified.push_back(std::move(asked.channel));
        }
    }
}

}  // namespace

void tell_houses(Connection& connection,
                 const TurnContext& context,
                 const TurnEffects& effects,
                 Instant now,
                 EventOutcome& outcome) {
    for (const auto& event : effects.result.events) {
        const auto* said = std::get_if<FormSubmitted>(&event);
        if (said == nullptr || !said->on_behalf || !said->period) {
            continue;
        }
        auto channel = tell_household(connection, context, *said, effects.address, now);
        if (!channel.empty()) {
            outcome.notified.push_back(std::move(channel));
        }
    }
    for (const auto id : effects.opened) {
        ask_about_conflict(connection, context, id, effects.address, now, outcome);
    }
}

}  // namespace bot
