#include "console/export_desk.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <utility>
#include <vector>

using console::ExportDesk;
using console::ExportOrder;
using support::kNow;
using support::TempDatabase;
using namespace std::chrono_literals;

namespace {

// A desk whose readers are lent only once the door is open.
struct Office {
    // Made at its first use within the library, where ThreadSanitizer does not look: before there
    // are threads that use it.
    std::shared_ptr<spdlog::logger> log = spdlog::default_logger();
    support::TempFolder folder;
    std::filesystem::path path = folder.path() / "office.db";
    storage::Connection writer = TempDatabase::opened(path);
    std::mutex mutex;
    std::condition_variable news;
    bool is_open = false;
    storage::ReaderPool readers{[this] {
        std::unique_lock lock(mutex);
        news.wait(lock, [this] { return is_open; });
        return storage::Connection::open_reader(path);
    }};
    ExportDesk desk{readers};

    ~Office() { open(); }

    void open() {
        const std::scoped_lock lock(mutex);
        is_open = true;
        news.notify_all();
    }

    [[nodiscard]] ExportOrder order(std::string kind, std::string owner = "somjai") const {
        ExportOrder order;
        order.kind = std::move(kind);
        order.owner = std::move(owner);
        order.folder = folder.path();
        order.at = kNow;
        return order;
    }

    ExportDesk::Job ended(const std::string& token) {
        return desk.wait(token, "somjai", 30s).value();
    }
};

std::string bytes_of(const ExportDesk::Job& job) {
    std::string bytes(job.file->size, '\0');
    REQUIRE(::pread(job.file->fd.get(), bytes.data(), bytes.size(), 0) ==
            static_cast<ssize_t>(bytes.size()));
    return bytes;
}

}  // namespace

TEST_CASE("a file is made beside the pages, for its owner only, and leaves nothing in the folder",
          "[console][export]") {
    Office office;
    office.open();
    const auto begun = office.desk.start(office.order("households"));
    REQUIRE(begun);
    const auto job = office.ended(begun->token);
    REQUIRE(job.state == ExportDesk::State::Ready);
    CHECK(bytes_of(job).starts_with("\xEF\xBB\xBF\"household_id\","));
    CHECK_FALSE(office.desk.find(begun->token, "malee", kNow));
    CHECK_FALSE(office.desk.find("", "somjai", kNow));
    for (const auto& entry : std::filesystem::directory_iterator(office.folder.path())) {
        CHECK(entry.path().filename().string().starts_with("office.db"));
    }
}

TEST_CASE("a button pressed twice makes one file, another wish another", "[console][export]") {
    Office office;
    const auto begun = office.desk.start(office.order("households"));
    REQUIRE(begun);
    CHECK(office.desk.running(office.order("households"))->token == begun->token);
    CHECK_FALSE(office.desk.running(office.order("reports")));
    CHECK_FALSE(office.desk.running(office.order("households", "malee")));
    auto with_names = office.order("households");
    with_names.wanted.reason = "visit";
    CHECK_FALSE(office.desk.running(with_names));
    office.open();
    (void)office.ended(begun->token);
    CHECK_FALSE(office.desk.running(office.order("households")));
}

TEST_CASE("a file is given up by its owner and by nobody else", "[console][export]") {
    Office office;
    const auto mine = office.desk.start(office.order("households"));
    const auto other = office.desk.start(office.order("reports"));
    REQUIRE((mine && other));
    office.desk.give_up(mine->token, "somjai");
    office.desk.give_up(other->token, "malee");
    office.open();
    CHECK(office.ended(mine->token).state == ExportDesk::State::GivenUp);
    CHECK(office.ended(other->token).state == ExportDesk::State::Ready);
}

TEST_CASE("what cannot be made is said to have failed", "[console][export]") {
    Office office;
    office.open();
    auto nowhere = office.order("households");
    nowhere.folder = office.folder.path() / "gone";
    const auto first = office.desk.start(nowhere);
    const auto second = office.desk.start(office.order("form:nobody_knows"));
    REQUIRE((first && second));
    CHECK(office.ended(first->token).state == ExportDesk::State::Failed);
    CHECK(office.ended(second->token).state == ExportDesk::State::Failed);
}

TEST_CASE("the desk holds eight: what is made stays, the oldest file goes", "[console][export]") {
    Office office;
    std::vector<std::string> tokens;
    for (std::size_t count = 0; count < ExportDesk::kMost; ++count) {
        auto order = office.order("households");
        order.wanted.reason = std::to_string(count);
        tokens.push_back(office.desk.start(order).value().token);
    }
    bool logged = false;
    CHECK_FALSE(office.desk.start(office.order("reports"), [&] { logged = true; }));
    CHECK_FALSE(logged);
    office.open();
    for (const auto& token : tokens) {
        (void)office.ended(token);
    }
    CHECK(office.desk.start(office.order("reports")));
    CHECK_FALSE(office.desk.find(tokens.front(), "somjai", kNow));
    CHECK(office.desk.find(tokens.back(), "somjai", kNow));
    CHECK_FALSE(office.desk.find(tokens.back(), "somjai", kNow + ExportDesk::kKept + 1s));
}

TEST_CASE("nothing is made of an export that could not be logged", "[console][export]") {
    Office office;
    office.open();
    CHECK_THROWS_AS(office.desk.start(office.order("reports"), [] { throw std::bad_alloc(); }),
                    std::bad_alloc);
    CHECK_FALSE(office.desk.running(office.order("reports")));
}
