#include "webhooks/health.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace webhooks {

namespace {

Response ready_answer(const std::vector<PartHealth>& parts) {
    const bool ready = std::ranges::all_of(parts, &PartHealth::ready);
    auto list = nlohmann::ordered_json::array();
    for (const auto& part : parts) {
        nlohmann::ordered_json entry{{"part", part.part}, {"ready", part.ready}};
        if (!part.ready) {
            entry["reason"] = part.reason;
        }
        list.push_back(std::move(entry));
    }
    const nlohmann::ordered_json document{{"ready", ready}, {"parts", std::move(list)}};
    auto response = json_response(
        document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
    response.status = ready ? 200 : describe(Problem::NotReady).status;
    return response;
}

}  // namespace

Route alive_route() {
    return {.method = "GET",
            .path = "/healthz",
            .handle = [](const Request&) { return json_response("{\"alive\":true}\n"); },
            .label = {}};
}

Route ready_route(std::function<std::vector<PartHealth>()> parts) {
    return {.method = "GET",
            .path = "/readyz",
            .handle = [parts = std::move(parts)](const Request&) { return ready_answer(parts()); },
            .label = {}};
}

}  // namespace webhooks
