#include "bot/line_channel.h"

#include "bot/line_answer.h"
#include "bot/line_render.h"
#include "bot/log.h"
#include "conversation/text/json_text.h"

#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace bot {

namespace {

using nlohmann::json;

constexpr int kTypingSeconds = 20;  // a multiple of 5, up to 60

// "line:U…" → "U…"
std::string line_id(std::string_view address) {
    const auto colon = address.find(':');
    return std::string(colon == std::string_view::npos ? address : address.substr(colon + 1));
}

std::string dumped(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// Paths may end in a message's id, which is not a person's: they may be logged.
void log_call(std::string_view method, std::string_view path, const HttpAnswer& answer) {
    spdlog::info("line call: {} {} -> {} request-id={} {}",
                 method,
                 escaped(path),
                 answer.status,
                 escaped(answer.header("x-line-request-id"), 64),
                 answer.trouble);
}

bool is_line_content_id(std::string_view id) {
    return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-' || c == '_';
    });
}

}  // namespace

LineChannel::LineChannel(LineConfig config, HttpTransport& transport)
    : config_(std::move(config)), transport_(transport) {}

HttpRequest LineChannel::request(std::string method, std::string path) const {
    HttpRequest request;
    request.method = std::move(method);
    request.base = config_.api_base;
    request.path = std::move(path);
    request.headers.emplace_back("Authorization", "Bearer " + config_.access_token.reveal());
    return request;
}

HttpAnswer LineChannel::call(const HttpRequest& request) {
    HttpAnswer answer = transport_.call(request);
    log_call(request.method, request.path, answer);
    return answer;
}

void LineChannel::send(const SendRequest& send, SendDone done) {
    const std::string messages = render_line(send.messages);
    if (messages.empty()) {
        SendResult result;
        result.outcome = SendOutcome::Rejected;
        result.detail = "nothing in it that can be sent";
        done(result);
        return;
    }
    const bool reply = send.way == SendWay::Reply;
    const char* const path = reply ? "/v2/bot/message/reply" : "/v2/bot/message/push";
    HttpRequest wire = request("POST", path);
    wire.content_type = "application/json";
    conversation::JsonText body;
    body.open('{').key("messages").raw(messages);
    if (reply) {
        body.key("replyToken").text(send.reply_token);
    } else {
        body.key("to").text(line_id(send.address));
        wire.headers.emplace_back("X-Line-Retry-Key", send.retry_key);
    }
    body.close('}');
    wire.body = std::move(body).str();
    transport_.start(std::move(wire), [path, done = std::move(done)](const HttpAnswer& answer) {
        log_call("POST", path, answer);
        done(read_send_answer(answer));
    });
}

std::optional<Quota> LineChannel::quota() {
    const HttpAnswer limit = call(request("GET", "/v2/bot/message/quota"));
    if (limit.status != 200) {
        return std::nullopt;
    }
    return read_quota(limit, call(request("GET", "/v2/bot/message/quota/consumption")));
}

std::optional<std::int64_t> LineChannel::members(const std::string& group) {
    const std::string id = line_id(group);
    if (!is_line_content_id(id)) {
        return std::nullopt;
    }
    const char* kind = id.starts_with('R') ? "/v2/bot/room/" : "/v2/bot/group/";
    return read_member_count(call(request("GET", kind + id + "/members/count")));
}

void LineChannel::leave(const std::string& group) {
    const std::string id = line_id(group);
    if (is_line_content_id(id)) {
        const char* kind = id.starts_with('R') ? "/v2/bot/room/" : "/v2/bot/group/";
        (void)call(request("POST", kind + id + "/leave"));
    }
}

ContentResult LineChannel::fetch(const std::string& remote_id) {
    if (!is_line_content_id(remote_id)) {
        ContentResult result;
        result.outcome = ContentResult::Outcome::Gone;
        return result;
    }
    HttpRequest wire = request("GET", "/v2/bot/message/" + remote_id + "/content");
    wire.base = config_.data_api_base;
    wire.max_answer = kMaxPicture;
    return read_content_answer(call(wire));
}

void LineChannel::show_typing(const std::string& address) {
    if (!address.starts_with("line:U")) {
        return;  // groups have no loading animation
    }
    HttpRequest wire = request("POST", "/v2/bot/chat/loading/start");
    wire.content_type = "application/json";
    wire.body = dumped({{"chatId", line_id(address)}, {"loadingSeconds", kTypingSeconds}});
    (void)call(wire);
}

void LineChannel::mark_read(const std::string& read_token) {
    HttpRequest wire = request("POST", "/v2/bot/chat/markAsRead");
    wire.content_type = "application/json";
    wire.body = dumped({{"markAsReadToken", read_token}});
    (void)call(wire);
}

}  // namespace bot
