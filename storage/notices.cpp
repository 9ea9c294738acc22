#include "storage/notices.h"

namespace storage {

namespace {

using conversation::ContactId;
using conversation::HouseholdId;

constexpr Sql kText{"notices.text", R"sql(
SELECT text FROM notice WHERE version = ?1 AND language = ?2)sql"};

constexpr Sql kPut{"notices.put", R"sql(
INSERT INTO notice (id, version, language, text, in_force_from, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?5))sql"};

constexpr Sql kVersion{"notices.version", R"sql(
SELECT version FROM notice WHERE in_force_from <= ?1 ORDER BY in_force_from DESC, id DESC
LIMIT 1)sql"};

constexpr Sql kTexts{"notices.texts", "SELECT language, text FROM notice WHERE version = ?1"};

constexpr Sql kDecide{"notices.decide", R"sql(
INSERT INTO consent (id, household, contact, relation, purpose, basis, notice_version, channel,
    given_at, refused_at, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, 'CONSENT', ?6, ?7, ?8, ?9, ?10, ?10))sql"};

constexpr Sql kDecideAsPerson{"notices.decide_as_person", R"sql(
INSERT INTO person_consent (id, person, contact, purpose, basis, notice_version, channel, given_at,
    refused_at, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, 'CONSENT', ?5, ?6, ?7, ?8, ?9, ?9))sql"};

constexpr Sql kWithdrawAsPerson{"notices.withdraw_as_person", R"sql(
UPDATE person_consent SET withdrawn_at = ?2, updated_at = ?2
WHERE person = ?1 AND given_at IS NOT NULL AND withdrawn_at IS NULL)sql"};

constexpr Sql kWithdraw{"notices.withdraw", R"sql(
UPDATE consent SET withdrawn_at = ?2, updated_at = ?2
WHERE household = ?1 AND given_at IS NOT NULL AND withdrawn_at IS NULL)sql"};

constexpr Sql kWithdrawOne{"notices.withdraw_one", R"sql(
UPDATE consent SET withdrawn_at = ?2, updated_at = ?2
WHERE household = ?1 AND purpose = ?3 AND given_at IS NOT NULL AND withdrawn_at IS NULL)sql"};

constexpr Sql kConsented{"notices.consented", R"sql(
SELECT 1 FROM consent WHERE household = ?1 AND contact = ?2 AND purpose = ?3
    AND notice_version = ?4 AND given_at IS NOT NULL AND withdrawn_at IS NULL)sql"};

}  // namespace

void Notices::put(std::string_view version,
                  std::string_view language,
                  std::string_view text,
                  Instant from) {
    if (auto row = connection_.query(kText, version, language); row.step()) {
        if (row.view(0) == text) {
            return;
        }
        throw StorageError(StorageError::Code::Constraint,
                           kPut.name,
                           "a notice's text cannot change once it is there: people have agreed to "
                           "it; give the new text a new version");
    }
    connection_.run(kPut, connection_.new_id<RowId>(from), version, language, text, from);
}

std::string Notices::current_version(Instant now) {
    auto row = connection_.query(kVersion, now);
    return row.step() ? row.text(0) : "";
}

conversation::Notice Notices::current(Instant now) {
    conversation::Notice notice;
    notice.version = current_version(now);
    auto rows = connection_.query(kTexts, notice.version);
    while (rows.step()) {
        notice.text[rows.text(0)] = rows.text(1);
    }
    return notice;
}

void Notices::give(const Decision& decision, Instant now) {
    for (const auto& purpose : decision.purposes) {
        connection_.run(kDecide,
                        connection_.new_id<RowId>(now),
                        decision.household,
                        decision.contact,
                        decision.relation,
                        purpose,
                        decision.notice_version,
                        decision.channel,
                        now,
                        std::optional<Instant>(),
                        now);
    }
}

void Notices::refuse(const Decision& decision, Instant now) {
    connection_.run(kDecide,
                    connection_.new_id<RowId>(now),
                    decision.household,
                    decision.contact,
                    decision.relation,
                    "DATA",
                    decision.notice_version,
                    decision.channel,
                    std::optional<Instant>(),
                    now,
                    now);
}

void Notices::decide_as_person(PersonId person, const Decision& decision, Instant now) {
    const bool given = !decision.purposes.empty();
    const std::optional<Instant> none;
    for (const auto& purpose : given ? decision.purposes : std::vector<std::string>{"DATA"}) {
        connection_.run(kDecideAsPerson,
                        connection_.new_id<RowId>(now),
                        person,
                        decision.contact,
                        purpose,
                        decision.notice_version,
                        decision.channel,
                        given ? std::optional(now) : none,
                        given ? none : std::optional(now),
                        now);
    }
}

void Notices::withdraw(HouseholdId household,
                       const std::vector<std::string>& purposes,
                       Instant now) {
    if (purposes.empty()) {
        connection_.run(kWithdraw, household, now);
    }
    for (const auto& purpose : purposes) {
        connection_.run(kWithdrawOne, household, now, purpose);
    }
}

void Notices::withdraw_as_person(PersonId person, Instant now) {
    connection_.run(kWithdrawAsPerson, person, now);
}

bool Notices::consented(HouseholdId household,
                        ContactId contact,
                        std::string_view purpose,
                        std::string_view version) {
    return connection_.query(kConsented, household, contact, purpose, version).step();
}

}  // namespace storage
