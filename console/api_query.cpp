#include "console/api_query.h"

#include "console/import_cell.h"
#include "console/moment_reader.h"
#include "storage/statement.h"
#include "webhooks/form_fields.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>
#include <utility>

namespace console {

namespace {

using webhooks::Problem;
using Fault = std::optional<ApiFault>;

constexpr int kBase64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t kMostCursor = 400;

bool has_months(const ExportKind& kind) {
    return kind.has_months;
}

bool knows_changes(const ExportKind& kind) {
    return kind.knows_changes;
}

constexpr std::string_view kMonthPattern = "^[0-9]{4}-(0[1-9]|1[0-2])$";
constexpr std::string_view kAnyPattern = "^.+$";

constexpr auto kParameters = std::to_array<ApiParameter>({
    {"limit",
     "rows of a page, 1 to 10000; 1000 when left out",
     "จำนวนแถวต่อหน้า 1 ถึง 10000",
     "500",
     "",
     true},
    {"cursor",
     "where to go on: take the link \"next\" of the page before as it is",
     "ตำแหน่งของหน้าถัดไป ใช้ลิงก์ next ของหน้าก่อนตามที่ได้มา",
     "cmVwb3J0cyAyMDI1LTExLjE3",
     "^[A-Za-z0-9_-]+$",
     true},
    {"since",
     "only rows that were changed then or later, an instant (a day alone begins by Bangkok's "
     "clock); take as_of of the reading before",
     "เฉพาะแถวที่เปลี่ยนตั้งแต่เวลานี้ ใช้ค่า as_of ของการอ่านครั้งก่อน",
     "2025-11-30T02:05:00Z",
     "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt].+)?$",
     true,
     &knows_changes},
    {"from", "first month", "ตั้งแต่เดือน", "2025-11", kMonthPattern, false, &has_months},
    {"to", "last month", "ถึงเดือน", "2026-10", kMonthPattern, false, &has_months},
    {"columns",
     "only these columns, by key, with commas between",
     "เฉพาะคอลัมน์เหล่านี้ คั่นด้วยจุลภาค",
     "",
     kAnyPattern},
    {"reason",
     "why personal columns are needed; it is kept in the audit log, and without it they are left "
     "out",
     "เหตุผลที่ต้องใช้ข้อมูลส่วนบุคคล จะถูกบันทึกไว้ ถ้าไม่เขียนจะไม่ได้คอลัมน์เหล่านั้น",
     "annual check of the register",
     kAnyPattern},
});

ApiFault bad(std::string_view name, std::string english, std::string thai) {
    return {Problem::BadParameter, {std::string(name), std::move(english), std::move(thai)}};
}

ApiFault unknown(std::string_view name, const ExportKind& kind, bool whole) {
    std::string names;
    for (const auto& parameter : kParameters) {
        if (has_parameter(parameter, kind, whole)) {
            names += (names.empty() ? "" : ", ") + std::string(parameter.name);
        }
    }
    // What a request calls a parameter is repeated only when it is plain.
    const bool plain = name.size() <= 100 && storage::is_valid_utf8(name);
    return {Problem::UnknownParameter,
            {plain ? std::string(name) : std::string(),
             fmt::format("This address takes: {}", names),
             fmt::format("ที่อยู่นี้รับเฉพาะ: {}", names)}};
}

Fault read_limit(const std::string& value, ApiQuery& query) {
    std::size_t limit = 0;
    const auto* const last = value.data() + value.size();
    const auto [end, error] = std::from_chars(value.data(), last, limit);
    if (error != std::errc() || end != last || limit == 0 || limit > kMostPageRows) {
        return bad("limit",
                   fmt::format("Write a number from 1 to {}", kMostPageRows),
                   fmt::format("เขียนจำนวน 1 ถึง {}", kMostPageRows));
    }
    query.limit = limit;
    return std::nullopt;
}

Fault read_cursor_into(const std::string& value, const ExportKind& kind, ApiQuery& query) {
    auto place = read_cursor(kind, value);
    if (!place) {
        return bad("cursor",
                   "Take the link \"next\" of the page before as it is",
                   "ใช้ลิงก์ next ของหน้าก่อนตามที่ได้มา");
    }
    query.wanted.after = *std::move(place);
    return std::nullopt;
}

Fault read_since(const std::string& value, ApiQuery& query) {
    query.since = read_moment(value);
    query.wanted.with_changes = true;
    return query.since ? std::nullopt
                       : Fault(bad("since",
                                   "Write an instant as 2025-11-30T02:05:00Z",
                                   "เขียนเวลาเป็น 2025-11-30T02:05:00Z"));
}

Fault read_month(std::string_view name,
                 const std::string& value,
                 std::optional<conversation::Period>& month) {
    month = conversation::parse_period(value);
    return month ? std::nullopt
                 : Fault(bad(
                       name, "Write a month as 2025-11", "เขียนเดือนเป็น ปี ค.ศ.-เดือน เช่น 2025-11"));
}

Fault read_columns(std::string_view value, ReportExport& wanted) {
    while (!value.empty()) {
        const auto end = std::min(value.find(','), value.size());
        wanted.columns.emplace_back(value.substr(0, end));
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    return wanted.columns.empty()
               ? Fault(bad("columns", "Name at least one column", "เขียนชื่อคอลัมน์อย่างน้อยหนึ่งคอลัมน์"))
               : std::nullopt;
}

Fault read_reason(const std::string& value, ReportExport& wanted) {
    wanted.reason = storage::is_valid_utf8(value) ? tidy(value) : std::string();
    if (wanted.reason.empty() || wanted.reason.size() > kMostReasonBytes) {
        return bad("reason",
                   "Write in some words what personal columns are needed for",
                   "เขียนสั้น ๆ ว่าใช้ข้อมูลส่วนบุคคลเพื่ออะไร");
    }
    return std::nullopt;
}

Fault read_one(std::string_view name,
               const std::string& value,
               const ExportKind& kind,
               ApiQuery& query) {
    if (name == "limit") {
        return read_limit(value, query);
    }
    if (name == "cursor") {
        return read_cursor_into(value, kind, query);
    }
    if (name == "since") {
        return read_since(value, query);
    }
    if (name == "from") {
        return read_month(name, value, query.wanted.filter.from);
    }
    if (name == "to") {
        return read_month(name, value, query.wanted.filter.to);
    }
    return name == "columns" ? read_columns(value, query.wanted) : read_reason(value, query.wanted);
}

// Columns are looked at when all is read: a personal one needs the reason.
Fault columns_of(const ExportKind& kind, const ReportExport& wanted) {
    for (const auto& key : wanted.columns) {
        const auto found = std::ranges::find(kind.columns, key, &ExportColumn::key);
        if (found == kind.columns.end()) {
            return bad(
                "columns",
                fmt::format("{} has no such column; GET /api/v1/exports names them", kind.key),
                fmt::format("ไม่มีคอลัมน์นี้ใน{} ดูรายชื่อได้ที่ /api/v1/exports", kind.thai));
        }
        if (found->personal && wanted.reason.empty()) {
            return ApiFault{Problem::PersonalNotGranted,
                            {"reason",
                             fmt::format("{} is personal: write why it is needed", found->key),
                             fmt::format("คอลัมน์{}เป็นข้อมูลส่วนบุคคล โปรดเขียนเหตุผล", found->thai)}};
        }
    }
    return std::nullopt;
}

}  // namespace

std::span<const ApiParameter> api_parameters() {
    return kParameters;
}

bool has_parameter(const ApiParameter& parameter, const ExportKind& kind, bool whole) {
    return !(whole && parameter.pages_only) && (parameter.fits == nullptr || parameter.fits(kind));
}

std::variant<ApiQuery, ApiFault> read_api_query(std::string_view query_text,
                                                const ExportKind& kind,
                                                bool whole) {
    const auto fields = webhooks::read_form_fields(query_text);
    if (!fields) {
        return ApiFault{Problem::BadForm, {}};
    }
    ApiQuery query;
    std::vector<std::string_view> seen;
    for (const auto& [name, value] : *fields) {
        const auto known = std::ranges::find(kParameters, name, &ApiParameter::name);
        if (known == kParameters.end() || !has_parameter(*known, kind, whole)) {
            return unknown(name, kind, whole);
        }
        if (std::ranges::find(seen, name) != seen.end()) {
            return bad(known->name, "Write it once", "เขียนเพียงครั้งเดียว");
        }
        seen.push_back(known->name);
        if (auto fault = read_one(name, value, kind, query)) {
            return *std::move(fault);
        }
    }
    if (auto fault = columns_of(kind, query.wanted)) {
        return *std::move(fault);
    }
    return query;
}

std::string make_cursor(const ExportKind& kind, std::string_view place) {
    const std::string plain = fmt::format("{} {}", kind.key, place);
    std::string cursor(sodium_base64_encoded_len(plain.size(), kBase64), '\0');
    sodium_bin2base64(cursor.data(),
                      cursor.size(),
                      reinterpret_cast<const unsigned char*>(plain.data()),
                      plain.size(),
                      kBase64);
    cursor.pop_back();  // its end mark
    return cursor;
}

std::optional<std::string> read_cursor(const ExportKind& kind, std::string_view cursor) {
    if (cursor.size() > kMostCursor) {
        return std::nullopt;
    }
    std::string plain(cursor.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(plain.data()),
                          plain.size(),
                          cursor.data(),
                          cursor.size(),
                          nullptr,
                          &size,
                          &end,
                          kBase64) != 0 ||
        end != cursor.data() + cursor.size()) {
        return std::nullopt;
    }
    plain.resize(size);
    const std::string before = std::string(kind.key) + " ";
    if (!plain.starts_with(before) || !is_place(kind, plain.substr(before.size()))) {
        return std::nullopt;
    }
    return plain.substr(before.size());
}

}  // namespace console
