#pragma once
#include "conversation/ids.h"
#include "storage/connection.h"
#include "storage/register_ids.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// What is due to be said unasked, a row a thing, a target and a time; its unique key (subject,
// kind, target, due) makes that it is said once. A row is taken in the same transaction that puts
// the message into the outbox.
//
//   DUE → SENT → FAILED (the outbox gave it up)
//     ↘ SUPPRESSED (done, cancelled, changed, reported, no_address …) or EXPIRED
class Reminders {
  public:
    static constexpr std::size_t kRanks = 5;  // 0 is served first

    struct Row {
        ReminderId id{};
        std::string kind{};  // WEEK_BEFORE …, as bot/reminder_rules names them
        int rank = 0;
        ActivityId activity{};           // either this
        std::optional<Period> period{};  // or this
        Day day{};                       // the activity's first day, or the close of the month
        std::int64_t version = 0;        // of the activity
        PersonId person{};               // one of the three, none: the officer
        conversation::HouseholdId household{};
        ChatGroupId group{};
        Instant due{};
        Instant useful_until{};
        Instant next{};  // when it is looked at; never given to put()
        std::string state{};
        std::string reason{};
        std::string channel{};
        std::optional<std::int64_t> cost{};
    };

    // What became of a row that was taken.
    struct Sent {
        OutboxId outbox{};  // none: nothing was put into the outbox
        std::string_view channel{};
        std::int64_t cost = 0;
        std::string_view reason{};  // "rode_along": in an answer; else empty
    };

    // What became of what an officer asked for at an instant.
    struct Asked {
        std::int64_t line = 0;
        std::int64_t sms = 0;
        std::int64_t segments = 0;
        std::int64_t waiting = 0;  // for the end of the quiet hours
        std::int64_t failed = 0;
    };

    explicit Reminders(Connection& connection) : connection_(connection) {}

    // Makes the row. One that is there: while DUE it gets version, end and planning; SUPPRESSED as
    // "changed" it comes to life again; whatever else became of it, it stays.
    void put(const Row& row, Instant planned);
    // The row of that subject, kind, target and time.
    [[nodiscard]] ReminderId id_of(const Row& row);
    // DUE rows of an activity that its last planning did not put: SUPPRESSED, "changed".
    std::int64_t void_unplanned(ActivityId activity, Instant planned);

    // To be done now, of one rank, the oldest first.
    [[nodiscard]] std::vector<Row> due(int rank, Instant now, unsigned limit);
    // All that is not done, by time; for looking at.
    [[nodiscard]] std::vector<Row> ahead(Instant until, unsigned limit);
    // Of a person or a household she speaks for: what may ride along with an answer.
    [[nodiscard]] std::vector<Row> waiting_for(conversation::ContactId contact,
                                               Instant until,
                                               unsigned limit);

    // DUE → SENT; false when somebody else was first: then nothing may be said.
    [[nodiscard]] bool take(ReminderId id, Instant now);
    void link(ReminderId id, const Sent& sent, Instant now);
    // DUE → SUPPRESSED or EXPIRED.
    void suppress(ReminderId id, std::string_view reason, Instant now);
    void expire(ReminderId id, std::string_view reason, Instant now);
    // It is not looked at before.
    void put_off(ReminderId id, Instant until, Instant now);
    // SENT rows whose message the outbox gave up: FAILED, with its reason. Returns how many.
    std::int64_t note_failures(Instant since, Instant now);

    // When there is something to do next; nothing when nothing is planned.
    [[nodiscard]] std::optional<Instant> next();
    // How many rows of each rank are DUE between two instants.
    [[nodiscard]] std::array<std::int64_t, kRanks> coming(Instant after, Instant until);
    // Reminders of a month's report whose time is the instant, of villages whose code begins with
    // `area`.
    [[nodiscard]] Asked asked_at(Instant asked, Period period, std::string_view area);
    // Pushes that wait in a channel's outbox and are no answers.
    [[nodiscard]] std::int64_t queued_pushes(std::string_view channel);

  private:
    Connection& connection_;
};

}  // namespace storage
