#include "bot/turn_worker.h"

#include "bot/form_store.h"
#include "storage/contacts.h"
#include "storage/database.h"
#include "storage/inbox.h"
#include "storage/outbox.h"
#include "tests/support/fake_clock.h"
#include "tests/support/take.h"
#include "tests/support/temp_database.h"
#include "tests/support/until.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace bot;
using conversation::IncomingKind;
using conversation::IncomingMessage;
using support::say;
using support::take;
using Outcome = webhooks::Intake::Outcome;

namespace {

struct Desk {
    Desk()
        : database(storage::Database::open(folder.path() / "office.db")),
          reader(database->reader()),
          worker(std::make_unique<TurnWorker>(database->writer(),
                                              clock,
                                              metrics,
                                              conversation::Office{"สำนักงาน", "080-000-0000"})) {
        worker->set_hooks(
            {.reserve = [this](const std::string&) { return reserve(); },
             .send =
                 [this](SendSlot slot, const std::shared_ptr<const storage::Outbox::Row>& row) {
                     slot.use();
                     sent.push_back(row->address);
                 },
             .answered = [this](const std::string&) { ++answered; },
             .fetches = [this](const std::string&) { ++fetches; },
             .stored = [this](const IncomingMessage&) { ++stored; }});
    }

    ~Desk() { database->writer().stop(); }

    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;
    Desk(Desk&&) = delete;
    Desk& operator=(Desk&&) = delete;

    std::optional<SendSlot> reserve() {
        if (room == 0) {
            return std::nullopt;
        }
        --room;
        return SendSlot([this] { ++room; });
    }

    std::int64_t count(const std::string& sql) {
        return std::stoll(reader.single_value("test", "SELECT count(*) FROM " + sql));
    }

    support::TempFolder folder;
    support::FakeClock clock;
    webhooks::Metrics metrics;
    std::unique_ptr<storage::Database> database;
    storage::Connection reader;
    std::atomic<int> room = 0;      // to send at once
    std::vector<std::string> sent;  // on the writer's thread
    std::atomic<int> answered = 0;
    std::atomic<int> fetches = 0;
    std::atomic<int> stored = 0;
    std::unique_ptr<TurnWorker> worker;
};

IncomingMessage of_kind(const std::string& event_id, IncomingKind kind) {
    IncomingMessage message = say(event_id, "");
    message.kind = kind;
    return message;
}

}  // namespace

TEST_CASE("a text is stored and answered before it is promised", "[bot][turn]") {
    Desk desk;
    CHECK(take(*desk.worker, {say("e1", "สวัสดี")}) == Outcome::Committed);
    CHECK(desk.count("inbox WHERE state = 'done'") == 1);
    CHECK(desk.count("outbox WHERE state = 'queued' AND reply_token = 'token-e1'") == 1);
    CHECK(desk.answered == 1);
    CHECK(desk.stored == 1);
}

TEST_CASE("an answer there is room for is handed over once it is committed", "[bot][turn]") {
    Desk desk;
    desk.room = 2;
    CHECK(take(*desk.worker, {say("e1", "สวัสดี", "line:U1"), say("e2", "เมนู", "line:U1")}) ==
          Outcome::Committed);
    CHECK(desk.sent == std::vector<std::string>{"line:U1"});
    CHECK(desk.count("outbox WHERE state = 'sending'") == 1);
    CHECK(desk.count("outbox WHERE state = 'queued'") == 1);  // behind it
    CHECK(desk.answered == 1);
    CHECK(desk.room == 1);  // what the second had reserved is given back
}

TEST_CASE("room that no answer used is given back", "[bot][turn]") {
    Desk desk;
    desk.room = 1;
    CHECK(take(*desk.worker, {say("e1", "สวัสดี")}) == Outcome::Committed);
    desk.room = 1;
    CHECK(take(*desk.worker, {say("e1", "สวัสดี")}) == Outcome::Committed);  // again
    CHECK(take(*desk.worker, {of_kind("e2", IncomingKind::Unfollow)}) == Outcome::Committed);
    desk.database->writer().refuse("damaged");
    CHECK(take(*desk.worker, {say("e3", "สวัสดี")}) == Outcome::Unavailable);
    CHECK(desk.room == 1);
    CHECK(desk.sent.size() == 1);
}

TEST_CASE("the same event again changes nothing, also eight times at once", "[bot][turn]") {
    Desk desk;
    std::vector<std::jthread> threads;
    std::atomic<int> committed = 0;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            committed += take(*desk.worker, {say("e1", "สวัสดี")}) == Outcome::Committed ? 1 : 0;
        });
    }
    threads.clear();
    CHECK(committed == 8);
    CHECK(desk.count("inbox") == 1);
    CHECK(desk.count("outbox") == 1);
    CHECK(desk.answered == 1);
}

TEST_CASE("several people's events of one call are each answered", "[bot][turn]") {
    Desk desk;
    std::vector<IncomingMessage> events;
    for (int i = 0; i < 20; ++i) {
        const auto number = std::to_string(i);
        events.push_back(say("e" + number, "เมนู", "line:U" + number));
    }
    CHECK(take(*desk.worker, std::move(events)) == Outcome::Committed);
    CHECK(desk.count("(SELECT DISTINCT address FROM outbox)") == 20);
    CHECK(take(*desk.worker, {}) == Outcome::Committed);
}

TEST_CASE("a turn that throws is put aside, its person told, its neighbours served",
          "[bot][turn]") {
    Desk desk;
    desk.database->writer().run([](storage::Connection& connection) {
        connection.run_script("test.poison",
                              "CREATE TRIGGER poison BEFORE INSERT ON address WHEN new.address = "
                              "'line:U2' BEGIN SELECT RAISE(ABORT, 'poison'); END");
    });
    const IncomingMessage poison = say("bad", "x", "line:U2");
    CHECK(take(*desk.worker, {say("e1", "สวัสดี"), poison, say("e3", "สวัสดี", "line:U3")}) ==
          Outcome::Committed);
    CHECK(desk.count("inbox WHERE state = 'done'") == 2);
    CHECK(desk.count("inbox WHERE state = 'dead'") == 1);
    CHECK(desk.count("outbox WHERE address = 'line:U2'") == 1);
    CHECK(desk.count("outbox") == 3);
    CHECK(take(*desk.worker, {poison}) == Outcome::Committed);
    CHECK(desk.count("outbox") == 3);
}

TEST_CASE("a database that takes nothing refuses the whole call", "[bot][turn]") {
    Desk desk;
    desk.database->writer().refuse("the file is damaged");
    CHECK(take(*desk.worker, {say("e1", "สวัสดี")}) == Outcome::Unavailable);
    CHECK(desk.count("inbox") == 0);
    CHECK(desk.answered == 0);
}

TEST_CASE("while the database hangs the caller is free and nothing is promised", "[bot][turn]") {
    Desk desk;
    std::atomic<bool> let_go = false;
    REQUIRE(desk.database->writer().submit(
        [&](storage::Connection&) { (void)support::until([&] { return let_go.load(); }); }, {}));
    std::atomic<bool> promised = false;
    desk.worker->take({say("e1", "สวัสดี")}, [&](Outcome) { promised = true; });
    CHECK_FALSE(promised);
    let_go = true;
    // LINE, who was refused meanwhile, sends it again: it is handled once.
    CHECK(take(*desk.worker, {say("e1", "สวัสดี")}) == Outcome::Committed);
    CHECK(desk.count("inbox") == 1);
    CHECK(desk.count("outbox") == 1);
}

TEST_CASE("standby and what concerns nobody is noted and not answered", "[bot][turn]") {
    Desk desk;
    IncomingMessage standby = say("s", "สวัสดี");
    standby.standby = true;
    IncomingMessage nobody = say("n", "สวัสดี", "");
    CHECK(take(*desk.worker,
               {standby,
                nobody,
                of_kind("o", IncomingKind::Other),
                of_kind("l", IncomingKind::Leave),
                of_kind("j", IncomingKind::MemberJoined)}) == Outcome::Committed);
    CHECK(desk.count("inbox WHERE state = 'done'") == 5);
    CHECK(desk.count("outbox") == 0);
}

TEST_CASE("in a group only who calls the bot is answered, in the group", "[bot][turn]") {
    Desk desk;
    IncomingMessage talk = say("g1", "@bot ช่วย");
    talk.group = "line:C1";
    IncomingMessage called = talk;
    called.event_id = "g2";
    called.mentions_us = true;
    CHECK(take(*desk.worker, {talk, called}) == Outcome::Committed);
    CHECK(desk.count("outbox") == 1);
    CHECK(desk.count("outbox WHERE address = 'line:C1'") == 1);
    CHECK(desk.count("inbox WHERE coalesce(text, '') != ''") == 0);
}

TEST_CASE("who blocks the bot gets nothing more but answers, until she comes back", "[bot][turn]") {
    Desk desk;
    CHECK(take(*desk.worker, {say("e1", "สวัสดี")}) == Outcome::Committed);
    desk.database->writer().run([&](storage::Connection& connection) {
        storage::Outbox::Draft reminder;
        reminder.channel = "line";
        reminder.address = "line:U1";
        reminder.priority = storage::Outbox::Priority::Reminder;
        reminder.messages = {support::words("เตือน")};
        storage::Outbox(connection).enqueue(reminder, desk.clock.now());
    });
    CHECK(take(*desk.worker, {of_kind("u", IncomingKind::Unfollow)}) == Outcome::Committed);
    CHECK(desk.count("outbox WHERE state = 'expired' AND priority > 0") == 1);
    CHECK(desk.count("address WHERE state = 'ACTIVE'") == 0);
    CHECK(take(*desk.worker, {of_kind("f", IncomingKind::Follow)}) == Outcome::Committed);
    CHECK(desk.count("address WHERE state = 'ACTIVE'") == 1);
    CHECK(desk.count("outbox WHERE reply_token = 'token-f'") == 1);
}

TEST_CASE("the newest edit stays, though an older one comes after it", "[bot][turn]") {
    Desk desk;
    const auto edit = [&](const std::string& id, const std::string& words, int seconds) {
        IncomingMessage message = say(id, words);
        message.kind = IncomingKind::Edited;
        message.message_id = "m-e1";
        message.sent_at = desk.clock.now() + std::chrono::seconds(seconds);
        return message;
    };
    REQUIRE(take(*desk.worker, {say("e1", "รายได้ 5000")}) == Outcome::Committed);
    CHECK(take(*desk.worker, {edit("x2", "ใหม่สุด", 20), edit("x1", "เก่ากว่า", 10)}) ==
          Outcome::Committed);
    CHECK(desk.count("inbox WHERE text IS NOT NULL") == 1);
    CHECK(desk.count("inbox WHERE text = 'ใหม่สุด'") == 1);
    CHECK(desk.count("inbox") == 3);
}

TEST_CASE("a national ID that was typed is stored nowhere", "[bot][turn][privacy]") {
    Desk desk;
    REQUIRE(take(*desk.worker, {say("e1", "เลขบัตร 1-1017-00230-70-8 ค่ะ")}) == Outcome::Committed);
    CHECK(desk.count("inbox WHERE text = 'เลขบัตร X-XXXX-XXXXX-XX-X ค่ะ'") == 1);
    desk.database->writer().run([](storage::Connection& connection) {
        connection.run_script("test.poison",
                              "CREATE TRIGGER poison BEFORE INSERT ON address BEGIN SELECT "
                              "RAISE(ABORT, 'poison'); END");
    });
    REQUIRE(take(*desk.worker, {say("e2", "1101700230708", "line:U2")}) == Outcome::Committed);
    CHECK(desk.count("inbox WHERE state = 'dead' AND payload LIKE '%XXXX%'") == 1);
}

TEST_CASE("what is unsent is gone, what is edited is replaced", "[bot][turn]") {
    Desk desk;
    CHECK(take(*desk.worker, {say("e1", "ลับ"), say("e2", "รายได้ 5000")}) == Outcome::Committed);
    IncomingMessage unsend = of_kind("u", IncomingKind::Unsend);
    unsend.message_id = "m-e1";
    IncomingMessage edited = say("x", "รายได้ 6000");
    edited.kind = IncomingKind::Edited;
    edited.message_id = "m-e2";
    CHECK(take(*desk.worker, {unsend, edited}) == Outcome::Committed);
    CHECK(desk.count("inbox WHERE text IN ('ลับ', 'รายได้ 5000')") == 0);
    CHECK(desk.count("inbox WHERE text = 'รายได้ 6000'") == 1);
    CHECK(take(*desk.worker, {unsend, edited}) == Outcome::Committed);
    CHECK(desk.count("inbox") == 4);
}

TEST_CASE("a picture nobody asked for is answered without being fetched", "[bot][turn]") {
    Desk desk;
    IncomingMessage picture = of_kind("p", IncomingKind::Image);
    picture.attachment = conversation::Attachment{"4688", "", 0, {}};
    CHECK(take(*desk.worker, {picture}) == Outcome::Committed);
    CHECK(desk.fetches == 0);
    CHECK(desk.count("content_fetch") == 0);
    CHECK(desk.count("outbox") == 1);
}

TEST_CASE("forms are kept in editions, and a running session finds its own", "[bot][forms]") {
    Desk desk;
    const auto flows = std::string(SAMMACHIP_SOURCE_DIR) + "/flows";
    auto loaded = load_forms({flows}, desk.database->writer(), desk.clock.now());
    CHECK(loaded.errors.empty());
    REQUIRE(loaded.forms->find("feedback"));
    CHECK(desk.count("form_edition") == static_cast<std::int64_t>(loaded.forms->all().size()));
    const auto key = loaded.forms->find("feedback")->key;
    desk.worker->set_forms(loaded.forms);
    CHECK(take(*desk.worker, {say("e1", "ฝากบอก")}) == Outcome::Committed);

    // The form's folder is gone; the conversation that began with it goes on.
    const auto others =
        load_forms({flows + "/household_report"}, desk.database->writer(), desk.clock.now());
    CHECK_FALSE(others.forms->find("feedback"));
    CHECK(others.forms->find_key(key));

    const auto nothing =
        load_forms({desk.folder.path().string()}, desk.database->writer(), desk.clock.now());
    CHECK_FALSE(nothing.errors.empty());
    CHECK_FALSE(look_at_forms({flows + "/not-there"}).errors.empty());
}
