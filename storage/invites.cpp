#include "storage/invites.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>

namespace storage {

namespace {

using conversation::ContactId;
using conversation::HouseholdId;

constexpr unsigned kNumbers = 100'000;
constexpr std::size_t kCodeLength = 6;
// A district has some thousand open codes of 100,000: a free one is soon found.
constexpr int kDraws = 1000;

constexpr Sql kVoid{"invites.void", R"sql(
UPDATE invite SET state = 'VOID', updated_at = ?2 WHERE household = ?1 AND state = 'OPEN')sql"};

constexpr Sql kAdd{"invites.add", R"sql(
INSERT INTO invite (id, code, household, state, expires_at, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, 'OPEN', ?4, ?5, ?5, ?6))sql"};

constexpr Sql kVoidPersons{"invites.void_persons", R"sql(
UPDATE invite SET state = 'VOID', updated_at = ?2 WHERE person = ?1 AND state = 'OPEN')sql"};

constexpr Sql kAddForPerson{"invites.add_for_person", R"sql(
INSERT INTO invite (id, code, person, state, expires_at, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, 'OPEN', ?4, ?5, ?5, ?6))sql"};

constexpr Sql kTaken{"invites.taken", "SELECT 1 FROM invite WHERE code = ?1"};

constexpr Sql kFind{"invites.find", R"sql(
SELECT code, household, person, state, used_by, expires_at FROM invite WHERE code = ?1)sql"};

constexpr Sql kOpenOf{"invites.open_of", R"sql(
SELECT code, household, person, state, used_by, expires_at FROM invite
WHERE household = ?1 AND state = 'OPEN' AND expires_at > ?2 ORDER BY id DESC LIMIT 1)sql"};

constexpr Sql kOpenOfPerson{"invites.open_of_person", R"sql(
SELECT code, household, person, state, used_by, expires_at FROM invite
WHERE person = ?1 AND state = 'OPEN' AND expires_at > ?2 ORDER BY id DESC LIMIT 1)sql"};

constexpr Sql kCountOpen{"invites.count_open", R"sql(
SELECT count(*) FROM invite WHERE state = 'OPEN' AND expires_at > ?1)sql"};

constexpr Sql kPrinted{"invites.printed", R"sql(
UPDATE invite SET printed_at = ?2, updated_at = ?2 WHERE code = ?1)sql"};

constexpr Sql kUse{"invites.use", R"sql(
UPDATE invite SET state = 'USED', used_by = ?2, used_at = ?3, updated_at = ?3
WHERE code = ?1 AND state = 'OPEN' AND expires_at > ?3)sql"};

constexpr Sql kRelease{"invites.release", R"sql(
UPDATE invite SET state = 'OPEN', used_by = NULL, used_at = NULL, tries = tries + 1,
    updated_at = ?3
WHERE code = ?1 AND state = 'USED' AND used_by = ?2)sql"};

constexpr Sql kLogWrong{"invites.log_wrong", R"sql(
INSERT INTO wrong_code (id, contact, tried_at) VALUES (?1, ?2, ?3))sql"};

constexpr Sql kWrong{"invites.wrong_since", R"sql(
SELECT count(*) FROM wrong_code WHERE contact = ?1 AND tried_at > ?2)sql"};

// Damm's quasigroup of order 10.
constexpr std::array<std::array<std::uint8_t, 10>, 10> kDamm = {{
    {0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
    {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
    {4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
    {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
    {6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
    {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
    {5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
    {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
    {9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
    {2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}};

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

Invites::Invite invite_of(const Statement& row, Instant now) {
    Invites::Invite invite{.code = row.text(0),
                           .household = row.id<HouseholdId>(1),
                           .person = row.id<PersonId>(2),
                           .state = Invites::State::Void,
                           .used_by = row.id<ContactId>(4),
                           .expires_at = row.instant(5)};
    if (row.view(3) == "USED") {
        invite.state = Invites::State::Used;
    } else if (row.view(3) == "OPEN") {
        invite.state = invite.expires_at > now ? Invites::State::Open : Invites::State::Expired;
    }
    return invite;
}

}  // namespace

char code_check_digit(std::string_view five_digits) {
    std::uint8_t interim = 0;
    for (const char digit : five_digits) {
        interim = kDamm.at(interim).at(static_cast<std::size_t>(digit - '0'));
    }
    return static_cast<char>('0' + interim);
}

bool is_code(std::string_view text) {
    return text.size() == kCodeLength && std::ranges::all_of(text, is_digit) &&
           code_check_digit(text.substr(0, kCodeLength - 1)) == text.back();
}

std::string Invites::free_code() {
    for (int draw = 0; draw < kDraws; ++draw) {
        std::string code = fmt::format("{:05}", randombytes_uniform(kNumbers));
        code += code_check_digit(code);
        if (!connection_.query(kTaken, code).step()) {
            return code;
        }
    }
    throw StorageError(StorageError::Code::Full,
                       "invites.create",
                       "nearly all invitation codes are given away; old ones must be removed");
}

std::string Invites::create(HouseholdId household,
                            std::chrono::days valid,
                            Instant now,
                            std::string_view by) {
    std::string code = free_code();
    create_with_code(code, household, valid, now, by);
    return code;
}

std::string Invites::create_for_person(PersonId person,
                                       std::chrono::days valid,
                                       Instant now,
                                       std::string_view by) {
    std::string code = free_code();
    create_for_person_with_code(code, person, valid, now, by);
    return code;
}

void Invites::create_for_person_with_code(std::string_view code,
                                          PersonId person,
                                          std::chrono::days valid,
                                          Instant now,
                                          std::string_view by) {
    connection_.run(kVoidPersons, person, now);
    connection_.run(
        kAddForPerson, connection_.new_id<RowId>(now), code, person, now + valid, now, by);
}

void Invites::create_with_code(std::string_view code,
                               HouseholdId household,
                               std::chrono::days valid,
                               Instant now,
                               std::string_view by) {
    connection_.run(kVoid, household, now);
    connection_.run(kAdd, connection_.new_id<RowId>(now), code, household, now + valid, now, by);
}

std::optional<Invites::Invite> Invites::find(std::string_view code, Instant now) {
    auto row = connection_.query(kFind, code);
    return row.step() ? std::optional(invite_of(row, now)) : std::nullopt;
}

std::optional<Invites::Invite> Invites::open_of(HouseholdId household, Instant now) {
    auto row = connection_.query(kOpenOf, household, now);
    return row.step() ? std::optional(invite_of(row, now)) : std::nullopt;
}

std::optional<Invites::Invite> Invites::open_of_person(PersonId person, Instant now) {
    auto row = connection_.query(kOpenOfPerson, person, now);
    return row.step() ? std::optional(invite_of(row, now)) : std::nullopt;
}

std::int64_t Invites::count_open(Instant now) {
    auto row = connection_.query(kCountOpen, now);
    return row.step() ? row.integer(0) : 0;
}

void Invites::printed(std::string_view code, Instant now) {
    connection_.run(kPrinted, code, now);
}

bool Invites::use(std::string_view code, ContactId contact, Instant now) {
    return connection_.run(kUse, code, contact, now) > 0;
}

void Invites::release(std::string_view code, ContactId contact, Instant now) {
    connection_.run(kRelease, code, contact, now);
}

void Invites::log_wrong(ContactId contact, Instant now) {
    connection_.run(kLogWrong, connection_.new_id<RowId>(now), contact, now);
}

int Invites::wrong_since(ContactId contact, Instant since) {
    auto row = connection_.query(kWrong, contact, since);
    return row.step() ? static_cast<int>(row.integer(0)) : 0;
}

}  // namespace storage
