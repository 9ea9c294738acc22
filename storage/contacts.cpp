#include "storage/contacts.h"

namespace storage {

namespace {

using conversation::Contact;
using conversation::ContactId;
using conversation::HouseholdId;

constexpr Sql kFindAddress{"contacts.find_address", R"sql(
SELECT c.id, c.language, a.stopped_at IS NOT NULL, c.person
FROM address a JOIN contact c ON c.id = a.contact
WHERE a.channel = ?1 AND a.address = ?2)sql"};

// With the address that came last.
constexpr Sql kFind{"contacts.find", R"sql(
SELECT c.id, c.language, a.stopped_at IS NOT NULL, a.channel, a.address, c.person
FROM contact c LEFT JOIN address a ON a.contact = c.id
WHERE c.id = ?1 ORDER BY a.id DESC LIMIT 1)sql"};

constexpr Sql kAdd{"contacts.add", R"sql(
INSERT INTO contact (id, created_at, updated_at) VALUES (?1, ?2, ?2))sql"};

constexpr Sql kAddAddress{"contacts.add_address", R"sql(
INSERT INTO address (id, contact, channel, address, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?5))sql"};

constexpr Sql kAddresses{"contacts.addresses", R"sql(
SELECT channel, address, state, stopped_at IS NOT NULL FROM address
WHERE contact = ?1 ORDER BY id)sql"};

constexpr Sql kSetState{"contacts.set_address_state", R"sql(
UPDATE address SET state = ?3, updated_at = ?4
WHERE channel = ?1 AND address = ?2 AND state <> ?3)sql"};

constexpr Sql kMove{"contacts.move_address", R"sql(
UPDATE address SET contact = ?3, updated_at = ?4 WHERE channel = ?1 AND address = ?2)sql"};

constexpr Sql kSetLanguage{"contacts.set_language", R"sql(
UPDATE contact SET language = ?2, updated_at = ?3 WHERE id = ?1)sql"};

constexpr Sql kSetPerson{"contacts.set_person",
                         "UPDATE contact SET person = ?2, updated_at = ?3 WHERE id = ?1"};

constexpr Sql kStop{"contacts.stop", R"sql(
UPDATE address SET stopped_at = ?3, updated_at = ?3
WHERE channel = ?1 AND address = ?2 AND stopped_at IS NULL)sql"};

constexpr Sql kResume{"contacts.resume", R"sql(
UPDATE address SET stopped_at = NULL, updated_at = ?3
WHERE channel = ?1 AND address = ?2 AND stopped_at IS NOT NULL)sql"};

constexpr Sql kTouchLink{"contacts.touch_link", R"sql(
UPDATE contact_household SET used_at = ?3, updated_at = ?3
WHERE contact = ?1 AND household = ?2 AND to_at IS NULL)sql"};

constexpr Sql kLink{"contacts.link", R"sql(
INSERT INTO contact_household
    (id, contact, household, from_at, used_at, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?4, ?4, ?4))sql"};

constexpr Sql kUnlink{"contacts.unlink", R"sql(
UPDATE contact_household SET to_at = ?3, updated_at = ?3
WHERE contact = ?1 AND household = ?2 AND to_at IS NULL)sql"};

constexpr Sql kSetRelation{"contacts.set_relation", R"sql(
UPDATE contact_household SET relation = ?3, updated_at = ?4
WHERE contact = ?1 AND household = ?2 AND to_at IS NULL)sql"};

constexpr Sql kRelation{"contacts.relation", R"sql(
SELECT relation FROM contact_household
WHERE contact = ?1 AND household = ?2 AND to_at IS NULL)sql"};

constexpr Sql kOfHousehold{"contacts.of_household", R"sql(
SELECT contact FROM contact_household WHERE household = ?1 AND to_at IS NULL ORDER BY id)sql"};

std::string_view text_of(Contacts::AddressState state) {
    switch (state) {
        case Contacts::AddressState::Blocked:
            return "BLOCKED";
        case Contacts::AddressState::Left:
            return "LEFT";
        case Contacts::AddressState::Active:
            break;
    }
    return "ACTIVE";
}

Contacts::AddressState address_state_of(std::string_view text) {
    if (text == "BLOCKED") {
        return Contacts::AddressState::Blocked;
    }
    return text == "LEFT" ? Contacts::AddressState::Left : Contacts::AddressState::Active;
}

}  // namespace

std::optional<Contact> Contacts::find(std::string_view channel, std::string_view address) {
    auto row = connection_.query(kFindAddress, channel, address);
    if (!row.step()) {
        return std::nullopt;
    }
    return Contact{row.id<ContactId>(0),
                   std::string(channel),
                   std::string(address),
                   row.text(1),
                   row.flag(2),
                   row.id<PersonId>(3)};
}

std::optional<Contact> Contacts::find(ContactId id) {
    auto row = connection_.query(kFind, id);
    if (!row.step()) {
        return std::nullopt;
    }
    return Contact{row.id<ContactId>(0),
                   row.text(3),
                   row.text(4),
                   row.text(1),
                   row.flag(2),
                   row.id<PersonId>(5)};
}

Contact Contacts::find_or_create(std::string_view channel, std::string_view address, Instant now) {
    if (auto found = find(channel, address)) {
        return *std::move(found);
    }
    Contact contact;
    contact.id = connection_.new_id<ContactId>(now);
    contact.channel = channel;
    contact.address = address;
    connection_.run(kAdd, contact.id, now);
    connection_.run(
        kAddAddress, connection_.new_id<AddressId>(now), contact.id, channel, address, now);
    return contact;
}

std::vector<Contacts::Address> Contacts::addresses(ContactId id) {
    std::vector<Address> all;
    auto rows = connection_.query(kAddresses, id);
    while (rows.step()) {
        all.push_back({rows.text(0), rows.text(1), address_state_of(rows.view(2)), rows.flag(3)});
    }
    return all;
}

void Contacts::set_address_state(std::string_view channel,
                                 std::string_view address,
                                 AddressState state,
                                 Instant now) {
    connection_.run(kSetState, channel, address, text_of(state), now);
}

void Contacts::move_address(std::string_view channel,
                            std::string_view address,
                            ContactId to,
                            Instant now) {
    connection_.run(kMove, channel, address, to, now);
}

void Contacts::set_language(ContactId id, std::string_view language, Instant now) {
    connection_.run(kSetLanguage, id, language, now);
}

void Contacts::set_person(ContactId id, PersonId person, Instant now) {
    connection_.run(kSetPerson, id, person, now);
}

bool Contacts::set_stopped(std::string_view channel,
                           std::string_view address,
                           bool stopped,
                           Instant now) {
    return connection_.run(stopped ? kStop : kResume, channel, address, now) > 0;
}

void Contacts::link(ContactId id, HouseholdId household, Instant now) {
    if (connection_.run(kTouchLink, id, household, now) == 0) {
        connection_.run(kLink, connection_.new_id<RowId>(now), id, household, now);
    }
}

void Contacts::unlink(ContactId id, HouseholdId household, Instant now) {
    connection_.run(kUnlink, id, household, now);
}

void Contacts::set_relation(ContactId id,
                            HouseholdId household,
                            std::string_view relation,
                            Instant now) {
    connection_.run(kSetRelation, id, household, relation, now);
}

std::string Contacts::relation(ContactId id, HouseholdId household) {
    auto row = connection_.query(kRelation, id, household);
    return row.step() ? row.text(0) : "";
}

void Contacts::choose_house(ContactId id, HouseholdId household, Instant now) {
    connection_.run(kTouchLink, id, household, now);
}

std::vector<ContactId> Contacts::of_household(HouseholdId household) {
    std::vector<ContactId> all;
    auto rows = connection_.query(kOfHousehold, household);
    while (rows.step()) {
        all.push_back(rows.id<ContactId>(0));
    }
    return all;
}

}  // namespace storage
