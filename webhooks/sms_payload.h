#pragma once
#include "conversation/message.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// From what SMS gateways hand over to what the program speaks of. Pure functions, any bytes.
namespace webhooks {

// One SMS in its gateway's words.
struct SmsPayload {
    std::string sender;   // as written: "+66812345678", "0812345678", "1175", "AIS"
    std::string text;     // bytes in `charset`
    std::string charset;  // empty: UTF-8
    bool binary = false;  // no text at all: a picture, a setting
    std::string id;       // the gateway's own; empty: it has none
    std::string udh;      // the user data header's bytes; empty: none, or joined already
    conversation::Instant sent_at{};  // by the gateway's clock; its beginning: not said
};

// A longer text is no message somebody typed.
inline constexpr std::size_t kMaxSmsText = 5'000;  // characters

// The message, ready for the intake. Numbers become "tel:+66…". What must not enter a conversation
// says why in `sms->set_aside`:
//   no_sender, service_number, sender_name, fixed_line, bad_number: it cannot be answered;
//   empty, binary, charset (bytes that are not of the character set), too_long: no text.
// A message without a gateway's id gets a name of its own; where the gateway at least says when it
// was sent, the same sender, text and time are the same message.
[[nodiscard]] conversation::IncomingMessage sms_message(const SmsPayload& payload,
                                                        std::string_view channel,
                                                        conversation::Instant received_at);

// How it is counted: "sms.text", "sms.part", or "sms." and why it was set aside.
[[nodiscard]] std::string sms_kind(const conversation::IncomingMessage& message);

// The part that a user data header (3GPP TS 23.040, 9.2.3.24) tells of; nothing when there is none
// in it or it makes no sense.
[[nodiscard]] std::optional<conversation::SmsPart> read_udh(std::string_view udh);

}  // namespace webhooks
