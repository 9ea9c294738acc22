#pragma once
#include "bot/channel.h"
#include "bot/config_sms.h"
#include "bot/http_transport.h"

#include <string>

namespace bot {

// What all SMS gateways have in common: the text is made and counted here; a gateway's own class
// makes its request and reads its answer. Texts longer than the gateway takes are cut between
// graphemes and sent one after the other; once the first was taken the message is never begun
// again. Calls are logged without address: there the number, text and password stand.
class SmsChannel : public Channel {
  public:
    [[nodiscard]] const std::string& id() const final { return common_.id; }

    [[nodiscard]] const ChannelTerms& terms() const final { return common_.terms; }

    [[nodiscard]] std::size_t segments(
        const std::vector<conversation::OutgoingMessage>& messages) const final;
    void send(const SendRequest& request, SendDone done) final;

    // Counted by the segment and kept by the sender; the gateway limits nothing.
    [[nodiscard]] std::optional<Quota> quota() final { return Quota{}; }

    [[nodiscard]] ContentResult fetch(const std::string& remote_id) final;

    void show_typing(const std::string& /*address*/) final {}

    void mark_read(const std::string& /*read_token*/) final {}

  protected:
    // One SMS, of one or more segments.
    struct Sms {
        std::string address;   // "tel:+66…"
        std::string text;      // not empty, valid UTF-8
        std::int64_t row = 0;  // our id of the message
        int piece = 0;         // 0 for the first of a text that had to be cut
    };

    // The transport outlives the channel.
    SmsChannel(SmsConfig common, HttpTransport& transport);

    [[nodiscard]] virtual HttpRequest request(const Sms& sms) const = 0;
    // Reads an answer that came whole.
    [[nodiscard]] virtual SendResult read(const HttpAnswer& answer) const = 0;

    [[nodiscard]] const SmsConfig& common() const { return common_; }

  private:
    [[nodiscard]] SendResult send_all(const SendRequest& request);
    [[nodiscard]] SendResult send_one(const Sms& sms);

    const SmsConfig common_;
    HttpTransport& transport_;
};

// What an HTTP status means where a gateway has no words of its own: 2xx sent, 401 403 404 our
// configuration, 408 5xx it cannot now, 429 too fast, others never.
[[nodiscard]] SendOutcome usual_outcome(int status);

}  // namespace bot
