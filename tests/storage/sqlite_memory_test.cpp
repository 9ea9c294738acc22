#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

namespace {

// As SQLite asks for it; it is given to sqlite3_free.
char* filled(int bytes, char with) {
    auto* const piece = static_cast<char*>(sqlite3_malloc(bytes));
    std::fill_n(piece, bytes, with);
    return piece;
}

}  // namespace

TEST_CASE("SQLite's memory comes from here, whatever was opened first", "[storage]") {
    const support::TempDatabase db;
    char* const piece = filled(1, 'a');
    CHECK(sqlite3_msize(piece) == 56);  // malloc gives 24
    sqlite3_free(piece);
    CHECK(sqlite3_memory_used() == 0);  // not counted
}

TEST_CASE("a piece of SQLite's memory keeps what is in it when it grows and shrinks", "[storage]") {
    const support::TempDatabase db;  // memory is set up with the first connection
    for (const int size : {1, 56, 57, 1032, 2104, 2105, 100'000}) {
        for (const int other : {1, 56, 57, 1032, 2104, 2105, 100'000}) {
            INFO(size << " to " << other);
            char* piece = filled(size, 'a');
            CHECK(sqlite3_msize(piece) >= static_cast<sqlite3_uint64>(size));
            piece = static_cast<char*>(sqlite3_realloc(piece, other));
            CHECK(sqlite3_msize(piece) >= static_cast<sqlite3_uint64>(other));
            CHECK(std::count(piece, piece + std::min(size, other), 'a') == std::min(size, other));
            sqlite3_free(piece);
        }
    }
}

TEST_CASE("pieces freed by another thread are nobody else's", "[storage]") {
    const support::TempDatabase db;
    std::vector<char*> pieces;
    for (int i = 0; i < 1000; ++i) {
        pieces.push_back(filled(1 + i, 'a'));
    }
    std::jthread([&] {
        for (int i = 0; i < 1000; i += 2) {
            sqlite3_free(pieces[static_cast<std::size_t>(i)]);
        }
        std::vector<char*> own;
        for (int i = 0; i < 500; ++i) {
            own.push_back(filled(2 * i + 1, 'b'));
        }
        std::ranges::for_each(own, sqlite3_free);
    }).join();
    for (int i = 1; i < 1000; i += 2) {
        char* const piece = pieces[static_cast<std::size_t>(i)];
        CHECK(std::count(piece, piece + 1 + i, 'a') == 1 + i);
        sqlite3_free(piece);
    }
}
