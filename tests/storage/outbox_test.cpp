#include "storage/outbox.h"

#include "storage/delivery_log.h"
#include "storage/message_json.h"
#include "storage/quota.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <set>

using conversation::IncomingKind;
using storage::Outbox;
using storage::OutboxId;
using support::kNow;
using support::TempDatabase;
using support::words;
using namespace std::chrono_literals;

namespace {

Outbox::Draft draft(const std::string& address,
                    Outbox::Priority priority = Outbox::Priority::Answer) {
    Outbox::Draft all;
    all.channel = "line";
    all.address = address;
    all.messages = {words("สวัสดีค่ะ")};
    all.priority = priority;
    return all;
}

std::vector<std::string> addresses(const std::vector<Outbox::Row>& rows) {
    std::vector<std::string> all;
    for (const auto& row : rows) {
        all.push_back(row.address);
    }
    return all;
}

Outbox::Settlement settled(Outbox::Settlement::Result result) {
    Outbox::Settlement settlement;
    settlement.result = result;
    return settlement;
}

constexpr Outbox::Claim kLine{.channel = "line"};

}  // namespace

TEST_CASE("a message is claimed once, keeps its retry key and is settled", "[storage]") {
    TempDatabase db;
    Outbox outbox(db.connection);
    const auto id = outbox.enqueue(draft("line:U1"), kNow);
    const auto key = db.value("SELECT retry_key FROM outbox");
    const auto rows = outbox.claim(kLine, kNow);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].id == id);
    CHECK(rows[0].retry_key == key);
    CHECK(rows[0].attempts == 1);
    CHECK(rows[0].messages().value().at(0).text == "สวัสดีค่ะ");
    CHECK(db.value("SELECT state FROM outbox") == "sending");
    CHECK(outbox.claim(kLine, kNow).empty());
    Outbox::Settlement retry;
    retry.result = Outbox::Settlement::Result::Retry;
    retry.reason = "throttled";
    retry.next_at = kNow + 5s;
    outbox.settle(id, retry, kNow);
    CHECK(outbox.claim(kLine, kNow + 4s).empty());
    CHECK(outbox.next_due("line") == kNow + 5s);
    const auto again = outbox.claim(kLine, kNow + 5s);
    REQUIRE(again.size() == 1);
    CHECK(again[0].attempts == 2);
    CHECK(again[0].retry_key == key);
    outbox.settle(id, settled(Outbox::Settlement::Result::Sent), kNow + 6s);
    CHECK(db.value("SELECT state FROM outbox") == "sent");
    // Settled is settled.
    outbox.settle(id, settled(Outbox::Settlement::Result::Failed), kNow + 7s);
    CHECK(db.value("SELECT state FROM outbox") == "sent");
    CHECK_FALSE(outbox.next_due("line"));
}

TEST_CASE("an answer there is room for is claimed as it is enqueued", "[storage]") {
    TempDatabase db;
    Outbox outbox(db.connection);
    auto answer = draft("line:U1");
    answer.reply_token = "token";
    answer.reply_token_at = kNow;
    const auto first = outbox.enqueue_claimed(answer, kNow);
    REQUIRE(first.row);
    CHECK(first.row->id == first.id);
    CHECK(first.row->way == Outbox::Way::Reply);
    CHECK(first.row->reply_token == "token");
    CHECK(first.row->attempts == 1);
    CHECK(first.row->messages().value().at(0).text == "สวัสดีค่ะ");
    CHECK(db.value("SELECT state || way || attempts || retry_key FROM outbox") ==
          "sendingreply1" + first.row->retry_key);
    CHECK(outbox.claim(kLine, kNow).empty());
    // The next to the same person waits its turn, whether the first is under way or waits again.
    const auto second = outbox.enqueue_claimed(answer, kNow);
    CHECK(second.id);
    CHECK_FALSE(second.row);
    CHECK(outbox.enqueue_claimed(draft("line:U2"), kNow).row);
    Outbox::Settlement retry = settled(Outbox::Settlement::Result::Retry);
    retry.next_at = kNow + 5s;
    outbox.settle(first.id, retry, kNow);
    CHECK_FALSE(outbox.enqueue_claimed(answer, kNow).row);
    CHECK(outbox.claim(kLine, kNow + 1s).empty());
}

TEST_CASE("an answer claimed as it was enqueued survives a crash as one that may have arrived",
          "[storage]") {
    TempDatabase db;
    Outbox outbox(db.connection);
    auto answer = draft("line:U1");
    answer.reply_token = "token";
    answer.reply_token_at = kNow;
    const auto made = outbox.enqueue_claimed(answer, kNow);
    CHECK(outbox.recover(kNow + 1s) == 1);
    const auto rows = outbox.claim(kLine, kNow + 1s);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].id == made.id);
    CHECK(rows[0].reply_only);
    CHECK(rows[0].messages().value().at(0).text == "สวัสดีค่ะ");
}

TEST_CASE("order is kept for each person, and only one message is under way", "[storage]") {
    TempDatabase db;
    Outbox outbox(db.connection);
    const auto first = outbox.enqueue(draft("line:U1"), kNow);
    outbox.enqueue(draft("line:U1"), kNow);
    outbox.enqueue(draft("line:U2"), kNow);
    auto rows = outbox.claim(kLine, kNow);
    CHECK(addresses(rows) == std::vector<std::string>{"line:U1", "line:U2"});
    CHECK(outbox.claim(kLine, kNow).empty());
    Outbox::Settlement retry;
    retry.result = Outbox::Settlement::Result::Retry;
    retry.next_at = kNow + 60s;
    outbox.settle(first, retry, kNow);
    // The second waits for the first, although it is due itself.
    CHECK(outbox.claim(kLine, kNow + 30s).empty());
    rows = outbox.claim(kLine, kNow + 60s);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].id == first);
    outbox.settle(first, settled(Outbox::Settlement::Result::Failed), kNow + 60s);
    // A message given up blocks nobody.
    CHECK(outbox.claim(kLine, kNow + 60s).size() == 1);
}

TEST_CASE("answers go before reminders, also to a person whose reminder waits", "[storage]") {
    TempDatabase db;
    Outbox outbox(db.connection);
    for (int i = 0; i < 20; ++i) {
        outbox.enqueue(draft("line:R" + std::to_string(i), Outbox::Priority::Reminder), kNow);
    }
    outbox.enqueue(draft("line:R3"), kNow + 1s);
    const auto rows = outbox.claim({.channel = "line", .limit = 2}, kNow + 1s);
    CHECK(addresses(rows) == std::vector<std::string>{"line:R3", "line:R0"});
    CHECK(rows[0].priority == Outbox::Priority::Answer);
}

TEST_CASE("a fresh token replies, an old one pushes, and without quota only replies go",
          "[storage]") {
    TempDatabase db;
    Outbox outbox(db.connection);
    auto reply = draft("line:U1");
    reply.reply_token = "t1";
    reply.reply_token_at = kNow;
    outbox.enqueue(reply, kNow);
    outbox.enqueue(draft("line:U2"), kNow);
    const auto rows = outbox.claim({.channel = "line", .pushes = false}, kNow + 10s);
    REQUIRE(addresses(rows) == std::vector<std::string>{"line:U1"});
    CHECK(rows[0].way == Outbox::Way::Reply);
    CHECK(rows[0].reply_token == "t1");
    reply.address = "line:U3";
    outbox.enqueue(reply, kNow);
    CHECK(outbox.claim({.channel = "line", .pushes = false}, kNow + 51s).empty());
    const auto late = outbox.claim(kLine, kNow + 51s);
    REQUIRE(late.size() == 2);
    CHECK(late[0].way == Outbox::Way::Push);
    CHECK(late[1].way == Outbox::Way::Push);
}

TEST_CASE("a reply that may have arrived is never pushed", "[storage]") {
    TempDatabase db;
    Outbox outbox(db.connection);
    auto reply = draft("line:U1");
    reply.reply_token = "t1";
    reply.reply_token_at = kNow;
    const auto id = outbox.enqueue(reply, kNow);
    SECTION("because no answer came") {
        REQUIRE(outbox.claim(kLine, kNow).size() == 1);
        Outbox::Settlement retry;
        retry.result = Outbox::Settlement::Result::Retry;
        retry.next_at = kNow + 1s;
        retry.uncertain = true;
        outbox.settle(id, retry, kNow);
    }
    SECTION("because the program was killed") {
        REQUIRE(outbox.claim(kLine, kNow).size() == 1);
        CHECK(outbox.recover(kNow + 1s) == 1);
    }
    const auto rows = outbox.claim(kLine, kNow + 300s);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].reply_only);
    CHECK(rows[0].way == Outbox::Way::Reply);
}

TEST_CASE("a token the channel calls invalid is forgotten, and the answer pushed", "[storage]") {
    TempDatabase db;
    Outbox outbox(db.connection);
    auto reply = draft("line:U1");
    reply.reply_token = "t1";
    reply.reply_token_at = kNow;
    const auto id = outbox.enqueue(reply, kNow);
    REQUIRE(outbox.claim(kLine, kNow).size() == 1);
    auto retry = settled(Outbox::Settlement::Result::Retry);
    retry.next_at = kNow;
    retry.token_dead = true;
    outbox.settle(id, retry, kNow);
    const auto rows = outbox.claim(kLine, kNow);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].reply_token.empty());
    CHECK(rows[0].way == Outbox::Way::Push);
}

TEST_CASE("without quota a push that waits holds back no reply to the same person", "[storage]") {
    TempDatabase db;
    Outbox outbox(db.connection);
    outbox.enqueue(draft("line:U1"), kNow);
    auto reply = draft("line:U1");
    reply.reply_token = "t1";
    reply.reply_token_at = kNow;
    const auto id = outbox.enqueue(reply, kNow);
    const auto rows = outbox.claim({.channel = "line", .pushes = false}, kNow);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].id == id);
}

TEST_CASE("when the channel works again what failed before is due at once", "[storage]") {
    TempDatabase db;
    Outbox outbox(db.connection);
    const auto failed = outbox.enqueue(draft("line:U1"), kNow);
    REQUIRE(outbox.claim(kLine, kNow).size() == 1);
    auto retry = settled(Outbox::Settlement::Result::Retry);
    retry.next_at = kNow + 300s;
    outbox.settle(failed, retry, kNow);
    auto planned = draft("line:U2", Outbox::Priority::Reminder);
    planned.due = kNow + 300s;
    outbox.enqueue(planned, kNow);
    CHECK(outbox.hasten("other", kNow) == 0);
    CHECK(outbox.hasten("line", kNow) == 1);
    CHECK(addresses(outbox.claim(kLine, kNow)) == std::vector<std::string>{"line:U1"});
}

TEST_CASE("a push that was under way at a crash is tried again with its key", "[storage]") {
    TempDatabase db;
    Outbox outbox(db.connection);
    outbox.enqueue(draft("line:U1"), kNow);
    const auto before = outbox.claim(kLine, kNow);
    CHECK(outbox.recover(kNow) == 1);
    const auto after = outbox.claim(kLine, kNow);
    REQUIRE(after.size() == 1);
    CHECK(after[0].retry_key == before.at(0).retry_key);
    CHECK_FALSE(after[0].reply_only);
    CHECK(after[0].way == Outbox::Way::Push);
}

TEST_CASE("a channel in trouble is asked with what failed least", "[storage]") {
    TempDatabase db;
    Outbox outbox(db.connection);
    const auto bad = outbox.enqueue(draft("line:U1"), kNow);
    REQUIRE(outbox.claim(kLine, kNow).size() == 1);
    Outbox::Settlement again;
    again.result = Outbox::Settlement::Result::Retry;
    again.next_at = kNow;
    outbox.settle(bad, again, kNow);
    outbox.enqueue(draft("line:U2"), kNow);
    auto one = kLine;
    one.limit = 1;
    one.untried_first = true;
    CHECK(addresses(outbox.claim(one, kNow)) == std::vector<std::string>{"line:U2"});
    CHECK(addresses(outbox.claim(one, kNow)) == std::vector<std::string>{"line:U1"});
}

TEST_CASE("what is too late expires, others go on", "[storage]") {
    TempDatabase db;
    Outbox outbox(db.connection);
    auto late = draft("line:U1");
    late.expires_at = kNow + 10s;
    outbox.enqueue(late, kNow);
    outbox.enqueue(draft("line:U2"), kNow);
    CHECK(addresses(outbox.claim(kLine, kNow + 10s)) == std::vector<std::string>{"line:U2"});
    CHECK(db.value("SELECT state FROM outbox WHERE address = 'line:U1'") == "expired");
    const auto counts = outbox.counts(kNow + 10s);
    CHECK(counts.queued == 0);
    CHECK(counts.sending == 1);
    CHECK(counts.expired == 1);
}

TEST_CASE("silence asked for takes back reminders but not answers", "[storage]") {
    TempDatabase db;
    Outbox outbox(db.connection);
    outbox.enqueue(draft("line:U1", Outbox::Priority::Reminder), kNow);
    outbox.enqueue(draft("line:U1"), kNow);
    CHECK(outbox.cancel_unasked("line", "line:U1", kNow) == 1);
    CHECK(outbox.claim(kLine, kNow).size() == 1);
}

TEST_CASE("a message comes back from the outbox as it went in", "[storage]") {
    conversation::OutgoingMessage message = words("สรุป");
    message.card =
        conversation::Card{"ก่อน", "พ.ย. 68", {{"รายได้", "8,500"}, {"ออม", "300"}}, "หมายเหตุ"};
    message.quick_replies = {{"ถูกต้อง", "ถูกต้อง", "confirm=1"},
                             {"ส่งที่อยู่", "", "", conversation::QuickReply::Action::AskLocation}};
    message.image_url = "https://example.org/a.png";
    const auto back = storage::outgoing_from_json(storage::to_json({message, words("")}));
    REQUIRE(back);
    REQUIRE(back->size() == 2);
    const auto& first = back->at(0);
    CHECK(first.text == message.text);
    REQUIRE(first.card);
    CHECK(first.card->lead == "ก่อน");
    CHECK(first.card->rows.at(1).value == "300");
    CHECK(first.card->note == "หมายเหตุ");
    CHECK(first.quick_replies.at(0).postback == "confirm=1");
    CHECK(first.quick_replies.at(1).action == conversation::QuickReply::Action::AskLocation);
    CHECK(first.image_url == message.image_url);
    for (const char* text : {"", "[]", "{}", "{\"format\":9,\"messages\":[]}", "{\"format\":1}"}) {
        CAPTURE(text);
        CHECK_FALSE(storage::outgoing_from_json(text));
    }
}

TEST_CASE("a kept incoming message comes back whole", "[storage]") {
    auto message = support::say("e1", "ข้อความ");
    message.group = "line:C1";
    message.data = "d";
    message.read_token = "r";
    message.sent_at = kNow - 1s;
    message.standby = true;
    message.mentions_us = true;
    message.members = {"line:U8"};
    message.location = conversation::Location{15.9, 100.2, "วัด", "ชุมแสง"};
    message.attachment = conversation::Attachment{
        "remote", "image/jpeg", std::int64_t{1} << 60, conversation::Attachment::Failure::Gone};
    for (int kind = 0; kind <= static_cast<int>(IncomingKind::Other); ++kind) {
        message.kind = static_cast<IncomingKind>(kind);
        const auto back = storage::incoming_from_json(storage::to_json(message));
        REQUIRE(back);
        CHECK(back->kind == message.kind);
        CHECK(back->text == message.text);
        CHECK(back->group == message.group);
        CHECK(back->reply_token == message.reply_token);
        CHECK(back->sent_at == message.sent_at);
        CHECK(back->received_at == message.received_at);
        CHECK(back->location->latitude == message.location->latitude);
        CHECK(back->attachment->stored_id == message.attachment->stored_id);
        CHECK(back->attachment->failure == message.attachment->failure);
        CHECK((back->standby && back->mentions_us));
        CHECK(back->members == message.members);
    }
}

TEST_CASE("every try is logged, without what could name a person", "[storage]") {
    TempDatabase db;
    const auto id = Outbox(db.connection).enqueue(draft("line:U1"), kNow);
    storage::DeliveryLog log(db.connection);
    log.log({id, 1, "push", "rejected", 400, "to +66800000001 ข้อความ", 12ms, kNow});
    const auto attempts = log.of(id);
    REQUIRE(attempts.size() == 1);
    CHECK(attempts[0].http_status == 400);
    CHECK(attempts[0].took == 12ms);
    CHECK_THAT(attempts[0].answer, Catch::StartsWith("to +*** ..."));
    CHECK(storage::mask_answer("id U0123456789abcdef0123456789abcdef!") == "id ***!");
    CHECK(storage::mask_answer(R"({"message":"Not found"})") == R"({"message":"Not found"})");
    CHECK(storage::mask_answer(std::string(1000, '.')).size() == 300);
}

TEST_CASE("what is left of the quota counts our own pushes since it was read", "[storage]") {
    TempDatabase db;
    storage::Quota quota(db.connection);
    const conversation::Period month{2025, 12};
    CHECK_FALSE(quota.find("line", month));
    quota.put("line", month, 300, 290, kNow);
    quota.count_push("line", month, 4);
    CHECK(quota.find("line", month)->left() == 6);
    quota.count_push("line", month, 40);
    CHECK(quota.find("line", month)->left() == 0);
    quota.put("line", month, 300, 295, kNow);
    CHECK(quota.find("line", month)->left() == 5);
    quota.put("line", month, std::nullopt, 295, kNow);
    CHECK_FALSE(quota.find("line", month)->left());
}
