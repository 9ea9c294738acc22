#include "storage/chat_groups.h"

#include "storage/sha256.h"

#include <fmt/format.h>
#include <sodium.h>

namespace storage {

namespace {

constexpr std::uint32_t kCodes = 100'000'000;

// Columns in the order of group_of.
constexpr Sql kFind{"chat_groups.find", R"sql(
SELECT id, channel, address, organisation, state, members, members_at FROM chat_group
WHERE id = ?1)sql"};

constexpr Sql kFindAddress{"chat_groups.find_address", R"sql(
SELECT id, channel, address, organisation, state, members, members_at FROM chat_group
WHERE channel = ?1 AND address = ?2)sql"};

constexpr Sql kOfOrganisation{"chat_groups.of_organisation", R"sql(
SELECT id, channel, address, organisation, state, members, members_at FROM chat_group
WHERE organisation = ?1 AND state = 'ACTIVE' ORDER BY id)sql"};

constexpr Sql kBound{"chat_groups.bound", R"sql(
SELECT id, channel, address, organisation, state, members, members_at FROM chat_group
WHERE organisation IS NOT NULL AND state = 'ACTIVE' ORDER BY id)sql"};

constexpr Sql kAll{"chat_groups.all", R"sql(
SELECT id, channel, address, organisation, state, members, members_at FROM chat_group
ORDER BY state, id)sql"};

constexpr Sql kSaid{"chat_groups.said", R"sql(
SELECT coalesce(sum(kind = 'GROUP_DAY'), 0), coalesce(sum(kind = 'GROUP_BOARD'), 0), max(done_at)
FROM reminder WHERE chat_group = ?1 AND state = 'SENT' AND done_at > ?2)sql"};

constexpr Sql kRelease{"chat_groups.release", R"sql(
UPDATE chat_group SET state = 'LEFT', organisation = NULL, updated_at = ?2 WHERE id = ?1)sql"};

constexpr Sql kVoidCodes{"chat_groups.void_codes", R"sql(
UPDATE group_code SET expires_at = ?2, updated_at = ?2
WHERE organisation = ?1 AND used_by IS NULL AND expires_at > ?2)sql"};

constexpr Sql kJoined{"chat_groups.joined", R"sql(
INSERT INTO chat_group (id, channel, address, state, created_at, updated_at)
VALUES (?1, ?2, ?3, 'ACTIVE', ?4, ?4)
ON CONFLICT (channel, address) DO UPDATE SET state = 'ACTIVE', updated_at = excluded.updated_at
WHERE state <> 'ACTIVE')sql"};

constexpr Sql kLeft{"chat_groups.left", R"sql(
UPDATE chat_group SET state = 'LEFT', updated_at = ?2 WHERE id = ?1)sql"};

constexpr Sql kMembers{"chat_groups.members", R"sql(
UPDATE chat_group SET members = ?2, members_at = ?3, updated_at = ?3 WHERE id = ?1)sql"};

constexpr Sql kAddCode{"chat_groups.add_code", R"sql(
INSERT INTO group_code (id, digest, organisation, expires_at, created_at, updated_at, created_by)
VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6))sql"};

constexpr Sql kCode{"chat_groups.code", R"sql(
SELECT id, organisation FROM group_code WHERE digest = ?1 AND used_by IS NULL AND expires_at > ?2)sql"};

constexpr Sql kUseCode{"chat_groups.use_code", R"sql(
UPDATE group_code SET used_by = ?2, used_at = ?3, updated_at = ?3 WHERE id = ?1)sql"};

constexpr Sql kBind{"chat_groups.bind", R"sql(
UPDATE chat_group SET organisation = ?2, bound_at = ?3, bound_by = ?4, updated_at = ?3
WHERE id = ?1)sql"};

ChatGroups::Group group_of(const Statement& row) {
    return {.id = row.id<ChatGroupId>(0),
            .channel = row.text(1),
            .address = row.text(2),
            .organisation = row.id<OrganisationId>(3),
            .active = row.view(4) == "ACTIVE",
            .members = row.optional_integer(5),
            .members_at = row.optional_instant(6)};
}

std::vector<ChatGroups::Group> all_of(Statement rows) {
    std::vector<ChatGroups::Group> all;
    while (rows.step()) {
        all.push_back(group_of(rows));
    }
    return all;
}

std::string digest_of(std::string_view code) {
    return sha256_hex(std::as_bytes(std::span(code)));
}

}  // namespace

std::optional<ChatGroups::Group> ChatGroups::find(ChatGroupId id) {
    auto row = connection_.query(kFind, id);
    return row.step() ? std::optional(group_of(row)) : std::nullopt;
}

std::optional<ChatGroups::Group> ChatGroups::find(std::string_view channel,
                                                  std::string_view address) {
    auto row = connection_.query(kFindAddress, channel, address);
    return row.step() ? std::optional(group_of(row)) : std::nullopt;
}

std::vector<ChatGroups::Group> ChatGroups::of_organisation(OrganisationId organisation) {
    return all_of(connection_.query(kOfOrganisation, organisation));
}

std::vector<ChatGroups::Group> ChatGroups::bound() {
    return all_of(connection_.query(kBound));
}

std::vector<ChatGroups::Group> ChatGroups::all() {
    return all_of(connection_.query(kAll));
}

ChatGroups::Said ChatGroups::said(ChatGroupId id, Instant since) {
    auto row = connection_.query(kSaid, id, since);
    return row.step() ? Said{row.integer(0), row.integer(1), row.optional_instant(2)} : Said{};
}

void ChatGroups::release(ChatGroupId id, Instant now) {
    connection_.run(kRelease, id, now);
}

void ChatGroups::void_codes(OrganisationId organisation, Instant now) {
    connection_.run(kVoidCodes, organisation, now);
}

ChatGroups::Group ChatGroups::joined(std::string_view channel,
                                     std::string_view address,
                                     Instant now) {
    if (auto known = find(channel, address); known && known->active) {
        return *known;
    }
    connection_.run(kJoined, connection_.new_id<ChatGroupId>(now), channel, address, now);
    return find(channel, address).value_or(Group{});
}

void ChatGroups::left(ChatGroupId id, Instant now) {
    connection_.run(kLeft, id, now);
}

void ChatGroups::set_members(ChatGroupId id, std::int64_t members, Instant now) {
    connection_.run(kMembers, id, members, now);
}

std::string ChatGroups::make_code(OrganisationId organisation,
                                  std::chrono::days lives,
                                  Instant now,
                                  std::string_view by) {
    std::string code = fmt::format("{:08}", randombytes_uniform(kCodes));
    connection_.run(kAddCode,
                    connection_.new_id<RowId>(now),
                    digest_of(code),
                    organisation,
                    now + lives,
                    now,
                    by);
    return code;
}

std::optional<OrganisationId> ChatGroups::bind(ChatGroupId group,
                                               std::string_view code,
                                               conversation::ContactId by,
                                               Instant now) {
    RowId id;
    OrganisationId organisation;
    {
        auto row = connection_.query(kCode, digest_of(code), now);
        if (!row.step()) {
            return std::nullopt;
        }
        id = row.id<RowId>(0);
        organisation = row.id<OrganisationId>(1);
    }
    connection_.run(kUseCode, id, group, now);
    connection_.run(kBind, group, organisation, now, by);
    return organisation;
}

}  // namespace storage
