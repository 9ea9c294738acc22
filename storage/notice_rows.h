#pragma once
#include "storage/outbox.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Rows of the outbox that remember what they say and were not said again elsewhere yet: notices and
// reminders. Whether one should be is not decided here (bot/notice_fallback).
class NoticeRows {
  public:
    struct Row {
        OutboxId id;
        std::string channel;
        std::string address;
        conversation::ContactId contact;
        Outbox::Priority priority = Outbox::Priority::Reminder;
        std::string notice;  // as Draft::notice was
        bool queued = false;
        bool ended = false;  // failed or expired; neither: it is under way, or the person has it
        Instant due{};
        bool postponed = false;  // was tried or put off: `due` is not the time that was wanted
        std::optional<Instant> expires_at;
        // Tries of which it is not known that they failed: with any the person may have it already.
        // The last one of a row that is under way, or was sent, is among them.
        std::int64_t unsure = 0;
    };

    explicit NoticeRows(Connection& connection) : connection_(connection) {}

    // Nothing for answers, for what stands for another row, and for what another row stands for.
    [[nodiscard]] std::optional<Row> find(OutboxId id);
    // What is queued for an address.
    [[nodiscard]] std::vector<OutboxId> queued_for(std::string_view channel,
                                                   std::string_view address);
    // What is queued for a channel and due, the oldest first.
    [[nodiscard]] std::vector<OutboxId> due(std::string_view channel, unsigned limit, Instant now);
    // A queued one waits until then, for the reason that the month is used up.
    void put_off(OutboxId id, Instant until, Instant now);

  private:
    Connection& connection_;
};

}  // namespace storage
