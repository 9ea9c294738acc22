#include "storage/connection.h"

#include "storage/joined_writes.h"
#include "storage/sqlite_memory.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <system_error>
#include <unordered_map>

namespace storage {

namespace {

using Code = StorageError::Code;

constexpr int kBusyTimeoutMs = 5000;

constexpr Sql kNode{"connection.node", "SELECT value FROM meta WHERE key = 'node'"};

// Every id comes from the one source, so no table with ids may be missing here.
constexpr Sql kHighestId{"connection.highest_id", R"sql(
SELECT max(id) FROM (
    SELECT max(id) AS id FROM inbox UNION ALL SELECT max(id) FROM outbox
    UNION ALL SELECT max(id) FROM delivery UNION ALL SELECT max(id) FROM audit
    UNION ALL SELECT max(id) FROM report UNION ALL SELECT max(id) FROM report_revision
    UNION ALL SELECT max(id) FROM submission UNION ALL SELECT max(id) FROM contact
    UNION ALL SELECT max(id) FROM address UNION ALL SELECT max(id) FROM contact_household
    UNION ALL SELECT max(id) FROM consent UNION ALL SELECT max(id) FROM notice
    UNION ALL SELECT max(id) FROM invite UNION ALL SELECT max(id) FROM wrong_code
    UNION ALL SELECT max(id) FROM household UNION ALL SELECT max(id) FROM household_flag
    UNION ALL SELECT max(id) FROM baseline UNION ALL SELECT max(id) FROM household_saving_form
    UNION ALL SELECT max(id) FROM person UNION ALL SELECT max(id) FROM tambon
    UNION ALL SELECT max(id) FROM village UNION ALL SELECT max(id) FROM village_target
    UNION ALL SELECT max(id) FROM attachment UNION ALL SELECT max(id) FROM content_fetch
    UNION ALL SELECT max(id) FROM sms_long UNION ALL SELECT max(id) FROM sms_part
    UNION ALL SELECT max(id) FROM form_edition UNION ALL SELECT max(id) FROM request
    UNION ALL SELECT max(id) FROM import_batch UNION ALL SELECT max(id) FROM channel_quota
    UNION ALL SELECT max(id) FROM organisation UNION ALL SELECT max(id) FROM organisation_duty
    UNION ALL SELECT max(id) FROM role UNION ALL SELECT max(id) FROM support_team_member
    UNION ALL SELECT max(id) FROM household_care UNION ALL SELECT max(id) FROM household_move
    UNION ALL SELECT max(id) FROM plan UNION ALL SELECT max(id) FROM activity
    UNION ALL SELECT max(id) FROM outcome UNION ALL SELECT max(id) FROM cycle_step
    UNION ALL SELECT max(id) FROM fund UNION ALL SELECT max(id) FROM fund_access
    UNION ALL SELECT max(id) FROM nomination UNION ALL SELECT max(id) FROM nomination_criterion
    UNION ALL SELECT max(id) FROM nomination_score UNION ALL SELECT max(id) FROM nomination_stage
    UNION ALL SELECT max(id) FROM tambon_plan UNION ALL SELECT max(id) FROM tambon_plan_adoption
    UNION ALL SELECT max(id) FROM learning_centre UNION ALL SELECT max(id) FROM learning_visit
    UNION ALL SELECT max(id) FROM trainer_session UNION ALL SELECT max(id) FROM occ_group
    UNION ALL SELECT max(id) FROM person_consent UNION ALL SELECT max(id) FROM telling
    UNION ALL SELECT max(id) FROM occ_group_member UNION ALL SELECT max(id) FROM bmn_threshold
    UNION ALL SELECT max(id) FROM report_conflict UNION ALL SELECT max(id) FROM tombstone
    UNION ALL SELECT max(id) FROM breach UNION ALL SELECT max(id) FROM office_setting
    UNION ALL SELECT max(id) FROM code_lock UNION ALL SELECT max(id) FROM housekeeping_run
    UNION ALL SELECT max(id) FROM fact_change UNION ALL SELECT max(id) FROM chat_group
    UNION ALL SELECT max(id) FROM group_code UNION ALL SELECT max(id) FROM reminder
    UNION ALL SELECT max(id) FROM reminder_switch UNION ALL SELECT max(id) FROM calendar_feed
    UNION ALL SELECT max(id) FROM summary
    UNION ALL SELECT max(id) FROM summary_note UNION ALL SELECT max(id) FROM api_token
    UNION ALL SELECT max(id) FROM officer UNION ALL SELECT max(id) FROM login_failure))sql"};

constexpr const char* kPragmas = R"sql(
PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA mmap_size = 0;
PRAGMA wal_autocheckpoint = 0;
PRAGMA temp_store = MEMORY;
PRAGMA secure_delete = FAST;
PRAGMA cache_size = -16384;
)sql";

// sqlite3_close_v2 waits for statements that are still there; ours are finalized before.
struct CloseHandle {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};

// SQLite makes files with the umask's mode: ours are for the service's account alone.
void create_if_missing(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor >= 0) {
        ::close(descriptor);
        return;
    }
    if (errno != EEXIST) {
        throw StorageError(errno == ENOSPC ? Code::Full : Code::ReadOnly,
                           "open",
                           fmt::format("cannot make the database {} ([database] path): {}; make "
                                       "the folder and give it to the account of the service",
                                       path.string(),
                                       std::system_category().message(errno)));
    }
}

void refuse_unsafe_file(const std::filesystem::path& path) {
    struct stat info {};

    if (::stat(path.c_str(), &info) != 0) {
        throw StorageError(Code::ReadOnly,
                           "open",
                           fmt::format("cannot open the database {} ([database] path): {}",
                                       path.string(),
                                       std::system_category().message(errno)));
    }
    if (!S_ISREG(info.st_mode)) {
        throw StorageError(
            Code::ReadOnly,
            "open",
            fmt::format("{} ([database] path) is not a file; write a file's path", path.string()));
    }
    if ((info.st_mode & 0007U) != 0) {
        throw StorageError(Code::ReadOnly,
                           "open",
                           fmt::format("{} can be read by every account of this machine, and holds "
                                       "personal data; run: chmod 600 {}",
                                       path.string(),
                                       path.string()));
    }
}

}  // namespace

struct Connection::State {
    std::filesystem::path path;
    std::unique_ptr<sqlite3, CloseHandle> handle;
    std::unordered_map<const Sql*, Statement::Prepared> statements;
    std::optional<IdSource> ids;
    int wal_pages = 0;

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    State(State&&) = delete;
    State& operator=(State&&) = delete;

    ~State() {
        for (auto& [sql, prepared] : statements) {
            sqlite3_finalize(prepared.handle);
        }
    }

    [[noreturn]] void fail(int result, std::string_view name) const {
        throw StorageError(code_of_sqlite(result), name, sqlite3_errmsg(handle.get()));
    }
};

namespace {

int remember_wal_pages(void* pages, sqlite3* /*handle*/, const char* /*database*/, int count) {
    *static_cast<int*>(pages) = count;
    return SQLITE_OK;
}

void configure(sqlite3* handle) {
    sqlite3_busy_timeout(handle, kBusyTimeoutMs);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
}

}  // namespace

Connection::Connection(std::unique_ptr<State> state) : state_(std::move(state)) {}

Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

Connection Connection::open(const std::filesystem::path& path, int flags) {
    refuse_unsafe_file(path);
    keep_small_pieces_of_memory();  // before anything else is asked of SQLite
    const char* const vfs = (flags & SQLITE_OPEN_READWRITE) != 0 ? joined_writes_vfs() : nullptr;
    auto state = std::make_unique<State>();
    state->path = path;
    sqlite3* handle = nullptr;
    const int result = sqlite3_open_v2(
        path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, vfs);
    state->handle.reset(handle);
    if (result != SQLITE_OK) {
        throw StorageError(
            code_of_sqlite(result),
            "open",
            fmt::format("cannot open the database {}: {}", path.string(), sqlite3_errstr(result)));
    }
    configure(handle);
    return Connection(std::move(state));
}

Connection Connection::open_writer(const std::filesystem::path& path) {
    create_if_missing(path);
    Connection connection = open(path, SQLITE_OPEN_READWRITE);
    if (sqlite3_db_readonly(connection.handle(), "main") == 1) {
        throw StorageError(Code::ReadOnly,
                           "open",
                           fmt::format("the database {} ([database] path) may not be written; give "
                                       "it and its folder to the account of the service",
                                       path.string()));
    }
    if (connection.single_value("open.journal_mode", "PRAGMA journal_mode = WAL") != "wal") {
        throw StorageError(
            Code::ReadOnly,
            "open.journal_mode",
            fmt::format("the database {} cannot keep a write-ahead log; is its folder writable and "
                        "on a local disk?",
                        path.string()));
    }
    connection.run_script("open.pragmas", kPragmas);
    sqlite3_wal_hook(connection.handle(), remember_wal_pages, &connection.state_->wal_pages);
    return connection;
}

Connection Connection::open_reader(const std::filesystem::path& path) {
    Connection connection = open(path, SQLITE_OPEN_READONLY);
    connection.run_script("open.pragmas", kPragmas);
    connection.run_script("open.query_only", "PRAGMA query_only = ON");
    return connection;
}

Statement::Prepared& Connection::prepared(const Sql& sql) {
    auto& entry = state_->statements[&sql];
    if (entry.handle == nullptr) {
        const int result = sqlite3_prepare_v3(handle(),
                                              sql.text.data(),
                                              static_cast<int>(sql.text.size()),
                                              SQLITE_PREPARE_PERSISTENT,
                                              &entry.handle,
                                              nullptr);
        if (result != SQLITE_OK) {
            state_->fail(result, sql.name);
        }
        entry.sql = &sql;
    }
    return entry;
}

void Connection::run_script(std::string_view name, const std::string& sql) {
    const int result = sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr);
    if (result != SQLITE_OK) {
        state_->fail(result, name);
    }
}

std::string Connection::single_value(std::string_view name, const std::string& sql) {
    std::optional<std::string> value;
    const auto keep_first = [](void* kept, int columns, char** texts, char** /*names*/) {
        auto& first = *static_cast<std::optional<std::string>*>(kept);
        if (!first && columns > 0) {
            first = texts[0] == nullptr ? "" : texts[0];
        }
        return 0;
    };
    const int result = sqlite3_exec(handle(), sql.c_str(), keep_first, &value, nullptr);
    if (result != SQLITE_OK) {
        state_->fail(result, name);
    }
    return value.value_or("");
}

std::int64_t Connection::next_id(Instant now) {
    if (!state_->ids) {
        unsigned node = 0;
        {
            auto found = query(kNode);
            if (!found.step()) {
                throw StorageError(
                    Code::Other, kNode.name, "the database has no number of its own yet");
            }
            node = static_cast<unsigned>(found.integer(0));
        }
        auto highest = query(kHighestId);
        const std::int64_t last = highest.step() ? highest.integer(0) : 0;
        state_->ids.emplace(node, last);
    }
    return state_->ids->next(now);
}

const std::filesystem::path& Connection::path() const {
    return state_->path;
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(handle()) == 0;
}

bool Connection::checkpoint(bool truncate) {
    // A reader in the way is not waited for: there will be another pause.
    sqlite3_busy_timeout(handle(), 0);
    int in_wal = 0;
    int moved = 0;
    const int result =
        sqlite3_wal_checkpoint_v2(handle(),
                                  nullptr,
                                  truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE,
                                  &in_wal,
                                  &moved);
    sqlite3_busy_timeout(handle(), kBusyTimeoutMs);
    if (result == SQLITE_OK) {
        const bool all = in_wal == moved;
        if (all) {
            state_->wal_pages = 0;
        }
        return all;
    }
    if (code_of_sqlite(result) == Code::Busy) {
        return false;
    }
    state_->fail(result, "checkpoint");
}

int Connection::wal_pages() const {
    return state_->wal_pages;
}

sqlite3* Connection::handle() const {
    return state_->handle.get();
}

}  // namespace storage
