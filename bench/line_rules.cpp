#include "bench/line_rules.h"

#include "bench/names.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <optional>
#include <utility>

namespace bench {

namespace {

using Json = nlohmann::json;

constexpr std::int64_t kTokenLife = 60'000'000;

// The smallest picture there is: one white GIF pixel.
constexpr std::string_view kPixel{
    "GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0"
    "\0\x02\x02\x44\x01\0;",
    35};

LineAnswer problem(int status, std::string_view message) {
    return {.status = status, .body = Json{{"message", message}}.dump()};
}

LineAnswer nothing(int status = 200) {
    return {.status = status, .body = "{}"};
}

bool is_messages(const Json& body) {
    const auto messages = body.find("messages");
    return messages != body.end() && messages->is_array() && !messages->empty() &&
           messages->size() <= 5;
}

std::string_view text_of(const Json& body, const char* key) {
    const auto found = body.find(key);
    return found != body.end() && found->is_string() ? found->get_ref<const std::string&>()
                                                     : std::string_view{};
}

struct Target {
    std::string_view method;
    std::string_view path;
};

Target target_of(std::string_view line) {
    const std::size_t first = line.find(' ');
    const std::size_t second = line.find(' ', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) {
        return {};
    }
    const std::string_view path = line.substr(first + 1, second - first - 1);
    return {line.substr(0, first), path.substr(0, path.find('?'))};
}

LineAnswer bot_info() {
    return {.body = Json{{"userId", user_id(0xb07)},
                         {"basicId", "@bench"},
                         {"displayName", "bench"},
                         {"chatMode", "bot"},
                         {"markAsReadMode", "manual"}}
                        .dump()};
}

LineAnswer profile(std::string_view path) {
    return {
        .body =
            Json{{"userId", path.substr(path.rfind('/') + 1)}, {"displayName", "bench"}}.dump()};
}

// What is only looked up; nothing when the call is another.
std::optional<LineAnswer> look_up(const Target& target) {
    if (target.method != "GET") {
        return std::nullopt;
    }
    if (target.path == "/v2/bot/message/quota") {
        return LineAnswer{.body = R"({"type":"limited","value":100000000})"};
    }
    if (target.path == "/v2/bot/message/quota/consumption") {
        return LineAnswer{.body = R"({"totalUsage":0})"};
    }
    if (target.path == "/v2/bot/info") {
        return bot_info();
    }
    if (target.path.starts_with("/v2/bot/profile/")) {
        return profile(target.path);
    }
    if (target.path.starts_with("/v2/bot/message/") && target.path.ends_with("/content")) {
        return LineAnswer{.content_type = "image/gif", .body = std::string{kPixel}};
    }
    return std::nullopt;
}

}  // namespace

LineRules::LineRules(Ledger& ledger,
                     const LineFaults& faults,
                     std::int64_t latency_us,
                     std::uint64_t first_person)
    : ledger_(ledger),
      faults_(faults),
      latency_us_(latency_us),
      first_person_(first_person),
      random_(faults.seed),
      used_tokens_(ledger.capacity()) {}

LineAnswer LineRules::handle(const HttpReader& request, std::int64_t now_us) {
    LineAnswer answer = route(request, now_us);
    answer.headers += fmt::format("x-line-request-id: {:032x}\r\n", random_());
    return answer;
}

LineAnswer LineRules::route(const HttpReader& request, std::int64_t now_us) {
    const Target target = target_of(request.start_line());
    if (!request.header("authorization").starts_with("Bearer ")) {
        return count("unauthorised",
                     problem(401,
                             "Authentication failed. Confirm that the access token in the "
                             "authorization header is valid."));
    }
    if (auto found = look_up(target)) {
        return count("looked up", std::move(*found));
    }
    if (target.method == "POST" && target.path == "/v2/bot/message/reply") {
        return send_message(request, true, now_us);
    }
    if (target.method == "POST" && target.path == "/v2/bot/message/push") {
        return send_message(request, false, now_us);
    }
    if (target.method == "POST" && target.path == "/v2/bot/chat/loading/start") {
        return count("loading", nothing(202));
    }
    if (target.method == "POST" && target.path == "/v2/bot/chat/markAsRead") {
        return count("mark as read", nothing());
    }
    return count("unknown call", problem(404, "Not found"));
}

LineAnswer LineRules::send_message(const HttpReader& request, bool reply, std::int64_t now_us) {
    const Json body = Json::parse(request.body(), nullptr, false);
    if (!body.is_object() || !is_messages(body)) {
        return count("malformed", problem(400, "The request body has 1 error(s)"));
    }
    const Fate fate = draw();
    if (fate != Fate::Normal) {
        remember_fault(body, reply);
    }
    switch (fate) {
        case Fate::TooMany:
            return count("429 given",
                         problem(429, "The API rate limit has been exceeded. Try again later."));
        case Fate::Broken:
            return count("500 given", problem(500, "Internal server error"));
        case Fate::DropBefore:
            return count("dropped before acting", {.drop = true});
        case Fate::DropAfter:
        case Fate::Normal:
            break;
    }
    LineAnswer answer = reply ? this->reply(body, request, now_us) : push(body, request, now_us);
    if (fate == Fate::DropAfter) {
        counts_["dropped after acting"]++;
        answer.drop = true;
    }
    return answer;
}

LineAnswer LineRules::reply(const Json& body, const HttpReader& request, std::int64_t now_us) {
    if (!request.header("x-line-retry-key").empty()) {
        return count("reply with a retry key",
                     problem(400, "The retry key is not available on this endpoint"));
    }
    const std::uint64_t turn = turn_of(body, true);
    if (turn == ledger_.used()) {
        return count("reply with a token of nobody", problem(400, "Invalid reply token"));
    }
    if (used_tokens_[turn]) {
        return count("reply with a used token", problem(400, "Invalid reply token"));
    }
    const auto parts = read_reply_token(text_of(body, "replyToken"));
    if (now_us - parts->intended_us > kTokenLife) {
        return count("reply with an old token", problem(400, "Invalid reply token"));
    }
    used_tokens_[turn] = true;
    put_into_chat(turn, now_us);
    return count("replied",
                 {.body = fmt::format(R"({{"sentMessages":[{{"id":"{}"}}]}})", message_id_++)});
}

LineAnswer LineRules::push(const Json& body, const HttpReader& request, std::int64_t now_us) {
    const std::string key{request.header("x-line-retry-key")};
    if (key.empty()) {
        counts_["push without a retry key"]++;
    } else if (!retry_keys_.insert(key).second) {
        LineAnswer answer = problem(409, "The retry key is already accepted");
        answer.headers = fmt::format("x-line-accepted-request-id: {:032x}\r\n", random_());
        return count("push again with its retry key", std::move(answer));
    }
    const std::uint64_t turn = turn_of(body, false);
    if (turn == ledger_.used()) {
        return count("push to nobody",
                     problem(400,
                             "The property, 'to', in the request body is "
                             "invalid"));
    }
    put_into_chat(turn, now_us);
    return count("pushed",
                 {.body = fmt::format(R"({{"sentMessages":[{{"id":"{}"}}]}})", message_id_++)});
}

void LineRules::put_into_chat(std::uint64_t number, std::int64_t now_us) {
    Turn& turn = ledger_.turn(number);
    if (turn.answers.load() == 0) {
        turn.answered_us = now_us + latency_us_;
    }
    turn.answers++;
}

void LineRules::remember_fault(const Json& body, bool reply) {
    const std::uint64_t turn = turn_of(body, reply);
    if (turn != ledger_.used()) {
        ledger_.turn(turn).faults++;
    }
}

// The turn that a call answers: a reply's token names it, a push goes to whom its person is at.
std::uint64_t LineRules::turn_of(const Json& body, bool reply) const {
    if (reply) {
        const auto parts = read_reply_token(text_of(body, "replyToken"));
        return parts && parts->turn < ledger_.used() ? parts->turn : ledger_.used();
    }
    const auto person = read_user_id(text_of(body, "to"));
    return person && *person >= first_person_ ? ledger_.current_turn(*person - first_person_)
                                              : ledger_.used();
}

LineRules::Fate LineRules::draw() {
    double left = std::uniform_real_distribution<>(0, 100)(random_);
    const std::pair<double, Fate> shares[] = {{faults_.too_many, Fate::TooMany},
                                              {faults_.broken, Fate::Broken},
                                              {faults_.drop_before, Fate::DropBefore},
                                              {faults_.drop_after, Fate::DropAfter}};
    for (const auto& [share, fate] : shares) {
        if (left < share) {
            return fate;
        }
        left -= share;
    }
    return Fate::Normal;
}

LineAnswer LineRules::count(std::string_view what, LineAnswer answer) {
    const auto found = counts_.find(what);
    if (found == counts_.end()) {
        counts_.emplace(what, 1);
    } else {
        found->second++;
    }
    return answer;
}

Json LineRules::counts() const {
    Json result = Json::object();
    for (const auto& [what, count] : counts_) {
        result[what] = count;
    }
    return result;
}

}  // namespace bench
