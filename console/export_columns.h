#pragma once
#include "console/export_kind.h"

namespace console {

// The columns of each export, in the order of its query (storage/export_cursors.cpp).
[[nodiscard]] std::span<const ExportColumn> report_columns();
[[nodiscard]] std::span<const ExportColumn> household_columns();
[[nodiscard]] std::span<const ExportColumn> people_columns();
[[nodiscard]] std::span<const ExportColumn> activity_columns();
[[nodiscard]] std::span<const ExportColumn> outcome_columns();
[[nodiscard]] std::span<const ExportColumn> fund_access_columns();
[[nodiscard]] std::span<const ExportColumn> nomination_columns();
[[nodiscard]] std::span<const ExportColumn> plan_adoption_columns();
[[nodiscard]] std::span<const ExportColumn> learning_centre_columns();
[[nodiscard]] std::span<const ExportColumn> coverage_columns();
[[nodiscard]] std::span<const ExportColumn> indicator_columns();
[[nodiscard]] std::span<const ExportColumn> audit_columns();
[[nodiscard]] std::span<const ExportColumn> message_columns();

}  // namespace console
