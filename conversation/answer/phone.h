#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace conversation {

struct PhoneReading {
    enum class Kind {
        Mobile,  // a Thai mobile: can be sent an SMS
        Fixed,   // a Thai line at home, or any number abroad
        Short,   // a service number: 1175
        Name,    // an alphanumeric sender: AIS
        Invalid,
    };

    Kind kind = Kind::Invalid;
    std::optional<std::string> e164;  // Mobile and Fixed: "+66800000000"
};

// A phone number as gateways and people write it: 080…, 66…, +66…, 0066…, +66 (0)…, tel:, dashes,
// spaces, Thai digits.
[[nodiscard]] PhoneReading read_phone(std::string_view text);

// "+66800000000" → "080-000-0000", other countries unchanged: how people are shown a number.
[[nodiscard]] std::string display_phone(std::string_view e164);

}  // namespace conversation
