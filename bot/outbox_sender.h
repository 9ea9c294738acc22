#pragma once
#include "bot/channel.h"
#include "bot/clock.h"
#include "bot/notice.h"
#include "bot/send_result.h"
#include "bot/send_slot.h"
#include "storage/outbox.h"
#include "storage/writer.h"
#include "webhooks/metrics.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot {

// The only part of the program that speaks to the outside on people's account: takes due rows of
// the outbox, sends them, settles them. The table is the queue; wake() only says that it is worth
// looking now, so nothing is lost when it is forgotten. A row is marked `sending` and committed
// before the first byte leaves, and settled after the answer came; what a crash leaves between the
// two is taken up again at start as a try of unknown outcome.
//
// Claims and settlements go through the database's writer as one job at a time and channel, so they
// are committed in groups, together with the turns. An answer that there is room for skips the
// queue: its turn reserves the room, writes the row as claimed, and hands it over once it is
// committed.
class OutboxSender {
  public:
    struct Limits {
        std::size_t threads = 256;      // calls under way at once
        std::size_t per_channel = 250;  // of one channel
    };

    // What an operator must know of a channel.
    struct Status {
        std::string channel;
        std::optional<SendOutcome> trouble;  // nothing: it works
        std::optional<Quota> quota;          // nothing: not asked yet
        bool pushes_off = false;             // the month's messages are used up
        bool is_sms = false;
        std::optional<std::int64_t> budget;  // of the month, hundredths of a satang
    };

    // All references outlive the sender.
    OutboxSender(storage::Writer& writer,
                 const std::vector<Channel*>& channels,
                 const Clock& clock,
                 webhooks::Metrics& metrics);
    OutboxSender(storage::Writer& writer,
                 const std::vector<Channel*>& channels,
                 const Clock& clock,
                 webhooks::Metrics& metrics,
                 Limits limits);
    ~OutboxSender();  // stops, without patience
    OutboxSender(const OutboxSender&) = delete;
    OutboxSender& operator=(const OutboxSender&) = delete;
    OutboxSender(OutboxSender&&) = delete;
    OutboxSender& operator=(OutboxSender&&) = delete;

    // Before start(); without them, notices stay on their channel. What they refer to outlives the
    // sender.
    void set_notices(const NoticeTerms& terms);
    // Takes up what an earlier run left unfinished and begins. Throws StorageError.
    void start();
    // Rows of a channel were committed. Any thread; cheap.
    void wake(std::string_view channel);
    // Room to send one answer as soon as it is committed; nothing when the channel is busy, in
    // trouble or unknown, or when others wait for it. Any thread; cheap.
    [[nodiscard]] std::optional<SendSlot> reserve(std::string_view channel);
    // Sends a row that Outbox::enqueue_claimed gave, now committed. Best made by the thread that
    // settles, where its memory is freed. Any thread; cheap.
    void send(SendSlot slot, std::shared_ptr<const storage::Outbox::Row> row);
    // A call that does not matter (mark as read, typing): made when the channel works and threads
    // are free, else left out.
    void courtesy(std::string_view channel, std::function<void(Channel&)> call);

    // No new calls; waits up to `patience` for those under way, then runs `give_up` (which should
    // abort the transport), and stores what came of them.
    void stop(std::chrono::milliseconds patience, const std::function<void()>& give_up);

    [[nodiscard]] std::vector<Status> status() const;
    // False when the thread that looks for work has not come round for 30 seconds.
    [[nodiscard]] bool alive() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bot
