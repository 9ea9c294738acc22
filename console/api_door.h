#pragma once
#include "storage/api_tokens.h"
#include "storage/writer.h"
#include "webhooks/route.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace console {

// The token a request carries: "Bearer <token>", or the password of "Basic" (Excel and Power BI can
// send nothing else; the user's name is not looked at). Nothing when it carries none.
[[nodiscard]] std::optional<std::string> token_of(std::string_view authorization);

// The door of the API. Threads: any number; `lend` gives a reader for the calling thread's use.
//
// A token is 256 random bits and cannot be guessed; what must be slowed is the work that wrong ones
// make. After 5 of an address within 15 minutes further wrong ones are answered 429 for a while,
// without a row; a right token from the same address is served all the same.
class ApiDoor {
  public:
    using Lend = std::function<void(const std::function<void(storage::Connection&)>&)>;

    ApiDoor(storage::Writer& writer, Lend lend) : writer_(writer), lend_(std::move(lend)) {}

    // The token in force, or the refusal. Throws StorageError. Refused tokens leave audit rows.
    [[nodiscard]] std::variant<storage::ApiTokens::Token, webhooks::Response> open(
        const webhooks::Request& request, conversation::Instant now);

  private:
    struct Look;
    [[nodiscard]] Look look(const std::string& text,
                            const std::string& address,
                            conversation::Instant now);
    void note_failure(const Look& look, const std::string& address, conversation::Instant now);

    storage::Writer& writer_;
    Lend lend_;
};

}  // namespace console
