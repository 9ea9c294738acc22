#include "storage/backup.h"

#include "storage/instance_lock.h"
#include "storage/migrations.h"
#include "storage/sha256.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <memory>
#include <system_error>

namespace storage {

namespace {

namespace fs = std::filesystem;
using Code = StorageError::Code;

constexpr std::size_t kPiece = 1U << 16U;
constexpr std::size_t kHexDigits = 64;

constexpr Sql kForeignKeyCheck{"backup.foreign_keys", "PRAGMA foreign_key_check"};

constexpr Sql kContents{"backup.contents", R"sql(
SELECT (SELECT count(*) FROM household), (SELECT count(*) FROM report),
    (SELECT created_at FROM report_revision ORDER BY id DESC LIMIT 1))sql"};

fs::path with(const fs::path& path, std::string_view ending) {
    return path.string() + std::string(ending);
}

[[noreturn]] void fail_file(std::string_view what, const fs::path& path, int error) {
    throw StorageError(
        error == ENOSPC ? Code::Full : Code::ReadOnly,
        "backup",
        fmt::format(
            "cannot {} {}: {}", what, path.string(), std::system_category().message(error)));
}

// A file of our own, closed at the end.
class Descriptor {
  public:
    Descriptor(const fs::path& path, int flags)
        : path_(path), descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
        if (descriptor_ < 0) {
            fail_file("open", path, errno);
        }
    }

    ~Descriptor() { ::close(descriptor_); }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;

    void sync() const {
        if (::fsync(descriptor_) != 0) {
            fail_file("make durable", path_, errno);
        }
    }

    std::size_t read(std::span<std::byte> bytes) const {
        const auto got = ::read(descriptor_, bytes.data(), bytes.size());
        if (got < 0) {
            fail_file("read", path_, errno);
        }
        return static_cast<std::size_t>(got);
    }

    void write(std::span<const std::byte> bytes) const {
        while (!bytes.empty()) {
            const auto written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0) {
                fail_file("write", path_, errno);
            }
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        }
    }

  private:
    fs::path path_;
    int descriptor_;
};

void sync_file(const fs::path& path) {
    Descriptor(path, O_RDONLY).sync();
}

void sync_folder_of(const fs::path& path) {
    const auto folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    Descriptor(folder, O_RDONLY | O_DIRECTORY).sync();
}

void move_file(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::rename(from, to, error);
    if (error) {
        fail_file("rename", from, error.value());
    }
}

void move_if_there(const fs::path& from, const fs::path& to) {
    if (fs::exists(from)) {
        move_file(from, to);
    }
}

void remove_if_there(const fs::path& path) {
    std::error_code error;
    fs::remove(path, error);
    if (error) {
        fail_file("remove", path, error.value());
    }
}

std::string sha256_of_file(const fs::path& path) {
    const Descriptor file(path, O_RDONLY);
    Sha256 hash;
    std::array<std::byte, kPiece> piece{};
    std::size_t got = file.read(piece);
    while (got > 0) {
        hash.add(std::span(piece).first(got));
        got = file.read(piece);
    }
    return hash.hex();
}

struct CloseHandle {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};

using Handle = std::unique_ptr<sqlite3, CloseHandle>;

[[noreturn]] void fail_copy(sqlite3* handle, int result) {
    throw StorageError(code_of_sqlite(result),
                       "backup.copy",
                       handle == nullptr ? sqlite3_errstr(result) : sqlite3_errmsg(handle));
}

// The whole database in one step: a snapshot, without holding up the writer.
void copy_database(sqlite3* from, const fs::path& to) {
    sqlite3* opened = nullptr;
    const int result = sqlite3_open_v2(
        to.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, nullptr);
    const Handle target(opened);
    if (result != SQLITE_OK) {
        fail_copy(opened, result);
    }
    sqlite3_backup* backup = sqlite3_backup_init(opened, "main", from, "main");
    if (backup == nullptr) {
        fail_copy(opened, sqlite3_extended_errcode(opened));
    }
    const int stepped = sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    if (stepped != SQLITE_DONE || finished != SQLITE_OK) {
        fail_copy(opened, finished == SQLITE_OK ? stepped : finished);
    }
    // One file, whole in itself.
    const int mode =
        sqlite3_exec(opened, "PRAGMA journal_mode = DELETE", nullptr, nullptr, nullptr);
    if (mode != SQLITE_OK) {
        fail_copy(opened, mode);
    }
}

[[noreturn]] void refuse(const fs::path& backup, std::string_view why) {
    throw StorageError(Code::Corrupt,
                       "backup.verify",
                       fmt::format("the backup {} cannot be used: {}", backup.string(), why));
}

BackupContents look_through(const fs::path& file) {
    Connection connection = Connection::open_reader(file);
    const std::string structure = check_structure(connection, CheckDepth::Full);
    if (structure != "ok") {
        refuse(file, structure);
    }
    if (connection.query(kForeignKeyCheck).step()) {
        refuse(file, "rows refer to rows that are not there");
    }
    BackupContents contents;
    contents.schema = schema_of(connection);
    if (contents.schema > newest_schema()) {
        throw StorageError(
            Code::NewerSchema,
            "backup.verify",
            fmt::format("the backup {} was made by a newer sammachip", file.string()));
    }
    auto row = connection.query(kContents);
    if (row.step()) {
        contents.households = row.integer(0);
        contents.reports = row.integer(1);
        contents.newest_report = row.optional_instant(2);
    }
    return contents;
}

std::string recorded_sha256(const fs::path& backup) {
    std::ifstream file(with(backup, ".sha256"));
    std::string digits;
    file >> digits;
    if (digits.size() != kHexDigits) {
        refuse(backup,
               fmt::format("its checksum {}.sha256 is not there or not readable",
                           backup.filename().string()));
    }
    return digits;
}

void write_sha256(const fs::path& path, const std::string& sha256, const std::string& name) {
    remove_if_there(path);
    const Descriptor file(path, O_CREAT | O_EXCL | O_WRONLY);
    const std::string line = fmt::format("{}  {}\n", sha256, name);
    file.write(std::as_bytes(std::span(line)));
    file.sync();
}

void copy_durably(const fs::path& from, const fs::path& to) {
    remove_if_there(to);
    const Descriptor source(from, O_RDONLY);
    const Descriptor target(to, O_CREAT | O_EXCL | O_WRONLY);
    std::array<std::byte, kPiece> piece{};
    std::size_t got = source.read(piece);
    while (got > 0) {
        target.write(std::span(piece).first(got));
        got = source.read(piece);
    }
    target.sync();
}

}  // namespace

BackupResult make_backup(Connection& reader, const fs::path& target) {
    const fs::path fresh = with(target, ".new");
    const fs::path fresh_sum = with(target, ".new.sha256");
    remove_if_there(fresh);
    { const Descriptor made(fresh, O_CREAT | O_EXCL | O_RDWR); }
    BackupResult result;
    try {
        copy_database(reader.handle(), fresh);
        sync_file(fresh);
        look_through(fresh);
        result.bytes = fs::file_size(fresh);
        result.sha256 = sha256_of_file(fresh);
        write_sha256(fresh_sum, result.sha256, target.filename().string());
    } catch (const StorageError&) {
        remove_if_there(fresh);
        remove_if_there(fresh_sum);
        throw;
    }
    move_if_there(target, with(target, ".previous"));
    move_if_there(with(target, ".sha256"), with(target, ".previous.sha256"));
    move_file(fresh, target);
    move_file(fresh_sum, with(target, ".sha256"));
    sync_folder_of(target);
    return result;
}

BackupContents verify_backup(const fs::path& backup) {
    if (!fs::is_regular_file(backup)) {
        refuse(backup, "there is no such file");
    }
    if (sha256_of_file(backup) != recorded_sha256(backup)) {
        refuse(backup,
               "its bytes are not those that were written (SHA-256 differs); use an older backup");
    }
    return look_through(backup);
}

BackupContents restore_backup(const fs::path& backup, const fs::path& database) {
    const auto contents = verify_backup(backup);
    const InstanceLock lock(database);
    const fs::path fresh = with(database, ".restoring");
    copy_durably(backup, fresh);
    const fs::path before = with(database, ".before-restore");
    // The log belongs to its file: a log left behind would be played into the restored one.
    remove_if_there(with(before, "-wal"));
    move_if_there(database, before);
    move_if_there(with(database, "-wal"), with(before, "-wal"));
    remove_if_there(with(database, "-shm"));
    move_file(fresh, database);
    sync_folder_of(database);
    return contents;
}

}  // namespace storage
