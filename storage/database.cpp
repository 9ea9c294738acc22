#include "storage/database.h"

#include "storage/instance_lock.h"
#include "storage/migrations.h"
#include "storage/thread_annotations.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace storage {

namespace {

using Check = Database::Check;

// What can be looked over before anybody notices the wait.
constexpr std::uintmax_t kQuicklyChecked = 8U * 1024U * 1024U;

std::string damage_text(const std::filesystem::path& path, const std::string& result) {
    return fmt::format(
        "the database {} is damaged ({}) and was left as it is; stop the server and put back the "
        "last good backup: sammachip restore FILE",
        path.string(),
        result);
}

std::uintmax_t size_or_zero(const std::filesystem::path& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    return error ? 0 : size;
}

Check::State state_of(const std::string& result) {
    return result == "ok" ? Check::State::Ok : Check::State::Damaged;
}

CheckDepth depth_after(bool unclean) {
    return unclean ? CheckDepth::Full : CheckDepth::Quick;
}

// Throws StorageError (Corrupt) when the file is damaged, without having written anything.
std::string look_over(const std::filesystem::path& path, bool unclean) {
    std::string result;
    try {
        Connection reader = Connection::open_reader(path);
        refuse_foreign_file(reader);  // before a writer's connection makes its own of the file
        result = size_or_zero(path) <= kQuicklyChecked
                     ? check_structure(reader, depth_after(unclean))
                     : "";
    } catch (const StorageError& error) {
        if (error.code() != StorageError::Code::Corrupt) {
            throw;
        }
        result = error.what();
    }
    if (!result.empty() && result != "ok") {
        throw StorageError(StorageError::Code::Corrupt, "check", damage_text(path, result));
    }
    return result;
}

}  // namespace

struct Database::State {
    explicit State(const std::filesystem::path& file) : path(file), lock(file) {}

    // Stops a look at a large file that is still going on.
    ~State() {
        const MutexLock guard(mutex);
        closing = true;
        if (checking != nullptr) {
            sqlite3_interrupt(checking);
        }
    }

    State(const State&) = delete;
    State& operator=(const State&) = delete;
    State(State&&) = delete;
    State& operator=(State&&) = delete;

    void check_beside(bool unclean);

    std::filesystem::path path;
    InstanceLock lock;
    std::optional<Writer> writer;
    mutable Mutex mutex;
    Check check GUARDED_BY(mutex);
    sqlite3* checking GUARDED_BY(mutex) = nullptr;
    bool closing GUARDED_BY(mutex) = false;
    std::jthread checker;
};

void Database::State::check_beside(bool unclean) {
    std::string result;
    std::optional<Connection> reader;
    try {
        reader.emplace(Connection::open_reader(path));
        {
            const MutexLock guard(mutex);
            if (closing) {
                return;
            }
            checking = reader->handle();
        }
        result = check_structure(*reader, depth_after(unclean));
    } catch (const StorageError& error) {
        result = error.what();
        if (error.code() != StorageError::Code::Corrupt) {
            // Stopped in the middle, or not readable just now: says nothing about the file.
            const MutexLock guard(mutex);
            checking = nullptr;
            return;
        }
    }
    {
        const MutexLock guard(mutex);
        checking = nullptr;
        check.state = state_of(result);
        check.result = result;
    }
    if (state_of(result) == Check::State::Damaged) {
        writer->refuse(damage_text(path, result));
    }
}

std::unique_ptr<Database> Database::open(const std::filesystem::path& path) {
    auto state = std::make_unique<State>(path);
    // An orderly stop leaves no log behind.
    const bool unclean = size_or_zero(path.string() + "-wal") > 0;
    std::string result = "ok";
    if (size_or_zero(path) > 0) {
        result = look_over(path, unclean);
    }
    Connection connection = Connection::open_writer(path);
    migrate(connection,
            std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
    state->writer.emplace(std::move(connection));
    {
        const MutexLock guard(state->mutex);
        state->check.after_unclean_stop = unclean;
        state->check.state = result.empty() ? Check::State::Running : Check::State::Ok;
        state->check.result = result;
    }
    if (result.empty()) {
        state->checker =
            std::jthread([beside = state.get(), unclean] { beside->check_beside(unclean); });
    }
    return std::unique_ptr<Database>(new Database(std::move(state)));
}

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}

Database::~Database() = default;

Writer& Database::writer() {
    return *state_->writer;
}

Connection Database::reader() const {
    return Connection::open_reader(state_->path);
}

const std::filesystem::path& Database::path() const {
    return state_->path;
}

Check Database::check() const {
    const MutexLock guard(state_->mutex);
    return state_->check;
}

}  // namespace storage
