#include "console/totp.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>

using console::matching_step;
using console::totp_code;

namespace {

// RFC 6238, appendix B: the ASCII secret "12345678901234567890", its codes for SHA1 cut to 6
// digits.
constexpr const char* kSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

conversation::Instant at(std::int64_t seconds) {
    return conversation::Instant(std::chrono::seconds(seconds));
}

}  // namespace

TEST_CASE("codes by the clock are those of the standard", "[console]") {
    struct Row {
        std::int64_t seconds;
        const char* code;
    };

    for (const auto& [seconds, code] : {Row{59, "287082"},
                                        Row{1111111109, "081804"},
                                        Row{1111111111, "050471"},
                                        Row{1234567890, "005924"},
                                        Row{2000000000, "279037"},
                                        Row{20000000000, "353130"}}) {
        CAPTURE(seconds);
        CHECK(totp_code(kSecret, console::totp_step(at(seconds))) == std::string(code));
    }
    CHECK_FALSE(totp_code("no base32!", 1));
    CHECK_FALSE(totp_code("", 1));
}

TEST_CASE("a code is good half a minute around its own, and not at or before the last one",
          "[console]") {
    const auto now = at(1111111109);
    const auto step = console::totp_step(now);
    CHECK(matching_step(kSecret, "081804", now, 0) == step);
    CHECK(matching_step(kSecret, "081 804", now, 0) == step);
    CHECK(matching_step(kSecret, "081804", now + std::chrono::seconds(30), 0) == step);
    CHECK(matching_step(kSecret, "081804", now - std::chrono::seconds(30), 0) == step);
    CHECK_FALSE(matching_step(kSecret, "081804", now + std::chrono::seconds(60), 0));
    CHECK_FALSE(matching_step(kSecret, "081804", now, step));
    CHECK_FALSE(matching_step(kSecret, "081805", now, 0));
    CHECK_FALSE(matching_step(kSecret, "", now, 0));
}

TEST_CASE("an app is told the secret, whose it is and by whom", "[console]") {
    CHECK(console::totp_address("สพอ. ชุมแสง", "somjai", kSecret) ==
          "otpauth://totp/Sammachip:somjai?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer="
          "%E0%B8%AA%E0%B8%9E%E0%B8%AD.%20%E0%B8%8A%E0%B8%B8%E0%B8%A1%E0%B9%81%E0%B8%AA%E0%B8%87");
    CHECK(console::random_totp_secret().size() == 32);
    CHECK(console::random_totp_secret() != console::random_totp_secret());
}
