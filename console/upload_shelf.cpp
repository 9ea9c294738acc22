#include "console/upload_shelf.h"

#include "console/output_file.h"
#include "storage/ids.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace console {

namespace {

constexpr std::string_view kBegin = "import-";
constexpr std::string_view kEnd = ".part";

void remove_file(const std::filesystem::path& path) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
}

}  // namespace

UploadShelf::~UploadShelf() {
    for (const Upload& upload : uploads_) {
        remove_file(upload.path);
    }
}

UploadShelf::Upload UploadShelf::put(const std::filesystem::path& folder,
                                     Upload upload,
                                     std::string_view bytes) {
    const storage::MutexLock lock(mutex_);
    drop_old(upload.at);
    while (uploads_.size() >= kMost) {
        drop_first();
    }
    drop_strays(folder);
    upload.token = storage::new_uuid();
    upload.path = folder / (std::string(kBegin) + upload.token + std::string(kEnd));
    OutputFile file(upload.path);
    file.write(bytes);
    file.finish();
    uploads_.push_back(upload);
    return upload;
}

std::optional<UploadShelf::Upload> UploadShelf::take(std::string_view token,
                                                     std::string_view owner,
                                                     std::string_view kind,
                                                     conversation::Instant now) {
    const storage::MutexLock lock(mutex_);
    drop_old(now);
    const auto found = std::ranges::find_if(uploads_, [&](const Upload& upload) {
        return upload.token == token && upload.owner == owner && upload.kind == kind;
    });
    if (found == uploads_.end()) {
        return std::nullopt;
    }
    Upload upload = std::move(*found);
    uploads_.erase(found);
    return upload;
}

void UploadShelf::sweep(conversation::Instant now) {
    const storage::MutexLock lock(mutex_);
    drop_old(now);
}

void UploadShelf::drop_strays(const std::filesystem::path& folder) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        const bool ours = name.starts_with(kBegin) && name.ends_with(kEnd);
        if (ours && std::ranges::find(uploads_, entry.path(), &Upload::path) == uploads_.end()) {
            remove_file(entry.path());
        }
    }
}

void UploadShelf::drop_first() {
    remove_file(uploads_.front().path);
    uploads_.pop_front();
}

void UploadShelf::drop_old(conversation::Instant now) {
    while (!uploads_.empty() && now - uploads_.front().at > kKept) {
        drop_first();
    }
}

}  // namespace console
