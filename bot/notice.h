#pragma once
#include "bot/address_choice.h"
#include "bot/event_job.h"
#include "bot/notice_words.h"
#include "conversation/ids.h"
#include "conversation/texts.h"
#include "storage/outbox.h"

#include <string>
#include <string_view>

// Something a person is told without having asked: by the cheaper address that works. The one way
// for reminders, too.
namespace bot {

struct Notice {
    conversation::ContactId contact;
    std::string_view key;  // of the text; its short form is for SMS
    conversation::TextArguments arguments;
    std::string_view not_to = {};  // an address that is left out: it knows already
    MessagePurpose purpose = MessagePurpose::Notice;
};

struct NoticeOutcome {
    AddressVerdict verdict = AddressVerdict::NoAddress;
    std::string channel;      // Chosen: where the outbox row is
    storage::OutboxId row{};  // … and which it is
};

// Puts it into the outbox, or says why not. The row remembers what it says: where the channel will
// not take it, it goes elsewhere once (bot/notice_fallback). Within a job of the writer. Throws
// StorageError.
[[nodiscard]] NoticeOutcome send_notice(storage::Connection& connection,
                                        const TurnContext& context,
                                        const Notice& notice,
                                        conversation::Instant now);

// What wording and choosing need.
struct NoticeTerms {
    const conversation::Texts& texts;
    const SmsRuleBook* sms = nullptr;  // nothing: an SMS costs nothing
};

struct NoticePlan {
    AddressVerdict verdict = AddressVerdict::NoAddress;
    // Chosen: worded for the address in the person's language; without an end and what it
    // remembers.
    storage::Outbox::Draft draft;
};

// Where and in which words the person would be told now. `not_there`: an address that will not do;
// empty: none. Reads only. Throws StorageError.
[[nodiscard]] NoticePlan plan_notice(storage::Connection& connection,
                                     const NoticeTerms& terms,
                                     conversation::ContactId contact,
                                     const NoticeWords& words,
                                     MessagePurpose purpose,
                                     std::string_view not_there,
                                     conversation::Instant now);

}  // namespace bot
