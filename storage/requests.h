#pragma once
#include "conversation/event.h"
#include "storage/connection.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// What a person of the office must see to: questions, late corrections, wishes to be erased, photos
// of paper forms; each with a running number, the receipt the person was given and the day it is
// due.
class Requests {
  public:
    struct Request {
        RequestId id;
        std::int64_t number = 0;
        std::string kind;
        conversation::HouseholdId household;
        conversation::ContactId contact;
        PersonId person;      // 0: the household's, or not known
        std::string receipt;  // as the person was told; empty: none was given
        std::string channel;  // where it was asked
        std::string text;
        conversation::AttachmentId attachment;
        std::string state;  // OPEN DONE
        Instant asked_at{};
        Day due{};
        std::optional<Day> extended_to{};  // the day it is due now, where more time was taken
        std::string outcome;               // what was done
    };

    explicit Requests(Connection& connection) : connection_(connection) {}

    // Due in 7 days; rights of the person (WITHDRAW, CORRECTION, ACCESS) in 30; ERASE the next day;
    // CODES_GUESSED the same day.
    Request add(const conversation::OfficerAsked& asked,
                conversation::ContactId contact,
                InboxId message,
                Instant now);
    // The one due first, first.
    [[nodiscard]] std::vector<Request> open(unsigned limit);
    // Is a contact's wish to be erased open?
    [[nodiscard]] bool erase_asked(conversation::ContactId contact);
    // It holds no more: done, by the contact's own word.
    void take_back_erasing(conversation::ContactId contact, Instant now);
    [[nodiscard]] std::optional<Request> find(RequestId id);
    [[nodiscard]] std::optional<Request> numbered(std::int64_t number);
    // Done ones too, newest first.
    [[nodiscard]] std::vector<Request> latest(unsigned limit);
    // Newest first.
    [[nodiscard]] std::vector<Request> with_receipt(std::string_view receipt);
    void give_receipt(RequestId id, std::string_view receipt, Instant now);
    void of_person(RequestId id, PersonId person, Instant now);
    // The law allows more time when the person is told so.
    void extend(RequestId id, Day to, Instant now);
    void done(RequestId id, std::string_view outcome, Instant now, std::string_view by);

  private:
    Connection& connection_;
};

}  // namespace storage
