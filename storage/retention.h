#pragma once
#include "storage/connection.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace storage {

// How long things are kept, as rules that run in small steps, so that no turn of a conversation
// waits for them. A rule begins where it stopped (tables of messages are walked once, by id).
//
//     for (const auto& rule : Retention::rules()) {
//         while (Retention(connection).step(rule, now).more) {}   // a transaction each
//         Retention(connection).prove(rule, rows, Retention(reader).count(rule, now), now);
//     }
class Retention {
  public:
    struct Rule;

    struct Step {
        std::int64_t rows = 0;  // that were deleted or emptied
        bool more = false;      // there may be more to do
    };

    static constexpr std::int64_t kStepRows = 500;

    explicit Retention(Connection& connection) : connection_(connection) {}

    [[nodiscard]] static std::span<const Rule> rules();

    // What was recorded before this is too old now.
    [[nodiscard]] static Instant cut_off(const Rule& rule, Instant now);
    // Rows that are too old now; reads the whole table. Also on a reader.
    [[nodiscard]] std::int64_t count(const Rule& rule, Instant now);
    [[nodiscard]] Step step(const Rule& rule, Instant now, std::int64_t limit = kStepRows);
    // Leaves the row that says what was done, how much, and what is left that should not be (count
    // it on a reader).
    void prove(const Rule& rule, std::int64_t rows, std::int64_t left_over, Instant now);

  private:
    struct Walk {
        std::int64_t after = 0;
        std::int64_t before = 0;
    };

    [[nodiscard]] Walk walk(const Rule& rule, Instant now);
    [[nodiscard]] Step walk_step(const Rule& rule, Instant now, std::int64_t limit);
    [[nodiscard]] Step report_step(Instant now);
    std::int64_t clean_instances(std::int64_t after, std::int64_t upto);

    Connection& connection_;
};

// A rule: what it is called in the proof, in words, and how long.
struct Retention::Rule {
    enum class Way {
        Walk,     // by id, each row once
        Delete,   // what the query finds, until it finds nothing
        ById,     // the same, by the time in the ids
        Reports,  // month by month into the anonymous totals
    };
    enum class Age {
        Days,        // `days`
        FiscalYear,  // the fiscal year and `days` (years) more
    };

    std::string_view name;
    std::string_view thai;
    std::string_view english;
    Way way = Way::Walk;
    Age age = Age::Days;
    int days = 0;
    Sql upto;   // Walk: the id where a step ends; ?1 after, ?2 before, ?3 limit
    Sql clear;  // Walk: ?1 after, ?2 upto; else ?1 cut-off (ById: before), ?2 limit
    Sql count;  // Walk and ById: ?1 before; others: ?1 cut-off
};

}  // namespace storage
