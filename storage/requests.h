#pragma once
#include "conversation/event.h"
#include "storage/connection.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// What a person of the office must see to: questions, late corrections, wishes to be erased, photos
// of paper forms; each with a running number and the day it is due.
class Requests {
  public:
    struct Request {
        RequestId id;
        std::int64_t number = 0;
        std::string kind;
        conversation::HouseholdId household;
        conversation::ContactId contact;
        std::string text;
        conversation::AttachmentId attachment;
        std::string state;  // OPEN DONE
        Instant asked_at{};
        Day due{};
    };

    explicit Requests(Connection& connection) : connection_(connection) {}

    // Due in 7 days; rights of the person (ERASE, WITHDRAW, CORRECTION) in 30.
    Request add(const conversation::OfficerAsked& asked,
                conversation::ContactId contact,
                InboxId message,
                Instant now);
    [[nodiscard]] std::vector<Request> open(unsigned limit);
    // Is a contact's wish to be erased open?
    [[nodiscard]] bool erase_asked(conversation::ContactId contact);
    // It holds no more: done, by the contact's own word.
    void take_back_erasing(conversation::ContactId contact, Instant now);
    void done(RequestId id, Instant now, std::string_view by);

  private:
    Connection& connection_;
};

}  // namespace storage
