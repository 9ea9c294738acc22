#include "conversation/dialogue/code_guard.h"

#include "conversation/code_patience.h"

namespace conversation {

namespace {

// Until then, in whole minutes or hours, rounded up.
template <class Unit>
std::string left_until(const Talk& talk, Instant until) {
    return std::to_string(std::chrono::ceil<Unit>(until - talk.input().now).count());
}

void say_locked(Talk& talk, Instant until) {
    talk.say(
        "link.locked", {{"hours", left_until<std::chrono::hours>(talk, until)}}, {"b.ask_officer"});
}

}  // namespace

bool refuse_hasty_code(Talk& talk) {
    const auto tries = talk.reg().code_tries();
    const auto until = codes_closed_until(tries, talk.input().now);
    if (!until) {
        return false;
    }
    if (tries.locked_until) {
        say_locked(talk, *until);
    } else {
        talk.say("link.wait",
                 {{"minutes", left_until<std::chrono::minutes>(talk, *until)}},
                 {"b.ask_officer"});
    }
    return true;
}

void count_wrong_code(Talk& talk,
                      std::string_view why,
                      std::initializer_list<std::string_view> buttons) {
    const auto tries = talk.reg().code_tries();
    talk.emit(WrongCodeTried{});
    if (const auto until = lock_by_wrong_code(tries, talk.input().now)) {
        talk.emit(CodesLocked{*until});
        talk.emit(
            OfficerAsked{.kind = "CODES_GUESSED", .household = {}, .text = {}, .attachment = {}});
        say_locked(talk, *until);
        return;
    }
    talk.say(why, {{"left", std::to_string(kMostWrongCodes - 1 - tries.wrong)}}, buttons);
}

}  // namespace conversation
