#pragma once
#include "storage/connection.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// A confirmed form as it was stored. Texts are valid until the next one is read.
struct SubmissionLine {
    std::int64_t id = 0;
    std::string_view submitted_at;  // UTC, ISO 8601
    std::string_view version;       // of the form
    std::string_view period;        // empty: none
    std::int64_t household = 0;     // 0: none
    std::string_view village_code;
    std::string_view house_no;
    std::string_view instance;  // JSON: Instance::submission_json
};

// Reads the submissions of a form in order of id, in constant memory, on a reader. Holds no read
// transaction for longer than some thousand lines; what came after it began is left out.
class SubmissionCursor {
  public:
    // `area`: leading digits of village codes; empty: all, those without a household too.
    // `after`: only submissions behind the one of that id.
    SubmissionCursor(Connection& reader,
                     std::string_view form_id,
                     std::string_view area = "",
                     std::int64_t after = 0);
    ~SubmissionCursor();
    SubmissionCursor(const SubmissionCursor&) = delete;
    SubmissionCursor& operator=(const SubmissionCursor&) = delete;
    SubmissionCursor(SubmissionCursor&&) = delete;
    SubmissionCursor& operator=(SubmissionCursor&&) = delete;

    [[nodiscard]] bool next();
    [[nodiscard]] const SubmissionLine& line() const;
    [[nodiscard]] std::int64_t total() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// The sheets of every edition of a form there ever was, newest first; and the forms there are.
[[nodiscard]] std::vector<std::string> form_sheets(Connection& reader, std::string_view form_id);
[[nodiscard]] std::vector<std::string> form_ids(Connection& reader);

}  // namespace storage
