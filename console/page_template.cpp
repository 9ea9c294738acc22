#include "console/page_template.h"

#include "embedded/office.h"
#include "embedded/pages.h"

#include <kainjow/mustache.hpp>
#include <nlohmann/json.hpp>

#include <stdexcept>

namespace console {

namespace {

namespace mustache = kainjow::mustache;

const embedded::File& page(std::string_view name) {
    for (const auto& file : embedded::pages()) {
        if (file.name == name) {
            return file;
        }
    }
    throw std::logic_error("there is no page " + std::string(name));
}

void add_partials(mustache::data& values) {
    for (const auto& folder : {embedded::pages(), embedded::office()}) {
        for (const auto& file : folder) {
            const std::string text(file.content);
            values.set(std::string(file.name), mustache::partial{[text] { return text; }});
        }
    }
}

mustache::data data_of(const nlohmann::json& json) {
    switch (json.type()) {
        case nlohmann::json::value_t::object: {
            mustache::data object{mustache::data::type::object};
            for (const auto& [name, value] : json.items()) {
                object.set(name, data_of(value));
            }
            return object;
        }
        case nlohmann::json::value_t::array: {
            mustache::data list{mustache::data::type::list};
            for (const auto& value : json) {
                list.push_back(data_of(value));
            }
            return list;
        }
        case nlohmann::json::value_t::boolean:
            return mustache::data{json.get<bool>()};
        case nlohmann::json::value_t::string:
            // An empty text hides its section, as one that is missing does.
            return json.get_ref<const std::string&>().empty()
                       ? mustache::data{false}
                       : mustache::data{json.get<std::string>()};
        case nlohmann::json::value_t::null:
            return mustache::data{false};
        default:
            return mustache::data{json.dump()};
    }
}

}  // namespace

std::string fill_page(std::string_view name, const nlohmann::json& values) {
    mustache::mustache text{std::string(page(name).content)};
    if (!text.is_valid()) {
        throw std::logic_error(std::string(name) + ": " + text.error_message());
    }
    mustache::data data = data_of(values);
    add_partials(data);
    std::string filled = text.render(data);
    if (!text.is_valid()) {
        throw std::logic_error(std::string(name) + ": " + text.error_message());
    }
    return filled;
}

}  // namespace console
