#pragma once
#include <cstddef>
#include <string>
#include <string_view>

// Everything that can come of one try to send: a closed list, so that each is decided on once.
namespace bot {

enum class SendOutcome {
    Sent,             // taken over, 2xx
    AlreadyAccepted,  // 409: an earlier try with the same retry key was taken over
    TokenInvalid,     // 400 "Invalid reply token": used before, or too old
    Throttled,        // 429, too many calls at once
    QuotaExhausted,   // 429, the month's messages are used up
    Unauthorized,     // 401, 403: the access token is wrong
    ProviderError,    // 5xx: nothing was sent
    Unreachable,      // no connection: nothing was sent
    OutcomeUnknown,   // the request left, its answer never came whole
    ContactGone,      // the person cannot be reached on this channel any more
    OptedOut,         // the person has told the provider to send nothing more
    NotNow,           // this message may be taken later in the day
    Rejected,         // any other 4xx: this message will never be taken
};

inline constexpr std::size_t kSendOutcomes = 13;

struct SendResult {
    SendOutcome outcome = SendOutcome::Unreachable;
    int status = 0;           // HTTP, 0 when there was no answer
    std::string request_id;   // the provider's name for the call
    int retry_after = 0;      // seconds, 0 when not said
    std::string provider_id;  // its name for the message, when its receipts use it
    std::string detail;       // for the log and the officer; no personal data
};

struct SendOutcomeTraits {
    SendOutcome outcome;
    std::string_view name;  // in metrics and the database
    bool delivered;         // the person has it
    bool certain;           // what happened is known
    bool retryable;         // the same message may be taken later
    bool channel_wide;      // says something about the channel, not about this message
    bool loggable;          // worth a warning
};

[[nodiscard]] const SendOutcomeTraits& traits(SendOutcome outcome);

[[nodiscard]] inline std::string_view name(SendOutcome outcome) {
    return traits(outcome).name;
}

}  // namespace bot
