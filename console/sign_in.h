#pragma once
#include "console/second_factor.h"
#include "storage/officers.h"
#include "storage/thread_annotations.h"
#include "storage/writer.h"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace console {

// How long the door stays shut after the last failure: 5 failures of an account or 20 of an address
// within 15 minutes begin it, each further one doubles it up to five minutes. A failure from
// elsewhere does not count against an address the account knows.
[[nodiscard]] std::chrono::seconds login_pause(const storage::Officers::Failures& failures);

// What of the pause is left: never more than the whole of it, also when the clock was set back.
[[nodiscard]] std::chrono::seconds pause_left(const storage::Officers::Failures& failures,
                                              conversation::Instant now);

// The door of the console. Threads: any number; `lend` gives a reader for the calling thread's use.
class SignIn {
  public:
    using Lend = std::function<void(const std::function<void(storage::Connection&)>&)>;

    struct Attempt {
        std::string name;
        std::string password;
        std::string address;
        conversation::Instant now{};
    };

    struct Welcome {
        std::string token;  // for the cookie; only its digest is stored
    };

    // Name or password is wrong, the account is disabled or has no password yet: which is not said.
    struct Refused {};

    struct Wait {
        std::chrono::seconds left{};
    };

    // The password is right, and a code of the account's app is wanted as well, within five
    // minutes.
    struct CodeWanted {
        std::string ticket;
    };

    using Outcome = std::variant<Welcome, Refused, Wait, CodeWanted>;

    SignIn(storage::Writer& writer, Lend lend)
        : writer_(writer), lend_(std::move(lend)), factor_(writer) {}

    // Throws StorageError. Success and failure leave audit rows.
    [[nodiscard]] Outcome sign_in(const Attempt& attempt);

    // The second step: `code` is of the app, or a spare one. The ticket says whose name it is.
    [[nodiscard]] Outcome enter_code(std::string_view ticket,
                                     std::string_view code,
                                     Attempt attempt);

    // The first password, or a new one after it was forgotten: `code` is what `user add` or `user
    // reset` printed. The password must have no fault. Signs in as well.
    [[nodiscard]] Outcome set_first_password(const Attempt& attempt, std::string_view code);

    // A new password for somebody who is signed in and knows the old one; ends the other sessions.
    // False when `old` is wrong.
    [[nodiscard]] bool change_password(const storage::Officers::Officer& officer,
                                       std::string_view old,
                                       const Attempt& attempt,
                                       std::string_view token);

    [[nodiscard]] std::optional<storage::Officers::Session> session(std::string_view token,
                                                                    conversation::Instant now);
    void sign_out(std::string_view token, conversation::Instant now);

    [[nodiscard]] SecondFactor& factor() { return factor_; }

    // The account's app is taken off by somebody who is signed in and has it, or a spare code.
    // False when the code is wrong; tries count as those at the door.
    [[nodiscard]] bool remove_factor(const storage::Officers::Officer& officer,
                                     std::string_view code,
                                     const Attempt& attempt);

  private:
    struct Door;

    // Somebody between the two steps.
    struct Ticket {
        std::string name;
        conversation::Instant expires{};
    };

    [[nodiscard]] Outcome ask_for_code(const Attempt& attempt);
    [[nodiscard]] std::optional<std::string> name_of(std::string_view ticket,
                                                     conversation::Instant now);
    [[nodiscard]] Door look(const Attempt& attempt);
    [[nodiscard]] Outcome refuse(const Attempt& attempt, std::string_view what);
    [[nodiscard]] Outcome welcome(const Attempt& attempt,
                                  const storage::Officers::Officer& officer,
                                  const std::string& new_hash,
                                  std::string_view what);

    storage::Writer& writer_;
    Lend lend_;
    SecondFactor factor_;
    storage::Mutex mutex_;
    std::map<std::string, Ticket, std::less<>> tickets_ GUARDED_BY(mutex_);  // by their digests
};

}  // namespace console
