#include "storage/form_editions.h"

namespace storage {

namespace {

constexpr Sql kKnown{"form_editions.known", "SELECT 1 FROM form_edition WHERE key = ?1"};

constexpr Sql kPut{"form_editions.put", R"sql(
INSERT INTO form_edition (id, form_id, version, key, sheets_json, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6))sql"};

constexpr Sql kSheets{"form_editions.sheets",
                      "SELECT sheets_json FROM form_edition WHERE key = ?1"};

constexpr Sql kKeys{"form_editions.keys",
                    "SELECT key FROM form_edition WHERE form_id = ?1 ORDER BY id"};

}  // namespace

bool FormEditions::put(const conversation::Form& form, Instant now) {
    if (connection_.query(kKnown, form.key).step()) {
        return false;
    }
    connection_.run(kPut,
                    connection_.new_id<RowId>(now),
                    form.id,
                    form.version,
                    form.key,
                    form.sheets_json,
                    now);
    return true;
}

std::optional<std::string> FormEditions::sheets(std::string_view key) {
    auto row = connection_.query(kSheets, key);
    return row.step() ? std::optional(row.text(0)) : std::nullopt;
}

std::vector<std::string> FormEditions::keys(std::string_view form_id) {
    std::vector<std::string> keys;
    auto rows = connection_.query(kKeys, form_id);
    while (rows.step()) {
        keys.push_back(rows.text(0));
    }
    return keys;
}

}  // namespace storage
