#pragma once
#include "storage/connection.h"
#include "storage/register_ids.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

using OfficerId = conversation::Id<struct OfficerTag>;

// Personal accounts of the console, their sessions, and what failed at the door. Passwords come
// here as argon2id strings, tokens and codes as SHA-256 digests (64 hex digits).
class Officers {
  public:
    // A session ends after this long without a request, and in any case after kSessionLife.
    static constexpr std::chrono::minutes kSessionIdle{30};
    static constexpr std::chrono::hours kSessionLife{12};
    // An address from which an account signed in within these days is known to it.
    static constexpr std::chrono::days kAddressKnown{30};

    struct Officer {
        OfficerId id{};
        std::string name{};
        std::string display_name{};
        std::string role{};  // ADMIN OFFICER CHAIR VIEWER
        OrganisationId organisation{};
        std::string area{};  // leading digits of village codes; empty: all
        bool disabled = false;
        bool has_password = false;
    };

    // What signing in needs to know; never shown.
    struct Secrets {
        std::string password{};   // empty: none set yet
        std::string once_code{};  // digest; empty: none given, or too old
    };

    struct Session {
        Officer officer{};
        std::string csrf{};
        Instant seen_at{};
    };

    // Failures of the last 15 minutes at the door.
    struct Failures {
        int of_name = 0;  // from this address only, when the account knows it
        int of_address = 0;
        std::optional<Instant> last{};
    };

    explicit Officers(Connection& connection) : connection_(connection) {}

    // StorageError (Constraint) when the name is taken.
    OfficerId add(const Officer& officer, Instant now, std::string_view by);
    [[nodiscard]] std::optional<Officer> find(std::string_view name);
    // By name.
    [[nodiscard]] std::vector<Officer> all();
    // Disabling ends the account's sessions.
    void set_disabled(OfficerId id, bool disabled, Instant now);

    [[nodiscard]] Secrets secrets(OfficerId id, Instant now);
    // Also takes the one-time code away.
    void set_password(OfficerId id, std::string_view argon2id, Instant now);
    void set_once_code(OfficerId id, std::string_view digest, Instant expires, Instant now);

    void start_session(std::string_view token,
                       OfficerId id,
                       std::string_view csrf,
                       std::string_view address,
                       Instant now);
    // A session in force, of an account that is not disabled.
    [[nodiscard]] std::optional<Session> session(std::string_view token, Instant now);
    void touch_session(std::string_view token, Instant now);
    void end_session(std::string_view token, Instant now);
    // All of the account's but the one named (empty: none spared).
    void end_sessions(OfficerId id, std::string_view but, Instant now);

    void log_failure(std::string_view name_digest, std::string_view address, Instant now);
    [[nodiscard]] Failures failures(std::string_view name_digest,
                                    OfficerId id,
                                    std::string_view address,
                                    Instant now);

  private:
    Connection& connection_;
};

}  // namespace storage
