#pragma once
#include "console/export_kind.h"
#include "storage/reader_pool.h"
#include "storage/thread_annotations.h"
#include "webhooks/file_body.h"
#include "webhooks/worker_pool.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace console {

// What one export is to be, and for whom.
struct ExportOrder {
    std::string kind{};  // its key
    ReportExport wanted{};
    std::string owner{};             // the account's name: nobody else gets the file
    std::string office{};            // its name
    std::string since{};             // when the kind was last exported; empty: never
    std::filesystem::path folder{};  // where files are made; must be private
    conversation::Instant at{};

    [[nodiscard]] bool is_same_wish(const ExportOrder& other) const;
};

// Exports on their way to a browser. They are made on threads of their own, two at once, into files
// without a name (mode 0600), so that a million rows need little memory, keep no page waiting and
// leave nothing behind, whatever happens. A file is kept for a quarter of an hour, at most eight of
// them. Threads: any number.
class ExportDesk {
  public:
    static constexpr std::chrono::minutes kKept{15};
    static constexpr std::size_t kMost = 8;

    enum class State { Running, Ready, Failed, GivenUp };

    // How far one is.
    struct Job {
        std::string token{};  // names it in an address; nobody else can guess it
        std::string kind{};
        ExportFormat format = ExportFormat::Csv;
        State state = State::Running;
        std::int64_t done = 0;  // rows
        std::int64_t all = 0;   // 0: not known yet
        conversation::Instant at{};
        std::shared_ptr<const webhooks::FileBody> file{};  // when it is ready
    };

    // `readers` must outlive the desk.
    explicit ExportDesk(storage::ReaderPool& readers);
    ~ExportDesk();  // gives up what is running
    ExportDesk(const ExportDesk&) = delete;
    ExportDesk& operator=(const ExportDesk&) = delete;
    ExportDesk(ExportDesk&&) = delete;
    ExportDesk& operator=(ExportDesk&&) = delete;

    // The job that makes just this for the same account now: a button pressed twice.
    [[nodiscard]] std::optional<Job> running(const ExportOrder& order);
    // Begins, once `log` has written the audit row; what it throws passes through, and nothing is
    // made. Nothing, and nothing logged, when eight are being made already.
    [[nodiscard]] std::optional<Job> start(
        ExportOrder order, const std::function<void()>& log = [] {});
    // The job as it is once it has ended, or after `patience`. Nothing: not there, or not the
    // owner's.
    [[nodiscard]] std::optional<Job> wait(std::string_view token,
                                          std::string_view owner,
                                          std::chrono::milliseconds patience);
    // The job as it is now.
    [[nodiscard]] std::optional<Job> find(std::string_view token,
                                          std::string_view owner,
                                          conversation::Instant now);
    void give_up(std::string_view token, std::string_view owner);

  private:
    struct Entry;

    void make(Entry& entry);
    [[nodiscard]] webhooks::FileBody file_of(Entry& entry, storage::Connection& reader);
    void note(Entry& entry, std::int64_t done, std::int64_t all);
    void end(Entry& entry, State state, std::shared_ptr<const webhooks::FileBody> file);
    void drop_old(conversation::Instant now) REQUIRES(mutex_);
    [[nodiscard]] Entry* entry_of(std::string_view token, std::string_view owner) REQUIRES(mutex_);

    storage::ReaderPool& readers_;
    storage::Mutex mutex_;
    std::condition_variable_any ended_;
    std::deque<std::shared_ptr<Entry>> entries_ GUARDED_BY(mutex_);
    webhooks::WorkerPool pool_;
};

}  // namespace console
