#pragma once
#include "storage/connection.h"
#include "storage/merge.h"
#include "storage/register_ids.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

using SummaryId = conversation::Id<struct SummaryTag>;

// The yearly summaries for the province: frozen versions, which never change, and the officer's
// notes that go into the next one.
class Summaries {
  public:
    static constexpr int kSections = 13;

    struct Signature {
        std::string name{};
        std::string position{};
    };

    struct Frozen {
        SummaryId id{};
        int fiscal_year_be = 0;
        int version = 0;  // 1 is "ฉบับที่ 1"
        Day cut_off{};
        std::string body{};    // JSON: console/summary_document.h; empty in lists
        std::string sha256{};  // of the body, 64 hex digits
        Signature signed_by{};
        Instant frozen_at{};
        std::string by{};
    };

    // The notes of the thirteen sections; the first one is section 1's.
    using Notes = std::array<std::string, kSections>;

    explicit Summaries(Connection& connection) : connection_(connection) {}

    // A new version with its audit row, in the caller's transaction; the one there is when nothing
    // in it and nobody who signs has changed since the newest.
    Frozen freeze(int fiscal_year_be,
                  Day cut_off,
                  std::string_view body,
                  const Signature& signature,
                  Instant now,
                  std::string_view by);
    [[nodiscard]] std::optional<Frozen> find(int fiscal_year_be, int version);
    // Newest year and version first, without bodies.
    [[nodiscard]] std::vector<Frozen> all();
    [[nodiscard]] bool is_frozen(int fiscal_year_be);
    // Whether the body is still what was frozen.
    [[nodiscard]] static bool is_intact(const Frozen& frozen);

    [[nodiscard]] Notes notes(int fiscal_year_be);
    // Sections 1 to 13, each with its audit row when it changes.
    Change put_note(
        int fiscal_year_be, int section, std::string_view text, Instant now, std::string_view by);

  private:
    [[nodiscard]] std::optional<Frozen> newest(int fiscal_year_be);

    Connection& connection_;
};

}  // namespace storage
