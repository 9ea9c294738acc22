#pragma once
#include "storage/connection.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Tokens by which programs read the office's exports without an account: named, limited to kinds
// and an area, with an end. Only a token's digest is kept: who lost one makes another.
class ApiTokens {
  public:
    // What stands for every kind that is not for administrators only.
    static constexpr std::string_view kEveryKind = "*";

    enum class State { Open, Expired, Revoked };

    // What a token may read, as it was asked for.
    struct Wish {
        std::string name{};                // a-z 0-9 . - _, at most 32
        std::vector<std::string> kinds{};  // keys of exports, or kEveryKind
        std::string area{};                // leading digits of village codes; empty: all
        bool personal = false;             // names and poor flags too, with a reason
        std::string reason{};  // of reading them where none can be written with each call
        Instant expires_at{};
    };

    struct Token {
        RowId id{};
        Wish may{};
        std::optional<Instant> revoked_at{};
        std::optional<Instant> last_used_at{};  // to the minute
        Instant created_at{};
        std::string created_by{};

        [[nodiscard]] State state(Instant now) const;

        // As the audit log names it: "token:<name>".
        [[nodiscard]] std::string actor() const { return "token:" + may.name; }
    };

    explicit ApiTokens(Connection& connection) : connection_(connection) {}

    // The new token's text, "smc_" and 64 hex digits (256 bits), which is shown once; nothing when
    // an open token has the name. With its audit row.
    [[nodiscard]] std::optional<std::string> make(const Wish& wish,
                                                  Instant now,
                                                  std::string_view by);
    // False when no open token has the name. With its audit row.
    bool revoke(std::string_view name, Instant now, std::string_view by);
    // Newest first.
    [[nodiscard]] std::vector<Token> all();

    // Whoever's text it is, revoked and expired ones too.
    [[nodiscard]] std::optional<Token> find(std::string_view text);
    void note_use(RowId id, Instant now);

  private:
    Connection& connection_;
};

}  // namespace storage
