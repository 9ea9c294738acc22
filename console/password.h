#pragma once
#include <optional>
#include <string>
#include <string_view>

// Passwords of the console's accounts: argon2id (libsodium, 64 MiB, 2 passes), own salt.
namespace console {

// Why a password cannot be used, in Thai and English; nothing when it can: 15 to 64 characters, not
// the account's name over and over, not one run of neighbours (aaaa…, 123456…).
struct PasswordFault {
    std::string_view thai;
    std::string_view english;
};

[[nodiscard]] std::optional<PasswordFault> password_fault(std::string_view password,
                                                          std::string_view account);

// "$argon2id$v=19$…". Takes about a tenth of a second and 64 MiB. Throws std::bad_alloc.
[[nodiscard]] std::string hash_password(std::string_view password);

// In the time a check takes also when `hash` is empty: whether an account exists cannot be timed.
[[nodiscard]] bool check_password(const std::string& hash, std::string_view password);

// Made with weaker parameters than today's: hash it anew at the next sign-in.
[[nodiscard]] bool is_old_hash(const std::string& hash);

// 256 bits of the system's randomness as 64 hex digits.
[[nodiscard]] std::string random_token();

// A code to be typed once: 20 letters and digits in groups of five, about 99 bits, none of them
// easily mistaken for another.
[[nodiscard]] std::string random_once_code();

// SHA-256 as 64 hex digits: how tokens, codes and typed names are kept.
[[nodiscard]] std::string digest(std::string_view text);

}  // namespace console
