#pragma once
#include "conversation/form/forms.h"
#include "conversation/holidays.h"
#include "conversation/message.h"
#include "conversation/register.h"
#include "conversation/texts.h"
#include "storage/connection.h"
#include "storage/content_fetches.h"
#include "storage/outbox.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What one event does to the database, from the inbox row to the answer in the outbox: the body of
// one job of storage's writer, which makes it whole or nothing. No threads, no clock, no network.
namespace bot {

// How messages of an SMS channel are taken.
struct SmsRules {
    std::chrono::seconds parts_wait{120};  // how long parts of a long message may be apart
    int most_a_minute = 20;                // from one number; more are kept but not answered
    std::int64_t price = 0;                // of a segment, hundredths of a satang
    std::optional<std::int64_t> budget{};  // of a month, likewise
};

using SmsRuleBook = std::map<std::string, SmsRules, std::less<>>;  // by channel

struct TurnContext {
    const conversation::Forms& forms;
    const conversation::Texts& texts;
    const conversation::Office& office;
    const SmsRuleBook* sms = nullptr;  // nothing: every channel has the usual ones
    bool at_once = false;              // there is room to send an answer as soon as it is committed
    const conversation::Holidays* holidays = nullptr;  // nothing: no reminder rides along
};

struct EventOutcome {
    bool repeated = false;  // handled before: nothing was changed
    bool answered = false;  // an outbox row waits
    // The answer, claimed already: to be sent as soon as it is committed.
    std::shared_ptr<const storage::Outbox::Row> to_send;
    bool fetches = false;               // its picture has to be fetched first
    std::vector<std::string> notified;  // channels that have something to send besides
};

// Handles an event for the first time. Throws StorageError, and whatever a turn that has a bug
// throws.
[[nodiscard]] EventOutcome handle_event(storage::Connection& connection,
                                        const TurnContext& context,
                                        const conversation::IncomingMessage& message,
                                        conversation::Instant now);

// Goes on with a message whose picture was fetched (`attachment` is set) or cannot be had
// (`failure`).
struct FetchedPicture {
    conversation::AttachmentId attachment;
    std::string mime;
    conversation::Attachment::Failure failure = conversation::Attachment::Failure::None;
};

[[nodiscard]] EventOutcome handle_fetched(storage::Connection& connection,
                                          const TurnContext& context,
                                          const storage::ContentFetches::Fetch& fetch,
                                          const FetchedPicture& picture,
                                          conversation::Instant now);

// Keeps an event whose turn failed as a dead letter and says so kindly to the person, where one may
// answer.
[[nodiscard]] EventOutcome bury_event(storage::Connection& connection,
                                      const TurnContext& context,
                                      const conversation::IncomingMessage& message,
                                      std::string_view reason,
                                      conversation::Instant now);

// The same for a turn that failed after its picture was fetched.
[[nodiscard]] EventOutcome bury_fetch(storage::Connection& connection,
                                      const TurnContext& context,
                                      const storage::ContentFetches::Fetch& fetch,
                                      std::string_view reason,
                                      conversation::Instant now);

}  // namespace bot
