#include "bot/calendar_desk.h"

#include "storage/calendar_feeds.h"

namespace bot {

std::optional<std::string> CalendarDesk::calendar(std::string_view secret) {
    const auto now = clock_.now();
    const auto today = conversation::bangkok_day(now);
    std::optional<storage::CalendarFeeds::Feed> feed;
    std::string text;
    readers_.lend([&](storage::Connection& reader) {
        storage::CalendarFeeds feeds(reader);
        feed = feeds.find(secret, today);
        if (feed) {
            const auto made = feeds.calendar(*feed, today);
            text = conversation::write_calendar(made.name, made.events);
        }
    });
    if (!feed) {
        return std::nullopt;
    }
    if (feed->fetched_on != today) {
        writer_.run([&](storage::Connection& writer) {
            storage::CalendarFeeds(writer).note_fetch(*feed, now);
        });
    }
    return text;
}

}  // namespace bot
