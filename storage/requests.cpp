#include "storage/requests.h"

#include "storage/merge.h"

namespace storage {

namespace {

using conversation::AttachmentId;
using conversation::ContactId;
using conversation::HouseholdId;

// A person's rights are to be answered within 30 days (PDPA section 30); the rest is good manners.
constexpr std::chrono::days kRightsDue{30};
constexpr std::chrono::days kDue{7};
constexpr std::chrono::days kEraseDue{1};  // what the notice and the chat promise

constexpr Sql kNextNumber{"requests.next_number",
                          "SELECT coalesce(max(number), 0) + 1 FROM request"};

constexpr Sql kAdd{"requests.add", R"sql(
INSERT INTO request (id, number, kind, household, contact, message, receipt, text, attachment, state,
    due_on, channel, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'OPEN', ?10,
    coalesce((SELECT channel FROM inbox WHERE id = ?6), ''), ?11, ?11))sql"};

// Columns in the order of request_of.
constexpr Sql kOpen{"requests.open", R"sql(
SELECT id, number, kind, household, contact, person, receipt, channel, text, attachment, state,
    created_at, due_on, extended_to, outcome
FROM request WHERE state = 'OPEN' ORDER BY coalesce(extended_to, due_on), number LIMIT ?1)sql"};

constexpr Sql kFind{"requests.find", R"sql(
SELECT id, number, kind, household, contact, person, receipt, channel, text, attachment, state,
    created_at, due_on, extended_to, outcome
FROM request WHERE id = ?1)sql"};

constexpr Sql kNumbered{"requests.numbered", R"sql(
SELECT id, number, kind, household, contact, person, receipt, channel, text, attachment, state,
    created_at, due_on, extended_to, outcome
FROM request WHERE number = ?1)sql"};

constexpr Sql kLatest{"requests.latest", R"sql(
SELECT id, number, kind, household, contact, person, receipt, channel, text, attachment, state,
    created_at, due_on, extended_to, outcome
FROM request ORDER BY number DESC LIMIT ?1)sql"};

constexpr Sql kWithReceipt{"requests.with_receipt", R"sql(
SELECT id, number, kind, household, contact, person, receipt, channel, text, attachment, state,
    created_at, due_on, extended_to, outcome
FROM request WHERE receipt = ?1 AND receipt <> '' ORDER BY number DESC)sql"};

constexpr Sql kGiveReceipt{"requests.give_receipt",
                           "UPDATE request SET receipt = ?2, updated_at = ?3 WHERE id = ?1"};

constexpr Sql kOfPerson{"requests.of_person",
                        "UPDATE request SET person = ?2, updated_at = ?3 WHERE id = ?1"};

constexpr Sql kExtend{"requests.extend", R"sql(
UPDATE request SET extended_to = ?2, updated_at = ?3 WHERE id = ?1 AND state = 'OPEN')sql"};

constexpr Sql kDone{"requests.done", R"sql(
UPDATE request SET state = 'DONE', outcome = ?2, done_at = ?3, done_by = ?4, updated_at = ?3
WHERE id = ?1 AND state = 'OPEN')sql"};

constexpr Sql kEraseAsked{"requests.erase_asked", R"sql(
SELECT 1 FROM request INDEXED BY request_open
WHERE state = 'OPEN' AND kind = 'ERASE' AND contact = ?1 LIMIT 1)sql"};

constexpr Sql kTakeBackErasing{"requests.take_back_erasing", R"sql(
UPDATE request INDEXED BY request_open
SET state = 'DONE', outcome = 'taken_back', done_at = ?2, done_by = 'contact:' || ?1, updated_at = ?2
WHERE state = 'OPEN' AND kind = 'ERASE' AND contact = ?1)sql"};

bool is_right(std::string_view kind) {
    return kind == "WITHDRAW" || kind == "CORRECTION" || kind == "ACCESS";
}

// Somebody may be trying the codes of others: looked at on the same day.
std::chrono::days due_within(std::string_view kind) {
    if (kind == "CODES_GUESSED") {
        return std::chrono::days(0);
    }
    if (kind == "ERASE") {
        return kEraseDue;
    }
    return is_right(kind) ? kRightsDue : kDue;
}

// The conversation tells the person a receipt and hands it over as the request's text.
bool is_receipt(std::string_view kind) {
    return kind == "ERASE" || kind == "WITHDRAW" || kind == "ACCESS";
}

Requests::Request request_of(const Statement& row) {
    Requests::Request request;
    request.id = row.id<RequestId>(0);
    request.number = row.integer(1);
    request.kind = row.text(2);
    request.household = row.id<HouseholdId>(3);
    request.contact = row.id<ContactId>(4);
    request.person = row.id<PersonId>(5);
    request.receipt = row.text(6);
    request.channel = row.text(7);
    request.text = row.text(8);
    request.attachment = row.id<AttachmentId>(9);
    request.state = row.text(10);
    request.asked_at = row.instant(11);
    request.due = row.day(12);
    request.extended_to = optional_day(row, 13);
    request.outcome = row.text(14);
    return request;
}

std::vector<Requests::Request> all_of(Statement rows) {
    std::vector<Requests::Request> all;
    while (rows.step()) {
        all.push_back(request_of(rows));
    }
    return all;
}

}  // namespace

Requests::Request Requests::add(const conversation::OfficerAsked& asked,
                                ContactId contact,
                                InboxId message,
                                Instant now) {
    Request request;
    request.id = connection_.new_id<RequestId>(now);
    request.kind = asked.kind;
    request.household = asked.household;
    request.contact = contact;
    request.text = asked.text;
    request.receipt = is_receipt(asked.kind) ? asked.text : "";
    request.attachment = asked.attachment;
    request.state = "OPEN";
    request.asked_at = now;
    request.due = std::chrono::sys_days(conversation::bangkok_day(now)) + due_within(asked.kind);
    if (auto row = connection_.query(kNextNumber); row.step()) {
        request.number = row.integer(0);
    }
    connection_.run(kAdd,
                    request.id,
                    request.number,
                    request.kind,
                    request.household,
                    request.contact,
                    message,
                    request.receipt,
                    request.text,
                    request.attachment,
                    request.due,
                    now);
    return request;
}

std::vector<Requests::Request> Requests::open(unsigned limit) {
    return all_of(connection_.query(kOpen, limit));
}

bool Requests::erase_asked(ContactId contact) {
    return connection_.query(kEraseAsked, contact).step();
}

void Requests::take_back_erasing(ContactId contact, Instant now) {
    connection_.run(kTakeBackErasing, contact, now);
}

std::optional<Requests::Request> Requests::find(RequestId id) {
    auto row = connection_.query(kFind, id);
    return row.step() ? std::optional(request_of(row)) : std::nullopt;
}

std::optional<Requests::Request> Requests::numbered(std::int64_t number) {
    auto row = connection_.query(kNumbered, number);
    return row.step() ? std::optional(request_of(row)) : std::nullopt;
}

std::vector<Requests::Request> Requests::latest(unsigned limit) {
    return all_of(connection_.query(kLatest, limit));
}

std::vector<Requests::Request> Requests::with_receipt(std::string_view receipt) {
    return all_of(connection_.query(kWithReceipt, receipt));
}

void Requests::give_receipt(RequestId id, std::string_view receipt, Instant now) {
    connection_.run(kGiveReceipt, id, receipt, now);
}

void Requests::of_person(RequestId id, PersonId person, Instant now) {
    connection_.run(kOfPerson, id, person, now);
}

void Requests::extend(RequestId id, Day to, Instant now) {
    connection_.run(kExtend, id, to, now);
}

void Requests::done(RequestId id, std::string_view outcome, Instant now, std::string_view by) {
    connection_.run(kDone, id, outcome, now, by);
}

}  // namespace storage
