#include "storage/tombstones.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

namespace storage {

namespace {

constexpr Sql kKey{"tombstones.key", "SELECT value FROM meta WHERE key = 'tombstone_key'"};

constexpr Sql kPutKey{"tombstones.put_key", R"sql(
INSERT INTO meta (key, value) VALUES ('tombstone_key', ?1) ON CONFLICT (key) DO NOTHING)sql"};

constexpr Sql kAny{"tombstones.any", "SELECT 1 FROM tombstone WHERE lifted_on IS NULL LIMIT 1"};

constexpr Sql kAdd{"tombstones.add", R"sql(
INSERT INTO tombstone (id, kind, digest, erased_on, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)
ON CONFLICT (kind, digest) WHERE lifted_on IS NULL DO NOTHING)sql"};

constexpr Sql kFind{"tombstones.find", R"sql(
SELECT erased_on FROM tombstone WHERE kind = ?1 AND digest = ?2 AND lifted_on IS NULL)sql"};

constexpr Sql kLift{"tombstones.lift", R"sql(
UPDATE tombstone SET lifted_on = ?3, lifted_by = ?4, updated_at = ?5
WHERE kind = ?1 AND digest = ?2 AND lifted_on IS NULL)sql"};

}  // namespace

void Tombstones::bury_house(std::string_view village_code,
                            std::string_view house_no,
                            Instant now,
                            std::string_view by) {
    bury({"HOUSE", fmt::format("{}\n{}", village_code, house_no)}, now, by);
}

void Tombstones::bury_phone(std::string_view e164, Instant now, std::string_view by) {
    bury({"PHONE", std::string(e164)}, now, by);
}

void Tombstones::bury_name(std::string_view village_code,
                           std::string_view given_name,
                           std::string_view family_name,
                           Instant now,
                           std::string_view by) {
    bury({"NAME", fmt::format("{}\n{}\n{}", village_code, given_name, family_name)}, now, by);
}

std::optional<Day> Tombstones::house(std::string_view village_code, std::string_view house_no) {
    return find({"HOUSE", fmt::format("{}\n{}", village_code, house_no)});
}

std::optional<Day> Tombstones::phone(std::string_view e164) {
    return find({"PHONE", std::string(e164)});
}

std::optional<Day> Tombstones::name(std::string_view village_code,
                                    std::string_view given_name,
                                    std::string_view family_name) {
    return find({"NAME", fmt::format("{}\n{}\n{}", village_code, given_name, family_name)});
}

bool Tombstones::lift_house(std::string_view village_code,
                            std::string_view house_no,
                            Instant now,
                            std::string_view by) {
    return lift({"HOUSE", fmt::format("{}\n{}", village_code, house_no)}, now, by);
}

bool Tombstones::lift_phone(std::string_view e164, Instant now, std::string_view by) {
    return lift({"PHONE", std::string(e164)}, now, by);
}

bool Tombstones::lift_name(std::string_view village_code,
                           std::string_view given_name,
                           std::string_view family_name,
                           Instant now,
                           std::string_view by) {
    return lift(
        {"NAME", fmt::format("{}\n{}\n{}", village_code, given_name, family_name)}, now, by);
}

bool Tombstones::lift(const Named& named, Instant now, std::string_view by) {
    if (!any()) {
        return false;
    }
    return connection_.run(
               kLift, named.kind, digest_of(named), conversation::bangkok_day(now), by, now) > 0;
}

void Tombstones::bury(const Named& named, Instant now, std::string_view by) {
    make_key();
    connection_.run(kAdd,
                    connection_.new_id<RowId>(now),
                    named.kind,
                    digest_of(named),
                    conversation::bangkok_day(now),
                    now,
                    by);
    any_ = true;
}

std::optional<Day> Tombstones::find(const Named& named) {
    if (!any()) {
        return std::nullopt;
    }
    auto row = connection_.query(kFind, named.kind, digest_of(named));
    return row.step() ? std::optional(row.day(0)) : std::nullopt;
}

bool Tombstones::any() {
    if (!any_) {
        any_ = connection_.query(kAny).step();
    }
    return *any_;
}

std::string Tombstones::key() {
    auto row = connection_.query(kKey);
    return row.step() ? row.text(0) : "";
}

void Tombstones::make_key() {
    if (key().empty()) {
        std::array<unsigned char, crypto_generichash_KEYBYTES> bytes{};
        randombytes_buf(bytes.data(), bytes.size());
        connection_.run(kPutKey, fmt::format("{:02x}", fmt::join(bytes, "")));
    }
}

std::string Tombstones::digest_of(const Named& named) {
    const std::string secret = key();
    std::array<unsigned char, crypto_generichash_BYTES> digest{};
    crypto_generichash(digest.data(),
                       digest.size(),
                       reinterpret_cast<const unsigned char*>(named.text.data()),
                       named.text.size(),
                       reinterpret_cast<const unsigned char*>(secret.data()),
                       secret.size());
    return fmt::format("{:02x}", fmt::join(digest, ""));
}

}  // namespace storage
