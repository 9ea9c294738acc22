#include "bot/outbox_sender.h"

#include "bot/channel_trouble.h"
#include "bot/log.h"
#include "bot/outbox_exchange.h"
#include "bot/outbox_lane.h"
#include "bot/send_plan.h"
#include "storage/thread_annotations.h"
#include "webhooks/worker_pool.h"

#include <prometheus/counter.h>
#include <pthread.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

namespace bot {

namespace {

using namespace std::chrono_literals;
using conversation::Instant;
using std::chrono::steady_clock;
using storage::Outbox;

// A command beside the running program puts rows into the outbox, too, and wakes nobody.
constexpr auto kLookElsewhere = 10s;

std::string what_went_wrong(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& exception) {
        return exception.what();
    } catch (...) {
        return "unknown";
    }
}

}  // namespace

struct OutboxSender::State {
    using Lane = OutboxLane;

    State(storage::Writer& its_writer,
          const std::vector<Channel*>& channels,
          const Clock& its_clock,
          webhooks::Metrics& its_metrics,
          Limits limits)
        : writer(its_writer), clock(its_clock), pool("sender", limits.threads) {
        for (auto* channel : channels) {
            auto& lane = lanes.emplace_back(*channel, limits.per_channel);
            for (std::size_t i = 0; i < lane.counters.size(); ++i) {
                lane.counters[i] = &its_metrics.counter(
                    "sammachip_sends_total",
                    "Tries to send a message, by what came of them.",
                    {{"channel", channel->id()},
                     {"outcome", std::string(name(static_cast<SendOutcome>(i)))}});
            }
        }
    }

    void loop();
    void round() REQUIRES(mutex);
    // Begins an exchange when there is something to settle or to claim and room for it.
    void pump(Lane& lane) REQUIRES(mutex);
    void exchanged(Lane& lane,
                   const std::shared_ptr<OutboxExchange>& exchange,
                   const std::exception_ptr& error);
    void begin(Lane& lane, std::vector<Outbox::Row> rows, Instant now) REQUIRES(mutex);
    [[nodiscard]] webhooks::WorkerPool::Task call_of(Lane& lane,
                                                     std::shared_ptr<const Outbox::Row> row)
        REQUIRES(mutex);
    [[nodiscard]] webhooks::WorkerPool::Task call_with(SendSlot slot,
                                                       std::shared_ptr<const Outbox::Row> row)
        EXCLUDES(mutex);
    // Room that was reserved was not used.
    void release(Lane& lane) EXCLUDES(mutex);
    void perform(Lane& lane, const std::shared_ptr<const Outbox::Row>& row);
    void answered(Lane& lane,
                  const SendResult& result,
                  FinishedTry done,
                  steady_clock::time_point since);
    [[nodiscard]] bool push_allowed(Lane& lane, const Outbox::Row& row);
    [[nodiscard]] bool budget_allows(Lane& lane, const Outbox::Row& row, FinishedTry& done);
    void recover(storage::Connection& connection);
    void finish(Lane& lane, const Outbox::Row& row, const SendResult& result, FinishedTry done);
    void tell_loop(const Lane& lane) REQUIRES(mutex);
    void rows_for(std::string_view channel) REQUIRES(mutex);
    [[nodiscard]] Lane* find(std::string_view channel);

    [[nodiscard]] bool blocks(std::string_view channel) {
        const auto* lane = find(channel);
        return lane == nullptr || lane->terms.blocks;
    }

    storage::Writer& writer;
    const Clock& clock;
    std::optional<NoticeTerms> notices;  // unchanged once started
    mutable storage::Mutex mutex;
    std::condition_variable_any changed;
    std::deque<Lane> lanes;
    bool started GUARDED_BY(mutex) = false;
    bool stopping GUARDED_BY(mutex) = false;
    std::size_t under_way GUARDED_BY(mutex) = 0;  // rows there is room reserved for
    std::size_t calling GUARDED_BY(mutex) = 0;    // of them: begun, and not over
    Instant last_now GUARDED_BY(mutex){};
    steady_clock::time_point last_round GUARDED_BY(mutex) = steady_clock::now();
    steady_clock::time_point last_elsewhere GUARDED_BY(mutex) = steady_clock::now();
    webhooks::WorkerPool pool;
    std::jthread thread;
};

OutboxLane* OutboxSender::State::find(std::string_view channel) {
    const auto found = std::ranges::find_if(
        lanes, [&](const Lane& lane) { return lane.channel->id() == channel; });
    return found == lanes.end() ? nullptr : &*found;
}

void OutboxSender::State::pump(Lane& lane) {
    if (!started || lane.busy || steady_clock::now() < lane.not_before) {
        return;
    }
    const Instant now = clock.now();
    const bool claims = !stopping && lane.is_due(now) && lane.room(now) > 0;
    if (!claims && lane.finished.empty()) {
        return;
    }
    // Nobody waits for what is only settled.
    using Priority = storage::Writer::Priority;
    const auto exchange = std::make_shared<OutboxExchange>();
    lane.busy = writer.submit(
        [this, &lane, exchange](storage::Connection& connection) {
            {
                const storage::MutexLock lock(mutex);
                lane.prepare(*exchange, clock.now(), !stopping);
            }
            exchange->notices = notices ? &*notices : nullptr;
            carry_out(connection, *exchange);
        },
        [this, &lane, exchange](const std::exception_ptr& error) {
            exchanged(lane, exchange, error);
        },
        claims ? Priority::Turn : Priority::Along);
    if (!lane.busy) {
        lane.not_before = steady_clock::now() + kPauseAfterFailure;
    }
}

// Hands claimed rows to threads, or back to the queue when the sender is stopping.
void OutboxSender::State::begin(Lane& lane, std::vector<Outbox::Row> rows, Instant now) {
    if (stopping) {
        for (const auto& row : rows) {
            lane.put_back(row, now);
        }
        return;
    }
    std::vector<webhooks::WorkerPool::Task> calls;
    calls.reserve(rows.size());
    for (auto& row : rows) {
        lane.begin(now);
        ++under_way;
        calls.push_back(call_of(lane, std::make_shared<const Outbox::Row>(std::move(row))));
    }
    (void)pool.submit(calls);  // it is stopped after `stopping` was set
}

webhooks::WorkerPool::Task OutboxSender::State::call_of(Lane& lane,
                                                        std::shared_ptr<const Outbox::Row> row) {
    ++calling;
    return [this, &lane, row = std::move(row)] { perform(lane, row); };
}

// Empty when the sender is stopping: the row is back in the queue then.
webhooks::WorkerPool::Task OutboxSender::State::call_with(SendSlot slot,
                                                          std::shared_ptr<const Outbox::Row> row) {
    const storage::MutexLock lock(mutex);
    Lane& lane = *find(row->channel);
    slot.use();
    if (!stopping) {
        return call_of(lane, std::move(row));
    }
    lane.put_back(*row, clock.now());
    lane.cancel();
    --under_way;
    changed.notify_all();
    return {};
}

void OutboxSender::State::release(Lane& lane) {
    const storage::MutexLock lock(mutex);
    lane.cancel();
    --under_way;
    tell_loop(lane);
}

void OutboxSender::State::exchanged(Lane& lane,
                                    const std::shared_ptr<OutboxExchange>& exchange,
                                    const std::exception_ptr& error) {
    const storage::MutexLock lock(mutex);
    const Instant now = clock.now();
    if (error) {
        spdlog::error("the outbox of {} could not be brought up to date, trying again: {}",
                      exchange->channel,
                      what_went_wrong(error));
        lane.undo(*exchange);
        changed.notify_all();
        return;
    }
    lane.take_over(*exchange, now);
    begin(lane, std::move(exchange->rows), now);
    pump(lane);
    for (const auto& channel : exchange->moved_to) {
        rows_for(channel);
    }
    tell_loop(lane);
}

bool OutboxSender::State::push_allowed(Lane& lane, const Outbox::Row& row) {
    const std::lock_guard asking(lane.quota_asking);
    bool stale = false;
    {
        const storage::MutexLock lock(mutex);
        stale = lane.quota.is_stale(clock.now());
    }
    std::optional<Quota> read;
    if (stale) {
        read = lane.channel->quota();
    }
    const storage::MutexLock lock(mutex);
    if (stale) {
        lane.quota.read(read, clock.now());
        lane.quota_read = read ? read : lane.quota_read;
    }
    return lane.quota.take(row, clock.now());
}

// Charged by the segment: what it will cost is held back while it is under way.
bool OutboxSender::State::budget_allows(Lane& lane, const Outbox::Row& row, FinishedTry& done) {
    if (!lane.terms.is_sms) {
        return true;
    }
    const auto messages = row.messages();
    const auto segments = messages ? lane.channel->segments(*messages) : 0;
    done.charged = {.messages = 1,
                    .segments = static_cast<std::int64_t>(segments),
                    .cost = static_cast<std::int64_t>(segments) * lane.terms.price};
    const storage::MutexLock lock(mutex);
    return lane.budget.take(row.priority, done.charged.cost, month_of(clock.now()));
}

void OutboxSender::State::perform(Lane& lane, const std::shared_ptr<const Outbox::Row>& row) {
    FinishedTry done = try_of(*row);
    done.row = row;
    if (row->way == Outbox::Way::Push &&
        !(push_allowed(lane, *row) && budget_allows(lane, *row, done))) {
        SendResult result;
        result.outcome = SendOutcome::QuotaExhausted;
        result.detail = "kept back: what is left of the month's messages is not for this one";
        done.attempt.result = "kept_back";
        done.kept_back = true;
        finish(lane, *row, result, std::move(done));
        return;
    }
    auto held = std::make_shared<FinishedTry>(std::move(done));
    lane.send(*row, [this, &lane, held, since = steady_clock::now()](const SendResult& result) {
        answered(lane, result, std::move(*held), since);
    });
}

void OutboxSender::State::answered(Lane& lane,
                                   const SendResult& result,
                                   FinishedTry done,
                                   steady_clock::time_point since) {
    const auto kept = done.row;
    const Outbox::Row& row = *kept;
    done.attempt.took =
        std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - since);
    done.attempt.result = name(result.outcome);
    done.attempt.http_status = result.status;
    done.attempt.answer = storage::mask_answer(result.detail);
    const bool pushed = row.way == Outbox::Way::Push && traits(result.outcome).delivered;
    done.pushed = pushed ? std::max<std::int64_t>(row.push_cost, 1) : 0;
    lane.counters.at(static_cast<std::size_t>(result.outcome))->Increment();
    finish(lane, row, result, std::move(done));
}

void OutboxSender::State::finish(Lane& lane,
                                 const Outbox::Row& row,
                                 const SendResult& result,
                                 FinishedTry done) {
    const storage::MutexLock lock(mutex);
    const Instant now = clock.now();
    const auto before = lane.pace.trouble();
    bool recovered = false;
    if (done.kept_back) {
        lane.cancel();
        done.charged = {};
    } else {
        recovered = lane.pace.end(row.address, result, now);
        if (row.way == Outbox::Way::Push) {
            lane.quota.over(row, result.outcome, now);
        }
    }
    const auto silence = now - lane.pace.last_success();
    const bool works = !lane.pace.trouble() && silence >= 0s && silence < 1min;
    done.settlement = plan_after(row, result, works, now, lane.terms);
    done.attempt.at = now;
    done.taken_once =
        lane.terms.repeat == ChannelTerms::Repeat::Safe && row.way == Outbox::Way::Push;
    if (lane.terms.is_sms && !done.kept_back) {
        lane.note_cost(row, result, done);
    }
    if (traits(result.outcome).loggable ||
        done.settlement.result != Outbox::Settlement::Result::Sent) {
        spdlog::warn("outbox row {} try {} by {}: {} {} {}",
                     row.id.value,
                     row.attempts,
                     done.attempt.way,
                     done.attempt.result,
                     result.status,
                     done.attempt.answer);
    }
    lane.finished.push_back(std::move(done));  // with its row
    if (recovered) {
        lane.hasten = true;
    }
    lane.dirty = lane.dirty || lane.blocked;  // the address is free for its next message
    tell_trouble(lane.channel->id(), before, lane.pace.trouble());
    --under_way;
    --calling;
    pump(lane);
    tell_loop(lane);
}

// Wakes the thread that looks for work, and stop(), where they may have waited for this.
void OutboxSender::State::tell_loop(const Lane& lane) {
    if (stopping || lane.next_due || lane.pace.paused_until()) {
        changed.notify_all();
    }
}

void OutboxSender::State::round() {
    const Instant now = clock.now();
    const bool set_back = now < last_now - 1min;
    last_now = now;
    last_round = steady_clock::now();
    const bool elsewhere = last_round - last_elsewhere >= kLookElsewhere;
    last_elsewhere = elsewhere ? last_round : last_elsewhere;
    for (auto& lane : lanes) {
        lane.hasten = lane.hasten || set_back;
        lane.dirty = lane.dirty || elsewhere;
        pump(lane);
    }
}

void OutboxSender::State::loop() NO_THREAD_SAFETY_ANALYSIS {
    mutex.lock();
    while (!stopping) {
        round();
        auto pause = std::chrono::duration_cast<std::chrono::milliseconds>(kLookAgain);
        const Instant now = clock.now();
        for (const auto& lane : lanes) {
            for (const auto& at : {lane.next_due, lane.pace.room_at(), lane.rate.room_at(now)}) {
                if (at && *at > now && *at - now < pause) {
                    pause = *at - now;
                }
            }
        }
        changed.wait_for(mutex, pause);
    }
    mutex.unlock();
}

OutboxSender::OutboxSender(storage::Writer& writer,
                           const std::vector<Channel*>& channels,
                           const Clock& clock,
                           webhooks::Metrics& metrics)
    : OutboxSender(writer, channels, clock, metrics, Limits{}) {}

OutboxSender::OutboxSender(storage::Writer& writer,
                           const std::vector<Channel*>& channels,
                           const Clock& clock,
                           webhooks::Metrics& metrics,
                           Limits limits)
    : state_(std::make_unique<State>(writer, channels, clock, metrics, limits)) {}

OutboxSender::~OutboxSender() {
    stop(0ms, [] {});
}

// What an earlier run left: messages under way, and the month's bill.
void OutboxSender::State::recover(storage::Connection& connection) {
    using Repeat = ChannelTerms::Repeat;
    const Instant now = clock.now();
    Outbox outbox(connection);
    std::int64_t unfinished = 0;
    for (auto& lane : lanes) {
        const auto& id = lane.channel->id();
        if (lane.terms.repeat != Repeat::Safe) {
            const bool waits = lane.terms.repeat == Repeat::AfterReceipt;
            unfinished += outbox.recover_unsure(
                id, waits ? std::optional(now + lane.terms.receipt_wait) : std::nullopt, now);
        }
        const auto month = month_of(now);
        const storage::MutexLock lock(mutex);
        lane.budget.read(month, storage::Spending(connection).of(id, month).cost);
    }
    unfinished += outbox.recover(now);
    if (unfinished > 0) {
        spdlog::info("{} messages of an earlier run are taken up again", unfinished);
    }
}

void OutboxSender::set_notices(const NoticeTerms& terms) {
    state_->notices.emplace(terms);
}

void OutboxSender::start() {
    state_->writer.run([this](storage::Connection& connection) { state_->recover(connection); });
    {
        const storage::MutexLock lock(state_->mutex);
        state_->started = true;
    }
    state_->thread = std::jthread([this] { state_->loop(); });
    pthread_setname_np(state_->thread.native_handle(), "outbox");
}

void OutboxSender::State::rows_for(std::string_view channel) {
    if (auto* lane = find(channel)) {
        lane->dirty = true;
        pump(*lane);
    }
}

void OutboxSender::wake(std::string_view channel) {
    const storage::MutexLock lock(state_->mutex);
    state_->rows_for(channel);
}

std::optional<SendSlot> OutboxSender::reserve(std::string_view channel) {
    const storage::MutexLock lock(state_->mutex);
    auto* lane = state_->find(channel);
    const Instant now = state_->clock.now();
    if (lane == nullptr || !state_->started || state_->stopping || lane->pace.trouble() ||
        lane->is_due(now) || lane->room(now) <= lane->claiming) {
        return std::nullopt;
    }
    lane->begin(now);
    ++state_->under_way;
    return SendSlot([state = state_.get(), lane] { state->release(*lane); });
}

void OutboxSender::send(SendSlot slot, std::shared_ptr<const Outbox::Row> row) {
    const bool blocks = row->way != Outbox::Way::Reply || state_->blocks(row->channel);
    auto call = state_->call_with(std::move(slot), std::move(row));
    if (call && blocks) {
        (void)state_->pool.submit(std::move(call));  // not under the lock: it wakes threads
    } else if (call) {
        call();
    }
}

void OutboxSender::courtesy(std::string_view channel, std::function<void(Channel&)> call) {
    constexpr std::size_t busy = 16;
    Channel* target = nullptr;
    {
        const storage::MutexLock lock(state_->mutex);
        auto* lane = state_->find(channel);
        if (lane == nullptr || lane->pace.trouble() || state_->stopping) {
            return;
        }
        target = lane->channel;
    }
    if (state_->pool.waiting() < busy) {
        (void)state_->pool.submit([target, call = std::move(call)] {
            try {
                call(*target);
            } catch (const std::exception& error) {
                spdlog::warn("channel {}: {}", target->id(), error.what());
            }
        });
    }
}

void OutboxSender::stop(std::chrono::milliseconds patience, const std::function<void()>& give_up) {
    auto& state = *state_;
    const auto quiet = [&state]() NO_THREAD_SAFETY_ANALYSIS {
        return state.under_way == 0 &&
               std::ranges::none_of(state.lanes, [](const auto& lane) { return lane.busy; });
    };
    state.mutex.lock();
    state.stopping = true;
    state.changed.notify_all();
    if (!state.changed.wait_for(state.mutex, patience, quiet)) {
        state.mutex.unlock();
        give_up();
        state.mutex.lock();
    }
    // Once the calls are aborted, their ends are told at once; none may be told when we are gone.
    (void)state.changed.wait_for(state.mutex, 3s, quiet);
    while (state.calling > 0) {
        state.changed.wait(state.mutex);
    }
    state.mutex.unlock();
    if (state.thread.joinable()) {
        state.thread.join();
    }
    state.pool.stop();
    for (auto& lane : state.lanes) {
        auto last = std::make_shared<OutboxExchange>();
        last->channel = lane.channel->id();
        last->now = state.clock.now();
        last->notices = state.notices ? &*state.notices : nullptr;
        {
            const storage::MutexLock lock(state.mutex);
            last->finished = std::exchange(lane.finished, {});
        }
        if (last->finished.empty()) {
            continue;
        }
        try {
            state.writer.run(
                [last](storage::Connection& connection) { carry_out(connection, *last); });
        } catch (const storage::StorageError& error) {
            spdlog::error("what was sent last could not be stored: {}", error.what());
        }
    }
}

std::vector<OutboxSender::Status> OutboxSender::status() const {
    std::vector<Status> all;
    const storage::MutexLock lock(state_->mutex);
    for (const auto& lane : state_->lanes) {
        Status status;
        status.channel = lane.channel->id();
        status.trouble = lane.pace.trouble();
        status.quota = lane.quota.known();
        status.is_sms = lane.terms.is_sms;
        status.budget = lane.terms.budget;
        status.pushes_off = !lane.quota.pushes_on(state_->clock.now());
        all.push_back(std::move(status));
    }
    return all;
}

bool OutboxSender::alive() const {
    const storage::MutexLock lock(state_->mutex);
    return steady_clock::now() - state_->last_round < 30s;
}

}  // namespace bot
