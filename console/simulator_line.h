#pragma once
#include "console/simulator_chats.h"
#include "webhooks/route.h"

#include <functional>
#include <string>
#include <string_view>

namespace console {

// The part of LINE's Messaging API that the bot needs to talk to the simulator's chats: reply,
// push, quota, content, profile, bot information, loading animation and mark-as-read. It refuses
// what LINE would refuse, in LINE's words. Threads: any number.
class SimulatorLine {
  public:
    // `chats` must outlive it.
    SimulatorLine(SimulatorChats& chats,
                  std::string access_token,
                  std::function<conversation::Instant()> now);

    // `path` is what follows the API's host: "v2/bot/message/reply".
    [[nodiscard]] webhooks::Response answer(std::string_view path,
                                            const webhooks::Request& request);

  private:
    [[nodiscard]] webhooks::Response answer_get(std::string_view path);
    [[nodiscard]] webhooks::Response answer_post(std::string_view path,
                                                 const webhooks::Request& request);

    SimulatorChats& chats_;
    std::string access_token_;
    std::function<conversation::Instant()> now_;
};

// Why LINE would refuse a "messages" array, as its error's text; empty when it would take it.
// `json` is the whole request body.
[[nodiscard]] std::string line_refusal(std::string_view json);

}  // namespace console
