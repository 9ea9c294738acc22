#include "console/export_desk.h"

#include "console/export_file.h"
#include "console/export_form.h"
#include "storage/ids.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <utility>

namespace console {

namespace {

constexpr std::size_t kThreads = 2;

class GivenUp : public std::runtime_error {
  public:
    GivenUp() : std::runtime_error("the export was given up") {}
};

}  // namespace

bool ExportOrder::is_same_wish(const ExportOrder& other) const {
    return kind == other.kind && owner == other.owner && wanted.format == other.wanted.format &&
           wanted.filter.from == other.wanted.filter.from &&
           wanted.filter.to == other.wanted.filter.to && wanted.reason == other.wanted.reason &&
           wanted.columns == other.wanted.columns && wanted.area == other.wanted.area;
}

struct ExportDesk::Entry {
    ExportOrder order;
    Job job;
    std::atomic<bool> given_up = false;
};

ExportDesk::ExportDesk(storage::ReaderPool& readers)
    : readers_(readers), pool_("export", kThreads) {}

ExportDesk::~ExportDesk() {
    {
        const storage::MutexLock lock(mutex_);
        for (const auto& entry : entries_) {
            entry->given_up = true;
        }
    }
    pool_.stop();
}

std::optional<ExportDesk::Job> ExportDesk::running(const ExportOrder& order) {
    const storage::MutexLock lock(mutex_);
    for (const auto& entry : entries_) {
        if (entry->job.state == State::Running && entry->order.is_same_wish(order)) {
            return entry->job;
        }
    }
    return std::nullopt;
}

std::optional<ExportDesk::Job> ExportDesk::start(ExportOrder order,
                                                 const std::function<void()>& log) {
    const auto entry = std::make_shared<Entry>();
    entry->job.token = storage::new_uuid();
    entry->job.kind = order.kind;
    entry->job.format = order.wanted.format;
    entry->job.at = order.at;
    entry->order = std::move(order);
    Job begun = entry->job;
    {
        const storage::MutexLock lock(mutex_);
        drop_old(begun.at);
        if (entries_.size() >= kMost) {
            const auto over = std::ranges::find_if(
                entries_, [](const auto& one) { return one->job.state != State::Running; });
            if (over == entries_.end()) {
                return std::nullopt;
            }
            entries_.erase(over);
        }
        entries_.push_back(entry);
    }
    try {
        log();
    } catch (...) {
        end(*entry, State::Failed, nullptr);
        throw;
    }
    if (!pool_.submit([this, entry] { make(*entry); })) {
        end(*entry, State::GivenUp, nullptr);
    }
    return begun;
}

void ExportDesk::make(Entry& entry) {
    try {
        webhooks::FileBody body;
        readers_.lend([&](storage::Connection& reader) { body = file_of(entry, reader); });
        end(entry, State::Ready, std::make_shared<const webhooks::FileBody>(std::move(body)));
    } catch (const GivenUp&) {
        end(entry, State::GivenUp, nullptr);
    } catch (const std::exception& error) {
        spdlog::error("the export of {} failed: {}", entry.order.kind, error.what());
        end(entry, State::Failed, nullptr);
    }
}

webhooks::FileBody ExportDesk::file_of(Entry& entry, storage::Connection& reader) {
    const ExportOrder& order = entry.order;
    note(entry, 0, 0);
    const auto form = find_form_kind(reader, order.kind);
    const ExportKind* const kind = form ? &form->kind : find_export_kind(order.kind);
    if (kind == nullptr) {
        throw std::runtime_error("there is no such kind");
    }
    const WorkbookFacts facts{
        .folder = order.folder, .office = order.office, .since = order.since, .now = order.at};
    return export_file(
        reader, *kind, order.wanted, facts, [&](std::int64_t done, std::int64_t all) {
            note(entry, done, all);
        });
}

void ExportDesk::note(Entry& entry, std::int64_t done, std::int64_t all) {
    if (entry.given_up) {
        throw GivenUp();
    }
    const storage::MutexLock lock(mutex_);
    entry.job.done = done;
    entry.job.all = all;
}

void ExportDesk::end(Entry& entry, State state, std::shared_ptr<const webhooks::FileBody> file) {
    {
        const storage::MutexLock lock(mutex_);
        if (entry.job.state == State::Running) {
            entry.job.state = state;
            entry.job.file = std::move(file);
        }
    }
    ended_.notify_all();
}

ExportDesk::Entry* ExportDesk::entry_of(std::string_view token, std::string_view owner) {
    const auto found = std::ranges::find_if(entries_, [&](const auto& entry) {
        return entry->job.token == token && entry->order.owner == owner;
    });
    return found == entries_.end() ? nullptr : found->get();
}

std::optional<ExportDesk::Job> ExportDesk::wait(std::string_view token,
                                                std::string_view owner,
                                                std::chrono::milliseconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    const storage::MutexLock lock(mutex_);
    const Entry* entry = entry_of(token, owner);
    while (entry != nullptr && entry->job.state == State::Running &&
           ended_.wait_until(mutex_, until) != std::cv_status::timeout) {
        entry = entry_of(token, owner);  // it may have been dropped meanwhile
    }
    return entry == nullptr ? std::nullopt : std::optional(entry->job);
}

std::optional<ExportDesk::Job> ExportDesk::find(std::string_view token,
                                                std::string_view owner,
                                                conversation::Instant now) {
    const storage::MutexLock lock(mutex_);
    drop_old(now);
    const Entry* const entry = entry_of(token, owner);
    return entry == nullptr ? std::nullopt : std::optional(entry->job);
}

void ExportDesk::give_up(std::string_view token, std::string_view owner) {
    const storage::MutexLock lock(mutex_);
    Entry* const entry = entry_of(token, owner);
    if (entry != nullptr && entry->job.state == State::Running) {
        entry->given_up = true;  // seen with the next rows
        entry->job.state = State::GivenUp;
    }
}

void ExportDesk::drop_old(conversation::Instant now) {
    std::erase_if(entries_, [now](const auto& entry) {
        return entry->job.state != State::Running && now - entry->job.at > kKept;
    });
}

}  // namespace console
