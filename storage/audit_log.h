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

    explicit AuditLog(Connection& connection) : connection_(connection) {}

    void write(const Entry& entry);
    // Newest first.
    [[nodiscard]] std::vector<Entry> latest(unsigned limit);
    // Of one subject, newest first.
    [[nodiscard]] std::vector<Entry> of(std::string_view subject, unsigned limit);

  private:
    Connection& connection_;
};

}  // namespace storage
