#pragma once
#include "conversation/calendar.h"

#include <cstdint>
#include <string>
#include <string_view>

// Codes of the register as the console's pages show them. `thai` chooses the language; a code that
// is not known is shown as it is.
namespace console {

[[nodiscard]] std::string status_word(std::string_view status, bool thai);      // of a household
[[nodiscard]] std::string relation_word(std::string_view relation, bool thai);  // HEAD SPOUSE …
[[nodiscard]] std::string request_word(std::string_view kind, bool thai);
[[nodiscard]] std::string role_word(std::string_view role, bool thai);        // of an account
[[nodiscard]] std::string revision_word(std::string_view status, bool thai);  // of a revision
[[nodiscard]] std::string figure_word(std::string_view name, bool thai);      // income_total …
[[nodiscard]] std::string unknown_word(std::string_view reason, bool thai);
[[nodiscard]] std::string purpose_word(std::string_view purpose, bool thai);  // of a consent

[[nodiscard]] std::string flag_word(std::string_view flag, bool thai);       // TENFOLD HIGH …
[[nodiscard]] std::string failure_word(std::string_view reason, bool thai);  // why not sent
[[nodiscard]] std::string reminder_word(std::string_view kind, bool thai);
// Why a reminder was not sent.
[[nodiscard]] std::string unsent_word(std::string_view reason, bool thai);

// "หมู่ 3 บ้านกลาง ต.เกยไชย"
[[nodiscard]] std::string place_text(std::int64_t moo,
                                     std::string_view village,
                                     std::string_view tambon,
                                     bool thai);
[[nodiscard]] std::string baht_text(std::int64_t amount);  // "12,000"
// "LINE", "SMS 5678": which address, without saying it.
[[nodiscard]] std::string address_text(std::string_view address);
// "12.50": baht of an amount in hundredths of a satang, half a satang up.
[[nodiscard]] std::string money_text(std::int64_t parts);
// "30 พ.ย. 2568 09:05", by Bangkok's clock.
[[nodiscard]] std::string moment_text(conversation::Instant instant, bool thai);
// One decimal, half up; "–" when there is nothing to divide by.
[[nodiscard]] std::string percent_text(std::int64_t numerator, std::int64_t denominator);

}  // namespace console
