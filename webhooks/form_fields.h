#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace webhooks {

using FormFields = std::vector<std::pair<std::string, std::string>>;

// The fields of a query or an application/x-www-form-urlencoded body in their order, decoded once
// ("+" is a blank). Bytes are whatever the sender's character set gives. Nothing when a "%" is not
// followed by two hex digits or there are more than 1,000 fields.
[[nodiscard]] std::optional<FormFields> read_form_fields(std::string_view text);

// The first value of that name; nothing when there is none.
[[nodiscard]] std::optional<std::string_view> field(const FormFields& fields,
                                                    std::string_view name);

// A value as it stands in a query or such a body: all but letters, digits and -._~ as %XX.
[[nodiscard]] std::string url_encoded(std::string_view text);

}  // namespace webhooks
