#include "storage/joined_writes.h"

#include "storage/error.h"

#include <sqlite3.h>

#include <cstddef>
#include <new>
#include <vector>

namespace storage {

namespace {

constexpr const char* kName = "joined-writes";
constexpr std::size_t kMostHeld =
    0x1ffff;  // bytes: SQLite's own file system writes no more at once

// What has not been written yet.
struct Held {
    std::vector<char> bytes;
    sqlite3_int64 offset = 0;

    [[nodiscard]] sqlite3_int64 end() const {
        return offset + static_cast<sqlite3_int64>(bytes.size());
    }
};

// SQLite gives the memory of a file: ours, and behind it the system's.
struct LogFile {
    sqlite3_file file;  // first: SQLite knows no more of it
    Held* held;
};

constexpr std::size_t kAlign = alignof(std::max_align_t);
constexpr std::size_t kOwnSize = (sizeof(LogFile) + kAlign - 1) / kAlign * kAlign;

LogFile* ours(sqlite3_file* file) {
    return reinterpret_cast<LogFile*>(file);
}

sqlite3_file* system_file(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + kOwnSize);
}

int flush(sqlite3_file* file) {
    Held& held = *ours(file)->held;
    if (held.bytes.empty()) {
        return SQLITE_OK;
    }
    sqlite3_file* const system = system_file(file);
    const int result = system->pMethods->xWrite(
        system, held.bytes.data(), static_cast<int>(held.bytes.size()), held.offset);
    held.bytes.clear();  // after a failure the transaction is undone, and its pages with it
    return result;
}

int close(sqlite3_file* file) {
    const int flushed = flush(file);
    delete ours(file)->held;
    sqlite3_file* const system = system_file(file);
    const int closed = system->pMethods->xClose(system);
    return flushed != SQLITE_OK ? flushed : closed;
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
    Held& held = *ours(file)->held;
    const auto size = static_cast<std::size_t>(count);
    if (offset != held.end() || held.bytes.size() + size > kMostHeld) {
        if (const int result = flush(file); result != SQLITE_OK) {
            return result;
        }
        held.offset = offset;
    }
    try {
        const auto* const first = static_cast<const char*>(bytes);
        held.bytes.insert(held.bytes.end(), first, first + size);
    } catch (const std::bad_alloc&) {
        return SQLITE_IOERR_NOMEM;
    }
    return SQLITE_OK;
}

// For everything but writing: what is held back is written first, then the system is asked.
template <auto Method, class... Arguments>
int after_flush(sqlite3_file* file, Arguments... arguments) {
    if (const int result = flush(file); result != SQLITE_OK) {
        return result;
    }
    sqlite3_file* const system = system_file(file);
    return (system->pMethods->*Method)(system, arguments...);
}

// What does not look at the file's bytes.
template <auto Method, class... Arguments>
int passed_on(sqlite3_file* file, Arguments... arguments) {
    sqlite3_file* const system = system_file(file);
    return (system->pMethods->*Method)(system, arguments...);
}

constexpr sqlite3_io_methods kMethods{
    1,
    close,
    after_flush<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>,
    write,
    after_flush<&sqlite3_io_methods::xTruncate, sqlite3_int64>,
    after_flush<&sqlite3_io_methods::xSync, int>,
    after_flush<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    passed_on<&sqlite3_io_methods::xLock, int>,
    passed_on<&sqlite3_io_methods::xUnlock, int>,
    passed_on<&sqlite3_io_methods::xCheckReservedLock, int*>,
    passed_on<&sqlite3_io_methods::xFileControl, int, void*>,
    passed_on<&sqlite3_io_methods::xSectorSize>,
    passed_on<&sqlite3_io_methods::xDeviceCharacteristics>,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr};

sqlite3_vfs* system_vfs() {
    static sqlite3_vfs* const kSystem = sqlite3_vfs_find(nullptr);
    return kSystem;
}

int open(sqlite3_vfs* /*ours*/, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    sqlite3_vfs* const system = system_vfs();
    if ((flags & SQLITE_OPEN_WAL) == 0) {
        return system->xOpen(system, name, file, flags, out_flags);
    }
    auto* const own = ours(file);
    own->file.pMethods = nullptr;
    auto* const held = new (std::nothrow) Held;
    if (held == nullptr) {
        return SQLITE_NOMEM;
    }
    const int result = system->xOpen(system, name, system_file(file), flags, out_flags);
    if (result != SQLITE_OK) {
        delete held;
        return result;
    }
    own->held = held;
    own->file.pMethods = &kMethods;
    return SQLITE_OK;
}

int register_vfs() {
    sqlite3_vfs* const system = system_vfs();
    if (system == nullptr) {
        return SQLITE_NOMEM;
    }
    static sqlite3_vfs own = *system;
    own.pNext = nullptr;
    own.zName = kName;
    own.szOsFile = static_cast<int>(kOwnSize) + system->szOsFile;
    own.xOpen = open;
    return sqlite3_vfs_register(&own, 0);
}

}  // namespace

const char* joined_writes_vfs() {
    static const int kRegistered = register_vfs();
    if (kRegistered != SQLITE_OK) {
        throw StorageError(code_of_sqlite(kRegistered), "open.vfs", sqlite3_errstr(kRegistered));
    }
    return kName;
}

}  // namespace storage
