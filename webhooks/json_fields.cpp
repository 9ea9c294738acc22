#include "webhooks/json_fields.h"

#include "webhooks/json_guard.h"

#include <nlohmann/json.hpp>

#include <cstddef>

namespace webhooks {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxFields = 1000;

void flatten(const Json& value, const std::string& name, FormFields& fields) {
    if (fields.size() >= kMaxFields || value.is_null()) {
        return;
    }
    const auto below = [&](const std::string& key) {
        return name.empty() ? key : name + "." + key;
    };
    if (value.is_object()) {
        for (const auto& [key, child] : value.items()) {
            flatten(child, below(key), fields);
        }
    } else if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i) {
            flatten(value[i], below(std::to_string(i)), fields);
        }
    } else if (value.is_string()) {
        fields.emplace_back(name, value.get<std::string>());
    } else {
        fields.emplace_back(name, value.dump());
    }
}

}  // namespace

std::optional<FormFields> read_json_fields(std::string_view body) {
    const auto json = Json::parse(guard_json(body), nullptr, false);
    if (json.is_discarded()) {
        return std::nullopt;
    }
    FormFields fields;
    flatten(json, "", fields);
    return fields;
}

}  // namespace webhooks
