#pragma once
#include "bot/notice.h"
#include "conversation/calendar.h"
#include "storage/connection.h"
#include "storage/outbox.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// A notice that its channel will not bring goes by another address of the person, if
// bot/address_choice finds one. Within the job of the writer in which it became known.
//
// - Once: the new row stands for the old one (outbox.instead_of) and remembers nothing itself, so
//   it ends where it is, whatever becomes of it.
// - Only what the person cannot have: with a try of unknown outcome it stays where it is, unless
//   the channel would have told that it took that one.
// - In the words of the new channel and today's language, for what is left of its life.
// - Never answers: they remember nothing.
namespace bot {

enum class FallbackCause {
    Refused,        // it is settled: the channel will never take it
    NeverTaken,     // ditto, and did not take it when an earlier try ended without an answer
    ReportedLost,   // the channel took it, and said later that it did not arrive
    KeptBack,       // it is queued again: what is left of the month may not be for it
    UsedUp,         // it is queued: the month's messages or money are used up
    AddressClosed,  // it is queued: nothing goes to this address any more
};

// The channel the row goes by instead, where it is in the outbox now; nothing: it stays as it is.
// Throws StorageError.
[[nodiscard]] std::optional<std::string> fall_back(storage::Connection& connection,
                                                   const NoticeTerms& terms,
                                                   storage::OutboxId row,
                                                   FallbackCause cause,
                                                   conversation::Instant now);

// All that is queued for an address; what has no other way is left there. Gives the channels.
[[nodiscard]] std::vector<std::string> leave_address(storage::Connection& connection,
                                                     const NoticeTerms& terms,
                                                     std::string_view channel,
                                                     std::string_view address,
                                                     conversation::Instant now);

// What is due on a channel whose month is used up. What has no other way is looked at again later.
[[nodiscard]] std::vector<std::string> leave_used_up(storage::Connection& connection,
                                                     const NoticeTerms& terms,
                                                     std::string_view channel,
                                                     conversation::Instant now);

}  // namespace bot
