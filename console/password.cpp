#include "console/password.h"

#include "storage/sha256.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <new>
#include <span>

namespace console {

namespace {

constexpr std::size_t kLeast = 15;
constexpr std::size_t kMost = 64;
constexpr std::size_t kMostBytes = kMost * 4;
constexpr std::size_t kCodeLetters = 20;
constexpr std::size_t kCodeGroup = 5;

// Code points of well-formed UTF-8.
std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

bool is_one_run(std::string_view text) {
    const auto step = [&](std::size_t at) { return text[at] - text[at - 1]; };
    for (std::size_t at = 1; at < text.size(); ++at) {
        const int here = step(at);
        const bool wrap = text[at - 1] == '9' && text[at] == '0';
        if (std::abs(here) > 1 && !wrap) {
            return false;
        }
    }
    return true;
}

bool is_repeated(std::string_view text, std::string_view part) {
    if (part.empty()) {
        return false;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != part[at % part.size()]) {
            return false;
        }
    }
    return true;
}

bool repeats_itself(std::string_view text) {
    constexpr std::size_t kShortest = 5;  // "abcd" four times is no password, nor is "12345" thrice
    for (std::size_t length = 1; length <= kShortest; ++length) {
        if (is_repeated(text, text.substr(0, length))) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::optional<PasswordFault> password_fault(std::string_view password, std::string_view account) {
    const std::size_t length = characters(password);
    if (length < kLeast) {
        return PasswordFault{"รหัสผ่านต้องมีอย่างน้อย 15 ตัวอักษร ลองใช้ประโยคที่จำง่าย",
                             "a password has at least 15 characters: take a sentence"};
    }
    if (length > kMost || password.size() > kMostBytes) {
        return PasswordFault{"รหัสผ่านยาวได้ไม่เกิน 64 ตัวอักษร", "a password has at most 64 characters"};
    }
    if (is_one_run(password) || repeats_itself(password) || is_repeated(password, account)) {
        return PasswordFault{"รหัสผ่านนี้เดาง่ายเกินไป ลองใช้ประโยคที่จำง่าย",
                             "this password is too easily guessed: take a sentence"};
    }
    return std::nullopt;
}

std::string hash_password(std::string_view password) {
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str_alg(hash.data(),
                              password.data(),
                              password.size(),
                              crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              crypto_pwhash_MEMLIMIT_INTERACTIVE,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::bad_alloc();
    }
    return hash.data();
}

bool check_password(const std::string& hash, std::string_view password) {
    // Of no account: made once, so that an unknown name costs the same work.
    static const std::string nobody = hash_password(random_token());
    const std::string& checked = hash.empty() ? nobody : hash;
    const bool right =
        crypto_pwhash_str_verify(checked.c_str(), password.data(), password.size()) == 0;
    return right && !hash.empty();
}

bool is_old_hash(const std::string& hash) {
    return crypto_pwhash_str_needs_rehash(hash.c_str(),
                                          crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0;
}

std::string random_token() {
    constexpr std::size_t kBytes = 32;
    std::array<unsigned char, kBytes> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char, 2 * kBytes + 1> hex{};
    return sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
}

std::string random_once_code() {
    constexpr std::string_view kLetters = "23456789abcdefghjkmnpqrstuvwxyz";
    std::string code;
    for (std::size_t at = 0; at < kCodeLetters; ++at) {
        if (at > 0 && at % kCodeGroup == 0) {
            code.push_back('-');
        }
        code.push_back(kLetters[randombytes_uniform(static_cast<std::uint32_t>(kLetters.size()))]);
    }
    return code;
}

std::string digest(std::string_view text) {
    return storage::sha256_hex(std::as_bytes(std::span(text.data(), text.size())));
}

}  // namespace console
