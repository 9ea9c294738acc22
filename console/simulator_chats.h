#pragma once
#include "conversation/calendar.h"
#include "storage/thread_annotations.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace console {

// The simulator's chats, one a LINE user, in memory. The oldest go when there are too many.
// Threads: any number.
class SimulatorChats {
  public:
    enum class Speaker { Villager, Bot };

    struct Item {
        std::int64_t number = 0;  // within the chat, from 1
        Speaker speaker = Speaker::Villager;
        conversation::Instant at{};
        std::string messages;  // a JSON array of LINE message objects
    };

    struct News {
        std::vector<Item> items;
        bool typing = false;  // the bot makes an answer
    };

    struct Picture {
        std::string mime;
        std::string bytes;
    };

    // What the villager said. `reply_token` answers it once.
    void say(const std::string& user,
             const std::string& reply_token,
             std::string messages,
             conversation::Instant now);

    // False when the token is unknown, used, or older than LINE honours (20 minutes).
    [[nodiscard]] bool reply(const std::string& reply_token,
                             std::string messages,
                             conversation::Instant now);

    // False when that retry key was taken before: then nothing is added.
    [[nodiscard]] bool push(const std::string& user,
                            const std::string& retry_key,
                            std::string messages,
                            conversation::Instant now);

    // The bot shows that it is making an answer, until it comes or `until`.
    void show_typing(const std::string& user, conversation::Instant until);

    // What a page that knows a chat up to `number` and `typing` has not seen.
    struct Known {
        std::int64_t number = 0;
        bool typing = false;
    };

    // Waits for news, at most `patience`; returns at once when too many wait already, or after
    // stop().
    [[nodiscard]] News wait(const std::string& user,
                            Known known,
                            conversation::Instant now,
                            std::chrono::milliseconds patience);

    void keep_picture(const std::string& id, Picture picture);
    [[nodiscard]] std::optional<Picture> picture(const std::string& id) const;

    // Messages pushed so far: what LINE counts against the month's quota.
    [[nodiscard]] std::int64_t pushed() const;

    void stop();

  private:
    struct Chat {
        std::deque<Item> items;
        std::int64_t last = 0;
        conversation::Instant typing_until{};
    };

    struct Token {
        std::string user;
        conversation::Instant at{};
    };

    void add(const std::string& user, Item item) REQUIRES(mutex_);
    [[nodiscard]] bool has_news(const std::string& user,
                                Known known,
                                conversation::Instant now) const REQUIRES(mutex_);

    mutable storage::Mutex mutex_;
    std::condition_variable_any news_;
    std::map<std::string, Chat> chats_ GUARDED_BY(mutex_);
    std::map<std::string, Token> tokens_ GUARDED_BY(mutex_);
    std::set<std::string, std::less<>> retry_keys_ GUARDED_BY(mutex_);
    std::map<std::string, Picture> pictures_ GUARDED_BY(mutex_);
    std::int64_t pushed_ GUARDED_BY(mutex_) = 0;
    int waiting_ GUARDED_BY(mutex_) = 0;
    bool stopped_ GUARDED_BY(mutex_) = false;
};

}  // namespace console
