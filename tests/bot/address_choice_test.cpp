#include "bot/address_choice.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using bot::AddressVerdict;
using bot::choose_address;
using bot::KnownAddress;
using bot::MessagePurpose;
using bot::Quota;

namespace {

constexpr std::int64_t kPrice = 7'000;  // 0.70 baht

KnownAddress line(std::int64_t limit = 300, std::int64_t used = 0) {
    return {.channel = "line", .address = "line:U1", .quota = Quota{limit, used}, .left = {}};
}

KnownAddress sms(std::optional<std::int64_t> left = {}) {
    return {.channel = "kannel",
            .address = "tel:+66800000001",
            .quota = {},
            .price = kPrice,
            .left = left};
}

KnownAddress blocked(KnownAddress address) {
    address.active = false;
    return address;
}

KnownAddress stopped(KnownAddress address) {
    address.stopped = true;
    return address;
}

KnownAddress failed(KnownAddress address) {
    address.failed = true;
    return address;
}

KnownAddress unread(KnownAddress address) {
    address.quota.reset();
    return address;
}

// The address chosen, else why none.
std::string chosen(const std::vector<KnownAddress>& addresses, MessagePurpose purpose) {
    const auto choice = choose_address(addresses, purpose);
    return choice.verdict == AddressVerdict::Chosen ? addresses.at(choice.index).channel
                                                    : std::string(name(choice.verdict));
}

struct Case {
    const char* what;
    std::vector<KnownAddress> addresses;
    const char* notice;
    const char* answer;
};

}  // namespace

TEST_CASE("the cheaper address that works is chosen, or it is said why none", "[bot][fallback]") {
    const std::vector<Case> cases = {
        {"nobody is known", {}, "no_address", "no_address"},
        {"LINE within its quota costs nothing", {sms(), line()}, "line", "line"},
        {"LINE alone", {line()}, "line", "line"},
        {"SMS alone", {sms()}, "kannel", "kannel"},
        {"the quota is used up", {line(300, 300), sms()}, "kannel", "kannel"},
        {"what is left is kept for answers", {line(300, 280), sms()}, "kannel", "line"},
        {"the quota was never read", {unread(line()), sms()}, "line", "line"},
        {"LINE is blocked", {blocked(line()), sms()}, "kannel", "kannel"},
        {"LINE failed lately", {failed(line()), sms()}, "kannel", "kannel"},
        {"SMS failed lately", {line(300, 300), failed(sms())}, "nothing_left", "nothing_left"},
        {"silence on LINE only", {stopped(line()), sms()}, "kannel", "line"},
        {"silence on SMS only", {line(300, 300), stopped(sms())}, "nothing_left", "kannel"},
        {"silence everywhere", {stopped(line()), stopped(sms())}, "stopped", "line"},
        {"blocked here, silence there", {blocked(line()), stopped(sms())}, "stopped", "kannel"},
        {"all blocked", {blocked(line()), blocked(sms())}, "unreachable", "unreachable"},
        {"the budget holds one more", {blocked(line()), sms(kPrice)}, "kannel", "kannel"},
        {"the budget is used up", {blocked(line()), sms(kPrice - 1)}, "nothing_left", "kannel"},
        {"neither quota nor budget", {line(300, 300), sms(0)}, "nothing_left", "kannel"},
        {"two telephones: the one known longer", {sms(), sms()}, "kannel", "kannel"},
    };
    for (const auto& one : cases) {
        CAPTURE(one.what);
        CHECK(chosen(one.addresses, MessagePurpose::Notice) == one.notice);
        CHECK(chosen(one.addresses, MessagePurpose::Reminder) == one.notice);
        CHECK(chosen(one.addresses, MessagePurpose::Answer) == one.answer);
    }
}

TEST_CASE("a group is reached only where messages are unlimited", "[bot][fallback]") {
    KnownAddress group{.channel = "line", .address = "line:C1", .quota = Quota{300, 0}, .left = {}};
    CHECK(choose_address(std::vector{group}, MessagePurpose::Notice).verdict ==
          AddressVerdict::NothingLeft);
    group.quota = Quota{std::nullopt, 0};
    CHECK(choose_address(std::vector{group}, MessagePurpose::Notice).verdict ==
          AddressVerdict::Chosen);
}

TEST_CASE("of two telephones the cheaper one", "[bot][fallback]") {
    auto dear = sms();
    dear.price = 2 * kPrice;
    CHECK(choose_address(std::vector{dear, sms()}, MessagePurpose::Notice).index == 1);
    CHECK(choose_address(std::vector{sms(), dear}, MessagePurpose::Notice).index == 0);
}
