#include "storage/audit_log.h"

#include <limits>

namespace storage {

namespace {

constexpr Sql kWrite{"audit_log.write", R"sql(
INSERT INTO audit (id, at, actor, action, subject, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6))sql"};

constexpr Sql kLatest{"audit_log.latest", R"sql(
SELECT actor, action, subject, detail, at FROM audit ORDER BY id DESC LIMIT ?1)sql"};

constexpr Sql kOf{"audit_log.of", R"sql(
SELECT actor, action, subject, detail, at FROM audit WHERE subject = ?1 AND subject <> ''
ORDER BY id DESC LIMIT ?2)sql"};

constexpr Sql kSearch{"audit_log.search", R"sql(
SELECT actor, action, subject, detail, at, id FROM audit
WHERE id < ?1 AND (?2 = '' OR actor = ?2) AND (?4 = '' OR subject = ?4)
    AND (?3 = '' OR substr(action, 1, length(?3)) = ?3)
ORDER BY id DESC LIMIT ?5)sql"};

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

std::vector<AuditLog::Found> AuditLog::search(const Search& search) {
    std::vector<Found> found;
    auto rows = connection_.query(
        kSearch,
        search.before == 0 ? std::numeric_limits<std::int64_t>::max() : search.before,
        search.actor,
        search.action,
        search.subject,
        search.limit);
    while (rows.step()) {
        found.push_back(
            {rows.integer(5),
             {rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.instant(4)}});
    }
    return found;
}

std::vector<AuditLog::Entry> AuditLog::latest(unsigned limit) {
    return read(connection_.query(kLatest, limit));
}

std::vector<AuditLog::Entry> AuditLog::of(std::string_view subject, unsigned limit) {
    return read(connection_.query(kOf, subject, limit));
}

}  // namespace storage
