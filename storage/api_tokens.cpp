#include "storage/api_tokens.h"

#include "storage/audit_log.h"
#include "storage/sha256.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace storage {

namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::string_view kTokenMark = "smc_";  // so that a lost one is found where it lies

constexpr Sql kAdd{"api_tokens.add", R"sql(
INSERT INTO api_token (id, name, digest, kinds, area, personal, reason, expires_at, created_at,
    updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10))sql"};

constexpr Sql kOpen{"api_tokens.open",
                    "SELECT id FROM api_token WHERE name = ?1 AND revoked_at IS NULL"};

constexpr Sql kRevoke{"api_tokens.revoke", R"sql(
UPDATE api_token SET revoked_at = ?2, revoked_by = ?3, updated_at = ?2
WHERE name = ?1 AND revoked_at IS NULL)sql"};

#define API_TOKEN_COLUMNS                                                                        \
    "id, name, kinds, area, personal, reason, expires_at, revoked_at, last_used_at, created_at," \
    " created_by"

constexpr Sql kAll{"api_tokens.all",
                   "SELECT " API_TOKEN_COLUMNS " FROM api_token ORDER BY id DESC"};

constexpr Sql kFind{"api_tokens.find",
                    "SELECT " API_TOKEN_COLUMNS " FROM api_token WHERE digest = ?1"};

constexpr Sql kUsed{"api_tokens.used", "UPDATE api_token SET last_used_at = ?2 WHERE id = ?1"};

std::string digest_of(std::string_view text) {
    return sha256_hex(std::as_bytes(std::span(text)));
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

ApiTokens::Token token_of(const Statement& row) {
    return {.id = row.id<RowId>(0),
            .may = {.name = row.text(1),
                    .kinds = words_of(row.view(2)),
                    .area = row.text(3),
                    .personal = row.flag(4),
                    .reason = row.text(5),
                    .expires_at = row.instant(6)},
            .revoked_at = row.optional_instant(7),
            .last_used_at = row.optional_instant(8),
            .created_at = row.instant(9),
            .created_by = row.text(10)};
}

}  // namespace

ApiTokens::State ApiTokens::Token::state(Instant now) const {
    if (revoked_at) {
        return State::Revoked;
    }
    return now < may.expires_at ? State::Open : State::Expired;
}

std::optional<std::string> ApiTokens::make(const Wish& wish, Instant now, std::string_view by) {
    if (connection_.query(kOpen, wish.name).step()) {
        return std::nullopt;
    }
    std::array<unsigned char, kTokenBytes> random{};
    randombytes_buf(random.data(), random.size());
    std::string text = fmt::format("{}{:02x}", kTokenMark, fmt::join(random, ""));
    const std::string kinds = fmt::format("{}", fmt::join(wish.kinds, " "));
    const auto id = connection_.new_id<RowId>(now);
    connection_.run(kAdd,
                    id,
                    wish.name,
                    digest_of(text),
                    kinds,
                    wish.area,
                    wish.personal ? 1 : 0,
                    wish.reason,
                    wish.expires_at,
                    now,
                    by);
    std::string detail = fmt::format("kinds={} area={} personal={} until={}",
                                     fmt::join(wish.kinds, ","),
                                     wish.area.empty() ? "-" : wish.area,
                                     wish.personal ? "yes" : "no",
                                     conversation::to_text(wish.expires_at));
    if (!wish.reason.empty()) {
        detail += " reason=" + wish.reason;
    }
    AuditLog(connection_)
        .write({std::string(by), "token.made", "token:" + wish.name, std::move(detail), now});
    return text;
}

bool ApiTokens::revoke(std::string_view name, Instant now, std::string_view by) {
    if (connection_.run(kRevoke, name, now, by) == 0) {
        return false;
    }
    AuditLog(connection_)
        .write({std::string(by), "token.revoked", "token:" + std::string(name), "", now});
    return true;
}

std::vector<ApiTokens::Token> ApiTokens::all() {
    std::vector<Token> tokens;
    auto rows = connection_.query(kAll);
    while (rows.step()) {
        tokens.push_back(token_of(rows));
    }
    return tokens;
}

std::optional<ApiTokens::Token> ApiTokens::find(std::string_view text) {
    auto row = connection_.query(kFind, digest_of(text));
    return row.step() ? std::optional(token_of(row)) : std::nullopt;
}

void ApiTokens::note_use(RowId id, Instant now) {
    connection_.run(kUsed, id, now);
}

}  // namespace storage
