#include "conversation/ics.h"

#include "conversation/thai/normalize.h"

#include <libical/ical.h>

#include <algorithm>
#include <memory>

namespace conversation {

namespace {

constexpr std::string_view kProgram = "-//Sammachip//plans//TH";
constexpr std::string_view kRefreshedEvery = "PT6H";
constexpr std::size_t kMostEvents = 5000;
constexpr std::size_t kLargest = 8UL * 1024UL * 1024UL;

struct FreeComponent {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};

struct FreeText {
    void operator()(char* text) const { icalmemory_free_buffer(text); }
};

using Component = std::unique_ptr<icalcomponent, FreeComponent>;

Day plus(Day day, int days) {
    return Day{std::chrono::sys_days(day) + std::chrono::days(days)};
}

icaltimetype date_of(Day day) {
    icaltimetype time = icaltime_null_date();
    time.year = int(day.year());
    time.month = static_cast<int>(unsigned(day.month()));
    time.day = static_cast<int>(unsigned(day.day()));
    return time;
}

icaltimetype instant_of(Instant instant) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(instant);
    return icaltime_from_timet_with_zone(
        seconds.time_since_epoch().count(), 0, icaltimezone_get_utc_timezone());
}

void add_x(icalcomponent* calendar, const char* name, std::string_view value) {
    icalproperty* property = icalproperty_new_x(std::string(value).c_str());
    icalproperty_set_x_name(property, name);
    icalcomponent_add_property(calendar, property);
}

icalcomponent* vevent(const CalendarEvent& event) {
    icalcomponent* made = icalcomponent_new_vevent();
    icalcomponent_add_property(made, icalproperty_new_uid(event.uid.c_str()));
    icalcomponent_add_property(made, icalproperty_new_dtstamp(instant_of(event.stamp)));
    icalcomponent_add_property(made, icalproperty_new_dtstart(date_of(event.first)));
    icalcomponent_add_property(made, icalproperty_new_dtend(date_of(plus(event.last, 1))));
    icalcomponent_add_property(made, icalproperty_new_summary(event.summary.c_str()));
    if (!event.place.empty()) {
        icalcomponent_add_property(made, icalproperty_new_location(event.place.c_str()));
    }
    if (!event.description.empty()) {
        icalcomponent_add_property(made, icalproperty_new_description(event.description.c_str()));
    }
    if (!event.recurrence.empty()) {
        icalcomponent_add_property(
            made, icalproperty_new_rrule(icalrecurrencetype_from_string(event.recurrence.c_str())));
    }
    icalcomponent_add_property(made, icalproperty_new_sequence(static_cast<int>(event.sequence)));
    icalcomponent_add_property(
        made,
        icalproperty_new_status(event.cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    icalcomponent_add_property(made, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    return made;
}

Day day_of(const icaltimetype& time) {
    const Day day{std::chrono::year(time.year),
                  std::chrono::month(static_cast<unsigned>(time.month)),
                  std::chrono::day(static_cast<unsigned>(time.day))};
    if (time.is_date != 0 || icaltime_is_utc(time) == 0 || !day.ok()) {
        return day;
    }
    return bangkok_day(Instant{std::chrono::seconds(icaltime_as_timet(time))});
}

std::string text_of(const char* text) {
    return text == nullptr ? std::string{} : std::string{text};
}

// Its last day: an end at midnight, or of whole days, is the day before.
Day last_of(icalcomponent* event, Day first) {
    const icaltimetype end = icalcomponent_get_dtend(event);
    if (icaltime_is_null_time(end) != 0) {
        return first;
    }
    const Day day = day_of(end);
    const bool midnight = end.is_date != 0 || (end.hour == 0 && end.minute == 0);
    return std::max(first, midnight && day.ok() ? plus(day, -1) : day);
}

CalendarEvent event_of(icalcomponent* event) {
    CalendarEvent read;
    read.uid = clean_utf8(text_of(icalcomponent_get_uid(event)));
    read.first = day_of(icalcomponent_get_dtstart(event));
    read.last = read.first.ok() ? last_of(event, read.first) : read.first;
    read.summary = clean_utf8(text_of(icalcomponent_get_summary(event)));
    read.place = clean_utf8(text_of(icalcomponent_get_location(event)));
    read.description = clean_utf8(text_of(icalcomponent_get_description(event)));
    read.sequence = icalcomponent_get_sequence(event);
    read.cancelled = icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED;
    if (icalproperty* rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY)) {
        icalrecurrencetype recurrence = icalproperty_get_rrule(rule);
        const std::unique_ptr<char, FreeText> text(icalrecurrencetype_as_string_r(&recurrence));
        read.recurrence = text_of(text.get());
    }
    for (icalproperty* left_out = icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY);
         left_out != nullptr;
         left_out = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY)) {
        read.left_out.push_back(day_of(icalproperty_get_exdate(left_out)));
    }
    if (icalproperty* instead =
            icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY)) {
        read.instead_of = day_of(icalproperty_get_recurrenceid(instead));
    }
    return read;
}

void collect(icalcomponent* component, std::vector<CalendarEvent>& events) {
    for (icalcomponent* inner = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
         inner != nullptr && events.size() <= kMostEvents;
         inner = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)) {
        if (icalcomponent_isa(inner) == ICAL_VEVENT_COMPONENT) {
            events.push_back(event_of(inner));
        } else if (icalcomponent_isa(inner) == ICAL_VCALENDAR_COMPONENT) {
            collect(inner, events);
        }
    }
}

CalendarFault not_a_calendar() {
    return {"this is no iCalendar file: export the calendar once more, as .ics",
            "ไฟล์นี้ไม่ใช่ปฏิทิน iCalendar ให้ส่งออกจากปฏิทินอีกครั้งเป็นไฟล์ .ics"};
}

}  // namespace

std::string write_calendar(std::string_view name, std::span<const CalendarEvent> events) {
    icalerror_set_errors_are_fatal(0);
    const Component calendar(icalcomponent_new_vcalendar());
    icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar.get(),
                               icalproperty_new_prodid(std::string(kProgram).c_str()));
    icalcomponent_add_property(calendar.get(), icalproperty_new_method(ICAL_METHOD_PUBLISH));
    add_x(calendar.get(), "X-WR-CALNAME", name);
    add_x(calendar.get(), "X-WR-TIMEZONE", "Asia/Bangkok");
    add_x(calendar.get(), "X-PUBLISHED-TTL", kRefreshedEvery);
    for (const auto& event : events) {
        icalcomponent_add_component(calendar.get(), vevent(event));
    }
    const std::unique_ptr<char, FreeText> text(icalcomponent_as_ical_string_r(calendar.get()));
    return text_of(text.get());
}

std::variant<std::vector<CalendarEvent>, CalendarFault> read_calendar(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    if (text.size() > kLargest || text.find('\0') != std::string_view::npos ||
        text.find("BEGIN:VCALENDAR") == std::string_view::npos) {
        return not_a_calendar();
    }
    icalerror_set_errors_are_fatal(0);
    const Component parsed(icalparser_parse_string(std::string(text).c_str()));
    if (!parsed) {
        return not_a_calendar();
    }
    std::vector<CalendarEvent> events;
    collect(parsed.get(), events);
    if (events.size() > kMostEvents) {
        return CalendarFault{"more than 5,000 events: export one year alone",
                             "มีกิจกรรมเกิน 5,000 รายการ ให้ส่งออกทีละปี"};
    }
    std::ranges::stable_sort(events, {}, &CalendarEvent::first);
    return events;
}

}  // namespace conversation
