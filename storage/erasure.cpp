#include "storage/erasure.h"

#include "conversation/message.h"
#include "storage/anonymous_totals.h"
#include "storage/audit_log.h"
#include "storage/contacts.h"
#include "storage/fault_points.h"
#include "storage/households.h"
#include "storage/outbox.h"
#include "storage/requests.h"
#include "storage/sessions.h"
#include "storage/tombstones.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace storage {

namespace {

using conversation::ContactId;
using conversation::HouseholdId;

// Erased within 24 hours of the wish, the farewell too.
constexpr std::chrono::hours kFarewellUntil{23};

constexpr Sql kDue{"erasure.due", R"sql(
SELECT id, household, contact, receipt, created_at FROM request
WHERE kind = 'ERASE' AND state = 'OPEN' AND created_at <= ?1 ORDER BY created_at, id)sql"};

// Who speaks or spoke for the house, since when, and whether there is more to them than that.
constexpr Sql kSpeakers{"erasure.speakers", R"sql(
SELECT ch.contact, min(ch.from_at), c.person IS NOT NULL OR EXISTS (
    SELECT 1 FROM contact_household o
    WHERE o.contact = ch.contact AND o.household <> ?1 AND o.to_at IS NULL)
FROM contact_household ch JOIN contact c ON c.id = ch.contact
WHERE ch.household = ?1 GROUP BY ch.contact, c.person ORDER BY ch.contact)sql"};

// Somebody who asked without a house.
constexpr Sql kAlone{"erasure.alone", R"sql(
SELECT c.id, c.created_at, EXISTS (
    SELECT 1 FROM contact_household WHERE contact = c.id AND to_at IS NULL)
FROM contact c WHERE c.id = ?1)sql"};

// Of a person of the team who speaks for no house.
constexpr Sql kPersonOf{"erasure.person_of", R"sql(
SELECT c.person, p.phone, EXISTS (SELECT 1 FROM role r WHERE r.person = p.id AND r.from_day <= ?2
        AND coalesce(r.to_day, '9999-12-31') >= ?2)
    OR EXISTS (SELECT 1 FROM household WHERE head = p.id)
FROM contact c JOIN person p ON p.id = c.person WHERE c.id = ?1
    AND NOT EXISTS (SELECT 1 FROM contact_household WHERE contact = c.id AND to_at IS NULL))sql"};

// What the register keeps of her: what she was, and while a term runs, her name.
constexpr std::array kForgetPerson = {
    Sql{"erasure.forget_person", R"sql(
UPDATE person SET phone = NULL, sex = NULL, birth_year_be = NULL WHERE id = ?1)sql"},
    Sql{"erasure.forget_person_consent", "DELETE FROM person_consent WHERE person = ?1"},
    Sql{"erasure.forget_person_invite", "DELETE FROM invite WHERE person = ?1"},
    Sql{"erasure.forget_person_reminder", "DELETE FROM reminder WHERE person = ?1"},
    Sql{"erasure.forget_person_switch", "DELETE FROM reminder_switch WHERE person = ?1"},
    Sql{"erasure.forget_person_feed", "DELETE FROM calendar_feed WHERE person = ?1"},
};

constexpr Sql kSharesPhone{"erasure.shares_phone",
                           "SELECT 1 FROM person WHERE phone = ?1 AND id <> ?2 LIMIT 1"};

constexpr Sql kUnnamePerson{"erasure.unname_person", R"sql(
UPDATE person SET prefix = '', given_name = '', family_name = '' WHERE id = ?1)sql"};

constexpr Sql kUnnameTrainer{"erasure.unname_trainer",
                             "UPDATE household SET trainer_phone = NULL WHERE trainer_phone = ?1"};

constexpr Sql kHead{"erasure.head", "SELECT head FROM household WHERE id = ?1"};

// ?1 household, in an order that leaves no row without the one it refers to.
constexpr std::array kRowsOfHousehold = {
    Sql{"erasure.report_conflict", R"sql(
DELETE FROM report_conflict WHERE report IN (SELECT id FROM report WHERE household = ?1))sql"},
    Sql{"erasure.telling", "DELETE FROM telling WHERE household = ?1"},
    Sql{"erasure.reminder", "DELETE FROM reminder WHERE household = ?1"},
    Sql{"erasure.report_revision", R"sql(
DELETE FROM report_revision WHERE report IN (SELECT id FROM report WHERE household = ?1))sql"},
    Sql{"erasure.report", "DELETE FROM report WHERE household = ?1"},
    Sql{"erasure.fund_access", "DELETE FROM fund_access WHERE household = ?1"},
    Sql{"erasure.nomination_criterion", R"sql(
DELETE FROM nomination_criterion WHERE nomination IN (
    SELECT id FROM nomination WHERE household = ?1))sql"},
    Sql{"erasure.nomination_score", R"sql(
DELETE FROM nomination_score WHERE nomination IN (
    SELECT id FROM nomination WHERE household = ?1))sql"},
    Sql{"erasure.nomination_stage", R"sql(
DELETE FROM nomination_stage WHERE nomination IN (
    SELECT id FROM nomination WHERE household = ?1))sql"},
    Sql{"erasure.nomination", "DELETE FROM nomination WHERE household = ?1"},
    Sql{"erasure.occ_group_member", "DELETE FROM occ_group_member WHERE household = ?1"},
    Sql{"erasure.household_care", "DELETE FROM household_care WHERE household = ?1"},
    Sql{"erasure.household_move", "DELETE FROM household_move WHERE household = ?1"},
    Sql{"erasure.household_flag", "DELETE FROM household_flag WHERE household = ?1"},
    Sql{"erasure.baseline", "DELETE FROM baseline WHERE household = ?1"},
    Sql{"erasure.saving_form", "DELETE FROM household_saving_form WHERE household = ?1"},
    Sql{"erasure.breach_household", "DELETE FROM breach_household WHERE household = ?1"},
    Sql{"erasure.fact_change", "DELETE FROM fact_change WHERE household = ?1"},
    Sql{"erasure.consent", "DELETE FROM consent WHERE household = ?1"},
    Sql{"erasure.invite", "DELETE FROM invite WHERE household = ?1"},
    Sql{"erasure.contact_household", "DELETE FROM contact_household WHERE household = ?1"},
    Sql{"erasure.submission_attachment", R"sql(
DELETE FROM submission_attachment WHERE submission IN (
    SELECT id FROM submission WHERE household = ?1))sql"},
    Sql{"erasure.outcome", R"sql(
UPDATE outcome SET submission = NULL WHERE submission IN (
    SELECT id FROM submission WHERE household = ?1))sql"},
    Sql{"erasure.submission", "DELETE FROM submission WHERE household = ?1"},
};

// Questions that wait are answered by this; other wishes to be erased find nothing left.
constexpr Sql kRequests{"erasure.requests", R"sql(
UPDATE request SET household = NULL, contact = NULL, person = NULL, message = NULL, text = '',
    attachment = NULL, outcome = CASE kind WHEN 'ERASE' THEN '' ELSE 'ERASED' END,
    done_at = CASE WHEN state = 'OPEN' AND kind <> 'ERASE' THEN ?2 ELSE done_at END,
    done_by = CASE WHEN state = 'OPEN' AND kind <> 'ERASE' THEN ?3 ELSE done_by END,
    state = CASE WHEN kind <> 'ERASE' THEN 'DONE' ELSE state END, updated_at = ?2
WHERE household = ?1)sql"};

constexpr Sql kOwnRequest{"erasure.own_request", R"sql(
UPDATE request SET household = NULL, contact = NULL, person = NULL, message = NULL, text = '',
    attachment = NULL, updated_at = ?2
WHERE id = ?1)sql"};

constexpr Sql kHousehold{"erasure.household", "DELETE FROM household WHERE id = ?1"};

// Is there more to the person than having been the head of a house?
constexpr Sql kPersonStays{"erasure.person_stays", R"sql(
SELECT 1 WHERE EXISTS (SELECT 1 FROM household WHERE head = ?1)
    OR EXISTS (SELECT 1 FROM role WHERE person = ?1)
    OR EXISTS (SELECT 1 FROM support_team_member WHERE person = ?1)
    OR EXISTS (SELECT 1 FROM household_care WHERE person = ?1)
    OR EXISTS (SELECT 1 FROM contact WHERE person = ?1)
    OR EXISTS (SELECT 1 FROM activity WHERE responsible = ?1)
    OR EXISTS (SELECT 1 FROM outcome WHERE answered_by = ?1)
    OR EXISTS (SELECT 1 FROM nomination WHERE nominated_by = ?1)
    OR EXISTS (SELECT 1 FROM nomination_score WHERE member = ?1)
    OR EXISTS (SELECT 1 FROM learning_centre WHERE keeper = ?1)
    OR EXISTS (SELECT 1 FROM trainer_session WHERE trainer = ?1))sql"};

constexpr std::array kPerson = {
    Sql{"erasure.person_invite", "DELETE FROM invite WHERE person = ?1"},
    Sql{"erasure.person_consent", "UPDATE consent SET person = NULL WHERE person = ?1"},
    Sql{"erasure.person_request", "UPDATE request SET person = NULL WHERE person = ?1"},
    Sql{"erasure.person_reminder", "DELETE FROM reminder WHERE person = ?1"},
    Sql{"erasure.person_switch", "DELETE FROM reminder_switch WHERE person = ?1"},
    Sql{"erasure.person_feed", "DELETE FROM calendar_feed WHERE person = ?1"},
    Sql{"erasure.person", "DELETE FROM person WHERE id = ?1"},
};

constexpr Sql kPhoneOfOthers{"erasure.phone_of_others", R"sql(
SELECT 1 FROM person p WHERE p.phone = ?1
    AND p.id <> coalesce((SELECT head FROM household WHERE id = ?2), 0))sql"};

constexpr Sql kAddFarewell{"erasure.add_farewell", R"sql(
INSERT INTO farewell (outbox, request, until_at, created_at) VALUES (?1, ?2, ?3, ?4))sql"};

constexpr Sql kSpoken{"erasure.spoken", R"sql(
SELECT f.outbox, f.request, o.address FROM farewell f JOIN outbox o ON o.id = f.outbox
WHERE o.state NOT IN ('queued', 'sending') OR f.until_at <= ?1 ORDER BY f.outbox)sql"};

constexpr Sql kWipe{"erasure.wipe", R"sql(
UPDATE outbox SET messages = '[]', reply_token = NULL, provider_id = NULL, address = '',
    state = CASE WHEN state IN ('queued', 'sending') THEN 'expired' ELSE state END, updated_at = ?2
WHERE id = ?1)sql"};

constexpr Sql kWipeDelivery{"erasure.wipe_delivery",
                            "UPDATE delivery SET answer = '' WHERE outbox = ?1"};
constexpr Sql kDropFarewell{"erasure.drop_farewell", "DELETE FROM farewell WHERE outbox = ?1"};
constexpr Sql kWaiting{"erasure.waiting", "SELECT 1 FROM farewell WHERE request = ?1 LIMIT 1"};

// Linked since it was looked: everything is looked up again.
ContactErasure::Found messages_of(const Erasure::Seen& seen, ContactId contact) {
    const auto found = seen.find(contact);
    return found == seen.end() ? ContactErasure::Found{} : found->second;
}

}  // namespace

std::vector<Erasure::Wish> Erasure::due(Instant asked_until) {
    std::vector<Wish> wishes;
    auto rows = connection_.query(kDue, asked_until);
    while (rows.step()) {
        wishes.push_back({rows.id<RequestId>(0),
                          rows.id<HouseholdId>(1),
                          rows.id<ContactId>(2),
                          rows.text(3),
                          rows.instant(4)});
    }
    return wishes;
}

std::vector<Erasure::Speaker> Erasure::speakers(const Wish& wish) {
    std::vector<Speaker> all;
    auto rows = wish.household ? connection_.query(kSpeakers, wish.household)
                               : connection_.query(kAlone, wish.contact);
    while (rows.step()) {
        all.push_back({rows.id<ContactId>(0), rows.instant(1), rows.flag(2)});
    }
    return all;
}

Erasure::Seen Erasure::look(const Wish& wish) {
    Seen seen;
    for (const auto& speaker : speakers(wish)) {
        seen[speaker.contact] = ContactErasure(connection_).look(speaker.contact);
    }
    return seen;
}

// A file names a house by village and number, its head by telephone or by village and name.
void Erasure::bury(HouseholdId household, Instant now, std::string_view by) {
    const auto record = Households(connection_).find(household);
    if (!record) {
        return;
    }
    Tombstones tombstones(connection_);
    tombstones.bury_house(record->village_code, record->house_no, now, by);
    const auto& head = record->head;
    if (!head.phone.empty() && !connection_.query(kPhoneOfOthers, head.phone, household).step()) {
        tombstones.bury_phone(head.phone, now, by);
    }
    if (!head.given_name.empty()) {
        tombstones.bury_name(record->village_code, head.given_name, head.family_name, now, by);
    }
}

void Erasure::say_farewell(const Wish& wish,
                           const Speaker& speaker,
                           const Terms& terms,
                           Instant now) {
    const auto session = Sessions(connection_).find(speaker.contact);
    const bool about_it =
        session &&
        (!speaker.stays || (session->form && session->form->household == wish.household));
    const auto contact = Contacts(connection_).find(speaker.contact);
    if (!about_it || !contact || contact->address.empty() || !terms.farewell) {
        return;
    }
    conversation::OutgoingMessage message;
    message.text = terms.farewell(contact->language, wish.receipt);
    const Instant until = wish.asked_at + kFarewellUntil;
    Outbox::Draft draft;
    draft.channel = contact->channel;
    draft.address = contact->address;
    draft.messages = {message};
    draft.expires_at = std::max(until, now + std::chrono::minutes(10));
    const auto row = Outbox(connection_).enqueue(draft, now);
    connection_.run(kAddFarewell, row, wish.request, *draft.expires_at, now);
}

std::int64_t Erasure::erase_household(const Wish& wish, Instant now, std::string_view by) {
    bury(wish.household, now, by);
    AnonymousTotals(connection_).take_household(wish.household);
    PersonId head;
    if (auto row = connection_.query(kHead, wish.household); row.step()) {
        head = row.id<PersonId>(0);
    }
    std::int64_t rows = 0;
    for (const Sql& sql : kRowsOfHousehold) {
        rows += connection_.run(sql, wish.household);
    }
    rows += connection_.run(kRequests, wish.household, now, by);
    rows += connection_.run(kHousehold, wish.household);
    if (head && !connection_.query(kPersonStays, head).step()) {
        for (const Sql& sql : kPerson) {
            rows += connection_.run(sql, head);
        }
    }
    return rows;
}

std::int64_t Erasure::forget_person(ContactId contact, Instant now, std::string_view by) {
    PersonId person;
    std::string phone;
    bool stays_named = false;
    if (auto row = connection_.query(kPersonOf, contact, conversation::bangkok_day(now));
        row.step()) {
        person = row.id<PersonId>(0);
        phone = row.text(1);
        stays_named = row.flag(2);
    }
    if (!person) {
        return 0;
    }
    std::int64_t rows = 0;
    if (!phone.empty() && !connection_.query(kSharesPhone, phone, person).step()) {
        Tombstones(connection_).bury_phone(phone, now, by);
        rows += connection_.run(kUnnameTrainer, phone);
    }
    for (const Sql& sql : kForgetPerson) {
        rows += connection_.run(sql, person);
    }
    if (!stays_named) {
        rows += connection_.run(kUnnamePerson, person);
    }
    AuditLog(connection_)
        .write({std::string(by),
                "erased",
                fmt::format("person:{}", person.value),
                stays_named ? "name kept for the term" : "",
                now});
    return rows;
}

Erasure::Erased Erasure::carry_out(const Wish& wish,
                                   const Seen& seen,
                                   const Terms& terms,
                                   Instant now) {
    const SecureDelete overwrite(connection_);
    const auto all = speakers(wish);
    Erased erased;
    for (const auto& speaker : all) {
        say_farewell(wish, speaker, terms, now);
        erased.rows += ContactErasure(connection_)
                           .forget_talk(speaker.contact,
                                        messages_of(seen, speaker.contact),
                                        speaker.stays ? speaker.since : Instant{},
                                        speaker.stays);
    }
    const std::string subject = wish.household ? fmt::format("household:{}", wish.household.value)
                                               : fmt::format("contact:{}", wish.contact.value);
    if (wish.household) {
        erased.rows += erase_household(wish, now, terms.by);
        fault_point("erasure.after_household");
    } else if (wish.contact) {
        erased.rows += forget_person(wish.contact, now, terms.by);
    }
    for (const auto& speaker : all) {
        if (!speaker.stays) {
            auto gone = ContactErasure(connection_)
                            .erase(speaker.contact, messages_of(seen, speaker.contact));
            erased.rows += gone.rows;
            erased.addresses.insert(
                erased.addresses.end(), gone.addresses.begin(), gone.addresses.end());
        }
    }
    fault_point("erasure.after_contacts");
    connection_.run(kOwnRequest, wish.request, now);
    erased.rows += delete_orphan_attachments(connection_, 1000);
    erased.farewells = all_said(wish.request) ? 0 : 1;
    if (wish.household || wish.contact) {
        AuditLog(connection_).write({terms.by, "erased", subject, wish.receipt, now});
    }
    return erased;
}

std::vector<Erasure::Farewell> Erasure::settle_farewells(Instant now) {
    std::vector<std::pair<OutboxId, Farewell>> spoken;
    {
        auto rows = connection_.query(kSpoken, now);
        while (rows.step()) {
            spoken.emplace_back(rows.id<OutboxId>(0),
                                Farewell{rows.id<RequestId>(1), rows.text(2)});
        }
    }
    std::vector<Farewell> all;
    if (spoken.empty()) {
        return all;
    }
    const SecureDelete overwrite(connection_);
    for (auto& [outbox, farewell] : spoken) {
        connection_.run(kWipe, outbox, now);
        connection_.run(kWipeDelivery, outbox);
        connection_.run(kDropFarewell, outbox);
        all.push_back(std::move(farewell));
    }
    return all;
}

bool Erasure::all_said(RequestId request) {
    return !connection_.query(kWaiting, request).step();
}

void Erasure::close(RequestId request, std::int64_t traces, Instant now, std::string_view by) {
    if (traces == 0) {
        Requests(connection_).done(request, "ERASED", now, by);
    }
    AuditLog(connection_)
        .write({std::string(by),
                traces == 0 ? "erasure.proved" : "erasure.traces",
                fmt::format("request:{}", request.value),
                fmt::format("traces={}", traces),
                now});
}

}  // namespace storage
