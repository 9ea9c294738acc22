#include "conversation/dialogue/activity.h"

#include "conversation/dialogue/dialogues.h"
#include "conversation/dialogue/sms_fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <utility>

// Which activity is meant, and what stands about it.
namespace conversation {

namespace {

constexpr std::size_t kShown = 10;  // activities in one list

struct ButtonWord {
    ActivityButton button;
    std::string_view word;
    std::string_view result;
    std::string_view label;
};

constexpr auto kButtons = std::to_array<ButtonWord>({
    {ActivityButton::Done, "done", "DONE", "b.done"},
    {ActivityButton::Postpone, "postpone", "POSTPONED", "b.postpone"},
    {ActivityButton::CallOff, "cancel", "CANCELLED", "b.call_off"},
    {ActivityButton::Details, "details", "", "b.details"},
});

std::int64_t number_of(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// "done:123:2025-12-03"
struct Wish {
    const ButtonWord* button = nullptr;
    ActivityId id{};
    Day day{};
};

std::optional<Wish> read_wish(std::string_view rest) {
    const auto first = rest.find(':');
    const auto second = rest.find(':', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) {
        return std::nullopt;
    }
    const auto* const button =
        std::ranges::find(kButtons, rest.substr(0, first), &ButtonWord::word);
    const auto day = parse_day(rest.substr(second + 1));
    if (button == kButtons.end() || !day) {
        return std::nullopt;
    }
    return Wish{button, {number_of(rest.substr(first + 1, second - first - 1))}, *day};
}

std::optional<TeamActivity> current(const Talk& talk) {
    const auto day = parse_day(talk.note("act.day"));
    return day ? talk.reg().activity({number_of(talk.note("act.id"))}, *day) : std::nullopt;
}

void add_button(const Talk& talk,
                OutgoingMessage& message,
                const ButtonWord& button,
                const TeamActivity& activity) {
    QuickReply reply;
    reply.label = reply.send = talk.input().texts.get(button.label, talk.language());
    reply.postback = activity_postback(button.button, activity.id, activity.first);
    message.quick_replies.push_back(std::move(reply));
}

bool is_closed(const TeamActivity& activity) {
    return activity.state == "DONE" || activity.state == "CANCELLED";
}

void ask_details(Talk& talk, const TeamActivity& activity) {
    std::string more;
    if (!activity.place.empty()) {
        more += "\n" + talk.text("act.place", {{"place", activity.place}});
    }
    if (activity.target_people) {
        more +=
            "\n" + talk.text("act.target", {{"people", std::to_string(*activity.target_people)}});
    }
    if (activity.answer) {
        more += "\n" + answer_words(talk, *activity.answer);
    }
    const bool closed = is_closed(activity);
    auto text = titled(talk,
                       closed ? "act.details_closed" : "act.details",
                       {{"day", activity_days(talk, activity)}},
                       activity);
    auto& message = talk.say_plain(talk.sms() ? std::move(text) : text + more);
    if (closed) {
        talk.button(message, talk.text("b.fix"));
        talk.button(message, talk.text("b.menu"));
        return;
    }
    for (const auto& button : kButtons) {
        if (button.button != ActivityButton::Details) {
            add_button(talk, message, button, activity);
        }
    }
}

void answer_details(Talk& talk, const Said& said, const TeamActivity& activity) {
    if (is_closed(activity) && (said.is(Command::Correct) || talk.heard(said, "b.fix"))) {
        talk.note("act.fixes", "1");
        talk.enter("activity", "fix_reason");
        ask_activity_step(talk, activity);
        return;
    }
    const auto pressed = talk.pick(said, {"b.done", "b.postpone", "b.call_off"});
    if (is_closed(activity) || !pressed) {
        ask_details(talk, activity);
        offer_human(talk);
        return;
    }
    talk.note("act.result", std::string{kButtons.at(*pressed).result});
    begin_answer(talk, activity);
}

// "1 3 ธ.ค. 2568 อบรมทำขนม"
std::string list_row(const Talk& talk, const TeamActivity& activity, std::size_t number) {
    return fmt::format("{} {} {}",
                       number,
                       short_date(activity.first, talk.language()),
                       activity.first < talk.today() ? activity.title + " " + talk.text("act.waits")
                                                     : activity.title);
}

void ask_list(Talk& talk) {
    auto activities = talk.reg().activities();
    if (activities.empty()) {
        talk.close("finished");
        talk.say("act.none", {}, {"b.menu"});
        return;
    }
    activities.resize(std::min(activities.size(), kShown));
    std::vector<std::string> variants;
    for (std::size_t count = activities.size(); count > 0; --count) {
        std::string rows;
        for (std::size_t i = 0; i < count; ++i) {
            rows += "\n" + list_row(talk, activities[i], i + 1);
        }
        variants.push_back(talk.text("act.list") + rows);
    }
    variants.push_back(titled(talk,
                              "act.list_brief",
                              {{"day", activity_days(talk, activities.front())}},
                              activities.front()));
    auto& message = talk.say_plain(fitting(talk, std::move(variants)));
    for (std::size_t i = 0; i < activities.size(); ++i) {
        QuickReply reply;
        reply.label = reply.send = std::to_string(i + 1);
        reply.postback =
            activity_postback(ActivityButton::Details, activities[i].id, activities[i].first);
        message.quick_replies.push_back(std::move(reply));
    }
}

void answer_list(Talk& talk, const Said& said) {
    const auto activities = talk.reg().activities();
    const auto number = number_of(said.text);
    const bool chosen = number >= 1 && number <= static_cast<std::int64_t>(activities.size());
    if (!chosen || said.text != std::to_string(number)) {
        ask_list(talk);
        if (talk.open()) {
            offer_human(talk);
        }
        return;
    }
    const auto& one = activities[static_cast<std::size_t>(number - 1)];
    begin_activity(
        talk,
        activity_postback(ActivityButton::Details, one.id, one.first).substr(kGoalActivity.size()));
}

void ask(Talk& talk) {
    if (talk.session().step == "list") {
        ask_list(talk);
        return;
    }
    const auto activity = current(talk);
    if (!activity) {  // her term is over, or it is somebody else's now
        talk.close("finished");
        talk.say("act.not_yours", {}, {"b.menu"});
    } else if (talk.session().step == "details") {
        ask_details(talk, *activity);
    } else if (talk.session().step == "early_photo") {
        ask_early_photo(talk, *activity);
    } else {
        ask_activity_step(talk, *activity);
    }
}

void answer(Talk& talk, const Said& said) {
    const auto& step = talk.session().step;
    const auto activity = step == "list" ? std::nullopt : current(talk);
    if (step == "list") {
        answer_list(talk, said);
    } else if (!activity) {
        ask(talk);
    } else if (step == "details") {
        answer_details(talk, said, *activity);
    } else if (step == "early_photo") {
        answer_early_photo(talk, said, *activity);
    } else {
        answer_activity_step(talk, said, *activity);
    }
}

// The day she speaks of is not the one it has now.
bool was_moved(const TeamActivity& activity, Day day) {
    return day < activity.first || day > activity.last;
}

}  // namespace

const Dialogue kActivity{"activity", ask, answer, step_back_in_activity};

std::string activity_postback(ActivityButton button, ActivityId id, Day day) {
    const auto* const found = std::ranges::find(kButtons, button, &ButtonWord::button);
    return fmt::format("{}{}:{}:{}", kGoalActivity, found->word, id.value, to_text(day));
}

void begin_activities(Talk& talk) {
    talk.enter("activity", "list");
    ask_list(talk);
}

void begin_activity(Talk& talk, std::string_view rest) {
    const auto wish = read_wish(rest);
    const auto activity = wish ? talk.reg().activity(wish->id, wish->day) : std::nullopt;
    if (!activity) {
        talk.close("finished");
        talk.say("act.not_yours", {}, {"b.menu"});
        return;
    }
    talk.enter("activity", "details");
    // Whatever was begun about another one is left.
    std::erase_if(talk.session().notes,
                  [](const auto& note) { return note.first.starts_with("act."); });
    talk.note("act.id", std::to_string(activity->id.value));
    talk.note("act.day", to_text(activity->first));
    talk.note("act.seen", std::to_string(activity->answers));
    talk.note("act.result", std::string{wish->button->result});
    if (wish->button->button == ActivityButton::Details) {
        ask_details(talk, *activity);
    } else if (is_closed(*activity) || (was_moved(*activity, wish->day) && activity->answer)) {
        talk.enter("activity", "taken");
        ask_activity_step(talk, *activity);
    } else if (was_moved(*activity, wish->day)) {
        say_titled(talk, "act.moved", {{"day", activity_days(talk, *activity)}}, *activity);
        ask_details(talk, *activity);
        talk.may_leave_out(1);
    } else {
        begin_answer(talk, *activity);
    }
}

bool answer_reminder(Talk& talk, const Said& said) {
    if (talk.reg().contact().person == PersonId{}) {
        return false;
    }
    const auto pressed = talk.pick(said, {"b.done", "b.postpone", "b.call_off", "b.details"});
    // ยกเลิก alone is a word of everybody: only its number is an answer.
    if (!pressed || said.is(Command::Cancel)) {
        return false;
    }
    const auto activity = talk.reg().asked_activity();
    if (!activity) {
        return false;
    }
    const auto goal =
        activity_postback(kButtons.at(*pressed).button, activity->id, activity->first);
    pursue(talk, goal);
    return true;
}

Day planned_day(const Said& said, Day read, Day today) {
    const int year = int(read.year());
    const auto says = [&said](int number) {
        return said.text.find(std::to_string(number)) != std::string::npos;
    };
    const bool dated = says(year) || says(year + 543) || says((year + 543) % 100);
    const Day later = read + std::chrono::years(1);
    return read < today && !dated && later.ok() ? later : read;
}

std::string activity_days(const Talk& talk, const TeamActivity& activity) {
    const auto first = short_date(activity.first, talk.language());
    return activity.first == activity.last
               ? first
               : first + " - " + short_date(activity.last, talk.language());
}

std::string answer_words(const Talk& talk, const ActivityAnswer& answer) {
    const auto& texts = talk.input().texts;
    const std::string_view by = answer.by == ActivityAnswer::By::You ? "act.by.you"
                                : answer.by == ActivityAnswer::By::Responsible
                                    ? "act.by.responsible"
                                : answer.by == ActivityAnswer::By::Chair ? "act.by.chair"
                                                                         : "act.by.office";
    const auto people = answer.headcount ? std::to_string(*answer.headcount)
                                         : texts.get("unknown", talk.language());
    const auto day = answer.new_day ? short_date(*answer.new_day, talk.language()) : std::string{};
    auto words =
        talk.text("act.was." + answer.result,
                  {{"by", texts.get(by, talk.language())}, {"people", people}, {"day", day}});
    if (!answer.reason.empty() && !talk.sms()) {
        words += " " + talk.text("act.because", {{"reason", answer.reason}});
    }
    return words;
}

std::string titled(const Talk& talk,
                   std::string_view key,
                   TextArguments arguments,
                   const TeamActivity& activity) {
    if (talk.sms()) {
        return with_echo(talk, key, std::move(arguments), "title", activity.title);
    }
    arguments.emplace_back("title", activity.title);
    return talk.text(key, arguments);
}

void add_day_buttons(Talk& talk) {
    const auto label = [&talk](std::string_view key) {
        return talk.input().texts.get(key, talk.language());
    };
    auto& message = talk.last();
    talk.button(message, label("b.tomorrow"));
    talk.button(message, label("b.next_week"));
    talk.button(message, label("b.pick_day"));
    message.quick_replies.back().action = QuickReply::Action::AskDate;
}

void say_titled(Talk& talk,
                std::string_view key,
                TextArguments arguments,
                const TeamActivity& activity,
                std::initializer_list<std::string_view> buttons) {
    auto& message = talk.say_plain(titled(talk, key, std::move(arguments), activity));
    for (const auto button : buttons) {
        talk.button(message, talk.input().texts.get(button, talk.language()));
    }
}

}  // namespace conversation
