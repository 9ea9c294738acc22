#include "bot/turn_worker.h"

#include "bot/log.h"
#include "storage/attachments.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <chrono>
#include <span>
#include <utility>

namespace bot {

namespace {

using conversation::IncomingMessage;
using storage::Connection;
using storage::StorageError;

constexpr const char* kTurnsHelp = "Events by what came of them.";

std::string what(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& exception) {
        return exception.what();
    } catch (...) {
        return "something that is no exception";
    }
}

// Whether the fault lies with the database as a whole, so that trying again later may help, and not
// with the one turn.
bool is_storage_trouble(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const StorageError& storage) {
        using Code = StorageError::Code;
        return storage.code() == Code::Busy || storage.code() == Code::Full ||
               storage.code() == Code::ReadOnly || storage.code() == Code::Corrupt;
    } catch (...) {
        return false;
    }
}

}  // namespace

class TurnWorker::Call {
  public:
    Call(std::size_t events, prometheus::Histogram& seconds, Done done)
        : left_(events), seconds_(seconds), done_(std::move(done)) {}

    // One event is over.
    void end(bool well) {
        if (!well) {
            failed_ = true;
        }
        if (--left_ > 0) {
            return;
        }
        const auto took = std::chrono::steady_clock::now() - start_;
        seconds_.Observe(std::chrono::duration<double>(took).count());
        done_(failed_ ? Outcome::Unavailable : Outcome::Committed);
    }

  private:
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::atomic<std::size_t> left_;
    std::atomic<bool> failed_ = false;
    prometheus::Histogram& seconds_;
    const Done done_;
};

struct TurnWorker::Event {
    IncomingMessage message;
    std::optional<SendSlot> slot;  // for its answer
    EventOutcome outcome;
    std::shared_ptr<Call> call;
};

TurnWorker::TurnWorker(storage::Writer& writer,
                       const Clock& clock,
                       webhooks::Metrics& metrics,
                       conversation::Office office)
    : writer_(writer),
      clock_(clock),
      office_(std::move(office)),
      texts_(conversation::Texts::built_in()),
      forms_(std::make_shared<const conversation::Forms>()),
      done_(metrics.counter("sammachip_turns_total", kTurnsHelp, {{"result", "done"}})),
      repeated_(metrics.counter("sammachip_turns_total", kTurnsHelp, {{"result", "repeated"}})),
      dead_(metrics.counter("sammachip_turns_total", kTurnsHelp, {{"result", "dead"}})),
      refused_(metrics.counter("sammachip_turns_total", kTurnsHelp, {{"result", "refused"}})),
      seconds_(metrics.histogram("sammachip_intake_seconds",
                                 "From a verified webhook to its commit.",
                                 {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 2.0})) {}

TurnWorker::~TurnWorker() = default;

void TurnWorker::set_forms(std::shared_ptr<const conversation::Forms> forms) {
    const storage::MutexLock lock(mutex_);
    forms_ = std::move(forms);
}

std::shared_ptr<const conversation::Forms> TurnWorker::forms() const {
    const storage::MutexLock lock(mutex_);
    return forms_;
}

template <class Work>
EventOutcome TurnWorker::with_context(const Work& work) const {
    const auto held = forms();
    return work(TurnContext{*held, texts_, office_, &sms_rules_, false, holidays_});
}

bool TurnWorker::begin(const std::shared_ptr<Event>& event) {
    return writer_.submit([this, event](Connection& connection) { handle(connection, *event); },
                          [this, event](const std::exception_ptr& error) { over(event, error); });
}

void TurnWorker::handle(Connection& connection, Event& event) const {
    if (hooks_.reserve && !event.message.reply_token.empty()) {
        event.slot = hooks_.reserve(event.message.channel);
    }
    event.outcome = with_context([&](TurnContext context) {
        context.at_once = event.slot.has_value();
        return handle_event(connection, context, event.message, clock_.now());
    });
    if (!event.outcome.to_send) {
        event.slot.reset();
    }
}

void TurnWorker::over(const std::shared_ptr<Event>& event, const std::exception_ptr& error) {
    if (!error) {
        (event->outcome.repeated ? repeated_ : done_).Increment();
        committed(*event);
        event->call->end(true);
        return;
    }
    event->slot.reset();
    if (is_storage_trouble(error)) {
        spdlog::error("an event could not be stored: {}", what(error));
        refused_.Increment();
        event->call->end(false);
        return;
    }
    bury(event, what(error));
}

void TurnWorker::bury(const std::shared_ptr<Event>& event, std::string reason) {
    spdlog::error("a turn of {} failed and is put aside: {}",
                  masked(event->message.address),
                  escaped(reason));
    const bool taken = writer_.submit(
        [this, event, reason](Connection& connection) {
            event->outcome = with_context([&](const TurnContext& context) {
                return bury_event(connection, context, event->message, reason, clock_.now());
            });
        },
        [this, event](const std::exception_ptr& error) {
            if (error) {
                spdlog::error("a dead letter could not be stored: {}", what(error));
                refused_.Increment();
            } else {
                dead_.Increment();
                committed(*event);
            }
            event->call->end(error == nullptr);
        });
    if (!taken) {
        event->call->end(false);
    }
}

void TurnWorker::committed(Event& event) {
    if (event.outcome.to_send && event.slot) {
        hooks_.send(*std::move(event.slot), std::move(event.outcome.to_send));
    }
    if (event.outcome.answered && hooks_.answered) {
        hooks_.answered(event.message.channel);
    }
    for (const auto& channel : event.outcome.notified) {
        if (hooks_.answered) {
            hooks_.answered(channel);
        }
    }
    if (event.outcome.fetches && hooks_.fetches) {
        hooks_.fetches(event.message.channel);
    }
    if (!event.outcome.repeated && hooks_.stored) {
        hooks_.stored(event.message);
    }
}

void TurnWorker::take(std::vector<IncomingMessage> events, Done done) {
    if (events.empty()) {
        done(Outcome::Committed);
        return;
    }
    const auto call = std::make_shared<Call>(events.size(), seconds_, std::move(done));
    for (auto& message : events) {
        auto event = std::make_shared<Event>();
        event->message = std::move(message);
        event->call = call;
        if (!begin(event)) {
            refused_.Increment();
            call->end(false);
        }
    }
}

void TurnWorker::resume(const storage::ContentFetches::Fetch& fetch, const Content& content) {
    Event event;
    event.message = fetch.message;
    const auto work = [&](Connection& connection) {
        FetchedPicture picture;
        picture.mime = content.mime;
        picture.failure = content.failure;
        if (content.failure == conversation::Attachment::Failure::None) {
            picture.attachment =
                storage::Attachments(connection)
                    .put(std::as_bytes(std::span(content.bytes)), content.mime, clock_.now());
        }
        event.outcome = with_context([&](const TurnContext& context) {
            return handle_fetched(connection, context, fetch, picture, clock_.now());
        });
    };
    try {
        writer_.run(work, storage::Writer::Priority::Turn);
        (event.outcome.repeated ? repeated_ : done_).Increment();
    } catch (const std::exception& error) {
        if (is_storage_trouble(std::current_exception())) {
            throw;
        }
        const std::string reason = error.what();
        spdlog::error("a turn of {} failed after its picture came: {}",
                      masked(fetch.message.address),
                      escaped(reason));
        writer_.run([&](Connection& connection) {
            event.outcome = with_context([&](const TurnContext& context) {
                return bury_fetch(connection, context, fetch, reason, clock_.now());
            });
        });
        dead_.Increment();
    }
    committed(event);
}

}  // namespace bot
