#include "bench/load_driver.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <utility>

namespace bench {

namespace {

constexpr double kMicro = 1e6;
constexpr std::int64_t kTryAgainAfter = 100'000;
constexpr std::int64_t kNever = std::int64_t{1} << 62;

double own_cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / kMicro;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::int64_t wall_ms() {
    using std::chrono::milliseconds;
    using std::chrono::system_clock;
    return std::chrono::duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::int64_t micros(double seconds) {
    return static_cast<std::int64_t>(seconds * kMicro);
}

}  // namespace

Driver::Driver(const LoadOptions& options, Ledger& ledger, People& people)
    : options_(options),
      ledger_(ledger),
      people_(people),
      writer_(options.path, options.secret),
      pool_(options.port,
            options.connections,
            {.on_answer = [this](std::size_t connection,
                                 const HttpReader& answer) { answered(connection, answer); },
             .on_lost =
                 [this](std::size_t connection) {
                     not_acked(std::move(under_way_[connection]), now_us());
                 }}),
      under_way_(options.connections),
      random_(options.seed) {}

LoadReport Driver::run(const std::atomic<bool>& stop) {
    if (options_.bursts == 0) {
        connect();
    }
    const double cpu_before = own_cpu_seconds();
    begin_us_ = now_us();
    end_us_ = options_.seconds > 0 ? begin_us_ + micros(options_.seconds) : kNever;
    sending_ = true;
    if (options_.bursts > 0) {
        send_bursts(stop);
    } else {
        send_on_schedule(stop);
    }
    sending_ = false;
    report_.seconds = static_cast<double>(now_us() - begin_us_) / kMicro;
    report_.own_cpu_seconds = own_cpu_seconds() - cpu_before;
    due_.clear();
    if (options_.rate <= 0 && options_.bursts == 0) {
        report_.offered = report_.sent;
    }
    drain();
    report_.never_answered = pool_.busy();
    report_.connection_losses = pool_.losses();
    return report_;
}

void Driver::connect() {
    pool_.connect_all();
    const std::int64_t give_up = now_us() + micros(5);
    while (pool_.idle() < pool_.size()) {
        if (now_us() > give_up) {
            throw std::runtime_error("the server takes no connections");
        }
        pool_.wait(10'000);
    }
}

void Driver::send_on_schedule(const std::atomic<bool>& stop) {
    std::int64_t now = begin_us_;
    while (now < end_us_ && !stop) {
        people_.sweep(ledger_, now);
        come_due(now);
        while (pool_.idle() > 0 && send_next(now)) {
        }
        pool_.wait(pause(now));
        now = now_us();
    }
}

void Driver::send_bursts(const std::atomic<bool>& stop) {
    for (unsigned burst = 0; burst < options_.bursts && !stop; ++burst) {
        pool_.close_all();
        const std::int64_t start = now_us();
        for (std::size_t connection = 0; connection < pool_.size(); ++connection) {
            people_.sweep(ledger_, start);
            if (!people_.anybody_ready()) {
                throw std::runtime_error("fewer people ready than connections");
            }
            report_.offered++;
            send_new(connection, start);
        }
        const std::int64_t end = start + micros(options_.burst_gap_seconds);
        const std::int64_t give_up = start + micros(options_.drain_seconds);
        for (std::int64_t now = start; now < end || (pool_.busy() > 0 && now < give_up);
             now = now_us()) {
            people_.sweep(ledger_, now);
            pool_.wait(1'000);
        }
    }
}

// Brings to its end what was begun: acks, what is to be sent again, and the answers in the chats.
void Driver::drain() {
    const std::int64_t give_up = now_us() + micros(options_.drain_seconds);
    std::int64_t now = now_us();
    while (now < give_up) {
        while (pool_.idle() > 0 && !later_.empty() && send_next(now)) {
        }
        if (pool_.busy() == 0 && later_.empty() && all_answered()) {
            return;
        }
        pool_.wait(1'000);
        now = now_us();
    }
}

bool Driver::all_answered() {
    const auto open = [this](std::uint64_t number) {
        const Turn& turn = ledger_.turn(number);
        return turn.forged.load() == 0 && turn.acked_us.load() != 0 && turn.answers.load() == 0;
    };
    while (first_open_ < ledger_.used() && !open(first_open_)) {
        first_open_++;
    }
    return first_open_ == ledger_.used();
}

// Puts into `due_` what the schedule asks for by now; without a rate, as much as there is room for.
void Driver::come_due(std::int64_t now) {
    if (options_.rate <= 0) {
        due_.assign(pool_.idle(), now);
        return;
    }
    while (true) {
        const double offset = static_cast<double>(scheduled_) * kMicro / options_.rate;
        const std::int64_t at = begin_us_ + static_cast<std::int64_t>(offset);
        if (at > now) {
            return;
        }
        due_.push_back(at);
        scheduled_ += options_.events_per_body;
        report_.offered += options_.events_per_body;
    }
}

// Sends what is to be sent again first, then what is due. False when there is nothing to send.
bool Driver::send_next(std::int64_t now) {
    if (!later_.empty() && later_.top().at <= now) {
        Delivery delivery = later_.top().delivery;
        later_.pop();
        send(pool_.take_idle(), std::move(delivery), Forgery::None);
        return true;
    }
    // On a schedule others come when all who walk wait for their answers: otherwise a slow answer
    // would be counted as a slow acknowledgement of the next turn.
    const bool may_call_in = options_.rate > 0;
    if (due_.empty() || !(people_.anybody_ready() || (may_call_in && people_.call_in()))) {
        return false;
    }
    const std::int64_t intended_us = due_.front();
    due_.pop_front();
    send_new(pool_.take_idle(), intended_us);
    return true;
}

void Driver::send_new(std::size_t connection, std::int64_t intended_us) {
    Delivery delivery{Kind::Fresh, intended_us, {}};
    if (by_chance(options_.forged_percent)) {
        const std::uint32_t person = people_.take();
        delivery.kind = Kind::Forged;
        delivery.turns.push_back(begin_turn(person, intended_us, true));
        people_.failed(person);  // he typed nothing: a stranger did in his name
        report_.offered -= std::min<std::uint64_t>(report_.offered, options_.events_per_body);
        send(connection, std::move(delivery), static_cast<Forgery>(1 + random_() % kForgeries));
        return;
    }
    for (unsigned event = 0; event < options_.events_per_body && people_.anybody_ready(); ++event) {
        delivery.turns.push_back(begin_turn(people_.take(), intended_us, false));
        report_.sent++;
    }
    send(connection, std::move(delivery), Forgery::None);
}

std::uint64_t Driver::begin_turn(std::uint32_t person, std::int64_t at, bool forged) {
    if (ledger_.used() == ledger_.capacity()) {
        throw std::runtime_error("the ledger is full: make it for more turns");
    }
    typed_.push_back({wall_ms(), people_.text(person)});
    return ledger_.begin_turn(person, at, forged);
}

void Driver::send(std::size_t connection, Delivery delivery, Forgery forgery) {
    std::vector<TextEvent> events;
    for (const std::uint64_t number : delivery.turns) {
        const Turn& turn = ledger_.turn(number);
        events.push_back(
            {.run = options_.run,
             .turn = number,
             .person = options_.first_person + turn.person.load(),
             .text = typed_[number].text,
             .intended_us = turn.intended_us.load(),
             .sent_ms = typed_[number].sent_ms,
             .redelivery = delivery.kind == Kind::Again || delivery.kind == Kind::Redelivery});
    }
    under_way_[connection] = std::move(delivery);
    pool_.send(connection, writer_.request(events, forgery));
}

void Driver::answered(std::size_t connection, const HttpReader& answer) {
    Delivery delivery = std::move(under_way_[connection]);
    const int status = answer.status();
    const std::int64_t now = now_us();
    if (delivery.kind == Kind::Forged) {
        report_.forged_statuses[status]++;
        return;
    }
    auto& statuses =
        delivery.kind == Kind::Redelivery ? report_.redelivery_statuses : report_.statuses;
    statuses[status]++;
    if (status != 200) {
        not_acked(std::move(delivery), now);
    } else if (delivery.kind != Kind::Redelivery) {
        acked(delivery, now);
    }
}

void Driver::acked(const Delivery& delivery, std::int64_t now) {
    report_.ack.add(now - delivery.intended_us);
    for (const std::uint64_t number : delivery.turns) {
        Turn& turn = ledger_.turn(number);
        turn.acked_us = now;
        people_.acked(turn.person.load(), number);
        report_.acked++;
        report_.acked_in_time += sending_ ? 1U : 0U;
    }
    if (by_chance(options_.redeliver_percent)) {
        const auto delay = static_cast<std::int64_t>(random_() % 500'000);
        later_.push({now + delay, {Kind::Redelivery, now + delay, delivery.turns}});
    }
}

void Driver::not_acked(Delivery delivery, std::int64_t now) {
    if (delivery.kind == Kind::Forged) {
        return;
    }
    if (options_.retry) {
        delivery.kind = delivery.kind == Kind::Fresh ? Kind::Again : delivery.kind;
        later_.push({now + kTryAgainAfter, std::move(delivery)});
        return;
    }
    if (delivery.kind != Kind::Redelivery) {
        for (const std::uint64_t number : delivery.turns) {
            people_.failed(ledger_.turn(number).person.load());
        }
    }
}

// How long nothing of our own making happens.
std::int64_t Driver::pause(std::int64_t now) const {
    std::int64_t next = std::min(end_us_, now + 100'000);
    if (options_.rate > 0) {
        const double offset = static_cast<double>(scheduled_) * kMicro / options_.rate;
        next = std::min(next, begin_us_ + static_cast<std::int64_t>(offset));
    }
    if (!later_.empty()) {
        next = std::min(next, later_.top().at);
    }
    const bool work_left = !due_.empty() || options_.rate <= 0;
    if (people_.anybody_waiting() && work_left && !people_.anybody_ready()) {
        next = std::min(next, now + 200);  // the ledger is looked into, it does not ring
    }
    return std::max<std::int64_t>(next - now, 0);
}

bool Driver::by_chance(double percent) {
    return percent > 0 && std::uniform_real_distribution<>(0, 100)(random_) < percent;
}

}  // namespace bench
