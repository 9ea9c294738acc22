#pragma once
#include "bot/config.h"
#include "bot/http_transport.h"

#include <functional>
#include <string>

namespace bot {

// Says one finding: what was looked at, whether it is well, and in words what is so or what to do.
using Tell = std::function<void(bool well, const std::string& words)>;

struct LineSetup {
    std::string public_url;  // https://…; empty: the webhook address is not touched
    bool only_check = false;
};

// Brings a LINE channel into the state the program needs: token good, webhook address set, active
// and reachable, the menu under the chat made and shown to everybody. What is right already is left
// alone, so it may be run at any time; with `only_check` nothing is changed. True when all is well.
[[nodiscard]] bool set_up_line(const LineConfig& line,
                               const LineSetup& wanted,
                               HttpTransport& transport,
                               const Tell& tell);

}  // namespace bot
