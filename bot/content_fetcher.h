#pragma once
#include "bot/channel.h"
#include "bot/clock.h"
#include "bot/turn_worker.h"
#include "storage/content_fetches.h"
#include "storage/thread_annotations.h"
#include "storage/writer.h"
#include "webhooks/worker_pool.h"

#include <condition_variable>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace bot {

// Fetches the pictures that people sent to a question for one: at once, again with growing pauses
// while the channel prepares them or cannot be reached, and no longer than the reply token lives.
// What was fetched is freed of places and dates, stored, and its turn goes on; what cannot be had
// goes on too, with the reason. The database is the queue, as with the outbox.
class ContentFetcher {
  public:
    // `typing` is called when a person will have to wait. All references outlive the fetcher.
    ContentFetcher(
        storage::Writer& writer,
        std::vector<Channel*> channels,
        const Clock& clock,
        TurnWorker& turns,
        std::function<void(const std::string& channel, const std::string& address)> typing);
    ~ContentFetcher();  // stops
    ContentFetcher(const ContentFetcher&) = delete;
    ContentFetcher& operator=(const ContentFetcher&) = delete;
    ContentFetcher(ContentFetcher&&) = delete;
    ContentFetcher& operator=(ContentFetcher&&) = delete;

    void start();
    // There are new pictures to fetch. Any thread; cheap.
    void wake();
    // Finishes what is under way. Calls that hang end when the transport is aborted.
    void stop();

  private:
    void loop();
    // Begins what is due of one channel; returns how long there is nothing to do.
    [[nodiscard]] std::chrono::milliseconds round(Channel& channel);
    void fetch(Channel& channel, const storage::ContentFetches::Fetch& fetch);
    // Nothing: it was put off.
    [[nodiscard]] std::optional<TurnWorker::Content> content_of(
        Channel& channel, const storage::ContentFetches::Fetch& fetch);
    void put_off(const storage::ContentFetches::Fetch& fetch, std::string_view reason);

    storage::Writer& writer_;
    const std::vector<Channel*> channels_;
    const Clock& clock_;
    TurnWorker& turns_;
    const std::function<void(const std::string&, const std::string&)> typing_;
    storage::Mutex mutex_;
    std::condition_variable_any changed_;
    bool stopping_ GUARDED_BY(mutex_) = false;
    bool dirty_ GUARDED_BY(mutex_) = true;
    webhooks::WorkerPool pool_;
    std::jthread thread_;
};

}  // namespace bot
