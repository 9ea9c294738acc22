#include "console/office.h"

#include "console/page_template.h"
#include "console/password.h"
#include "embedded/bootstrap.h"
#include "embedded/chart.h"
#include "embedded/fonts.h"
#include "embedded/office.h"
#include "storage/audit_log.h"
#include "webhooks/form_fields.h"
#include "webhooks/multipart.h"
#include "webhooks/request_head.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace console {

namespace {

using nlohmann::json;
using webhooks::Problem;
using webhooks::Request;
using webhooks::Response;
using webhooks::Route;

constexpr std::string_view kCookie = "__Host-office";  // holds the session's token
constexpr std::string_view kLanguageCookie = "__Host-lang";

std::string cookie(std::string_view name, std::string_view value, std::string_view more) {
    return fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Strict{}", name, value, more);
}

// Whether a POST comes from a page of ours: browsers say so themselves, and cannot be made to lie
// by another site's page.
bool is_from_our_page(const Request& request) {
    const auto site = request.header("Sec-Fetch-Site");
    if (!site.empty()) {
        return site == "same-origin";
    }
    const auto origin = request.header("Origin");
    const auto host = origin.find("://");
    return host != std::string_view::npos && origin.substr(host + 3) == request.header("Host");
}

// Only places of our own are gone to after signing in.
std::string safe_place(std::string_view place) {
    const bool ours = place.starts_with('/') && !place.starts_with("//") &&
                      place.find('\\') == std::string_view::npos;
    return ours ? std::string(place) : "/";
}

bool wants_thai(const Request& request) {
    return request.cookie(kLanguageCookie) != "en";
}

Response html(std::string body, int status = 200) {
    Response response;
    response.status = status;
    response.content_type = "text/html; charset=utf-8";
    response.body = std::move(body);
    return response;
}

std::string content_type_of(std::string_view name) {
    if (name.ends_with(".css")) {
        return "text/css; charset=utf-8";
    }
    return name.ends_with(".ttf") ? "font/ttf" : "text/javascript; charset=utf-8";
}

Response file_of(std::span<const embedded::File> files, std::string_view name) {
    for (const auto& file : files) {
        if (file.name == name) {
            Response response;
            response.content_type = content_type_of(name);
            response.body = std::string(file.content);
            response.headers.emplace_back("Cache-Control", "private, max-age=3600");
            return response;
        }
    }
    return webhooks::refuse(Problem::NotFound);
}

}  // namespace

class Office::Impl {
  public:
    Impl(storage::Writer& writer, storage::ReaderPool& readers, OfficeSettings settings)
        : writer_(writer),
          readers_(readers),
          settings_(std::move(settings)),
          sign_in_(writer, [this](const auto& use) { readers_.lend(use); }) {}

    std::vector<Route> routes() {
        std::vector<Route> routes = {
            {"GET",
             "/login",
             [this](const Request& request) { return door(request, json::object()); },
             ""},
            {"POST", "/login", [this](const Request& request) { return enter(request); }, ""},
            {"POST", "/code", [this](const Request& request) { return enter_code(request); }, ""},
            {"GET", "/entered", [this](const Request& request) { return entered(request); }, ""},
            {"GET",
             "/welcome",
             [this](const Request& request) { return first(request, json::object()); },
             ""},
            {"POST", "/welcome", [this](const Request& request) { return welcome(request); }, ""},
            {"POST", "/logout", [this](const Request& request) { return leave(request); }, ""},
            {"POST", "/language", [](const Request& request) { return language(request); }, ""},
            {"GET",
             "/static/bootstrap/*",
             [](const Request& request) { return file_of(embedded::bootstrap(), request.rest); },
             ""},
            {"GET",
             "/static/fonts/*",
             [](const Request& request) { return file_of(embedded::fonts(), request.rest); },
             ""},
            {"GET",
             "/static/chart/*",
             [](const Request& request) { return file_of(embedded::chart(), request.rest); },
             ""},
            {"GET",
             "/static/*",
             [](const Request& request) { return file_of(embedded::office(), request.rest); },
             ""},
        };
        for (auto&& pages : {today_pages(),
                             coverage_pages(),
                             remind_pages(settings_.reports),
                             household_pages(),
                             indicator_pages(indicators_),
                             export_pages(exports_),
                             summary_pages(),
                             quality_pages(quality_),
                             conflict_pages(),
                             code_pages(settings_.cards),
                             slip_pages(settings_.cards),
                             people_pages(),
                             person_pages(),
                             model_pages(settings_.model),
                             group_pages(settings_.leave_group),
                             import_pages(uploads_),
                             form_pages(),
                             message_pages(),
                             audit_pages(),
                             setting_pages(),
                             plan_pages(),
                             system_pages(settings_.health),
                             account_pages(sign_in_),
                             token_pages()}) {
            for (const auto& page : pages) {
                routes.push_back(
                    {page.method,
                     page.path,
                     [this, page](const Request& request) { return open(request, page); },
                     ""});
            }
        }
        return routes;
    }

  private:
    // The values of a page outside the door.
    [[nodiscard]] json frame(const Request& request) const {
        const bool thai = wants_thai(request);
        return {{"th", thai},
                {"en", !thai},
                {"office", settings_.name},
                {"simulator", settings_.simulator}};
    }

    [[nodiscard]] Response door(const Request& request, const json& more, int status = 200) const {
        json values = frame(request);
        values["title"] = wants_thai(request) ? "เข้าสู่ระบบ" : "Sign in";
        values["to"] = safe_place(request.query("to").value_or("/"));
        values.update(more);
        return html(fill_page("login.html", values), status);
    }

    [[nodiscard]] Response first(const Request& request, const json& more, int status = 200) const {
        json values = frame(request);
        values["title"] = wants_thai(request) ? "ตั้งรหัสผ่าน" : "Set a password";
        values.update(more);
        return html(fill_page("welcome.html", values), status);
    }

    [[nodiscard]] SignIn::Attempt attempt(const Request& request,
                                          const webhooks::FormFields& form) const {
        const auto get = [&](std::string_view name) {
            return std::string(webhooks::field(form, name).value_or(std::string_view()));
        };
        return {get("name"), get("password"), std::string(request.client_address), settings_.now()};
    }

    // What the door says after a try; the answer when it succeeded.
    [[nodiscard]] static Response enter_with(const SignIn::Welcome& welcome, std::string place) {
        Response response = go_to(std::move(place));
        response.headers.emplace_back("Set-Cookie", cookie(kCookie, welcome.token, ""));
        return response;
    }

    [[nodiscard]] static json refusal(const SignIn::Outcome& outcome) {
        if (const auto* wait = std::get_if<SignIn::Wait>(&outcome)) {
            return {{"wait", wait->left.count()}};
        }
        return {{"refused", true}};
    }

    Response enter(const Request& request) {
        const auto form = read_post(request);
        if (!form) {
            return webhooks::refuse(Problem::Forbidden);
        }
        const auto tried = attempt(request, *form);
        const std::string place =
            safe_place(webhooks::field(*form, "to").value_or(std::string_view("/")));
        const auto outcome = sign_in_.sign_in(tried);
        if (auto further = go_further(request, outcome, place)) {
            return *std::move(further);
        }
        json more = refusal(outcome);
        more["name"] = tried.name;
        more["to"] = place;
        const bool wait = std::holds_alternative<SignIn::Wait>(outcome);
        return door(request, more, wait ? 429 : 401);
    }

    // In, or to the second lock; nothing when the door stays shut.
    [[nodiscard]] std::optional<Response> go_further(const Request& request,
                                                     const SignIn::Outcome& outcome,
                                                     const std::string& place) const {
        if (const auto* entered = std::get_if<SignIn::Welcome>(&outcome)) {
            return enter_with(*entered,
                              fmt::format("/entered?to={}", webhooks::url_encoded(place)));
        }
        if (const auto* wanted = std::get_if<SignIn::CodeWanted>(&outcome)) {
            return second(request, {{"ticket", wanted->ticket}, {"to", place}});
        }
        return std::nullopt;
    }

    [[nodiscard]] Response second(const Request& request,
                                  const json& more,
                                  int status = 200) const {
        json values = frame(request);
        values["title"] = wants_thai(request) ? "รหัสจากแอป" : "Code of the app";
        values.update(more);
        return html(fill_page("code.html", values), status);
    }

    Response enter_code(const Request& request) {
        const auto form = read_post(request);
        if (!form) {
            return webhooks::refuse(Problem::Forbidden);
        }
        const auto get = [&](std::string_view name) {
            return std::string(webhooks::field(*form, name).value_or(std::string_view()));
        };
        const std::string place = safe_place(get("to"));
        const auto outcome =
            sign_in_.enter_code(get("ticket"), get("code"), attempt(request, *form));
        if (const auto* again = std::get_if<SignIn::CodeWanted>(&outcome)) {
            return second(
                request, {{"ticket", again->ticket}, {"to", place}, {"wrong", true}}, 401);
        }
        if (auto further = go_further(request, outcome, place)) {
            return *std::move(further);
        }
        if (std::holds_alternative<SignIn::Refused>(outcome)) {
            return door(request, {{"late", true}, {"to", place}}, 401);
        }
        json more = refusal(outcome);
        more["ticket"] = get("ticket");
        more["to"] = place;
        return second(request, more, 429);
    }

    // Right after signing in: a browser that did not keep the cookie is told so.
    Response entered(const Request& request) {
        if (sign_in_.session(request.cookie(kCookie), settings_.now())) {
            return go_to(safe_place(request.query("to").value_or("/")));
        }
        return door(request, {{"lost_cookie", true}}, 401);
    }

    Response welcome(const Request& request) {
        const auto form = read_post(request);
        if (!form) {
            return webhooks::refuse(Problem::Forbidden);
        }
        const auto tried = attempt(request, *form);
        json more = {{"name", tried.name}};
        if (const auto fault = password_fault(tried.password, tried.name)) {
            more["fault"] = std::string(wants_thai(request) ? fault->thai : fault->english);
            return first(request, more, 422);
        }
        if (tried.password != webhooks::field(*form, "again").value_or(std::string_view())) {
            more["differs"] = true;
            return first(request, more, 422);
        }
        const auto outcome = sign_in_.set_first_password(
            tried, webhooks::field(*form, "code").value_or(std::string_view()));
        if (auto further = go_further(request, outcome, "/")) {
            return *std::move(further);
        }
        more.update(refusal(outcome));
        return first(request, more, 401);
    }

    Response leave(const Request& request) {
        const auto form = read_post(request);
        const auto session = sign_in_.session(request.cookie(kCookie), settings_.now());
        if (!form || !session || !has_token(*form, session->csrf)) {
            return webhooks::refuse(Problem::Forbidden);
        }
        sign_in_.sign_out(request.cookie(kCookie), settings_.now());
        Response response = go_to("/login");
        response.headers.emplace_back("Set-Cookie", cookie(kCookie, "", "; Max-Age=0"));
        return response;
    }

    static Response language(const Request& request) {
        const auto form = read_post(request);
        if (!form) {
            return webhooks::refuse(Problem::Forbidden);
        }
        Response response =
            go_to(safe_place(webhooks::field(*form, "to").value_or(std::string_view("/"))));
        const bool english = webhooks::field(*form, "language") == std::string_view("en");
        response.headers.emplace_back(
            "Set-Cookie", cookie(kLanguageCookie, english ? "en" : "th", "; Max-Age=31536000"));
        return response;
    }

    // The fields of a form that one of our own pages sent.
    static std::optional<webhooks::FormFields> read_post(const Request& request) {
        if (!is_from_our_page(request)) {
            return std::nullopt;
        }
        const auto type = request.header("Content-Type");
        if (!webhooks::same_name(type.substr(0, 10), "multipart/")) {
            return webhooks::read_form_fields(request.body);
        }
        const auto parts = webhooks::read_multipart(type, request.body);
        if (!parts) {
            return std::nullopt;
        }
        webhooks::FormFields fields;
        for (const auto& part : *parts) {
            if (!part.file_name) {
                fields.emplace_back(part.name, std::string(part.content));
            }
        }
        return fields;
    }

    // The file of such a form; an empty one when there is none.
    static webhooks::FormPart read_file(const Request& request) {
        const auto parts = webhooks::read_multipart(request.header("Content-Type"), request.body);
        for (const auto& part : parts.value_or(std::vector<webhooks::FormPart>())) {
            if (part.file_name) {
                return part;
            }
        }
        return {};
    }

    static bool has_token(const webhooks::FormFields& form, const std::string& csrf) {
        return webhooks::field(form, "csrf") == std::string_view(csrf);
    }

    static bool may_open(const storage::Officers::Officer& officer, const PageRoute& page) {
        if (officer.role == "CHAIR") {
            return page.chair;
        }
        return page.who == PageRoute::Who::Everybody || officer.role == "ADMIN" ||
               (page.who == PageRoute::Who::Officers && officer.role == "OFFICER");
    }

    Response open(const Request& request, const PageRoute& page) {
        const auto now = settings_.now();
        uploads_.sweep(now);
        const auto session = sign_in_.session(request.cookie(kCookie), now);
        if (!session) {
            return to_door(request, page.method);
        }
        webhooks::FormFields form;
        if (page.method == "POST") {
            auto fields = read_post(request);
            if (!fields || !has_token(*fields, session->csrf)) {
                return webhooks::refuse(Problem::Forbidden);
            }
            form = *std::move(fields);
        }
        const auto file = page.method == "POST" ? read_file(request) : webhooks::FormPart();
        Response response;
        readers_.lend([&](storage::Connection& reader) {
            const Visit visit{request,
                              session->officer,
                              session->csrf,
                              request.cookie(kCookie),
                              form,
                              reader,
                              [this](const auto& job) { writer_.run(job); },
                              now,
                              wants_thai(request),
                              settings_.name,
                              settings_.simulator,
                              file.file_name.value_or(std::string()),
                              file.content};
            response = may_open(session->officer, page)
                           ? page.page(visit)
                           : not_yours(visit, fmt::format("page:{}", page.path));
        });
        return response;
    }

    // A page that was asked for is gone to after signing in; a form that was sent is not repeated.
    static Response to_door(const Request& request, const std::string& method) {
        const bool returns = method == "GET" && request.path != "/";
        return go_to(returns ? fmt::format("/login?to={}", webhooks::url_encoded(request.path))
                             : "/login");
    }

    storage::Writer& writer_;
    storage::ReaderPool& readers_;
    OfficeSettings settings_;
    SignIn sign_in_;
    IndicatorCache indicators_;
    QualityCache quality_;
    UploadShelf uploads_;
    ExportDesk exports_{readers_};
};

Office::Office(storage::Writer& writer, storage::ReaderPool& readers, OfficeSettings settings)
    : impl_(std::make_unique<Impl>(writer, readers, std::move(settings))) {}

Office::~Office() = default;

std::vector<Route> Office::routes() {
    return impl_->routes();
}

std::vector<std::pair<std::string, std::string>> office_headers() {
    return {{"Content-Security-Policy",
             "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src "
             "'self' blob: data:; "
             "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
            {"Referrer-Policy", "no-referrer"},
            {"Strict-Transport-Security", "max-age=31536000"},
            {"Cross-Origin-Opener-Policy", "same-origin"},
            {"Cross-Origin-Resource-Policy", "same-origin"}};
}

}  // namespace console
