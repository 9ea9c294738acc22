#include "console/api_scope.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <utility>

namespace console {

namespace {

using storage::ApiTokens;

constexpr std::size_t kMostName = 32;
constexpr std::size_t kMostArea = 8;
constexpr std::size_t kMostReason = 500;

bool is_token_name(std::string_view name) {
    return !name.empty() && name.size() <= kMostName && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    });
}

bool is_area(std::string_view area) {
    return area.size() <= kMostArea && area.size() % 2 == 0 &&
           std::ranges::all_of(area, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<WishFault> kind_fault(storage::Connection& reader,
                                    const ApiTokens::Wish& wish,
                                    const std::string& key) {
    if (key == ApiTokens::kEveryKind) {
        return std::nullopt;
    }
    const FoundKind found = find_any_kind(reader, key);
    if (found.kind == nullptr) {
        return WishFault{fmt::format("ไม่มีข้อมูลชนิด {}", key),
                         fmt::format("there is no export {}", key)};
    }
    if (!wish.area.empty() && !found.kind->by_area) {
        return WishFault{fmt::format("{}ไม่แยกตามพื้นที่ ให้เฉพาะรหัสที่อ่านได้ทั้งอำเภอ", found.kind->thai),
                         fmt::format("{} is not divided by area: leave the area empty", key)};
    }
    return std::nullopt;
}

}  // namespace

bool may_read(const ApiTokens::Wish& token, const ExportKind& kind) {
    const auto has = [&](std::string_view key) {
        return std::ranges::find(token.kinds, key) != token.kinds.end();
    };
    const bool named = has(kind.key) || (!kind.admins_only && has(ApiTokens::kEveryKind));
    return named && (kind.by_area || token.area.empty());
}

FoundKind find_any_kind(storage::Connection& reader, std::string_view key) {
    FoundKind found;
    found.form = find_form_kind(reader, key);
    found.kind = found.form ? &found.form->kind : find_export_kind(key);
    return found;
}

std::vector<FoundKind> readable_kinds(storage::Connection& reader, const ApiTokens::Wish& token) {
    std::vector<FoundKind> all;
    for (const auto& kind : export_kinds()) {
        if (may_read(token, kind)) {
            all.push_back({.form = nullptr, .kind = &kind});
        }
    }
    for (const auto& key : form_kind_keys(reader)) {
        auto found = find_any_kind(reader, key);
        if (found.kind != nullptr && may_read(token, *found.kind)) {
            all.push_back(std::move(found));
        }
    }
    return all;
}

std::optional<WishFault> wish_fault(storage::Connection& reader,
                                    const ApiTokens::Wish& wish,
                                    conversation::Instant now) {
    if (!is_token_name(wish.name)) {
        return WishFault{"ชื่อของรหัสใช้ a-z 0-9 จุด หรือขีด ไม่เกิน 32 ตัว เช่น powerbi",
                         "write the name with a-z, 0-9, dot or dash, as powerbi"};
    }
    if (wish.kinds.empty()) {
        return WishFault{"เลือกข้อมูลอย่างน้อยหนึ่งชนิด", "choose at least one export"};
    }
    if (!is_area(wish.area)) {
        return WishFault{"พื้นที่เขียนเป็นรหัสอำเภอ 4 หลัก ตำบล 6 หลัก หรือหมู่บ้าน 8 หลัก",
                         "write the area as the code of a district (4 digits), tambon (6) or "
                         "village (8)"};
    }
    for (const auto& key : wish.kinds) {
        if (auto fault = kind_fault(reader, wish, key)) {
            return fault;
        }
    }
    if (wish.reason.size() > kMostReason || (!wish.reason.empty() && !wish.personal)) {
        return WishFault{"เหตุผลใช้กับรหัสที่อ่านข้อมูลส่วนบุคคลได้เท่านั้น และยาวไม่เกิน 500 ไบต์",
                         "a reason belongs to a token that may read personal columns, and has at "
                         "most 500 bytes"};
    }
    if (wish.expires_at <= now || wish.expires_at > now + std::chrono::days(kMostTokenDays)) {
        return WishFault{fmt::format("อายุของรหัสเป็น 1 ถึง {} วัน", kMostTokenDays),
                         fmt::format("a token lives 1 to {} days", kMostTokenDays)};
    }
    return std::nullopt;
}

}  // namespace console
