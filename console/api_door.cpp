#include "console/api_door.h"

#include "console/password.h"
#include "console/sign_in.h"
#include "storage/audit_log.h"
#include "storage/officers.h"
#include "webhooks/request_head.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace console {

namespace {

using conversation::Instant;
using storage::ApiTokens;
using storage::Connection;
using webhooks::Problem;

// A program that reads a hundred pages must not write a hundred times.
constexpr std::chrono::minutes kTouchEvery{1};
constexpr std::size_t kMostCredentials = 1024;

std::optional<std::string> after_scheme(std::string_view header, std::string_view scheme) {
    if (header.size() <= scheme.size() || header[scheme.size()] != ' ' ||
        !webhooks::same_name(header.substr(0, scheme.size()), scheme)) {
        return std::nullopt;
    }
    header.remove_prefix(scheme.size());
    header.remove_prefix(std::min(header.find_first_not_of(' '), header.size()));
    return std::string(header);
}

// The password of "user:password" in base64; nothing when it is none.
std::optional<std::string> password_of(const std::string& credentials) {
    std::string plain(credentials.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    const int result = sodium_base642bin(reinterpret_cast<unsigned char*>(plain.data()),
                                         plain.size(),
                                         credentials.data(),
                                         credentials.size(),
                                         nullptr,
                                         &size,
                                         &end,
                                         sodium_base64_VARIANT_ORIGINAL);
    if (result != 0 || end != credentials.data() + credentials.size()) {
        return std::nullopt;
    }
    plain.resize(size);
    const auto colon = plain.find(':');
    return colon == std::string::npos ? std::nullopt : std::optional(plain.substr(colon + 1));
}

// Wrong tokens are counted apart from wrong passwords: an old workbook on an officer's computer
// must not keep the officer out.
std::string counted_as(const std::string& address) {
    return "api " + address;
}

// Both ways, each in a header of its own.
webhooks::Response unauthorized(Problem problem, webhooks::ProblemDetail detail) {
    auto response = webhooks::refuse(problem, std::move(detail));
    response.headers.emplace_back("WWW-Authenticate", R"(Bearer realm="Sammachip")");
    response.headers.emplace_back("WWW-Authenticate",
                                  R"(Basic realm="Sammachip", charset="UTF-8")");
    return response;
}

webhooks::ProblemDetail ask_for_token() {
    return {.parameter = "Authorization",
            .english =
                "Send \"Authorization: Bearer <token>\", or Basic with the token as the "
                "password. An administrator makes tokens in the console under /tokens",
            .thai =
                "ส่ง Authorization: Bearer <รหัส> หรือ Basic โดยใช้รหัสเป็นรหัสผ่าน "
                "ผู้ดูแลระบบสร้างรหัสได้ที่หน้า /tokens"};
}

webhooks::Response too_many(std::chrono::seconds wait) {
    auto response = webhooks::refuse(
        Problem::TooManyRequests,
        {.parameter = "Authorization",
         .english = fmt::format("Wrong tokens came from this address: wait {} seconds, and check "
                                "the token",
                                wait.count()),
         .thai = fmt::format("มีรหัสที่ไม่ถูกต้องจากที่อยู่นี้หลายครั้ง รอ {} วินาที แล้วตรวจรหัส", wait.count())});
    response.headers.emplace_back("Retry-After", std::to_string(wait.count()));
    return response;
}

}  // namespace

std::optional<std::string> token_of(std::string_view authorization) {
    if (authorization.size() > kMostCredentials) {
        return std::nullopt;
    }
    if (auto bearer = after_scheme(authorization, "Bearer")) {
        return bearer;
    }
    const auto basic = after_scheme(authorization, "Basic");
    return basic ? password_of(*basic) : std::nullopt;
}

// What is known of a token's text and of the address it came from.
struct ApiDoor::Look {
    std::optional<ApiTokens::Token> token{};
    std::chrono::seconds wait{};
};

ApiDoor::Look ApiDoor::look(const std::string& text, const std::string& address, Instant now) {
    Look look;
    lend_([&](Connection& reader) {
        look.token = ApiTokens(reader).find(text);
        if (look.token && look.token->state(now) == ApiTokens::State::Open) {
            return;
        }
        const std::string counted = counted_as(address);
        const auto failures =
            storage::Officers(reader).failures(digest(counted), storage::OfficerId{}, counted, now);
        look.wait = pause_left(failures, now);
    });
    return look;
}

void ApiDoor::note_failure(const Look& look, const std::string& address, Instant now) {
    const std::string counted = counted_as(address);
    writer_.run([&](Connection& writer) {
        storage::Officers(writer).log_failure(digest(counted), counted, now);
        storage::AuditLog(writer).write({look.token ? look.token->actor() : "nobody",
                                         "token.refused",
                                         "",
                                         "from " + address,
                                         now});
    });
}

std::variant<ApiTokens::Token, webhooks::Response> ApiDoor::open(const webhooks::Request& request,
                                                                 Instant now) {
    const auto text = token_of(request.header("Authorization"));
    if (!text || text->empty()) {
        return unauthorized(Problem::NoToken, ask_for_token());
    }
    const std::string address(request.client_address);
    Look found = look(*text, address, now);
    if (found.token && found.token->state(now) == ApiTokens::State::Open) {
        if (now - found.token->last_used_at.value_or(Instant{}) > kTouchEvery) {
            writer_.run(
                [&](Connection& writer) { ApiTokens(writer).note_use(found.token->id, now); });
        }
        return *std::move(found.token);
    }
    if (found.wait.count() > 0) {
        return too_many(found.wait);
    }
    note_failure(found, address, now);
    return unauthorized(found.token ? Problem::EndedToken : Problem::WrongToken, ask_for_token());
}

}  // namespace console
