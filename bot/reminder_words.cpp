#include "bot/reminder_words.h"

#include "bot/reminder_rules.h"
#include "conversation/dialogue/activity.h"
#include "storage/chat_groups.h"
#include "storage/households.h"
#include "storage/organisations.h"
#include "storage/plan_queries.h"
#include "storage/reminder_sources.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace bot {

namespace {

using conversation::Holidays;
using conversation::QuickReply;
using storage::Connection;
using storage::Reminders;
using storage::ReminderSources;

constexpr std::size_t kMostHouses = 30;  // of a list in one message

std::string_view text_key(ReminderKind kind) {
    switch (kind) {
        case ReminderKind::WeekBefore:
            return "remind.week";
        case ReminderKind::DayBefore:
        case ReminderKind::TeamDay:
            return "remind.eve";
        case ReminderKind::Morning:
            return "remind.morning";
        case ReminderKind::Ask:
            return "remind.ask";
        case ReminderKind::AskChair:
            return "remind.ask_chair";
        case ReminderKind::GroupDay:
            return "group.day";
        default:
            return "";
    }
}

std::string with_blank(const std::string& text) {
    return text.empty() ? "" : " " + text;
}

NoticeWords activity_words(ReminderKind kind,
                           const Reminders::Row& row,
                           const ReminderSources::Planned& activity,
                           const Holidays& holidays,
                           std::string_view language) {
    const std::string& place = activity.place.empty() ? activity.village : activity.place;
    const std::string remark = holidays.remark(row.day, language);
    const bool thai = language == "th";
    const std::string shown =
        remark.empty() ? "" : fmt::format(" ({} {})", thai ? "ตรงกับ" : "falls on", remark);
    return {.key = std::string(text_key(kind)),
            .arguments = {{"date", conversation::short_date(row.day, language)},
                          {"title", activity.title},
                          {"place", with_blank(place)},
                          {"remark", shown}},
            .not_to = {}};
}

NoticeWords report_words(Connection& connection,
                         const Reminders::Row& row,
                         std::string_view language) {
    const auto house = storage::Households(connection).find(row.household);
    return {.key = "remind.report",
            .arguments = {{"month", conversation::month_name(*row.period, language)},
                          {"house", house ? house->house_no : ""},
                          {"close", conversation::short_date(row.day, language)}},
            .not_to = {}};
}

std::optional<NoticeWords> list_words(Connection& connection,
                                      const Reminders::Row& row,
                                      std::string_view language) {
    const auto houses = ReminderSources(connection).houses_not_in(row.person, *row.period);
    if (houses.empty()) {
        return std::nullopt;
    }
    std::string list;
    for (std::size_t i = 0; i < houses.size() && i < kMostHouses; ++i) {
        list += (i == 0 ? "" : ", ") + houses[i];
    }
    if (houses.size() > kMostHouses) {
        list += " …";
    }
    return NoticeWords{.key = "remind.report_list",
                       .arguments = {{"month", conversation::month_name(*row.period, language)},
                                     {"count", std::to_string(houses.size())},
                                     {"houses", list},
                                     {"close", conversation::short_date(row.day, language)}},
                       .not_to = {}};
}

}  // namespace

NoticeWords board_words(Connection& connection,
                        storage::OrganisationId organisation,
                        conversation::Period month,
                        const Holidays& holidays,
                        std::string_view language) {
    const auto board = storage::PlanQueries(connection).board(organisation, month);
    const auto team = storage::Organisations(connection).find(organisation);
    const auto following = conversation::next(month);
    std::string days;
    for (const auto day : holidays.holy_days(following)) {
        days += (days.empty() ? "" : ", ") + std::to_string(unsigned(day.day()));
    }
    return {.key = "group.board",
            .arguments = {{"team", team ? team->name_th : ""},
                          {"month", conversation::month_name(month, language)},
                          {"done", std::to_string(board.done)},
                          {"due", std::to_string(board.due)},
                          {"in", std::to_string(board.villages_in)},
                          {"waiting", std::to_string(board.villages_waiting)},
                          {"next", conversation::month_name(following, language)},
                          {"holy", days.empty() ? "-" : days}},
            .not_to = {}};
}

std::optional<NoticeWords> reminder_words(Connection& connection,
                                          const Reminders::Row& row,
                                          const Holidays& holidays,
                                          std::string_view language) {
    const auto kind = reminder_kind(row.kind);
    if (!kind) {
        return std::nullopt;
    }
    if (*kind == ReminderKind::Report) {
        return report_words(connection, row, language);
    }
    if (*kind == ReminderKind::ReportList) {
        return list_words(connection, row, language);
    }
    if (*kind == ReminderKind::GroupBoard) {
        const auto group = storage::ChatGroups(connection).find(row.group);
        return group ? std::optional(board_words(
                           connection, group->organisation, *row.period, holidays, language))
                     : std::nullopt;
    }
    const auto activity = ReminderSources(connection).activity(row.activity, row.day);
    return activity && !text_key(*kind).empty()
               ? std::optional(activity_words(*kind, row, *activity, holidays, language))
               : std::nullopt;
}

std::vector<QuickReply> reminder_buttons(const Reminders::Row& row,
                                         const conversation::Texts& texts,
                                         std::string_view language) {
    using Button = conversation::ActivityButton;
    static constexpr auto kAnswers =
        std::to_array<std::pair<std::string_view, Button>>({{"b.done", Button::Done},
                                                            {"b.postpone", Button::Postpone},
                                                            {"b.call_off", Button::CallOff},
                                                            {"b.details", Button::Details}});
    std::vector<QuickReply> buttons;
    const auto say = [&](std::string_view key) {
        QuickReply reply;
        reply.label = reply.send = texts.get(key, language);
        buttons.push_back(std::move(reply));
    };
    if (row.kind == name(ReminderKind::Report)) {
        say("b.report");
    } else if (row.kind == name(ReminderKind::ReportList)) {
        say("b.not_reported");
    }
    if (!row.activity || !row.person || row.kind == name(ReminderKind::TeamDay)) {
        return buttons;
    }
    for (const auto& [key, button] : kAnswers) {
        QuickReply reply;
        reply.label = reply.send = texts.get(key, language);
        reply.postback = conversation::activity_postback(button, row.activity, row.day);
        buttons.push_back(std::move(reply));
    }
    return buttons;
}

}  // namespace bot
