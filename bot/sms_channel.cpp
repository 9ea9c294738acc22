#include "bot/sms_channel.h"

#include "bot/log.h"
#include "bot/sms_text.h"
#include "conversation/text/sms_segments.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace bot {

namespace {

SendResult failed(SendOutcome outcome, std::string detail) {
    SendResult result;
    result.outcome = outcome;
    result.detail = std::move(detail);
    return result;
}

int retry_after(const HttpAnswer& answer) {
    constexpr int longest = 3600;
    const std::string text = answer.header("retry-after");
    int seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    const bool whole = error == std::errc{} && end == text.data() + text.size() && seconds > 0;
    return whole ? std::min(seconds, longest) : 0;
}

}  // namespace

SendOutcome usual_outcome(int status) {
    if (status >= 200 && status < 300) {
        return SendOutcome::Sent;
    }
    // A redirection says that the address in the configuration is not the one to call.
    if ((status >= 300 && status < 400) || status == 401 || status == 403 || status == 404) {
        return SendOutcome::Unauthorized;
    }
    if (status == 429) {
        return SendOutcome::Throttled;
    }
    return status == 408 || status >= 500 ? SendOutcome::ProviderError : SendOutcome::Rejected;
}

SmsChannel::SmsChannel(SmsConfig common, HttpTransport& transport)
    : common_(std::move(common)), transport_(transport) {}

std::size_t SmsChannel::segments(const std::vector<conversation::OutgoingMessage>& messages) const {
    std::size_t all = 0;
    for (const auto& piece : conversation::split_sms(sms_text(messages), common_.max_segments)) {
        all += conversation::count_sms(piece).segments;
    }
    return all;
}

SendResult SmsChannel::send_one(const Sms& sms) {
    const HttpAnswer answer = transport_.call(request(sms));
    spdlog::info(
        "sms call: channel {} row {} -> {} {}", common_.id, sms.row, answer.status, answer.trouble);
    switch (answer.outcome) {
        case HttpAnswer::Outcome::Answered:
            break;
        case HttpAnswer::Outcome::NotSent:
            return failed(SendOutcome::Unreachable, answer.trouble);
        case HttpAnswer::Outcome::Malformed:
            return failed(SendOutcome::Rejected, answer.trouble);
        case HttpAnswer::Outcome::Unknown:
        case HttpAnswer::Outcome::TooLarge:
            return failed(SendOutcome::OutcomeUnknown, answer.trouble);
    }
    SendResult result = read(answer);
    result.status = answer.status;
    result.retry_after = std::max(result.retry_after, retry_after(answer));
    if (result.detail.empty() && result.outcome != SendOutcome::Sent) {
        result.detail = escaped(answer.body);
    }
    return result;
}

void SmsChannel::send(const SendRequest& request, SendDone done) {
    done(send_all(request));
}

SendResult SmsChannel::send_all(const SendRequest& request) {
    const auto pieces = conversation::split_sms(sms_text(request.messages), common_.max_segments);
    if (pieces.empty() || sms_number(request.address, NumberForm::Digits).empty()) {
        return failed(SendOutcome::Rejected, "nothing in it that can be sent");
    }
    SendResult first;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const Sms sms{request.address, pieces[i], request.row, static_cast<int>(i)};
        SendResult result = send_one(sms);
        if (i == 0) {
            first = result;
        }
        if (!traits(result.outcome).delivered) {
            if (i == 0) {
                return result;
            }
            return failed(SendOutcome::Rejected, "only its beginning was taken");
        }
    }
    return first;
}

ContentResult SmsChannel::fetch(const std::string& /*remote_id*/) {
    ContentResult nothing;
    nothing.outcome = ContentResult::Outcome::Gone;
    return nothing;
}

}  // namespace bot
