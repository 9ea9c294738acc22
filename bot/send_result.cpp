#include "bot/send_result.h"

#include <array>
#include <stdexcept>

namespace bot {

namespace {

using enum SendOutcome;

// name, delivered, certain, retryable, channel_wide, loggable
constexpr std::array<SendOutcomeTraits, kSendOutcomes> kTraits = {{
    {Sent, "sent", true, true, false, false, false},
    {AlreadyAccepted, "already_accepted", true, true, false, false, false},
    {TokenInvalid, "token_invalid", false, true, false, false, false},
    {Throttled, "throttled", false, true, true, true, true},
    {QuotaExhausted, "quota_exhausted", false, true, true, true, true},
    {Unauthorized, "unauthorized", false, true, true, true, true},
    {ProviderError, "provider_error", false, true, true, true, true},
    {Unreachable, "unreachable", false, true, true, true, true},
    {OutcomeUnknown, "outcome_unknown", false, false, true, true, true},
    {ContactGone, "contact_gone", false, true, false, false, false},
    {OptedOut, "opted_out", false, true, false, false, true},
    {NotNow, "not_now", false, true, true, false, true},
    {Rejected, "rejected", false, true, false, false, true},
}};

}  // namespace

const SendOutcomeTraits& traits(SendOutcome outcome) {
    const auto index = static_cast<std::size_t>(outcome);
    if (index >= kTraits.size() || kTraits[index].outcome != outcome) {
        throw std::logic_error("send_result: the table lacks an outcome");
    }
    return kTraits[index];
}

}  // namespace bot
