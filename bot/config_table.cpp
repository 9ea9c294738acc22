#include "bot/config_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace bot {

namespace {

// Read once at start, before any thread: getenv is safe there.
const char* environment(const std::string& name) {
    return std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe)
}

std::string without_trailing_space(std::string text) {
    const auto end = text.find_last_not_of(" \t\r\n");
    text.erase(end == std::string::npos ? 0 : end + 1);
    return text;
}

}  // namespace

ConfigTable::ConfigTable(const toml::table* table, std::string title, std::string file)
    : table_(table), title_(std::move(title)), file_(std::move(file)) {}

const toml::node* ConfigTable::ask(std::string_view key) {
    known_.emplace(key);
    return table_ == nullptr ? nullptr : table_->get(key);
}

bool ConfigTable::has(std::string_view key) const {
    return table_ != nullptr && table_->get(key) != nullptr;
}

std::string ConfigTable::place(std::string_view key) const {
    const toml::node* node = table_ == nullptr ? nullptr : table_->get(key);
    if (node == nullptr) {
        node = table_;
    }
    const auto line = node == nullptr ? 0 : node->source().begin.line;
    return line == 0 ? file_ : fmt::format("{}:{}", file_, line);
}

void ConfigTable::wrong(std::string_view key, std::string_view why) {
    mistakes_.push_back(fmt::format("{}: {} {}: {}", place(key), title_, key, why));
}

std::string ConfigTable::text(std::string_view key, std::string_view otherwise) {
    const toml::node* node = ask(key);
    if (node == nullptr) {
        return std::string(otherwise);
    }
    const auto value = node->value_exact<std::string>();
    if (!value) {
        wrong(key, "must be a text in double quotes");
        return std::string(otherwise);
    }
    return resolved(key, *value);
}

std::string ConfigTable::needed(std::string_view key, std::string_view advice) {
    if (!has(key)) {
        known_.emplace(key);
        mistakes_.push_back(
            fmt::format("{}: {} {} is missing: {}", place(key), title_, key, advice));
        return {};
    }
    const auto before = mistakes_.size();
    std::string value = text(key, "");
    if (value.empty() && mistakes_.size() == before) {
        wrong(key, fmt::format("is empty: {}", advice));
    }
    return value;
}

std::vector<std::string> ConfigTable::texts(std::string_view key,
                                            std::vector<std::string> otherwise) {
    const toml::node* node = ask(key);
    if (node == nullptr) {
        return otherwise;
    }
    std::vector<std::string> values;
    const toml::array* array = node->as_array();
    if (array != nullptr) {
        for (const auto& element : *array) {
            if (const auto value = element.value_exact<std::string>()) {
                values.push_back(resolved(key, *value));
            }
        }
    }
    if (array == nullptr || values.size() != array->size()) {
        wrong(key, R"(must be a list of texts: ["…", "…"])");
        return otherwise;
    }
    return values;
}

int ConfigTable::whole(std::string_view key, int otherwise, int least, int most) {
    const toml::node* node = ask(key);
    if (node == nullptr) {
        return otherwise;
    }
    const auto value = node->value_exact<std::int64_t>();
    if (!value || *value < least || *value > most) {
        wrong(key, fmt::format("must be a whole number from {} to {}", least, most));
        return otherwise;
    }
    return static_cast<int>(*value);
}

std::optional<std::int64_t> ConfigTable::money(std::string_view key) {
    constexpr double unit = 10'000;
    constexpr double most = 100'000'000;
    const toml::node* node = ask(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    const auto baht = node->is_number() ? node->value<double>() : std::nullopt;
    if (!baht || !(*baht >= 0 && *baht <= most)) {
        wrong(key, "is an amount in baht, without quotes: write 0.65 or 500");
        return std::nullopt;
    }
    return std::llround(*baht * unit);
}

bool ConfigTable::flag(std::string_view key, bool otherwise) {
    const toml::node* node = ask(key);
    if (node == nullptr) {
        return otherwise;
    }
    const auto value = node->value_exact<bool>();
    if (!value) {
        wrong(key, "must be true or false, without quotes");
    }
    return value.value_or(otherwise);
}

ConfigTable ConfigTable::inside(std::string_view key, std::string title) {
    const toml::node* node = ask(key);
    if (node != nullptr && !node->is_table()) {
        wrong(key, fmt::format("must be a table: write {} on a line of its own", title));
    }
    return {node == nullptr ? nullptr : node->as_table(), std::move(title), file_};
}

void ConfigTable::add(std::vector<std::string> mistakes) {
    mistakes_.insert(mistakes_.end(),
                     std::make_move_iterator(mistakes.begin()),
                     std::make_move_iterator(mistakes.end()));
}

std::string ConfigTable::resolved(std::string_view key, const std::string& value) {
    if (value.starts_with("env:")) {
        const std::string variable = value.substr(4);
        const char* content = environment(variable);
        if (content == nullptr) {
            wrong(key,
                  fmt::format("the environment has no {}: set it, or write the value here",
                              variable));
            return {};
        }
        return without_trailing_space(content);
    }
    if (value.starts_with("file:")) {
        const std::string path = value.substr(5);
        std::error_code error;
        const bool is_file = !std::filesystem::is_directory(path, error);
        std::ifstream in(path, std::ios::binary);
        std::string content;
        if (is_file && in) {
            content.assign(std::istreambuf_iterator<char>(in), {});
        }
        if (!is_file || !in.is_open() || in.bad()) {
            wrong(key,
                  fmt::format("the file {} cannot be read: write its path, and let the "
                              "service's user read it",
                              path));
            return {};
        }
        return without_trailing_space(std::move(content));
    }
    return value;
}

std::vector<std::string> ConfigTable::finish() {
    if (table_ != nullptr) {
        for (const auto& [key, node] : *table_) {
            if (!known_.contains(key.str())) {
                wrong(key.str(),
                      fmt::format("is not a key of {}: take it out, or write one of {}",
                                  title_,
                                  fmt::join(known_, ", ")));
            }
        }
    }
    return std::move(mistakes_);
}

}  // namespace bot
