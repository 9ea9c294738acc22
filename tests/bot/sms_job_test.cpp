#include "bot/sms_job.h"

#include "conversation/texts.h"
#include "storage/outbox.h"
#include "storage/sms_arrivals.h"
#include "storage/sms_parts.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <string>

using namespace bot;
using support::kNow;
using namespace std::chrono_literals;

namespace {

// One office taking SMS, with no form loaded: every text is answered somehow.
struct Office {
    EventOutcome take(const conversation::IncomingMessage& message,
                      conversation::Instant now = kNow) {
        return handle_event(db.connection, {forms, texts, office, &rules}, message, now);
    }

    std::string value(const std::string& sql) { return db.value(sql); }

    support::TempDatabase db;
    conversation::Forms forms;
    conversation::Texts texts = conversation::Texts::built_in();
    conversation::Office office{"สำนักงาน", "080-000-0000"};
    SmsRuleBook rules{{"kannel", {.parts_wait = 120s, .most_a_minute = 3}}};
};

conversation::IncomingMessage sms(const std::string& event_id,
                                  const std::string& text,
                                  bool has_id = true) {
    auto message = support::say(event_id, text, "tel:+66812345678");
    message.channel = "kannel";
    message.reply_token.clear();
    message.sms.emplace();
    message.sms->has_id = has_id;
    message.sms->sender = "0812345678";
    return message;
}

conversation::IncomingMessage part(const std::string& event_id, int number, const char* text) {
    auto message = sms(event_id, text);
    message.sms->part = {7, 3, number};
    return message;
}

constexpr const char* kAnswers = "SELECT count(*) FROM outbox WHERE priority = 0";

}  // namespace

TEST_CASE("an SMS is answered once, however often it comes", "[bot][sms]") {
    Office office;
    CHECK(office.take(sms("e1", "สวัสดี")).answered);
    CHECK(office.take(sms("e1", "สวัสดี")).repeated);
    CHECK(office.value(kAnswers) == "1");
    CHECK(office.value("SELECT channel || address FROM outbox") == "kanneltel:+66812345678");
}

TEST_CASE("the same text without an id is one message until it was answered", "[bot][sms]") {
    Office office;
    CHECK(office.take(sms("a", "1", false)).answered);
    CHECK(office.take(sms("b", " 1 ", false), kNow + 2s).repeated);
    storage::SmsArrivals(office.db.connection).answered("kannel", "tel:+66812345678");
    CHECK(office.take(sms("c", "1", false), kNow + 4s).answered);
    CHECK(office.value(kAnswers) == "2");
    CHECK(office.value("SELECT count(*) FROM inbox") == "2");
    // With ids of the gateway's own, the ids decide.
    CHECK(office.take(sms("d", "1"), kNow + 5s).answered);
}

TEST_CASE("what was set aside is kept and never answered", "[bot][sms]") {
    Office office;
    auto message = sms("e1", "โปรโมชั่น");
    message.address = "tel:1175";
    message.sms->set_aside = "service_number";
    message.sms->sender = "1175";
    message.standby = true;
    CHECK_FALSE(office.take(message).answered);
    CHECK(office.take(message).repeated);
    CHECK(office.value("SELECT text FROM inbox") == "โปรโมชั่น");
    CHECK(office.value("SELECT sender || reason FROM sms_set_aside") == "1175service_number");
    CHECK(office.value("SELECT count(*) FROM outbox") == "0");
    CHECK(office.value("SELECT count(*) FROM contact") == "0");
}

TEST_CASE("a number that writes too fast is not answered any more, but kept", "[bot][sms]") {
    Office office;
    for (int i = 0; i < 6; ++i) {
        (void)office.take(sms("e" + std::to_string(i), "ข้อความ " + std::to_string(i)),
                          kNow + std::chrono::seconds(i));
    }
    CHECK(office.value("SELECT count(*) FROM inbox") == "6");
    CHECK(office.value(kAnswers) == "3");
    CHECK(office.value("SELECT count(*) FROM sms_set_aside WHERE reason = 'too_many'") == "3");
    CHECK(office.take(sms("later", "สวัสดี"), kNow + 61s).answered);
}

TEST_CASE("parts become one message and the word about missing ones is taken back", "[bot][sms]") {
    Office office;
    CHECK(office.take(part("p3", 3, "ออม 300")).answered);  // the word waits in the outbox
    CHECK(office.value("SELECT due_at > created_at AND priority = 1 FROM outbox") == "1");
    CHECK_FALSE(office.take(part("p1", 1, "รายได้ "), kNow + 1s).answered);
    CHECK(office.take(part("p1", 1, "รายได้ "), kNow + 1s).repeated);
    CHECK(office.value(kAnswers) == "0");
    CHECK(office.take(part("p2", 2, "8500 "), kNow + 2s).answered);
    CHECK(office.value("SELECT text FROM inbox WHERE text IS NOT NULL") == "รายได้ 8500 ออม 300");
    CHECK(office.value(kAnswers) == "1");
    CHECK(office.value("SELECT state || reason FROM outbox WHERE priority = 1") ==
          "expiredcomplete");
    // The centre sends all of it again, under other ids: nothing more is said.
    CHECK(office.take(part("q1", 1, "รายได้ "), kNow + 3s).repeated);
    CHECK(office.value("SELECT count(*) FROM outbox") == "2");
}

TEST_CASE("an incomplete message is no report, and is answered once", "[bot][sms]") {
    Office office;
    (void)office.take(part("p1", 1, "รายได้ 8500"));
    (void)office.take(part("p3", 3, "ออม 300"), kNow + 1s);
    CHECK(office.value(kAnswers) == "0");
    storage::Outbox outbox(office.db.connection);
    CHECK(outbox.claim({.channel = "kannel"}, kNow + 119s).empty());
    const auto rows = outbox.claim({.channel = "kannel"}, kNow + 120s);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].messages().value().at(0).text == "ข้อความยาวมาไม่ครบ โปรดส่งใหม่ให้สั้นลง เช่น รด 4500");
    CHECK(storage::SmsParts(office.db.connection).count_incomplete(kNow) == 1);
}

TEST_CASE("a number that sends nothing but pieces is told so a few times, not for ever",
          "[bot][sms]") {
    Office office;
    for (int i = 0; i < 6; ++i) {
        auto piece = part("p" + std::to_string(i), 1, "รายได้");
        piece.sms->part->reference = i;
        (void)office.take(piece, kNow + std::chrono::seconds(i));
    }
    CHECK(office.value("SELECT count(*) FROM outbox") == "3");
    CHECK(office.value("SELECT count(*) FROM inbox") == "6");
}

TEST_CASE("an answer is not held up by the word about missing parts", "[bot][sms]") {
    Office office;
    (void)office.take(part("p1", 1, "รายได้"));
    CHECK(office.take(sms("e1", "สวัสดี"), kNow + 1s).answered);
    CHECK(storage::Outbox(office.db.connection).claim({.channel = "kannel"}, kNow + 1s).size() ==
          1);
}
