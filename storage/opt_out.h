#pragma once
#include "storage/connection.h"

#include <string_view>

namespace storage {

// Silence, asked for by address: what is queued for it and is no answer is called off at once, and
// nothing unasked is sent there until it is asked for again. Answers to what the person sends still
// go. Used by the word หยุด of a turn, and by a channel whose gateway says that the person stopped
// us there (Twilio's 21610).
class OptOut {
  public:
    explicit OptOut(Connection& connection) : connection_(connection) {}

    // An address that nobody knew yet is remembered, too. `actor` is for the audit: "contact:5",
    // "channel:twilio". Doing it again changes nothing.
    void stop(std::string_view channel,
              std::string_view address,
              std::string_view actor,
              Instant now);
    // A number that its gateway had blocked is tried again, too: the person has told it otherwise.
    void resume(std::string_view channel,
                std::string_view address,
                std::string_view actor,
                Instant now);

  private:
    Connection& connection_;
};

}  // namespace storage
