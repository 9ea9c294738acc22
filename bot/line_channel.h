#pragma once
#include "bot/channel.h"
#include "bot/config.h"
#include "bot/http_transport.h"

#include <string>

namespace bot {

// LINE's Messaging API: builds each request, reads each answer, logs each call with LINE's name for
// it (x-line-request-id). The access token leaves it only in the Authorization header, only to the
// configured hosts.
class LineChannel final : public Channel {
  public:
    // The transport outlives the channel.
    LineChannel(LineConfig config, HttpTransport& transport);

    [[nodiscard]] const std::string& id() const override { return config_.id; }

    void send(const SendRequest& request, SendDone done) override;
    [[nodiscard]] std::optional<Quota> quota() override;
    [[nodiscard]] std::optional<std::int64_t> members(const std::string& group) override;
    void leave(const std::string& group) override;
    [[nodiscard]] ContentResult fetch(const std::string& remote_id) override;
    void show_typing(const std::string& address) override;
    void mark_read(const std::string& read_token) override;

    // Pictures longer than this are refused.
    static constexpr std::size_t kMaxPicture = 10'000'000;

  private:
    [[nodiscard]] HttpRequest request(std::string method, std::string path) const;
    [[nodiscard]] HttpAnswer call(const HttpRequest& request);

    const LineConfig config_;
    HttpTransport& transport_;
};

}  // namespace bot
