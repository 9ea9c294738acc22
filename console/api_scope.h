#pragma once
#include "console/export_form.h"
#include "console/export_kind.h"
#include "storage/api_tokens.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a token may read.
namespace console {

// Whether the kind is within the token's kinds, and within its area: a token of an area reads only
// kinds that are about places.
[[nodiscard]] bool may_read(const storage::ApiTokens::Wish& token, const ExportKind& kind);

// A kind and what keeps it alive; no kind: there is none of that name.
struct FoundKind {
    std::shared_ptr<const FormKind> form{};
    const ExportKind* kind = nullptr;
};

// Of the fixed kinds and the forms.
[[nodiscard]] FoundKind find_any_kind(storage::Connection& reader, std::string_view key);
// All that the token may read: the fixed kinds, then the forms.
[[nodiscard]] std::vector<FoundKind> readable_kinds(storage::Connection& reader,
                                                    const storage::ApiTokens::Wish& token);

struct WishFault {
    std::string thai;
    std::string english;
};

inline constexpr int kTokenDays = 365;  // a token's life, when nothing else is said
inline constexpr int kMostTokenDays = 1830;

// What is wrong with a token that is asked for; nothing when it can be made.
[[nodiscard]] std::optional<WishFault> wish_fault(storage::Connection& reader,
                                                  const storage::ApiTokens::Wish& wish,
                                                  conversation::Instant now);

}  // namespace console
