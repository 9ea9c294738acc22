#pragma once
#include "conversation/calendar.h"
#include "conversation/ids.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

struct sqlite3_stmt;

namespace storage {

using conversation::Day;
using conversation::Instant;
using conversation::Period;

// A piece of SQL with the name it has in errors. Must be a constant that lives for ever: the
// connection prepares it once and finds it again by its address.
struct Sql {
    std::string_view name;
    std::string_view text;
};

// Bytes for a BLOB column.
struct Blob {
    std::span<const std::byte> bytes;
};

// One use of a prepared statement: parameters bound, rows read one by one, everything undone at the
// end so that the next use starts clean. Made by Connection::query and Connection::run. Parameters
// are ?1, ?2 … in order; text must be valid UTF-8 (else StorageError, before anything is stored),
// may hold NUL, and is copied. Instants, days and periods are stored as texts; an Id of 0 and an
// empty optional are NULL. Columns count from 0. Every function throws StorageError with the
// statement's name.
class Statement {
  public:
    struct Prepared {
        sqlite3_stmt* handle = nullptr;
        const Sql* sql = nullptr;
        bool in_use = false;
    };

    // Throws std::logic_error when the statement is being used already.
    explicit Statement(Prepared& prepared);
    ~Statement();
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    template <class... Values>
    Statement& bind_all(const Values&... values) {
        int index = 0;
        (bind(++index, values), ...);
        return *this;
    }

    // Binds and runs to the end, without copying texts: the values live long enough.
    template <class... Values>
    std::int64_t run_with(const Values&... values) {
        copies_ = false;
        bind_all(values...);
        return run();
    }

    void bind_null(int index);
    void bind(int index, std::int64_t value);
    void bind(int index, double value);
    void bind(int index, std::string_view value);
    void bind(int index, Blob value);
    void bind(int index, Instant value);
    void bind(int index, Day value);
    void bind(int index, Period value);

    template <class Integer>
    requires std::is_integral_v<Integer>

    void bind(int index, Integer value) { bind(index, static_cast<std::int64_t>(value)); }

    void bind(int index, const char* value) { bind(index, std::string_view(value)); }

    void bind(int index, const std::string& value) { bind(index, std::string_view(value)); }

    template <class Tag>
    void bind(int index, conversation::Id<Tag> value) {
        if (value) {
            bind(index, value.value);
        } else {
            bind_null(index);
        }
    }

    template <class Value>
    void bind(int index, const std::optional<Value>& value) {
        if (value) {
            bind(index, *value);
        } else {
            bind_null(index);
        }
    }

    // Reads the next row; false when there is none.
    [[nodiscard]] bool step();
    // Runs to the end; returns how many rows it changed.
    std::int64_t run();

    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;  // 0 for NULL
    [[nodiscard]] double real(int column) const;
    // Valid until the next step; empty for NULL.
    [[nodiscard]] std::string_view view(int column) const;

    [[nodiscard]] std::string text(int column) const { return std::string(view(column)); }

    [[nodiscard]] std::span<const std::byte> blob(int column) const;
    [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const;
    [[nodiscard]] std::optional<std::string> optional_text(int column) const;
    // Throws StorageError (Corrupt) when the text is not one.
    [[nodiscard]] Instant instant(int column) const;
    [[nodiscard]] std::optional<Instant> optional_instant(int column) const;
    [[nodiscard]] Day day(int column) const;
    [[nodiscard]] Period period(int column) const;

    [[nodiscard]] bool flag(int column) const { return integer(column) != 0; }

    template <class IdType>
    [[nodiscard]] IdType id(int column) const {
        return IdType{integer(column)};
    }

  private:
    void bind_text(int index, std::string_view value, bool copied);
    void check(int result) const;
    [[noreturn]] void fail(int result) const;
    [[noreturn]] void fail_unreadable(int column) const;

    Prepared* prepared_;
    bool copies_ = true;
};

// True when the bytes are well-formed UTF-8.
[[nodiscard]] bool is_valid_utf8(std::string_view text) noexcept;

}  // namespace storage
