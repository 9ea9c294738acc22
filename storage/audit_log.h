#pragma once
#include "storage/connection.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Who did, saw or exported what; written in the transaction of the deed. Holds no message texts and
// no figures.
class AuditLog {
  public:
    struct Entry {
        std::string actor;   // "contact:<id>", "officer:<name>", "command", "system"
        std::string action;  // "household.linked", "report.revised", "own_data.shown", "export" …
        std::string subject;  // "household:<id>", "report:<id>", …; may be empty
        std::string detail;   // short, machine-readable; may be empty
        Instant at{};
    };

    // What to look for; empty: anything. `actor` and `subject` are whole, `action` may be the
    // beginning of one.
    struct Search {
        std::string actor{};
        std::string action{};
        std::string subject{};
        std::int64_t before = 0;  // entries older than this row; 0: the newest
        unsigned limit = 100;
    };

    struct Found {
        std::int64_t row = 0;
        Entry entry{};
    };

    explicit AuditLog(Connection& connection) : connection_(connection) {}

    void write(const Entry& entry);
    // Newest first.
    [[nodiscard]] std::vector<Entry> latest(unsigned limit);
    // Of one subject, newest first.
    [[nodiscard]] std::vector<Entry> of(std::string_view subject, unsigned limit);

    // Newest first.
    [[nodiscard]] std::vector<Found> search(const Search& search);

  private:
    Connection& connection_;
};

}  // namespace storage
