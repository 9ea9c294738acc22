#include "storage/statement.h"

#include "conversation/text/utf8.h"
#include "storage/error.h"

#include <sqlite3.h>
#include <unicode/utf8.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace storage {

namespace {

// A turn binds the same few instants many times.
class InstantTexts {
  public:
    std::string_view of(Instant instant) {
        for (const auto& [known, text] : entries_) {
            if (known == instant && !text.empty()) {
                return text;
            }
        }
        auto& entry = entries_[next_];
        next_ = (next_ + 1) % entries_.size();
        entry = {instant, conversation::to_text(instant)};
        return entry.second;
    }

  private:
    std::array<std::pair<Instant, std::string>, 4> entries_;
    std::size_t next_ = 0;
};

bool is_ascii(const char* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return (word & 0x8080808080808080ULL) == 0;
}

}  // namespace

bool is_valid_utf8(std::string_view text) noexcept {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto length = static_cast<std::int64_t>(text.size());
    std::int64_t i = 0;
    while (i < length) {
        if (length - i >= 8 && is_ascii(text.data() + i)) {
            i += 8;
            continue;
        }
        if (conversation::is_thai_letter(text, static_cast<std::size_t>(i))) {
            i += 3;
            continue;
        }
        UChar32 character = 0;
        U8_NEXT(bytes, i, length, character);
        if (character < 0) {
            return false;
        }
    }
    return true;
}

Statement::Statement(Prepared& prepared) : prepared_(&prepared) {
    if (prepared.in_use) {
        prepared_ = nullptr;
        throw std::logic_error("statement used twice at a time: " +
                               std::string(prepared.sql->name));
    }
    prepared.in_use = true;
}

Statement::~Statement() {
    if (prepared_ != nullptr) {
        sqlite3_reset(prepared_->handle);
        sqlite3_clear_bindings(prepared_->handle);
        prepared_->in_use = false;
    }
}

Statement::Statement(Statement&& other) noexcept
    : prepared_(std::exchange(other.prepared_, nullptr)), copies_(other.copies_) {}

void Statement::bind_null(int index) {
    check(sqlite3_bind_null(prepared_->handle, index));
}

void Statement::bind(int index, std::int64_t value) {
    check(sqlite3_bind_int64(prepared_->handle, index, value));
}

void Statement::bind(int index, double value) {
    check(sqlite3_bind_double(prepared_->handle, index, value));
}

void Statement::bind(int index, std::string_view value) {
    if (!is_valid_utf8(value)) {
        throw StorageError(
            StorageError::Code::Other, prepared_->sql->name, "a text is not valid UTF-8");
    }
    bind_text(index, value, copies_);
}

void Statement::bind_text(int index, std::string_view value, bool copied) {
    // A null pointer would store NULL.
    const char* bytes = value.data() == nullptr ? "" : value.data();
    check(sqlite3_bind_text64(prepared_->handle,
                              index,
                              bytes,
                              value.size(),
                              copied ? SQLITE_TRANSIENT : SQLITE_STATIC,  // NOLINT: SQLite's cast
                              SQLITE_UTF8));
}

void Statement::bind(int index, Blob value) {
    const void* bytes = value.bytes.empty() ? "" : static_cast<const void*>(value.bytes.data());
    check(sqlite3_bind_blob64(prepared_->handle,
                              index,
                              bytes,
                              value.bytes.size(),
                              copies_ ? SQLITE_TRANSIENT : SQLITE_STATIC));  // NOLINT: as above
}

void Statement::bind(int index, Instant value) {
    thread_local InstantTexts texts;
    bind_text(index, texts.of(value), true);
}

void Statement::bind(int index, Day value) {
    bind_text(index, conversation::to_text(value), true);
}

void Statement::bind(int index, Period value) {
    bind_text(index, conversation::to_text(value), true);
}

bool Statement::step() {
    const int result = sqlite3_step(prepared_->handle);
    if (result == SQLITE_ROW) {
        return true;
    }
    if (result != SQLITE_DONE) {
        fail(result);
    }
    return false;
}

std::int64_t Statement::run() {
    while (step()) {
    }
    return sqlite3_changes64(sqlite3_db_handle(prepared_->handle));
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(prepared_->handle, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(prepared_->handle, column);
}

double Statement::real(int column) const {
    return sqlite3_column_double(prepared_->handle, column);
}

std::string_view Statement::view(int column) const {
    const auto* bytes =
        reinterpret_cast<const char*>(sqlite3_column_text(prepared_->handle, column));
    if (bytes == nullptr) {
        return {};
    }
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(prepared_->handle, column))};
}

std::span<const std::byte> Statement::blob(int column) const {
    const auto* bytes =
        static_cast<const std::byte*>(sqlite3_column_blob(prepared_->handle, column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(prepared_->handle, column))};
}

std::optional<std::int64_t> Statement::optional_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
}

std::optional<std::string> Statement::optional_text(int column) const {
    return is_null(column) ? std::nullopt : std::optional(text(column));
}

Instant Statement::instant(int column) const {
    const auto value = conversation::parse_instant(view(column));
    if (!value) {
        fail_unreadable(column);
    }
    return *value;
}

std::optional<Instant> Statement::optional_instant(int column) const {
    return is_null(column) ? std::nullopt : std::optional(instant(column));
}

Day Statement::day(int column) const {
    const auto value = conversation::parse_day(view(column));
    if (!value) {
        fail_unreadable(column);
    }
    return *value;
}

Period Statement::period(int column) const {
    const auto value = conversation::parse_period(view(column));
    if (!value) {
        fail_unreadable(column);
    }
    return *value;
}

void Statement::check(int result) const {
    if (result != SQLITE_OK) {
        fail(result);
    }
}

void Statement::fail(int result) const {
    throw StorageError(code_of_sqlite(result),
                       prepared_->sql->name,
                       sqlite3_errmsg(sqlite3_db_handle(prepared_->handle)));
}

void Statement::fail_unreadable(int column) const {
    throw StorageError(StorageError::Code::Corrupt,
                       prepared_->sql->name,
                       std::string("column ") + sqlite3_column_name(prepared_->handle, column) +
                           " holds no date of the form it should have");
}

}  // namespace storage
