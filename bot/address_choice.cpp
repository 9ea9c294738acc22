#include "bot/address_choice.h"

#include "bot/quota_rule.h"

#include <algorithm>

namespace bot {

namespace {

bool is_sms(const KnownAddress& address) {
    return address.address.starts_with("tel:");
}

bool works(const KnownAddress& address) {
    return address.active && !address.failed;
}

bool wanted(const KnownAddress& address, MessagePurpose purpose) {
    return purpose == MessagePurpose::Answer || !address.stopped;
}

bool affordable(const KnownAddress& address, MessagePurpose purpose) {
    const bool answer = purpose == MessagePurpose::Answer;
    if (is_sms(address)) {
        return answer || !address.left || *address.left >= address.price;
    }
    const auto push = answer ? PushPurpose::Answer : PushPurpose::Reminder;
    return !address.quota || may_push(address.quota, push, address.address);
}

bool is_cheaper(const KnownAddress& one, const KnownAddress& other) {
    const auto cost = [](const KnownAddress& address) {
        return is_sms(address) ? address.price : 0;
    };
    return cost(one) < cost(other) || (cost(one) == cost(other) && !is_sms(one) && is_sms(other));
}

}  // namespace

AddressChoice choose_address(std::span<const KnownAddress> addresses, MessagePurpose purpose) {
    AddressChoice choice;
    if (!addresses.empty()) {
        choice.verdict = AddressVerdict::Unreachable;
    }
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const auto& address = addresses[i];
        if (!works(address)) {
            continue;
        }
        const auto verdict = !wanted(address, purpose)       ? AddressVerdict::Stopped
                             : !affordable(address, purpose) ? AddressVerdict::NothingLeft
                                                             : AddressVerdict::Chosen;
        if (verdict == AddressVerdict::Chosen) {
            if (choice.verdict != AddressVerdict::Chosen ||
                is_cheaper(address, addresses[choice.index])) {
                choice.index = i;
            }
            choice.verdict = verdict;
        } else if (choice.verdict != AddressVerdict::Chosen) {
            choice.verdict = std::max(choice.verdict, verdict);
        }
    }
    return choice;
}

std::string_view name(AddressVerdict verdict) {
    switch (verdict) {
        case AddressVerdict::Chosen:
            return "chosen";
        case AddressVerdict::NoAddress:
            return "no_address";
        case AddressVerdict::Unreachable:
            return "unreachable";
        case AddressVerdict::Stopped:
            return "stopped";
        case AddressVerdict::NothingLeft:
            return "nothing_left";
    }
    return "";
}

}  // namespace bot
