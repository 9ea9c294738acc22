#include "storage/audit_log.h"

namespace storage {

namespace {

constexpr Sql kWrite{"audit_log.write", R"sql(
INSERT INTO audit (id, at, actor, action, subject, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6))sql"};

constexpr Sql kLatest{"audit_log.latest", R"sql(
SELECT actor, action, subject, detail, at FROM audit ORDER BY id DESC LIMIT ?1)sql"};

constexpr Sql kOf{"audit_log.of", R"sql(
SELECT actor, action, subject, detail, at FROM audit WHERE subject = ?1 AND subject <> ''
ORDER BY id DESC LIMIT ?2)sql"};

std::vector<AuditLog::Entry> read(Statement rows) {
    std::vector<AuditLog::Entry> entries;
    while (rows.step()) {
        entries.push_back(
            {rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.instant(4)});
    }
    return entries;
}

}  // namespace

void AuditLog::write(const Entry& entry) {
    connection_.run(kWrite,
                    connection_.new_id<RowId>(entry.at),
                    entry.at,
                    entry.actor,
                    entry.action,
                    entry.subject,
                    entry.detail);
}

std::vector<AuditLog::Entry> AuditLog::latest(unsigned limit) {
    return read(connection_.query(kLatest, limit));
}

std::vector<AuditLog::Entry> AuditLog::of(std::string_view subject, unsigned limit) {
    return read(connection_.query(kOf, subject, limit));
}

}  // namespace storage
