#include "bot/channel_trouble.h"

#include <spdlog/spdlog.h>

namespace bot {

void tell_trouble(std::string_view channel,
                  std::optional<SendOutcome> before,
                  std::optional<SendOutcome> now) {
    if (now == before) {
        return;
    }
    if (!now) {
        spdlog::info("channel {} works again", channel);
    } else if (*now == SendOutcome::Unauthorized) {
        spdlog::error(
            "channel {} refuses us: nothing can be sent until its address, access token or "
            "password "
            "is mended in the configuration and the program restarted",
            channel);
    } else {
        spdlog::warn(
            "channel {} is in trouble ({}): it is tried with one or two calls until one works",
            channel,
            name(*now));
    }
}

}  // namespace bot
