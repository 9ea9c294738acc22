#include "bot/content_fetcher.h"

#include "bot/image_metadata.h"
#include "bot/log.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace bot {

namespace {

using namespace std::chrono_literals;
using conversation::Attachment;
using storage::ContentFetches;

constexpr std::size_t kThreads = 8;
constexpr unsigned kBatch = 16;
// A fetch that was claimed by a process that died is due again after this; longer than any call.
constexpr std::chrono::seconds kLease{60};
// The answer should still find its reply token alive.
constexpr std::chrono::seconds kPatience{40};
constexpr int kFewestTries = 3;
constexpr std::chrono::milliseconds kLookAgain = 5s;

std::chrono::milliseconds pause_after(int attempts) {
    std::chrono::milliseconds pause = 500ms;
    for (int i = 1; i < attempts && pause < 8s; ++i) {
        pause *= 2;
    }
    return pause;
}

TurnWorker::Content failed(Attachment::Failure failure) {
    TurnWorker::Content content;
    content.failure = failure;
    return content;
}

}  // namespace

ContentFetcher::ContentFetcher(
    storage::Writer& writer,
    std::vector<Channel*> channels,
    const Clock& clock,
    TurnWorker& turns,
    std::function<void(const std::string& channel, const std::string& address)> typing)
    : writer_(writer),
      channels_(std::move(channels)),
      clock_(clock),
      turns_(turns),
      typing_(std::move(typing)),
      pool_("pictures", kThreads) {}

ContentFetcher::~ContentFetcher() {
    stop();
}

void ContentFetcher::start() {
    thread_ = std::jthread([this] { loop(); });
}

void ContentFetcher::wake() {
    const storage::MutexLock lock(mutex_);
    dirty_ = true;
    changed_.notify_all();
}

void ContentFetcher::stop() {
    {
        const storage::MutexLock lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
    }
    if (thread_.joinable()) {
        thread_.join();
    }
    pool_.stop();
}

void ContentFetcher::loop() NO_THREAD_SAFETY_ANALYSIS {
    mutex_.lock();
    while (!stopping_) {
        dirty_ = false;
        mutex_.unlock();
        std::chrono::milliseconds pause = kLookAgain;
        for (auto* channel : channels_) {
            try {
                pause = std::min(pause, round(*channel));
            } catch (const storage::StorageError& error) {
                spdlog::error("pictures to fetch could not be looked up: {}", error.what());
                pause = 1s;
            }
        }
        mutex_.lock();
        if (!dirty_ && !stopping_) {
            changed_.wait_for(mutex_, pause);
        }
    }
    mutex_.unlock();
}

std::chrono::milliseconds ContentFetcher::round(Channel& channel) {
    std::vector<ContentFetches::Fetch> due;
    std::optional<conversation::Instant> next;
    const auto now = clock_.now();
    writer_.run([&](storage::Connection& connection) {
        ContentFetches fetches(connection);
        next = fetches.next_due(channel.id());
        if (next && *next <= now) {
            due = fetches.claim(channel.id(), kBatch, kLease, now);
            next = fetches.next_due(channel.id());
        }
    });
    for (auto& one : due) {
        (void)pool_.submit([this, &channel, one = std::move(one)] { fetch(channel, one); });
    }
    if (!next) {
        return kLookAgain;
    }
    return std::clamp(*next - clock_.now(), 10ms, kLookAgain);
}

void ContentFetcher::put_off(const ContentFetches::Fetch& fetch, std::string_view reason) {
    const auto next = clock_.now() + pause_after(fetch.attempts);
    writer_.run([&](storage::Connection& connection) {
        ContentFetches(connection).retry_at(fetch.id, next, reason);
    });
    wake();
}

std::optional<TurnWorker::Content> ContentFetcher::content_of(Channel& channel,
                                                              const ContentFetches::Fetch& fetch) {
    using Outcome = ContentResult::Outcome;
    const auto& attachment = fetch.message.attachment;
    ContentResult result = channel.fetch(attachment ? attachment->remote_id : "");
    const auto age = clock_.now() - fetch.message.received_at;
    const bool tired = age > kPatience && fetch.attempts >= kFewestTries;
    switch (result.outcome) {
        case Outcome::Fetched: {
            auto clean = without_metadata(result.bytes);
            if (!clean) {
                return failed(Attachment::Failure::Gone);
            }
            return TurnWorker::Content{std::move(clean->bytes), std::move(clean->mime), {}};
        }
        case Outcome::Gone:
            return failed(Attachment::Failure::Gone);
        case Outcome::TooLarge:
            return failed(Attachment::Failure::TooLarge);
        case Outcome::NotYet:
        case Outcome::Unreachable:
        case Outcome::Unauthorized:
            break;
    }
    if (tired) {
        return failed(Attachment::Failure::Unreachable);
    }
    if (fetch.attempts == 1) {
        typing_(channel.id(), fetch.message.address);
    }
    put_off(fetch, result.outcome == Outcome::NotYet ? "not_yet" : "unreachable");
    return std::nullopt;
}

void ContentFetcher::fetch(Channel& channel, const ContentFetches::Fetch& fetch) {
    try {
        if (const auto content = content_of(channel, fetch)) {
            turns_.resume(fetch, *content);
        }
    } catch (const std::exception& error) {
        // Its lease ends, and it is tried again.
        spdlog::error("a picture of {} could not be taken in: {}",
                      masked(fetch.message.address),
                      escaped(error.what()));
    }
}

}  // namespace bot
