#include "console/simulator.h"

#include "console/simulator_chats.h"
#include "console/simulator_line.h"
#include "console/simulator_webhook.h"
#include "embedded/simulator.h"
#include "webhooks/line_signature.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sodium.h>

#include <array>
#include <charconv>
#include <string_view>

namespace console {

namespace {

using nlohmann::json;
using webhooks::Problem;
using webhooks::Request;
using webhooks::Response;
using webhooks::Route;

constexpr std::chrono::milliseconds kPatience{8'000};
constexpr std::size_t kPictureBytes = 1'000'000;

// `length` letters of Crockford's base 32, from the system's randomness.
std::string random_letters(std::size_t length) {
    constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    std::string text(length, '0');
    randombytes_buf(text.data(), text.size());
    for (char& letter : text) {
        letter = kLetters[static_cast<unsigned char>(letter) % kLetters.size()];
    }
    return text;
}

std::string random_digits(std::size_t length) {
    std::string text = random_letters(length);
    for (char& letter : text) {
        letter = static_cast<char>('0' + static_cast<unsigned char>(letter) % 10);
    }
    return text;
}

SimulatorIds fresh_ids(std::string picture) {
    return {.event = "01" + random_letters(24),
            .message = picture.empty() ? random_digits(18) : std::move(picture),
            .reply_token = random_letters(32)};
}

std::string_view mime_of(std::string_view name) {
    if (name.ends_with(".css")) {
        return "text/css; charset=utf-8";
    }
    if (name.ends_with(".js")) {
        return "text/javascript; charset=utf-8";
    }
    return "text/html; charset=utf-8";
}

Response file(std::string_view name) {
    for (const embedded::File& known : embedded::simulator()) {
        if (known.name == name) {
            Response response;
            response.content_type = std::string(mime_of(name));
            response.body = std::string(known.content);
            return response;
        }
    }
    return webhooks::refuse(Problem::NotFound);
}

// A page of another site can make a browser post here, but not with this content type.
bool from_our_page(const Request& request, std::string_view mime) {
    return request.header("content-type").starts_with(mime);
}

std::int64_t number_after(const Request& request) {
    const std::string text = request.query("after").value_or("0");
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

json to_json(const SimulatorChats::Item& item) {
    return {{"number", item.number},
            {"from", item.speaker == SimulatorChats::Speaker::Bot ? "bot" : "me"},
            {"at", conversation::to_text(item.at)},
            {"messages", json::parse(item.messages)}};
}

}  // namespace

class Simulator::Impl {
  public:
    explicit Impl(SimulatorSettings settings)
        : settings_(std::move(settings)),
          signature_(settings_.channel_secret),
          line_(chats_, settings_.access_token, settings_.now) {}

    [[nodiscard]] Response villagers() const {
        json list = json::array();
        for (const SimulatorVillager& villager : settings_.villagers()) {
            list.push_back({{"user", villager.user},
                            {"name", villager.name},
                            {"house", villager.house},
                            {"code", villager.code}});
        }
        return webhooks::json_response(json{{"villagers", list}}.dump());
    }

    Response messages(const Request& request) {
        const SimulatorChats::Known known{.number = number_after(request),
                                          .typing = request.query("typing") == "1"};
        const SimulatorChats::News news =
            chats_.wait(request.query("user").value_or(""), known, settings_.now(), kPatience);
        json items = json::array();
        for (const SimulatorChats::Item& item : news.items) {
            items.push_back(to_json(item));
        }
        return webhooks::json_response(json{{"items", items}, {"typing", news.typing}}.dump());
    }

    Response send(const Request& request) {
        if (!from_our_page(request, "application/json")) {
            return webhooks::refuse(Problem::UnsupportedMediaType);
        }
        const auto action = read_action(request.body);
        if (!action) {
            return webhooks::refuse(Problem::Unprocessable);
        }
        const SimulatorIds ids = fresh_ids(action->id);
        const conversation::Instant now = settings_.now();
        chats_.say(action->user, ids.reply_token, own_bubble(*action), now);
        const std::string body = webhook_body(*action, ids, now);
        const int status = settings_.deliver(body, signature_.sign(body));
        return webhooks::json_response(json{{"status", status}}.dump());
    }

    Response keep_picture(const Request& request) {
        const std::string_view mime = request.header("content-type");
        if (mime != "image/jpeg" && mime != "image/png") {
            return webhooks::refuse(Problem::UnsupportedMediaType);
        }
        if (request.body.empty() || request.body.size() > kPictureBytes) {
            return webhooks::refuse(Problem::BodyTooLarge);
        }
        const std::string id = random_digits(18);
        chats_.keep_picture(id, {.mime = std::string(mime), .bytes = std::string(request.body)});
        return webhooks::json_response(json{{"id", id}}.dump());
    }

    [[nodiscard]] Response picture(const Request& request) const {
        const auto found = chats_.picture(std::string(request.rest));
        if (!found) {
            return webhooks::refuse(Problem::NotFound);
        }
        Response response;
        response.content_type = found->mime;
        response.body = found->bytes;
        return response;
    }

    std::vector<Route> routes() {
        const auto line = [this](const Request& request) {
            return line_.answer(request.rest, request);
        };
        return {
            {"GET", "/simulator", [](const Request&) { return file("simulator.html"); }, ""},
            {"GET",
             "/simulator/static/*",
             [](const Request& request) { return file(request.rest); },
             ""},
            {"GET", "/simulator/villagers", [this](const Request&) { return villagers(); }, ""},
            {"GET",
             "/simulator/messages",
             [this](const Request& request) { return messages(request); },
             ""},
            {"POST",
             "/simulator/send",
             [this](const Request& request) { return send(request); },
             ""},
            {"POST",
             "/simulator/picture",
             [this](const Request& request) { return keep_picture(request); },
             ""},
            {"GET",
             "/simulator/picture/*",
             [this](const Request& request) { return picture(request); },
             ""},
            {"GET", "/simulator/line/*", line, ""},
            {"POST", "/simulator/line/*", line, ""},
        };
    }

    void stop() { chats_.stop(); }

  private:
    SimulatorSettings settings_;
    SimulatorChats chats_;
    webhooks::LineSignature signature_;
    SimulatorLine line_;
};

Simulator::Simulator(SimulatorSettings settings)
    : impl_(std::make_unique<Impl>(std::move(settings))) {}

Simulator::~Simulator() = default;

std::vector<Route> Simulator::routes() {
    return impl_->routes();
}

void Simulator::stop() {
    impl_->stop();
}

}  // namespace console
