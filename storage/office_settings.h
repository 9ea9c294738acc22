#pragma once
#include "storage/connection.h"
#include "storage/merge.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// What the office decides for itself and the founding document leaves open, with every value it
// ever had; and the จปฐ. income line by year.
class OfficeSettings {
  public:
    struct Known {
        std::string_view key;
        std::string_view standard;               // the value of an office that never chose
        std::vector<std::string_view> values{};  // empty: a whole number of 1 to 999
    };

    struct Past {
        std::string value{};
        std::string by{};
        Instant from{};
        std::optional<Instant> to{};
    };

    // All settings there are: model_scope (one model household per DISTRICT, TAMBON or VILLAGE),
    // model_quota (how many per scope and year), model_nominees (houses a village may
    // propose in a year), invite_days (how long a code lives).
    [[nodiscard]] static std::span<const Known> known();

    explicit OfficeSettings(Connection& connection) : connection_(connection) {}

    // Throws std::logic_error for a key that is none.
    [[nodiscard]] std::string get(std::string_view key);
    // Of a setting that is a number.
    [[nodiscard]] std::int64_t number(std::string_view key);
    // With its audit row. Nothing when the setting cannot have this value.
    [[nodiscard]] std::optional<Change> put(std::string_view key,
                                            std::string_view value,
                                            Instant now,
                                            std::string_view by);
    // Oldest first; empty for an office that never chose.
    [[nodiscard]] std::vector<Past> history(std::string_view key);

    // The line in force in a year, baht a person and year; nothing before the first one.
    [[nodiscard]] std::optional<std::int64_t> bmn_line(int year_be);
    Change put_bmn_line(int from_year_be,
                        std::int64_t baht,
                        std::string_view source,
                        Instant now,
                        std::string_view by);

  private:
    Connection& connection_;
};

}  // namespace storage
