#include "webhooks/sms_payload.h"

#include "conversation/answer/phone.h"
#include "conversation/text/utf8.h"
#include "conversation/thai/normalize.h"
#include "storage/ids.h"
#include "storage/sha256.h"
#include "webhooks/charset.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

namespace webhooks {

namespace {

using conversation::IncomingKind;
using conversation::IncomingMessage;
using conversation::PhoneReading;

constexpr std::size_t kMaxId = 100;
constexpr std::size_t kMaxSender = 64;
constexpr std::size_t kMaxRaw = 20'000;
constexpr std::size_t kDigestLetters = 40;

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string_view why_unanswerable(const PhoneReading& phone) {
    switch (phone.kind) {
        case PhoneReading::Kind::Mobile:
            return "";
        case PhoneReading::Kind::Fixed:
            return "fixed_line";
        case PhoneReading::Kind::Short:
            return "service_number";
        case PhoneReading::Kind::Name:
            return "sender_name";
        case PhoneReading::Kind::Invalid:
            break;
    }
    return "bad_number";
}

// As it may be kept: cut between characters, valid UTF-8, without control characters.
std::string plain(std::string_view text, std::size_t limit) {
    std::string result = conversation::clean_utf8(text.substr(0, limit));
    std::erase_if(result, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    return result;
}

std::string digest_of(std::string_view sender,
                      std::string_view text,
                      conversation::Instant sent_at) {
    const auto all = fmt::format("{}\n{}\n{}", sender, sent_at.time_since_epoch().count(), text);
    return storage::sha256_hex(std::as_bytes(std::span(all))).substr(0, kDigestLetters);
}

void identify(const SmsPayload& payload, IncomingMessage& message) {
    auto& facts = *message.sms;
    const std::string id = plain(payload.id, kMaxId);
    facts.has_id = !id.empty() || payload.sent_at != conversation::Instant{};
    if (!id.empty()) {
        message.event_id = id;
    } else if (facts.has_id) {
        message.event_id =
            "digest:" + digest_of(payload.sender, payload.udh + payload.text, payload.sent_at);
    } else {
        message.event_id = "gate:" + storage::new_uuid();
    }
    message.message_id = message.event_id;
}

std::string_view why_no_text(const SmsPayload& payload, const std::optional<std::string>& text) {
    if (payload.binary) {
        return "binary";
    }
    if (!text) {
        return "charset";
    }
    if (characters(*text) > kMaxSmsText) {
        return "too_long";
    }
    return text->find_first_not_of(" \t\r\n") == std::string::npos ? "empty" : "";
}

// The text, or why there is none.
void read_text(const SmsPayload& payload, IncomingMessage& message) {
    auto& facts = *message.sms;
    auto text = payload.binary ? std::nullopt : decode_text(payload.text, payload.charset);
    if (text) {
        std::erase(*text, '\0');
    }
    const auto trouble = why_no_text(payload, text);
    const bool unreadable = !text || trouble == "too_long";
    message.kind = unreadable ? IncomingKind::Other : IncomingKind::Text;
    if (unreadable) {
        facts.raw = payload.text.substr(0, kMaxRaw);
    } else {
        message.text = *std::move(text);
    }
    if (facts.set_aside.empty()) {
        facts.set_aside = trouble;
    }
}

}  // namespace

IncomingMessage sms_message(const SmsPayload& payload,
                            std::string_view channel,
                            conversation::Instant received_at) {
    IncomingMessage message;
    message.channel = channel;
    message.received_at = received_at;
    message.sent_at = payload.sent_at == conversation::Instant{} ? received_at : payload.sent_at;
    auto& facts = message.sms.emplace();
    facts.sender = plain(payload.sender, kMaxSender);
    const auto phone = conversation::read_phone(facts.sender);
    facts.set_aside = facts.sender.empty() ? "no_sender" : why_unanswerable(phone);
    if (phone.e164) {
        message.address = "tel:" + *phone.e164;
    } else if (!facts.sender.empty()) {
        message.address = "tel:" + facts.sender;
    }
    identify(payload, message);
    read_text(payload, message);
    facts.part = read_udh(payload.udh);
    message.standby = !facts.set_aside.empty();
    return message;
}

std::string sms_kind(const IncomingMessage& message) {
    if (message.sms && !message.sms->set_aside.empty()) {
        return "sms." + message.sms->set_aside;
    }
    return message.sms && message.sms->part ? "sms.part" : "sms.text";
}

std::optional<conversation::SmsPart> read_udh(std::string_view udh) {
    const auto byte = [&](std::size_t at) {
        return static_cast<int>(static_cast<unsigned char>(udh[at]));
    };
    if (udh.empty() || static_cast<std::size_t>(byte(0)) + 1 > udh.size()) {
        return std::nullopt;
    }
    const std::size_t end = static_cast<std::size_t>(byte(0)) + 1;
    for (std::size_t at = 1; at + 2 <= end;) {
        const int element = byte(at);
        const auto length = static_cast<std::size_t>(byte(at + 1));
        const std::size_t data = at + 2;
        at = data + length;
        const std::size_t wide = element == 8 ? 1 : 0;  // a reference of 16 bits
        if (at > end || (element != 0 && element != 8) || length != 3 + wide) {
            continue;
        }
        conversation::SmsPart part;
        part.reference = wide == 1 ? byte(data) * 256 + byte(data + 1) : byte(data);
        part.total = byte(data + 1 + wide);
        part.number = byte(data + 2 + wide);
        const bool makes_sense = part.total > 1 && part.number >= 1 && part.number <= part.total;
        return makes_sense ? std::optional(part) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace webhooks
