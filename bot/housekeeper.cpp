#include "bot/housekeeper.h"

#include "storage/housekeeping_log.h"
#include "storage/retention.h"
#include "storage/tellings.h"

#include <spdlog/spdlog.h>

namespace bot {

namespace {

constexpr std::chrono::minutes kPause{10};

}  // namespace

Housekeeper::Housekeeper(storage::Database& database, const Clock& clock)
    : clock_(clock),
      reader_(database.reader()),
      doors_{.write = [&writer =
                           database.writer()](const storage::Writer::Job& job) { writer.run(job); },
             .shorten = [&writer = database.writer()] { writer.shorten_wal(); },
             .reader = reader_},
      erasures_(doors_, texts_) {}

Housekeeper::~Housekeeper() {
    stop();
}

void Housekeeper::start() {
    thread_ = std::jthread([this] { loop(); });
}

void Housekeeper::stop() {
    {
        const storage::MutexLock lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
    }
    if (thread_.joinable()) {
        thread_.join();
    }
}

bool Housekeeper::stopping() {
    const storage::MutexLock lock(mutex_);
    return stopping_;
}

// The last rule of a night is the last to leave its proof.
bool Housekeeper::is_night_due(conversation::Instant now) {
    const auto today = conversation::bangkok_day(now);
    const auto last =
        storage::HousekeepingLog(reader_).last(storage::Retention::rules().back().name);
    return conversation::bangkok_time_of_day(now) >= kNight &&
           (!last || conversation::bangkok_day(last->at) < today);
}

void Housekeeper::round() {
    const auto now = clock_.now();
    const auto outcome = erasures_.run(now - kRest, now);
    if (outcome.erased + outcome.closed > 0) {
        spdlog::info("{} wishes to be erased carried out, {} proved, {} wait for a last word",
                     outcome.erased,
                     outcome.closed,
                     outcome.waiting);
    }
    if (outcome.traces > 0) {
        spdlog::error(
            "an erased address still stands in {} places: sammachip request list shows the wish",
            outcome.traces);
    }
    if (!is_night_due(now)) {
        return;
    }
    // A message that went out has told the house; a slip has its own command.
    doors_.write([now](storage::Connection& writer) {
        (void)storage::Tellings(writer).take_over_sent(now);
    });
    for (const auto& rule : run_retention(doors_, now, [this] { return !stopping(); })) {
        if (rule.rows > 0 || rule.left_over > 0) {
            spdlog::info(
                "kept long enough: {}: {} rows, {} left", rule.rule, rule.rows, rule.left_over);
        }
    }
}

void Housekeeper::loop() NO_THREAD_SAFETY_ANALYSIS {
    mutex_.lock();
    while (!stopping_) {
        mutex_.unlock();
        try {
            round();
        } catch (const storage::StorageError& error) {
            spdlog::error("erasing did not come to its end, it is tried again: {}", error.what());
        }
        mutex_.lock();
        if (!stopping_) {
            changed_.wait_for(mutex_, kPause);
        }
    }
    mutex_.unlock();
}

}  // namespace bot
