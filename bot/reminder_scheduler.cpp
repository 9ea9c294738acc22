#include "bot/reminder_scheduler.h"

#include "bot/reminder_outlook.h"
#include "storage/chat_groups.h"
#include "storage/quota.h"
#include "storage/reminders.h"

#include <prometheus/counter.h>
#include <pthread.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace bot {

namespace {

using namespace std::chrono_literals;
using storage::Connection;

constexpr std::chrono::milliseconds kLongestPause = 30s;
constexpr std::chrono::milliseconds kShortestPause = 50ms;
constexpr std::chrono::hours kFailuresEvery{1};
constexpr std::chrono::days kFailuresBack{2};
constexpr std::chrono::hours kGroupsEvery{1};
constexpr std::chrono::hours kCountLives{20};
constexpr std::array kOutcomes = {"sent", "suppressed", "expired", "held"};

}  // namespace

ReminderScheduler::ReminderScheduler(storage::Writer& writer,
                                     const Clock& clock,
                                     webhooks::Metrics& metrics,
                                     PassTerms terms,
                                     std::function<void(const std::string& channel)> wake)
    : writer_(writer), clock_(clock), terms_(std::move(terms)), wake_(std::move(wake)) {
    for (std::size_t i = 0; i < kOutcomes.size(); ++i) {
        counters_.at(i) = &metrics.counter("sammachip_reminders_total",
                                           "Reminders by what was done with them.",
                                           {{"outcome", kOutcomes.at(i)}});
    }
}

ReminderScheduler::~ReminderScheduler() {
    stop();
}

void ReminderScheduler::start() {
    thread_ = std::jthread([this] { loop(); });
    pthread_setname_np(thread_.native_handle(), "reminders");
}

void ReminderScheduler::stop() {
    {
        const storage::MutexLock lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void ReminderScheduler::count(const PassResult& result) {
    counters_[0]->Increment(static_cast<double>(result.sent));
    counters_[1]->Increment(static_cast<double>(result.suppressed));
    counters_[2]->Increment(static_cast<double>(result.expired));
    counters_[3]->Increment(static_cast<double>(result.held));
}

void ReminderScheduler::step() {
    const auto now = clock_.now();
    bool more = true;
    while (more) {
        writer_.run(
            [&](Connection& connection) { more = plan_piece(connection, terms_.planning, now); });
    }
    PassResult result;
    do {
        writer_.run([&](Connection& connection) { result = remind(connection, terms_, now); });
        count(result);
        for (const auto& channel : result.channels) {
            wake_(channel);
        }
    } while (result.handled > 0);
    look_for_failures(now);
    count_groups(now);
    look_ahead(now);
}

void ReminderScheduler::look_for_failures(conversation::Instant now) {
    if (now - looked_for_failures_ < kFailuresEvery && now >= looked_for_failures_) {
        return;
    }
    writer_.run([&](Connection& connection) {
        storage::Reminders(connection).note_failures(now - kFailuresBack, now);
    });
    looked_for_failures_ = now;
}

// Once a day: will the month's messages do?
void ReminderScheduler::look_ahead(conversation::Instant now) {
    const auto today = conversation::bangkok_day(now);
    if (looked_ahead_ == today) {
        return;
    }
    looked_ahead_ = today;
    std::vector<std::string> channels;
    writer_.run([&](Connection& connection) {
        channels = storage::Quota(connection).limited(conversation::period_of(today));
    });
    if (channels.empty()) {
        return;
    }
    OutlookMaker maker(terms_.planning, now);
    bool more = true;
    while (more) {
        writer_.run([&](Connection& connection) { more = maker.piece(connection); });
    }
    writer_.run([&](Connection& connection) {
        for (const auto& channel : channels) {
            (void)tell_of_shortage(connection, channel, maker.outlook(connection, channel), now);
        }
    });
}

// What a push to a group costs is asked daily, an hour after it could not be.
void ReminderScheduler::count_groups(conversation::Instant now) {
    if (!group_size_ || (now - counted_groups_ < kGroupsEvery && now >= counted_groups_)) {
        return;
    }
    counted_groups_ = now;
    std::vector<storage::ChatGroups::Group> groups;
    writer_.run([&](Connection& connection) { groups = storage::ChatGroups(connection).bound(); });
    for (const auto& group : groups) {
        if (group.members_at && now - *group.members_at < kCountLives) {
            continue;
        }
        if (const auto members = group_size_(group.channel, group.address)) {
            writer_.run([&](Connection& connection) {
                storage::ChatGroups(connection).set_members(group.id, *members, now);
            });
        }
    }
}

std::chrono::milliseconds ReminderScheduler::pause() {
    std::optional<conversation::Instant> next;
    writer_.run([&](Connection& connection) { next = storage::Reminders(connection).next(); });
    if (!next) {
        return kLongestPause;
    }
    return std::clamp<std::chrono::milliseconds>(
        *next - clock_.now(), kShortestPause, kLongestPause);
}

void ReminderScheduler::loop() NO_THREAD_SAFETY_ANALYSIS {
    mutex_.lock();
    while (!stopping_) {
        mutex_.unlock();
        auto rest = kLongestPause;
        try {
            step();
            rest = pause();
        } catch (const storage::StorageError& error) {
            spdlog::error("reminders wait for half a minute: {}", error.what());
        }
        mutex_.lock();
        if (!stopping_) {
            changed_.wait_for(mutex_, rest);
        }
    }
    mutex_.unlock();
}

}  // namespace bot
