#pragma once
#include "conversation/calendar.h"
#include "storage/thread_annotations.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <utility>

namespace console {

// Figures that take long to read, of what was looked at lately: they serve for ten minutes, and
// pages say when they were read. A Table has `as_of`, the instant it was read at; a Key is compared
// with ==. Threads: any number; two that want the same one at the same time read it once.
template <class Key, class Table>
class KeptTables {
  public:
    static constexpr std::chrono::minutes kServes{10};
    static constexpr std::size_t kTables = 8;

    // The table of `key`, read now unless it still serves. Throws what `read` throws.
    [[nodiscard]] std::shared_ptr<const Table> get(const Key& key,
                                                   conversation::Instant now,
                                                   const std::function<Table()>& read) {
        const storage::MutexLock lock(mutex_);
        const auto found =
            std::ranges::find_if(kept_, [&key](const auto& kept) { return kept.first == key; });
        if (found != kept_.end()) {
            if (now - found->second->as_of < kServes) {
                return found->second;
            }
            kept_.erase(found);
        }
        auto table = std::make_shared<const Table>(read());
        kept_.emplace_back(key, table);
        if (kept_.size() > kTables) {
            kept_.pop_front();
        }
        return table;
    }

  private:
    storage::Mutex mutex_;
    std::deque<std::pair<Key, std::shared_ptr<const Table>>> kept_ GUARDED_BY(mutex_);
};

}  // namespace console
