#include "console/simulator_chats.h"

#include <algorithm>
#include <utility>

namespace console {

namespace {

constexpr std::size_t kChats = 500;
constexpr std::size_t kItems = 400;
constexpr std::size_t kPictures = 40;
constexpr std::size_t kKeys = 10'000;
constexpr int kWaiting = 24;
constexpr std::chrono::minutes kTokenLife{20};

// Drops the first entries in the map's order until at most `most` are left. Keys are random, so
// which go is chance; the limit only keeps a forgotten demo from growing for ever.
template <class Container>
void trim(Container& container, std::size_t most) {
    while (container.size() > most) {
        container.erase(container.begin());
    }
}

}  // namespace

void SimulatorChats::add(const std::string& user, Item item) {
    Chat& chat = chats_[user];
    item.number = ++chat.last;
    if (item.speaker == Speaker::Bot) {
        chat.typing_until = {};
    }
    chat.items.push_back(std::move(item));
    if (chat.items.size() > kItems) {
        chat.items.pop_front();
    }
    news_.notify_all();
}

void SimulatorChats::say(const std::string& user,
                         const std::string& reply_token,
                         std::string messages,
                         conversation::Instant now) {
    const storage::MutexLock lock(mutex_);
    trim(chats_, kChats);
    trim(tokens_, kKeys);
    tokens_[reply_token] = {user, now};
    add(user,
        {.number = 0, .speaker = Speaker::Villager, .at = now, .messages = std::move(messages)});
}

bool SimulatorChats::reply(const std::string& reply_token,
                           std::string messages,
                           conversation::Instant now) {
    const storage::MutexLock lock(mutex_);
    const auto token = tokens_.find(reply_token);
    if (token == tokens_.end()) {
        return false;
    }
    const Token found = std::move(token->second);
    tokens_.erase(token);
    if (now - found.at > kTokenLife) {
        return false;
    }
    add(found.user,
        {.number = 0, .speaker = Speaker::Bot, .at = now, .messages = std::move(messages)});
    return true;
}

bool SimulatorChats::push(const std::string& user,
                          const std::string& retry_key,
                          std::string messages,
                          conversation::Instant now) {
    const storage::MutexLock lock(mutex_);
    trim(retry_keys_, kKeys);
    if (!retry_key.empty() && !retry_keys_.insert(retry_key).second) {
        return false;
    }
    ++pushed_;
    add(user, {.number = 0, .speaker = Speaker::Bot, .at = now, .messages = std::move(messages)});
    return true;
}

void SimulatorChats::show_typing(const std::string& user, conversation::Instant until) {
    const storage::MutexLock lock(mutex_);
    chats_[user].typing_until = until;
    trim(chats_, kChats);
    news_.notify_all();
}

bool SimulatorChats::has_news(const std::string& user,
                              Known known,
                              conversation::Instant now) const {
    if (stopped_) {
        return true;
    }
    const auto chat = chats_.find(user);
    return chat != chats_.end() &&
           (chat->second.last > known.number || (chat->second.typing_until > now) != known.typing);
}

SimulatorChats::News SimulatorChats::wait(const std::string& user,
                                          Known known,
                                          conversation::Instant now,
                                          std::chrono::milliseconds patience) {
    const storage::MutexLock lock(mutex_);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    if (waiting_ < kWaiting) {
        ++waiting_;
        while (!has_news(user, known, now) &&
               news_.wait_until(mutex_, deadline) == std::cv_status::no_timeout) {
        }
        --waiting_;
    }
    News news;
    const auto chat = chats_.find(user);
    if (chat != chats_.end()) {
        news.typing = chat->second.typing_until > now;
        std::copy_if(chat->second.items.begin(),
                     chat->second.items.end(),
                     std::back_inserter(news.items),
                     [known](const Item& item) { return item.number > known.number; });
    }
    return news;
}

void SimulatorChats::keep_picture(const std::string& id, Picture picture) {
    const storage::MutexLock lock(mutex_);
    trim(pictures_, kPictures);
    pictures_[id] = std::move(picture);
}

std::optional<SimulatorChats::Picture> SimulatorChats::picture(const std::string& id) const {
    const storage::MutexLock lock(mutex_);
    const auto found = pictures_.find(id);
    return found == pictures_.end() ? std::nullopt : std::optional(found->second);
}

std::int64_t SimulatorChats::pushed() const {
    const storage::MutexLock lock(mutex_);
    return pushed_;
}

void SimulatorChats::stop() {
    const storage::MutexLock lock(mutex_);
    stopped_ = true;
    news_.notify_all();
}

}  // namespace console
