#include "console/calendar_rows.h"

#include "conversation/recurrence.h"
#include "storage/sha256.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <span>
#include <variant>

namespace console {

namespace {

using conversation::CalendarEvent;
using conversation::Day;
using conversation::to_text;

constexpr std::size_t kCodeDigits = 10;

std::string code_of(const CalendarEvent& event) {
    return "ICS-" + storage::sha256_hex(std::as_bytes(std::span(event.uid))).substr(0, kCodeDigits);
}

std::string code_of(const CalendarEvent& event, Day day) {
    std::string digits = to_text(day);
    std::erase(digits, '-');
    return code_of(event) + "-" + digits;
}

}  // namespace

bool CalendarRows::is_calendar(std::string_view first_bytes) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    if (first_bytes.starts_with(kMark)) {
        first_bytes.remove_prefix(kMark.size());
    }
    return first_bytes.starts_with("BEGIN:VCALENDAR");
}

CalendarRows::CalendarRows(const std::filesystem::path& path, std::string_view organisation)
    : organisation_(organisation) {
    if (organisation.empty()) {
        throw RowError(
            0,
            "a calendar does not say whose plan it is: add --organisation WOM (or CCC, "
            "VOL, SAV)",
            "ไฟล์ปฏิทินไม่ได้บอกว่าเป็นแผนขององค์กรใด ให้เพิ่ม --organisation WOM (หรือ CCC, VOL, SAV)");
    }
    std::ifstream in(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    auto read = conversation::read_calendar(text);
    if (const auto* fault = std::get_if<conversation::CalendarFault>(&read)) {
        throw RowError(0, fault->english, fault->thai);
    }
    const auto& events = std::get<std::vector<CalendarEvent>>(read);
    rows_.push_back(
        {1, {"org_kind", "fy", "activity_code", "title", "start", "end", "recurrence", "place"}});
    std::map<std::string, std::vector<Day>> moved;
    for (const auto& event : events) {
        if (event.instead_of) {
            moved[event.uid].push_back(*event.instead_of);
        }
    }
    for (const auto& event : events) {
        auto left_out = event.left_out;
        if (event.instead_of) {
            if (!event.cancelled) {
                add(event, code_of(event, *event.instead_of));
            }
            continue;
        }
        if (event.cancelled) {
            continue;
        }
        const auto& elsewhere = moved[event.uid];
        left_out.insert(left_out.end(), elsewhere.begin(), elsewhere.end());
        if (event.recurrence.empty() || left_out.empty() || !event.first.ok()) {
            add(event, code_of(event));
        } else {
            add_days(event, left_out);
        }
    }
}

void CalendarRows::add(const CalendarEvent& event, const std::string& code) {
    const bool good = event.first.ok() && event.last.ok();
    const Day last =
        event.recurrence.empty() || !good ? event.last : conversation::fiscal_year_end(event.first);
    const int year = good ? conversation::fiscal_year_be(event.first) : 0;
    rows_.push_back({static_cast<std::int64_t>(rows_.size()) + 1,
                     {organisation_,
                      good ? std::to_string(year) : "",
                      code,
                      event.summary,
                      good ? to_text(event.first) : "",
                      good ? to_text(last) : "",
                      event.recurrence,
                      event.place}});
}

void CalendarRows::add_days(const CalendarEvent& event, const std::vector<Day>& left_out) {
    const auto days = conversation::recurring_days(
        event.recurrence, event.first, conversation::fiscal_year_end(event.first));
    const auto* all = std::get_if<std::vector<Day>>(&days);
    if (all == nullptr) {
        add(event, code_of(event));  // the import says what is wrong with the rule
        return;
    }
    for (const Day day : *all) {
        if (std::ranges::find(left_out, day) == left_out.end()) {
            CalendarEvent one = event;
            one.recurrence.clear();
            one.first = one.last = day;
            add(one, code_of(event, day));
        }
    }
}

std::optional<SheetRow> CalendarRows::next() {
    return at_ < rows_.size() ? std::optional(rows_[at_++]) : std::nullopt;
}

}  // namespace console
