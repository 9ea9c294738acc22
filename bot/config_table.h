#pragma once
#include <toml++/toml.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bot {

// Reads one table of a configuration and remembers what was asked for, so that what nobody asked
// for is found as well. Mistakes are collected, not thrown: a person should see all of them.
class ConfigTable {
  public:
    // `title` is how the table is written in the file: "[server]". `table` may be nullptr: nothing
    // is set then.
    ConfigTable(const toml::table* table, std::string title, std::string file);

    // The string of a key, env: and file: followed; `otherwise` when it is not set.
    [[nodiscard]] std::string text(std::string_view key, std::string_view otherwise);
    // The same of a key that must be set; `advice` says what to write.
    [[nodiscard]] std::string needed(std::string_view key, std::string_view advice);
    [[nodiscard]] std::vector<std::string> texts(std::string_view key,
                                                 std::vector<std::string> otherwise);
    // A whole number within its limits; `otherwise` when it is not set.
    [[nodiscard]] int whole(std::string_view key, int otherwise, int least, int most);
    // Baht, as 0.65 or 500, in hundredths of a satang; nothing when it is not set.
    [[nodiscard]] std::optional<std::int64_t> money(std::string_view key);
    [[nodiscard]] bool flag(std::string_view key, bool otherwise);
    // The table under a key, as "[channel.send]"; an empty one when it is not set. What finish() of
    // it finds goes into add().
    [[nodiscard]] ConfigTable inside(std::string_view key, std::string title);
    void add(std::vector<std::string> mistakes);
    // Adds a mistake about a key: why it is wrong and what to write.
    void wrong(std::string_view key, std::string_view why);
    [[nodiscard]] bool has(std::string_view key) const;
    // Adds a mistake for each key nobody asked for, then hands over all mistakes.
    [[nodiscard]] std::vector<std::string> finish();

  private:
    [[nodiscard]] const toml::node* ask(std::string_view key);
    [[nodiscard]] std::string resolved(std::string_view key, const std::string& value);
    [[nodiscard]] std::string place(std::string_view key) const;

    const toml::table* table_;
    std::string title_;
    std::string file_;
    std::set<std::string, std::less<>> known_;
    std::vector<std::string> mistakes_;
};

}  // namespace bot
