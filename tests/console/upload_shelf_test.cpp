#include "console/upload_shelf.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <fstream>

using console::UploadShelf;
using support::kNow;

namespace {

std::ptrdiff_t files_in(const std::filesystem::path& folder) {
    return std::distance(std::filesystem::directory_iterator(folder), {});
}

}  // namespace

TEST_CASE("a file is taken once, by its owner, for its kind, in time", "[console][import]") {
    const support::TempFolder folder;
    UploadShelf shelf;
    const auto upload = shelf.put(
        folder.path(), {.owner = "a", .kind = "households", .file_name = "x.csv", .at = kNow}, "1");
    CHECK(std::filesystem::file_size(upload.path) == 1);
    CHECK((std::filesystem::status(upload.path).permissions() & std::filesystem::perms::mask) ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    CHECK_FALSE(shelf.take(upload.token, "b", "households", kNow));
    CHECK_FALSE(shelf.take(upload.token, "a", "people", kNow));
    CHECK_FALSE(shelf.take("", "a", "households", kNow));
    CHECK(shelf.take(upload.token, "a", "households", kNow)->file_name == "x.csv");
    CHECK_FALSE(shelf.take(upload.token, "a", "households", kNow));
}

TEST_CASE("what waits too long, is too much or was left behind goes away", "[console][import]") {
    const support::TempFolder folder;
    std::ofstream(folder.path() / "import-of-a-killed-program.part") << "x";
    std::ofstream(folder.path() / "office.db") << "x";
    {
        UploadShelf shelf;
        for (std::size_t count = 0; count < UploadShelf::kMost + 5; ++count) {
            (void)shelf.put(folder.path(), {.owner = "a", .at = kNow}, "x");
        }
        CHECK(files_in(folder.path()) == static_cast<std::ptrdiff_t>(UploadShelf::kMost) + 1);
        shelf.sweep(kNow + UploadShelf::kKept);
        CHECK(files_in(folder.path()) == static_cast<std::ptrdiff_t>(UploadShelf::kMost) + 1);
        shelf.sweep(kNow + UploadShelf::kKept + std::chrono::seconds(1));
        CHECK(files_in(folder.path()) == 1);
        (void)shelf.put(folder.path(), {.owner = "a", .at = kNow}, "x");
    }
    CHECK(files_in(folder.path()) == 1);
    CHECK(std::filesystem::exists(folder.path() / "office.db"));
}
