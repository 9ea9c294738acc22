#pragma once
#include "storage/connection.h"
#include "storage/register_ids.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// The register of breaches of personal data. The regulator is to be told within 72 hours of when
// the office knew; the assessment is kept even when nobody had to be told.
class Breaches {
  public:
    static constexpr std::chrono::hours kTellWithin{72};

    struct Breach {
        BreachId id{};
        Instant known_at{};
        std::string happened{};
        std::string data_kinds{};
        std::optional<std::int64_t> people{};
        std::string risk = "UNKNOWN";  // UNKNOWN NONE RISK HIGH
        std::string assessment{};
        std::optional<Instant> regulator_told_at{};
        std::string late_reason{};
        std::optional<Instant> people_told_at{};
        std::optional<Instant> closed_at{};

        [[nodiscard]] Instant due_at() const { return known_at + kTellWithin; }
    };

    explicit Breaches(Connection& connection) : connection_(connection) {}

    // With an audit row, as every change below.
    BreachId add(const Breach& breach, Instant now, std::string_view by);
    // Takes over all fields but known_at, which never changes.
    void update(const Breach& breach, Instant now, std::string_view by);
    [[nodiscard]] std::optional<Breach> find(BreachId id);
    // The one due first, first.
    [[nodiscard]] std::vector<Breach> open();

    void add_household(BreachId id, conversation::HouseholdId household);
    [[nodiscard]] std::vector<conversation::HouseholdId> households(BreachId id);

  private:
    void audit(std::string_view action, BreachId id, Instant now, std::string_view by);

    Connection& connection_;
};

}  // namespace storage
