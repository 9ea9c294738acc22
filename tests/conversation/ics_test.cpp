#include "conversation/ics.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using conversation::CalendarEvent;
using conversation::CalendarFault;
using conversation::read_calendar;
using conversation::write_calendar;

namespace {

conversation::Day day(const char* text) {
    return conversation::parse_day(text).value();
}

std::vector<CalendarEvent> events_of(const std::string& text) {
    auto read = read_calendar(text);
    REQUIRE(std::holds_alternative<std::vector<CalendarEvent>>(read));
    return std::get<std::vector<CalendarEvent>>(std::move(read));
}

std::string calendar(const std::string& lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Google Inc//Google Calendar "
           "70.9054//EN\r\nBEGIN:VEVENT\r\nUID:u1@google.com\r\n" +
           lines + "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

}  // namespace

TEST_CASE("a calendar that was written reads back the same", "[ics]") {
    const std::vector<CalendarEvent> events = {
        {.uid = "activity-1@sammachip",
         .first = day("2025-12-03"),
         .last = day("2025-12-05"),
         .summary = "อบรมทำขนม; กลุ่มสตรี, รุ่น 1",
         .place = "ศาลาหมู่ 4",
         .description = "สถานะ รอผล\nเป้าหมาย 30 คน",
         .sequence = 3,
         .stamp = conversation::parse_instant("2025-11-30T02:05:00.000Z").value()},
        {.uid = "activity-2@sammachip",
         .first = day("2025-12-31"),
         .last = day("2025-12-31"),
         .summary = std::string("ประชุม") + std::string(200, 'x'),
         .cancelled = true},
    };
    const auto text = write_calendar("กพสอ.ชุมแสง", events);
    CHECK_THAT(text, Catch::StartsWith("BEGIN:VCALENDAR\r\n"));
    CHECK_THAT(text, Catch::Contains("DTSTART;VALUE=DATE:20251203\r\n"));
    CHECK_THAT(text, Catch::Contains("DTEND;VALUE=DATE:20251206\r\n"));  // exclusive
    CHECK_THAT(text, Catch::Contains("DTEND;VALUE=DATE:20260101\r\n"));
    CHECK_THAT(text, Catch::Contains("DTSTAMP:20251130T020500Z\r\n"));
    CHECK_THAT(text, Catch::Contains("STATUS:CANCELLED\r\n"));
    const auto read = events_of(text);
    REQUIRE(read.size() == 2);
    CHECK(read[0].uid == events[0].uid);
    CHECK(read[0].first == events[0].first);
    CHECK(read[0].last == events[0].last);
    CHECK(read[0].summary == events[0].summary);
    CHECK(read[0].place == events[0].place);
    CHECK(read[0].description == events[0].description);
    CHECK(read[0].sequence == 3);
    CHECK(read[1].summary == events[1].summary);
    CHECK(read[1].cancelled);
}

TEST_CASE("no line of a calendar is longer than 75 bytes or cut inside a letter", "[ics]") {
    const auto text =
        write_calendar("กพสอ.",
                       std::vector<CalendarEvent>{
                           {.uid = "u",
                            .first = day("2025-12-03"),
                            .last = day("2025-12-03"),
                            .summary = "อบรมการทำขนมไทยและการบรรจุภัณฑ์เพื่อจำหน่ายในตลาดนัดชุมชน"}});
    std::size_t from = 0;
    while (from < text.size()) {
        const auto end = text.find("\r\n", from);
        REQUIRE(end != std::string::npos);
        CHECK(end - from <= 75);
        const auto begins = static_cast<unsigned char>(text[from == 0 ? 0 : from]);
        CHECK((begins & 0xC0U) != 0x80U);
        const auto second = static_cast<unsigned char>(text[from + 1]);
        CHECK((text[from] != ' ' || (second & 0xC0U) != 0x80U));
        from = end + 2;
    }
}

TEST_CASE("days are read as people in Bangkok see them", "[ics]") {
    const auto [lines, first, last] = GENERATE(table<std::string, std::string, std::string>({
        {"DTSTART;VALUE=DATE:20251203\r\nDTEND;VALUE=DATE:20251205\r\n",
         "2025-12-03",
         "2025-12-04"},
        {"DTSTART;VALUE=DATE:20251203\r\n", "2025-12-03", "2025-12-03"},
        {"DTSTART:20251202T180000Z\r\nDTEND:20251202T210000Z\r\n", "2025-12-03", "2025-12-03"},
        {"DTSTART;TZID=Asia/Bangkok:20251203T090000\r\nDTEND;TZID=Asia/Bangkok:20251203T120000\r\n",
         "2025-12-03",
         "2025-12-03"},
        {"DTSTART;TZID=Asia/Bangkok:20251203T090000\r\nDTEND;TZID=Asia/Bangkok:20251204T000000\r\n",
         "2025-12-03",
         "2025-12-03"},
        {"DTSTART:20251203T090000\r\nDURATION:P2D\r\n", "2025-12-03", "2025-12-05"},
    }));
    CAPTURE(lines);
    const auto events = events_of(calendar(lines + "SUMMARY:ประชุม\r\n"));
    REQUIRE(events.size() == 1);
    CHECK(events[0].first == day(first.c_str()));
    CHECK(events[0].last == day(last.c_str()));
    CHECK(events[0].summary == "ประชุม");
}

TEST_CASE("recurrence is read, and whether days are left out of it", "[ics]") {
    const auto plain = events_of(
        calendar("DTSTART;VALUE=DATE:20251007\r\nRRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=12\r\n"));
    REQUIRE(plain.size() == 1);
    CHECK(plain[0].recurrence == "FREQ=MONTHLY;COUNT=12;BYDAY=1TU");
    CHECK(plain[0].left_out.empty());
    const auto excepted =
        events_of(calendar("DTSTART;VALUE=DATE:20251007\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"
                           "EXDATE;VALUE=DATE:20251014\r\n"));
    CHECK(excepted.at(0).left_out == std::vector{day("2025-10-14")});
    const auto instead = events_of(calendar(
        "DTSTART;VALUE=DATE:20251015\r\nRECURRENCE-ID;VALUE=DATE:20251014\r\nSUMMARY:x\r\n"));
    CHECK(instead.at(0).instead_of == day("2025-10-14"));
}

TEST_CASE("what is no calendar is refused in words", "[ics]") {
    for (const std::string& text :
         {std::string{}, std::string{"กิจกรรม,วันที่\r\n"}, std::string("BEGIN:VCALENDAR\0\r\n", 18)}) {
        const auto read = read_calendar(text);
        REQUIRE(std::holds_alternative<CalendarFault>(read));
        CHECK_FALSE(std::get<CalendarFault>(read).thai.empty());
    }
}

TEST_CASE("a broken letter does not get in", "[ics]") {
    const auto events =
        events_of(calendar("DTSTART;VALUE=DATE:20251203\r\nSUMMARY:ab\xE0\xB8\r\n"));
    REQUIRE(events.size() == 1);
    CHECK(events[0].summary.find("\xE0\xB8\r") == std::string::npos);
    CHECK_THAT(events[0].summary, Catch::StartsWith("ab"));
}
