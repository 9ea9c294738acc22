#pragma once
#include "console/export_kind.h"

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace console {

// "form:<form_id>": the submissions of any form, flattened as ODK does (a question in a group is
// "group-question"), in the columns of its newest edition and, behind them, of older ones. Words
// that people typed, telephone numbers, places and pictures are personal. The editions are those
// that the program has ever run with.
inline constexpr std::string_view kFormPrefix = "form:";

struct FormKind {
    std::deque<std::string> texts{};  // what the kind's views point into
    std::vector<ExportColumn> columns{};
    std::vector<std::string> paths{};  // of the columns behind the fixed ones, in the document
    ExportKind kind{};
};

// `key` with its prefix; nothing when the form is not known. The kind is valid as long as the
// result.
[[nodiscard]] std::shared_ptr<const FormKind> find_form_kind(storage::Connection& reader,
                                                             std::string_view key);
// The keys of all forms, with their prefix.
[[nodiscard]] std::vector<std::string> form_kind_keys(storage::Connection& reader);

[[nodiscard]] std::unique_ptr<ExportRows> open_form(storage::Connection& reader,
                                                    const ExportKind& kind,
                                                    const ReportExport& wanted);

}  // namespace console
