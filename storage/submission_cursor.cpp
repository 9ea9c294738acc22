#include "storage/submission_cursor.h"

namespace storage {

namespace {

constexpr int kPageLines = 4000;

constexpr Sql kCount{"submission_cursor.count", R"sql(
SELECT count(*), coalesce(max(id), 0) FROM submission WHERE form_id = ?1)sql"};

// ?1 form, ?2 the last id read, ?3 the newest wanted, ?4 leading digits of village codes.
constexpr Sql kLines{"submission_cursor.lines", R"sql(
SELECT s.id, s.created_at, s.form_version, s.period, s.household, v.code, h.house_no, s.instance
FROM submission s
LEFT JOIN household h ON h.id = s.household
LEFT JOIN village v ON v.id = h.village
WHERE s.form_id = ?1 AND s.id > ?2 AND s.id <= ?3
    AND (?4 = '' OR substr(v.code, 1, length(?4)) = ?4)
ORDER BY s.id)sql"};

constexpr Sql kSheets{"submission_cursor.sheets", R"sql(
SELECT sheets_json FROM form_edition WHERE form_id = ?1 ORDER BY id DESC)sql"};

constexpr Sql kForms{"submission_cursor.forms",
                     "SELECT DISTINCT form_id FROM form_edition ORDER BY form_id"};

}  // namespace

struct SubmissionCursor::State {
    Connection& reader;
    std::string form_id;
    std::string area;
    std::int64_t total = 0;
    std::int64_t newest = 0;
    int read = 0;
    SubmissionLine line{};
    std::optional<Statement> rows{};
};

SubmissionCursor::SubmissionCursor(Connection& reader,
                                   std::string_view form_id,
                                   std::string_view area,
                                   std::int64_t after)
    : state_(
          new State{.reader = reader, .form_id = std::string(form_id), .area = std::string(area)}) {
    auto row = reader.query(kCount, form_id);
    if (row.step()) {
        state_->total = row.integer(0);
        state_->newest = row.integer(1);
    }
    state_->line.id = after;
}

SubmissionCursor::~SubmissionCursor() = default;

bool SubmissionCursor::next() {
    State& state = *state_;
    if (state.rows && state.read >= kPageLines) {
        state.rows.reset();
    }
    if (!state.rows) {
        state.rows.emplace(
            state.reader.query(kLines, state.form_id, state.line.id, state.newest, state.area));
        state.read = 0;
    }
    Statement& rows = *state.rows;
    if (!rows.step()) {
        return false;
    }
    ++state.read;
    state.line = {.id = rows.integer(0),
                  .submitted_at = rows.view(1),
                  .version = rows.view(2),
                  .period = rows.view(3),
                  .household = rows.integer(4),
                  .village_code = rows.view(5),
                  .house_no = rows.view(6),
                  .instance = rows.view(7)};
    return true;
}

const SubmissionLine& SubmissionCursor::line() const {
    return state_->line;
}

std::int64_t SubmissionCursor::total() const {
    return state_->total;
}

std::vector<std::string> form_sheets(Connection& reader, std::string_view form_id) {
    std::vector<std::string> all;
    auto rows = reader.query(kSheets, form_id);
    while (rows.step()) {
        all.push_back(rows.text(0));
    }
    return all;
}

std::vector<std::string> form_ids(Connection& reader) {
    std::vector<std::string> all;
    auto rows = reader.query(kForms);
    while (rows.step()) {
        all.push_back(rows.text(0));
    }
    return all;
}

}  // namespace storage
