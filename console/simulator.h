#pragma once
#include "conversation/calendar.h"
#include "webhooks/route.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// The chat simulator: a page with a phone-like chat window per pretended villager. What is typed
// goes through the real gate as a signed LINE webhook, and the answers come back because the LINE
// channel's api_base and data_api_base point at the stand-in that is part of it:
// http://<console address>/simulator/line. For demo mode, on a listener that only this machine can
// reach.
namespace console {

// Someone the page offers to talk as.
struct SimulatorVillager {
    std::string user;   // LINE user id, "U" and 32 hexadecimal digits; empty: no chat yet
    std::string name;   // "นางสมศรี ทองเจริญ"
    std::string house;  // "บ้านเลขที่ 14 หมู่ 3 ต.เกยไชย"
    std::string code;   // the card's six digits; empty when the house is linked already
};

struct SimulatorSettings {
    std::string channel_secret;  // of the LINE channel: signs the webhooks
    std::string access_token;    // what calls to the stand-in must bear
    // Posts a webhook body with its X-Line-Signature to the public listener's
    // /webhooks/<channel id> and returns the HTTP status, 0 when it could not be reached. Called
    // from several threads at once.
    std::function<int(const std::string& body, const std::string& signature)> deliver;
    // Whom the page offers, in order. Called for each load of the page, from several threads.
    std::function<std::vector<SimulatorVillager>()> villagers;
    std::function<conversation::Instant()> now;
};

// Keeps everything in memory; gone with the process. Threads: any number.
class Simulator {
  public:
    explicit Simulator(SimulatorSettings settings);
    ~Simulator();
    Simulator(const Simulator&) = delete;
    Simulator& operator=(const Simulator&) = delete;
    Simulator(Simulator&&) = delete;
    Simulator& operator=(Simulator&&) = delete;

    // GET /simulator and everything below it. The simulator must outlive the
    // server they are mounted on.
    [[nodiscard]] std::vector<webhooks::Route> routes();

    // Lets pages that wait for news go, at once and from now on; call it before the server stops.
    void stop();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace console
