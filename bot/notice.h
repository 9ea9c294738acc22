#pragma once
#include "bot/address_choice.h"
#include "bot/event_job.h"
#include "conversation/ids.h"
#include "conversation/texts.h"

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
    std::string channel;  // Chosen: where the outbox row is
};

// Puts it into the outbox, or says why not. Within a job of the writer. Throws StorageError.
[[nodiscard]] NoticeOutcome send_notice(storage::Connection& connection,
                                        const TurnContext& context,
                                        const Notice& notice,
                                        conversation::Instant now);

}  // namespace bot
