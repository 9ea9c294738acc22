#include "conversation/report_call.h"

#include <algorithm>
#include <array>
#include <utility>

namespace conversation {

namespace {

constexpr auto kReasons =
    std::to_array<std::pair<std::string_view, CallFate>>({{"not_linked", CallFate::Volunteer},
                                                          {"no_consent", CallFate::NoConsent},
                                                          {"stopped", CallFate::Stopped},
                                                          {"no_address", CallFate::Unreachable},
                                                          {"unreachable", CallFate::Unreachable},
                                                          {"nothing_left", CallFate::NothingLeft},
                                                          {"quota", CallFate::NothingLeft}});

}  // namespace

std::optional<CallFate> left_out(const CallFacts& facts, Instant now) {
    if (facts.paused) {
        return CallFate::Paused;
    }
    if (!facts.linked) {
        return CallFate::Volunteer;
    }
    if (facts.reminded && now - *facts.reminded < kCallPause) {
        return CallFate::Reminded;
    }
    if (facts.planned && *facts.planned - now < kCallComesSoon) {
        return CallFate::Planned;
    }
    return std::nullopt;
}

CallFate call_fate(std::string_view reason) {
    const auto known =
        std::ranges::find(kReasons, reason, &std::pair<std::string_view, CallFate>::first);
    return known == kReasons.end() ? CallFate::Closed : known->second;
}

}  // namespace conversation
