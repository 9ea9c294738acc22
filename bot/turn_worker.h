#pragma once
#include "bot/clock.h"
#include "bot/event_job.h"
#include "bot/notice.h"
#include "bot/send_slot.h"
#include "conversation/form/forms.h"
#include "conversation/register.h"
#include "conversation/texts.h"
#include "storage/thread_annotations.h"
#include "storage/writer.h"
#include "webhooks/intake.h"
#include "webhooks/metrics.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace prometheus {
class Counter;
class Histogram;
}  // namespace prometheus

namespace bot {

// Runs turns. Each event is one job of the writer, in a savepoint of its own, committed together
// with whatever else waits; it is promised to the channel only when it is on disk. A turn that
// throws is undone alone, kept as a dead letter in a second job, and its person told kindly.
//
// All functions may be called from any thread.
class TurnWorker final : public webhooks::Intake {
  public:
    // What is to happen after a commit; must be quick.
    struct Hooks {
        // Room to send an answer as soon as it is committed; nothing: it is to wait in the outbox.
        // Called within a turn.
        std::function<std::optional<SendSlot>(const std::string& channel)> reserve;
        // With the room reserved.
        std::function<void(SendSlot, std::shared_ptr<const storage::Outbox::Row>)> send;
        std::function<void(const std::string& channel)> answered;  // there are outbox rows
        std::function<void(const std::string& channel)> fetches;   // there are pictures to fetch
        // It was stored for the first time; for courtesies.
        std::function<void(const conversation::IncomingMessage& message)> stored;
    };

    // All references outlive the worker, and the worker outlives the writer's last job.
    TurnWorker(storage::Writer& writer,
               const Clock& clock,
               webhooks::Metrics& metrics,
               conversation::Office office);
    ~TurnWorker() override;
    TurnWorker(const TurnWorker&) = delete;
    TurnWorker& operator=(const TurnWorker&) = delete;
    TurnWorker(TurnWorker&&) = delete;
    TurnWorker& operator=(TurnWorker&&) = delete;

    // Before the first message.
    void set_hooks(Hooks hooks) { hooks_ = std::move(hooks); }

    // Likewise.
    void set_sms_rules(SmsRuleBook rules) { sms_rules_ = std::move(rules); }

    // Likewise: by these, what is due rides along with answers. Nothing: it does not.
    void set_holidays(const conversation::Holidays* holidays) { holidays_ = holidays; }

    // What notices are worded and chosen by; refers to the worker. After set_sms_rules.
    [[nodiscard]] NoticeTerms notice_terms() const { return {texts_, &sms_rules_}; }

    // The forms in force from the next turn on.
    void set_forms(std::shared_ptr<const conversation::Forms> forms);
    [[nodiscard]] std::shared_ptr<const conversation::Forms> forms() const;

    void take(std::vector<conversation::IncomingMessage> events, Done done) override;

    // A picture was fetched or cannot be had: its turn goes on. `content` is stored in the same
    // transaction; empty when there is none. Returns when it is done; a turn that fails is put
    // aside. Throws StorageError when the database could not take it: the fetch is due again later.
    struct Content {
        std::string bytes;
        std::string mime;
        conversation::Attachment::Failure failure = conversation::Attachment::Failure::None;
    };

    void resume(const storage::ContentFetches::Fetch& fetch, const Content& content);

  private:
    class Call;  // one take(), shared with its jobs
    struct Event;

    [[nodiscard]] bool begin(const std::shared_ptr<Event>& event);
    void over(const std::shared_ptr<Event>& event, const std::exception_ptr& error);
    void bury(const std::shared_ptr<Event>& event, std::string reason);
    void handle(storage::Connection& connection, Event& event) const;
    void committed(Event& event);
    template <class Work>
    [[nodiscard]] EventOutcome with_context(const Work& work) const;

    storage::Writer& writer_;
    const Clock& clock_;
    const conversation::Office office_;
    const conversation::Texts texts_;
    Hooks hooks_;
    SmsRuleBook sms_rules_;
    const conversation::Holidays* holidays_ = nullptr;
    mutable storage::Mutex mutex_;
    std::shared_ptr<const conversation::Forms> forms_ GUARDED_BY(mutex_);
    prometheus::Counter& done_;
    prometheus::Counter& repeated_;
    prometheus::Counter& dead_;
    prometheus::Counter& refused_;
    prometheus::Histogram& seconds_;
};

}  // namespace bot
