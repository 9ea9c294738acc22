#include "bot/content_fetcher.h"

#include "bot/form_store.h"
#include "storage/database.h"
#include "tests/support/fake_channel.h"
#include "tests/support/fake_clock.h"
#include "tests/support/take.h"
#include "tests/support/temp_database.h"
#include "tests/support/until.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <memory>
#include <string>

using namespace bot;
using namespace std::chrono_literals;
using conversation::IncomingMessage;
using support::say;
using support::until;
using Outcome = ContentResult::Outcome;

namespace {

const std::string kPicture("\xFF\xD8\xFF\xDB\0\4ab\xFF\xDA\0\4cdpicture\xFF\xD9", 23);

ContentResult content(Outcome outcome, std::string bytes = {}) {
    ContentResult result;
    result.outcome = outcome;
    result.bytes = std::move(bytes);
    result.mime = "image/jpeg";
    return result;
}

// A person who has come to a form's question for a picture.
struct Darkroom {
    Darkroom()
        : database(storage::Database::open(folder.path() / "office.db")),
          reader(database->reader()),
          turns(database->writer(), clock, metrics, {"สำนักงาน", "080"}) {
        turns.set_forms(load_forms({std::string(SAMMACHIP_SOURCE_DIR) + "/flows/feedback"},
                                   database->writer(),
                                   clock.now())
                            .forms);
        begin();
        for (const char* words : {"ฝากบอก", "MEETING", "ประชุมดี"}) {
            (void)support::take(turns, {says(words)});
        }
    }

    ~Darkroom() {
        fetcher->stop();
        database->writer().stop();
    }

    Darkroom(const Darkroom&) = delete;
    Darkroom& operator=(const Darkroom&) = delete;
    Darkroom(Darkroom&&) = delete;
    Darkroom& operator=(Darkroom&&) = delete;

    void begin() {
        fetcher = std::make_unique<ContentFetcher>(
            database->writer(),
            std::vector<Channel*>{&channel},
            clock,
            turns,
            [this](const std::string&, const std::string&) { ++typing; });
        turns.set_hooks({.reserve = {},
                         .send = {},
                         .answered = {},
                         .fetches = [this](const std::string&) { fetcher->wake(); },
                         .stored = {}});
    }

    IncomingMessage says(const std::string& words) {
        auto message = say("e" + std::to_string(++events), words);
        message.received_at = clock.now();
        return message;
    }

    void sends_picture() {
        auto message = says("");
        message.kind = conversation::IncomingKind::Image;
        message.attachment = conversation::Attachment{"4688", "", 0, {}};
        REQUIRE(support::take(turns, {message}) == webhooks::Intake::Outcome::Committed);
        REQUIRE(count("content_fetch") == 1);
        before = count("outbox");
    }

    // Waits for the answer; the clock goes on to the next try, but not past the lease of a fetch
    // that is under way.
    bool answered() {
        return until([&] {
            const auto due = conversation::parse_instant(reader.single_value(
                "test",
                "SELECT coalesce(min(due_at), '') FROM content_fetch WHERE state = 'waiting'"));
            if (due && *due > clock.now() && *due - clock.now() <= 10s) {
                clock.set(*due);
                fetcher->wake();
            }
            return count("outbox") == before + 1;
        });
    }

    std::int64_t count(const std::string& sql) {
        return std::stoll(reader.single_value("test", "SELECT count(*) FROM " + sql));
    }

    support::TempFolder folder;
    support::FakeClock clock;
    webhooks::Metrics metrics;
    support::FakeChannel channel{"line"};
    std::unique_ptr<storage::Database> database;
    storage::Connection reader;
    TurnWorker turns;
    std::unique_ptr<ContentFetcher> fetcher;
    std::atomic<int> typing = 0;
    int events = 0;
    std::int64_t before = 0;
};

}  // namespace

TEST_CASE("a picture is fetched, stored and answered with its own token", "[bot][picture]") {
    Darkroom room;
    room.channel.plan_content("4688", {content(Outcome::Fetched, kPicture)});
    room.fetcher->start();
    room.sends_picture();
    CHECK(room.answered());
    CHECK(room.count("attachment WHERE mime = 'image/jpeg'") == 1);
    CHECK(room.count("content_fetch WHERE state = 'done'") == 1);
    CHECK(room.count("outbox WHERE reply_token = 'token-e4'") == 1);
    CHECK(room.typing == 0);
}

TEST_CASE("a picture that is not ready is asked for again, and the person sees typing",
          "[bot][picture]") {
    Darkroom room;
    room.channel.plan_content("4688",
                              {content(Outcome::NotYet),
                               content(Outcome::Unreachable),
                               content(Outcome::Fetched, kPicture)});
    room.fetcher->start();
    room.sends_picture();
    CHECK(room.answered());
    CHECK(room.channel.fetches() == 3);
    CHECK(room.typing == 1);
    CHECK(room.count("attachment") == 1);
}

TEST_CASE("a picture that cannot be had is answered kindly and kept nowhere", "[bot][picture]") {
    Darkroom room;
    const auto outcome = GENERATE(Outcome::Gone, Outcome::TooLarge, Outcome::Fetched);
    room.channel.plan_content("4688", {content(outcome, "<html>no picture</html>")});
    room.fetcher->start();
    room.sends_picture();
    CHECK(room.answered());
    CHECK(room.count("attachment") == 0);
    CHECK(room.count("content_fetch WHERE state = 'waiting'") == 0);
}

TEST_CASE("a content host that is down is given up after some tries", "[bot][picture]") {
    Darkroom room;
    room.channel.plan_content("4688", {content(Outcome::Unreachable)});
    room.fetcher->start();
    room.sends_picture();
    CHECK(room.answered());
    CHECK(room.channel.fetches() >= 3);
    CHECK(room.count("attachment") == 0);
}

TEST_CASE("what was being fetched when the program died is fetched by the next one",
          "[bot][picture][crash]") {
    Darkroom room;
    room.channel.plan_content("4688", {content(Outcome::Fetched, kPicture)});
    room.sends_picture();  // nobody fetches yet
    room.database->writer().run([&](storage::Connection& connection) {
        CHECK(storage::ContentFetches(connection).claim("line", 10, 60s, room.clock.now()).size() ==
              1);
    });
    room.fetcher->start();
    room.clock.advance(61s);  // the lease of who died is over
    CHECK(room.answered());
    CHECK(room.count("attachment") == 1);
    CHECK(room.channel.fetches() == 1);
}
