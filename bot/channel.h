#pragma once
#include "bot/send_result.h"
#include "conversation/message.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bot {

// How a message leaves: as the free answer to something the person did, or on our own account.
enum class SendWay { Reply, Push };

struct SendRequest {
    SendWay way = SendWay::Reply;
    std::string address;      // "line:U…", "tel:+66…"
    std::string reply_token;  // of Reply
    std::string retry_key;    // of Push: a UUID, the same at every try
    std::int64_t row{};       // our own id of the message, the same at every try
    const std::vector<conversation::OutgoingMessage>& messages;
};

// What a channel may still send this month.
struct Quota {
    std::optional<std::int64_t> limit;  // nothing: unlimited
    std::int64_t used = 0;
};

// What came of fetching a picture.
struct ContentResult {
    enum class Outcome { Fetched, NotYet, Gone, TooLarge, Unreachable, Unauthorized };
    Outcome outcome = Outcome::Unreachable;
    std::string bytes;
    std::string mime;
};

// What a channel asks of the sender; the defaults are LINE's.
struct ChannelTerms {
    // What becomes of a message whose try has no known outcome.
    enum class Repeat {
        Safe,          // the provider knows the message's key: it is taken once
        AfterReceipt,  // a receipt would tell that it arrived: wait for one, then try again
        Never,         // nobody would know: given up and said, rather than sent twice
    };
    Repeat repeat = Repeat::Safe;
    std::chrono::seconds receipt_wait{30};  // how long a receipt may take, AfterReceipt
    bool is_sms = false;
    bool blocks = false;         // send() waits for the provider's answer
    unsigned rate_messages = 0;  // at most so many; 0: as many as it takes
    std::chrono::milliseconds rate_in{1000};
    std::int64_t price = 0;                // of a segment, hundredths of a satang
    std::optional<std::int64_t> budget{};  // of a month, likewise
};

// The border to a provider. Calls block until the provider answered or a time-out, but for send();
// threads: any number of callers.
class Channel {
  public:
    virtual ~Channel() = default;

    [[nodiscard]] virtual const std::string& id() const = 0;

    [[nodiscard]] virtual const ChannelTerms& terms() const {
        static const ChannelTerms kDefaults;
        return kDefaults;
    }

    // How many segments messages are charged as; 0 where nothing is charged.
    [[nodiscard]] virtual std::size_t segments(
        const std::vector<conversation::OutgoingMessage>& /*messages*/) const {
        return 0;
    }

    using SendDone = std::function<void(const SendResult& result)>;

    // Calls `done` once, on whatever thread: before it returns, or when the provider has answered.
    // May throw before that: then nothing has left.
    virtual void send(const SendRequest& request, SendDone done) = 0;
    // Nothing when the provider could not be asked.
    [[nodiscard]] virtual std::optional<Quota> quota() = 0;

    // How many people are in a group, which is what a push to it costs; nothing when the provider
    // has no groups or could not be asked.
    [[nodiscard]] virtual std::optional<std::int64_t> members(const std::string& /*group*/) {
        return std::nullopt;
    }

    // Goes out of a group. Failures do not matter: nothing is said there any more.
    virtual void leave(const std::string& /*group*/) {}

    [[nodiscard]] virtual ContentResult fetch(const std::string& remote_id) = 0;
    // Shows the person that an answer is being made. Failures do not matter.
    virtual void show_typing(const std::string& address) = 0;
    virtual void mark_read(const std::string& read_token) = 0;
};

}  // namespace bot
