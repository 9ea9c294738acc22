#pragma once
#include "conversation/calendar.h"
#include "storage/thread_annotations.h"

#include <chrono>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace console {

// Files that officers handed in and have not decided about: kept beside the database (mode 0600),
// at most twenty. One older than a quarter of an hour goes with the next page anybody opens, all go
// with the program, and what a killed program left goes with the next file handed in. Threads: any
// number.
class UploadShelf {
  public:
    static constexpr std::chrono::minutes kKept{15};
    static constexpr std::size_t kMost = 20;

    struct Upload {
        std::string token{};  // names it in a form; nobody else can guess it
        std::string owner{};  // the account's name
        std::string kind{};   // of import
        std::string file_name{};
        std::string sha256{};  // of the bytes
        std::filesystem::path path{};
        conversation::Instant at{};
    };

    UploadShelf() = default;
    ~UploadShelf();
    UploadShelf(const UploadShelf&) = delete;
    UploadShelf& operator=(const UploadShelf&) = delete;
    UploadShelf(UploadShelf&&) = delete;
    UploadShelf& operator=(UploadShelf&&) = delete;

    // Writes the bytes into the folder. Throws OutputError when they cannot be kept.
    Upload put(const std::filesystem::path& folder, Upload upload, std::string_view bytes);
    // Takes the upload off the shelf, for its owner and kind only: it can be taken once. The caller
    // removes the file.
    [[nodiscard]] std::optional<Upload> take(std::string_view token,
                                             std::string_view owner,
                                             std::string_view kind,
                                             conversation::Instant now);

    // Forgets what is too old.
    void sweep(conversation::Instant now);

  private:
    void drop_first() REQUIRES(mutex_);
    void drop_old(conversation::Instant now) REQUIRES(mutex_);
    void drop_strays(const std::filesystem::path& folder) REQUIRES(mutex_);

    storage::Mutex mutex_;
    std::deque<Upload> uploads_ GUARDED_BY(mutex_);
};

}  // namespace console
