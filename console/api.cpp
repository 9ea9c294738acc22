#include "console/api.h"

#include "console/api_document.h"
#include "console/api_door.h"
#include "console/api_visit.h"
#include "console/odata_feed.h"

#include <nlohmann/json.hpp>

#include <string_view>
#include <utility>
#include <variant>

namespace console {

namespace {

using webhooks::Request;
using webhooks::Response;
using webhooks::Route;

Response no_parameters() {
    return webhooks::refuse(
        webhooks::Problem::UnknownParameter,
        {.english = "This address takes no parameters", .thai = "ที่อยู่นี้ไม่รับพารามิเตอร์"});
}

Response openapi(const Request& request) {
    return request.query_text.empty() ? document(openapi_document(origin_of(request)))
                                      : no_parameters();
}

}  // namespace

class Api::Impl {
  public:
    Impl(storage::Writer& writer, storage::ReaderPool& readers, ApiSettings settings)
        : writer_(writer),
          readers_(readers),
          settings_(std::move(settings)),
          door_(writer, [this](const auto& use) { readers_.lend(use); }) {}

    std::vector<Route> routes() {
        return {{"GET", "/api/v1/openapi.json", openapi, ""},
                plain("/api/v1/", api_index),
                plain("/api/v1/exports", api_kinds),
                behind_door("/api/v1/exports/*", api_export),
                behind_door("/api/v1/odata", odata_answer),
                behind_door("/api/v1/odata/*", odata_answer)};
    }

  private:
    using Handler = Response (*)(const ApiVisit&);

    // A page without parameters.
    Route plain(std::string path, Handler handle) {
        return {"GET",
                std::move(path),
                [this, handle](const Request& request) {
                    return request.query_text.empty() ? open(request, handle) : no_parameters();
                },
                ""};
    }

    Route behind_door(std::string path, Handler handle) {
        return {"GET",
                std::move(path),
                [this, handle](const Request& request) { return open(request, handle); },
                ""};
    }

    Response open(const Request& request, Handler handle) {
        const auto now = settings_.now();
        auto entered = door_.open(request, now);
        if (auto* refusal = std::get_if<Response>(&entered)) {
            return std::move(*refusal);
        }
        const auto& token = std::get<storage::ApiTokens::Token>(entered);
        Response response;
        readers_.lend([&](storage::Connection& reader) {
            const ApiVisit visit{request,
                                 token,
                                 reader,
                                 [this](const auto& job) { writer_.run(job); },
                                 now,
                                 settings_.office};
            response = handle(visit);
        });
        return response;
    }

    storage::Writer& writer_;
    storage::ReaderPool& readers_;
    ApiSettings settings_;
    ApiDoor door_;
};

Api::Api(storage::Writer& writer, storage::ReaderPool& readers, ApiSettings settings)
    : impl_(std::make_unique<Impl>(writer, readers, std::move(settings))) {}

Api::~Api() = default;

std::vector<Route> Api::routes() {
    return impl_->routes();
}

}  // namespace console
