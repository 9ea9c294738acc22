// Every text that can leave by SMS is one message, with the longest that can stand in its places:
// amounts of a million, the longest names. What is composed of several texts is proven by the
// transcripts of SMS talks: tests/support/pure_backend looks at every message of theirs.
#include "conversation/text/sms_segments.h"
#include "conversation/texts.h"
#include "conversation/thai/normalize.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <string>

using conversation::TextArguments;
using conversation::Texts;

namespace {

struct Exception {
    std::string_view key;
    std::string_view why;
};

constexpr auto kNotByItself = std::to_array<Exception>({
    {"consent.ask", "holds the privacy notice, which the law wants whole"},
    {"privacy.consented", "LINE's; the notice is long enough on SMS"},
    {"my_data.show", "LINE's; an SMS is composed of month lines until it is full"},
    {"form.read_back", "holds rows: shortened until it fits (form_summary)"},
    {"form.read_back_line", "ditto"},
    {"form.read_back_brief", "ditto"},
    {"form.read_back_lines", "ditto, where the sheet gives short names"},
    {"line.houses", "holds rows: else line.houses_sum is sent"},
    {"behalf.missing", "holds rows: as many as fit"},
    {"slip", "is printed"},
    {"behalf.withdrawn", "LINE's, behind a list"},
    {"behalf.differ", "ditto"},
    {"behalf.reported_twice", "holds rows: left out where it does not fit"},
    {"conflict.ask", "holds two reports: else conflict.ask_brief is sent"},
    {"remind.report_list", "holds rows: cut until it fits (bot/notice)"},
});

bool is_sent_by_itself(std::string_view key) {
    const bool piece = key.starts_with("b.") || key.starts_with("words.") ||
                       key.starts_with("by.") || key.starts_with("role.") ||
                       key.starts_with("group.") || (key.starts_with("held.") && key != "held.sms");
    return !piece && std::ranges::find(kNotByItself, key, &Exception::key) == kNotByItself.end();
}

std::string longest_by(const Texts& texts, const std::string& language) {
    std::string longest;
    for (const auto& [key, entry] : texts.entries(language)) {
        if (key.starts_with("by.") && entry.text.size() > longest.size()) {
            longest = entry.text;
        }
    }
    return longest;
}

// The longest that stands in a place of a text; `key` tells a house's number from its label.
TextArguments worst(const Texts& texts, const std::string& language, std::string_view key) {
    const bool thai = language == "th";
    const std::string label = texts.get_short(
        "house.label", language, {{"no", "199/12"}, {"moo", "12"}, {"tambon", "หนองกระเจา"}});
    const std::string figures = texts.get_short(
        "report.figures", language, {{"income", "1,000,000"}, {"saving", "1,000,000"}});
    const bool number = key.starts_with("line.") || key.starts_with("house.");
    return {
        {"house", number ? "199/12" : label},
        {"no", "199/12"},
        {"moo", "12"},
        {"tambon", "หนองกระเจา"},
        {"month", thai ? "พ.ย. 68" : "Nov 2025"},
        {"open", thai ? "พ.ย. 68" : "Nov 2025"},
        {"day", thai ? "30 พ.ย. 2568" : "30 Nov 2025"},
        {"figures", figures},
        {"who", longest_by(texts, language)},
        {"title",
         key.starts_with("act.") || key.starts_with("remind.")  // cut until it fits
             ? (thai ? "อบรม.." : "Cours..")
             : thai ? "รายงานประจำเดือน" : "Registering the house"},
        {"value", thai ? "1,000,000 บาท" : "1,000,000 baht"},
        {"what", thai ? "อาชีพหลัก" : "Main occupation"},
        {"amount", "1,000,000"},
        {"first", "1,000,000"},
        {"second", "1,000,000"},
        {"before", "1,000,000"},
        {"after", "1,000,000"},
        {"income", "1,000,000"},
        {"saving", "1,000,000"},
        {"saved", "12,000,000"},
        {"days", "31"},
        {"year", "2569"},
        {"receipt", "681130-1234"},
        {"left", "4"},
        {"count", "20"},
        {"contact", "056-000-000"},
        {"office", "สำนักงานพัฒนาชุมชนอำเภอชุมแสง"},
        {"key", thai ? "รายได้" : "income"},
        {"said", thai ? "สี่พันก.." : "four t.."},
        {"order", thai ? "เลขบ้าน เว้นวรรค รายได้ เว้นวรรค ออม" : "house space Income space Saved"},
        {"example",
         thai && number && key != "line.send" ? "รายได้ 8500 ออม 300" : "199/12 8500 300"},
        {"hours", "24"},
        {"minutes", "5"},
        {"missing", thai ? "999" : "9,999"},
        {"all", thai ? "999" : "9,999"},
        {"requests", "99"},
        {"conflicts", "99"},
        {"untold", "99"},
        {"roles", texts.get("role.OFFICER", language)},
        {"rows", "199/12"},
        {"tail", "1234"},
        {"channel", "LINE"},
        {"date", thai ? "30 พ.ย. 2568" : "30 Nov 2025"},
        {"close", thai ? "10 ธ.ค. 2568" : "10 Dec 2025"},
        {"place", thai ? " ศาลาหมู่ 4" : " town hall"},
        {"remark", thai ? " (ตรงกับ วันพระ)" : " (falls on holy day)"},
        {"people", "2000"},
        {"most", "2000"},
        {"reason", thai ? "ฝนตกหนัก" : "heavy rain"},
        {"by", texts.get("act.by.responsible", language)},
        {"answer",
         texts.get_short("act.was.DONE",
                         language,
                         {{"by", texts.get("act.by.responsible", language)}, {"people", "2000"}})},
        {"index", "99"},
        {"met", "5"},
        {"score", "9999"},
        {"scorers", "99"},
        {"stage", texts.get_short("model.stage.SHORTLISTED", language)},
        {"criterion", texts.get("criterion.LEARNING", language)},
        {"note", thai ? "แบ่งปัน" : "shares"},
    };
}

}  // namespace

TEST_CASE("every text that leaves by SMS is one message in the worst case",
          "[conversation][texts][sms]") {
    const auto texts = Texts::built_in();
    for (const auto& language : texts.languages()) {
        for (const auto& [key, entry] : texts.entries(language)) {
            if (!is_sent_by_itself(key)) {
                continue;
            }
            const auto text = texts.get_short(key, language, worst(texts, language, key));
            const auto count = conversation::count_sms(text);
            CAPTURE(language, key, text, count.units);
            CHECK(count.segments == 1);
            CHECK(text.find('{') == std::string::npos);  // every place was filled
            CHECK(conversation::clean_utf8(text) == text);
            for (const std::string_view link : {"://", "www.", ".com", ".th", "line.me"}) {
                CHECK(text.find(link) == std::string::npos);
            }
        }
    }
}

TEST_CASE("English texts stay in the alphabet of 160 letters", "[conversation][texts][sms]") {
    const auto texts = Texts::built_in();
    for (const auto& [key, entry] : texts.entries("en")) {
        const bool by_sms = !key.starts_with("b.") && !key.starts_with("words.") &&
                            !key.starts_with("group.") && key != "language.ask" &&
                            key != "language.name";
        if (!by_sms) {
            continue;
        }
        CAPTURE(key);
        CHECK(conversation::count_sms(entry.sms.empty() ? entry.text : entry.sms).encoding ==
              conversation::SmsEncoding::Gsm7);
    }
}
