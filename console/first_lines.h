#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

namespace console {

// Finds what comes twice in a file: remembers digests, not the keys, so that a hundred thousand
// rows need a few megabytes. Two keys of a large file share a digest once in a million files.
class FirstLines {
  public:
    // The line where the key came first; nothing when this is the first time.
    [[nodiscard]] std::optional<std::int64_t> seen(const std::string& key, std::int64_t line) {
        const auto [first, is_new] = lines_.emplace(std::hash<std::string>{}(key), line);
        return is_new ? std::nullopt : std::optional(first->second);
    }

  private:
    std::unordered_map<std::size_t, std::int64_t> lines_;
};

}  // namespace console
