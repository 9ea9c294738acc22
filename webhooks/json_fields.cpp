#include "webhooks/json_fields.h"

#include "webhooks/charset.h"
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

std::optional<FormFields> read(std::string_view body) {
    const auto json = Json::parse(guard_json(body), nullptr, false);
    if (json.is_discarded()) {
        return std::nullopt;
    }
    FormFields fields;
    flatten(json, "", fields);
    return fields;
}

// Each byte as the letter of its number, which is good UTF-8 …
std::string bytes_as_letters(std::string_view bytes) {
    std::string letters;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80U) {
            letters += c;
        } else {
            letters += static_cast<char>(0xC0U | (byte >> 6U));
            letters += static_cast<char>(0x80U | (byte & 0x3FU));
        }
    }
    return letters;
}

// … and back. Letters that are no byte (of an escape, "\u0e01") stay.
std::string letters_as_bytes(std::string_view letters) {
    std::string bytes;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const auto first = static_cast<unsigned char>(letters[i]);
        if ((first == 0xC2U || first == 0xC3U) && i + 1 < letters.size()) {
            const auto second = static_cast<unsigned char>(letters[++i]);
            bytes += static_cast<char>(((first & 0x03U) << 6U) | (second & 0x3FU));
        } else {
            bytes += letters[i];
        }
    }
    return bytes;
}

}  // namespace

std::optional<FormFields> read_json_fields(std::string_view body) {
    if (decode_text(body, "UTF-8")) {
        return read(body);
    }
    auto fields = read(bytes_as_letters(body));
    if (fields) {
        for (auto& [name, value] : *fields) {
            name = letters_as_bytes(name);
            value = letters_as_bytes(value);
        }
    }
    return fields;
}

}  // namespace webhooks
