#include "storage/requests.h"

namespace storage {

namespace {

using conversation::AttachmentId;
using conversation::ContactId;
using conversation::HouseholdId;

// A person's rights are to be answered within 30 days (PDPA section 30); the rest is good manners.
constexpr std::chrono::days kRightsDue{30};
constexpr std::chrono::days kDue{7};

constexpr Sql kNextNumber{"requests.next_number",
                          "SELECT coalesce(max(number), 0) + 1 FROM request"};

constexpr Sql kAdd{"requests.add", R"sql(
INSERT INTO request (id, number, kind, household, contact, message, text, attachment, state,
    due_on, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'OPEN', ?9, ?10, ?10))sql"};

constexpr Sql kOpen{"requests.open", R"sql(
SELECT id, number, kind, household, contact, text, attachment, state, created_at, due_on
FROM request WHERE state = 'OPEN' ORDER BY due_on, number LIMIT ?1)sql"};

constexpr Sql kDone{"requests.done", R"sql(
UPDATE request SET state = 'DONE', done_at = ?2, done_by = ?3, updated_at = ?2
WHERE id = ?1 AND state = 'OPEN')sql"};

constexpr Sql kEraseAsked{"requests.erase_asked", R"sql(
SELECT 1 FROM request INDEXED BY request_open
WHERE state = 'OPEN' AND kind = 'ERASE' AND contact = ?1 LIMIT 1)sql"};

constexpr Sql kTakeBackErasing{"requests.take_back_erasing", R"sql(
UPDATE request INDEXED BY request_open
SET state = 'DONE', done_at = ?2, done_by = 'contact:' || ?1, updated_at = ?2
WHERE state = 'OPEN' AND kind = 'ERASE' AND contact = ?1)sql"};

bool is_right(std::string_view kind) {
    return kind == "ERASE" || kind == "WITHDRAW" || kind == "CORRECTION";
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
    request.attachment = asked.attachment;
    request.state = "OPEN";
    request.asked_at = now;
    request.due = std::chrono::sys_days(conversation::bangkok_day(now)) +
                  (is_right(asked.kind) ? kRightsDue : kDue);
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
                    request.text,
                    request.attachment,
                    request.due,
                    now);
    return request;
}

std::vector<Requests::Request> Requests::open(unsigned limit) {
    std::vector<Request> all;
    auto rows = connection_.query(kOpen, limit);
    while (rows.step()) {
        Request request;
        request.id = rows.id<RequestId>(0);
        request.number = rows.integer(1);
        request.kind = rows.text(2);
        request.household = rows.id<HouseholdId>(3);
        request.contact = rows.id<ContactId>(4);
        request.text = rows.text(5);
        request.attachment = rows.id<AttachmentId>(6);
        request.state = rows.text(7);
        request.asked_at = rows.instant(8);
        request.due = rows.day(9);
        all.push_back(std::move(request));
    }
    return all;
}

bool Requests::erase_asked(ContactId contact) {
    return connection_.query(kEraseAsked, contact).step();
}

void Requests::take_back_erasing(ContactId contact, Instant now) {
    connection_.run(kTakeBackErasing, contact, now);
}

void Requests::done(RequestId id, Instant now, std::string_view by) {
    connection_.run(kDone, id, now, by);
}

}  // namespace storage
