#pragma once
#include "bot/channel.h"

namespace support {

// What came of sending over a transport that answers at once.
inline bot::SendResult result_of(bot::Channel& channel, const bot::SendRequest& request) {
    bot::SendResult result;
    result.outcome = bot::SendOutcome::OutcomeUnknown;
    channel.send(request, [&result](const bot::SendResult& told) { result = told; });
    return result;
}

}  // namespace support
