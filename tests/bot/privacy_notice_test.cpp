#include "bot/privacy_notice.h"

#include "bot/event_job.h"
#include "conversation/text/sms_segments.h"
#include "conversation/texts.h"
#include "conversation/thai/normalize.h"
#include "storage/invites.h"
#include "storage/notices.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using support::kNow;
using support::TempDatabase;

TEST_CASE("every language's notice has a wording for SMS, in the same version", "[bot][notice]") {
    TempDatabase db;
    bot::put_privacy_notice(db.connection, kNow);
    bot::put_privacy_notice(db.connection, kNow + std::chrono::hours(1));  // changes nothing
    const auto notice = storage::Notices(db.connection).current(kNow);
    CHECK(notice.version == bot::kNoticeVersion);
    CHECK(notice.text.size() == 4);
    const auto texts = conversation::Texts::built_in();
    for (const auto& language : texts.languages()) {
        CAPTURE(language);
        REQUIRE(notice.text.contains(language));
        REQUIRE(notice.text.contains(language + "_sms"));
        const auto brief = texts.get_short(
            "consent.ask",
            language,
            {{"notice", notice.text.at(language + "_sms")}, {"contact", "056-000-000"}});
        const auto counted = conversation::count_sms(brief);
        CAPTURE(brief, counted.units);
        CHECK(counted.segments <= (language == "th" ? 5 : 4));
        CHECK(brief.find("LINE") == std::string::npos);
        CHECK(brief.find("056-000-000") != std::string::npos);  // whom to ask
        CHECK(conversation::clean_utf8(brief) == brief);
    }
}

TEST_CASE("the SMS notice says who, what, what for, who sees it, how long, and the rights",
          "[bot][notice]") {
    TempDatabase db;
    bot::put_privacy_notice(db.connection, kNow);
    const auto notice = storage::Notices(db.connection).current(kNow);
    const std::vector<std::string> thai = {"สำนักงานพัฒนาชุมชนอำเภอ",
                                           "รายได้",
                                           "เงินออม",
                                           "งานสัมมาชีพเท่านั้น",
                                           "อาสา",
                                           "จังหวัด",
                                           "5 ปี",
                                           "90 วัน",
                                           "ดู",
                                           "แก้",
                                           "หยุด",
                                           "ถอนความยินยอม",
                                           "ลบข้อมูล"};
    for (const auto& word : thai) {
        CAPTURE(word);
        CHECK(notice.text.at("th_sms").find(word) != std::string::npos);
    }
}

TEST_CASE("who joins by SMS is shown the wording for SMS, who joins by LINE the full one",
          "[bot][notice]") {
    const bool sms = GENERATE(true, false);
    TempDatabase db;
    bot::put_privacy_notice(db.connection, kNow);
    const auto house = support::add_house(db.connection, "14");
    const auto code =
        storage::Invites(db.connection).create(house, std::chrono::days(30), kNow, "test");
    const conversation::Forms forms;
    const auto texts = conversation::Texts::built_in();
    const conversation::Office office{"สพอ.ชุมแสง", "056-000-000"};
    const auto say = [&](const std::string& event, const std::string& text) {
        auto message = support::say(event, text, sms ? "tel:+66800001234" : "line:U1");
        message.channel = sms ? "kannel" : "line";
        (void)bot::handle_event(db.connection, {forms, texts, office}, message, kNow);
    };
    say("e1", code);
    say("e2", sms ? "1" : "ใช่");
    const auto said = db.value("SELECT messages FROM outbox ORDER BY id DESC LIMIT 1");
    CHECK((said.find("ใช้กับงานสัมมาชีพเท่านั้น") != std::string::npos) == sms);
    CHECK((said.find("LINE") == std::string::npos) == sms);
    CHECK(said.find("สอบถาม 056-000-000") != std::string::npos);
}
