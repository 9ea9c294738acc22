#include "storage/inbox.h"
#include "storage/sms_arrivals.h"
#include "storage/sms_parts.h"
#include "storage/spending.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <array>
#include <span>
#include <string>
#include <vector>

using storage::SmsArrivals;
using storage::SmsParts;
using support::kNow;
using support::TempDatabase;
using namespace std::chrono_literals;

namespace {

constexpr const char* kPhone = "tel:+66800000001";

conversation::IncomingMessage part(int number,
                                   const std::string& text,
                                   int reference = 7,
                                   const std::string& phone = kPhone) {
    conversation::IncomingMessage message;
    message.channel = "kannel";
    message.address = phone;
    message.text = text;
    message.sms = conversation::SmsFacts{};
    message.sms->part = {reference, 3, number};
    return message;
}

}  // namespace

TEST_CASE("parts are joined in whatever order they come", "[storage][sms]") {
    const auto order = GENERATE(values<std::vector<int>>(
        {{1, 2, 3}, {3, 2, 1}, {2, 3, 1}, {2, 1, 3}, {1, 3, 2}, {3, 1, 2}}));
    TempDatabase db;
    SmsParts parts(db.connection);
    const std::array<std::string, 3> texts{"รายได้ ", "8500 ", "ออม 300"};
    for (std::size_t i = 0; i < order.size(); ++i) {
        const int number = order[i];
        const auto added =
            parts.add(part(number, texts.at(static_cast<std::size_t>(number) - 1)), 120s, kNow);
        CHECK(added.first == (i == 0));
        CHECK_FALSE(added.repeated);
        CHECK(added.whole.has_value() == (i == 2));
        if (added.whole) {
            CHECK(*added.whole == "รายได้ 8500 ออม 300");
        }
    }
    CHECK(parts.count_incomplete(kNow + 1h) == 0);
    CHECK(db.value("SELECT count(*) FROM sms_part") == "0");
    CHECK(parts.add(part(2, "8500 "), 120s, kNow + 1s).repeated);
}

TEST_CASE("parts of different messages are kept apart", "[storage][sms]") {
    TempDatabase db;
    SmsParts parts(db.connection);
    CHECK(parts.add(part(1, "a"), 120s, kNow).first);
    CHECK(parts.add(part(2, "b", 8), 120s, kNow).first);
    CHECK(parts.add(part(2, "c", 7, "tel:+66800000002"), 120s, kNow).first);
    CHECK(parts.add(part(1, "again"), 120s, kNow + 119s).repeated);
    CHECK(parts.add(part(1, "the number used anew"), 120s, kNow + 120s).first);
}

TEST_CASE("what stayed incomplete is shown with its gaps, masked", "[storage][sms]") {
    TempDatabase db;
    SmsParts parts(db.connection);
    (void)parts.add(part(1, "รายได้ 8500 บัตร 1101700230708"), 120s, kNow);
    (void)parts.add(part(3, " ออม 300"), 120s, kNow);
    CHECK(parts.incomplete(kNow - 1s, 10).empty());
    const auto fragments = parts.incomplete(kNow, 10);
    REQUIRE(fragments.size() == 1);
    CHECK(fragments[0].parts == 3);
    CHECK(fragments[0].text.find("… ออม 300") != std::string::npos);
    CHECK(fragments[0].text.find("1101700230708") == std::string::npos);
}

TEST_CASE("the same text is one message until something was sent back", "[storage][sms]") {
    TempDatabase db;
    SmsArrivals arrivals(db.connection);
    CHECK(arrivals.is_new("gateway", kPhone, "one", 60s, kNow));
    CHECK_FALSE(arrivals.is_new("gateway", kPhone, "one", 60s, kNow + 59s));
    CHECK(arrivals.is_new("gateway", kPhone, "two", 60s, kNow + 1s));
    CHECK(arrivals.is_new("gateway", "tel:+66800000002", "one", 60s, kNow + 1s));
    CHECK(arrivals.is_new("other", kPhone, "one", 60s, kNow + 1s));
    arrivals.answered("gateway", kPhone);
    CHECK(arrivals.is_new("gateway", kPhone, "one", 60s, kNow + 2s));
    CHECK(arrivals.is_new("gateway", kPhone, "one", 60s, kNow + 62s));
    CHECK(db.value("SELECT count(*) FROM sms_seen WHERE channel = 'gateway'") == "1");
    // A clock set back does not swallow messages.
    CHECK(arrivals.is_new("gateway", kPhone, "one", 60s, kNow - 1h));
}

TEST_CASE("messages of a number are counted by the minute", "[storage][sms]") {
    TempDatabase db;
    SmsArrivals arrivals(db.connection);
    CHECK(arrivals.count("kannel", kPhone, kNow) == 1);
    CHECK(arrivals.count("kannel", kPhone, kNow + 59s) == 2);
    CHECK(arrivals.count("kannel", "tel:+66800000002", kNow) == 1);
    CHECK(arrivals.count("kannel", kPhone, kNow + 61s) == 1);
    CHECK(db.value("SELECT count(*) FROM sms_pace") == "1");  // who was quiet is forgotten
}

TEST_CASE("what was set aside is found again with its raw bytes", "[storage][sms]") {
    TempDatabase db;
    const auto message = support::say("e1", "", kPhone);
    const auto inbox = storage::Inbox(db.connection).record(message, {}, kNow);
    SmsArrivals arrivals(db.connection);
    const std::string raw("\xff\x00z", 3);
    arrivals.set_aside(*inbox, "1175", "charset", std::as_bytes(std::span(raw)), kNow);
    const auto all = arrivals.set_aside(10);
    REQUIRE(all.size() == 1);
    CHECK(all[0].sender == "1175");
    CHECK(all[0].reason == "charset");
    CHECK(all[0].bytes == 3);
    CHECK(db.value("SELECT hex(bytes) FROM sms_set_aside") == "FF007A");
}

TEST_CASE("what a channel cost is summed by the month", "[storage][sms]") {
    TempDatabase db;
    storage::Spending spending(db.connection);
    const conversation::Period november{2026, 11};
    const conversation::Period december{2026, 12};
    spending.add("kannel", november, {1, 2, 13000}, kNow);
    spending.add("kannel", november, {1, 1, 6500}, kNow);
    spending.add("kannel", december, {1, 1, 6500}, kNow);
    const auto sum = spending.of("kannel", november);
    CHECK(sum.messages == 2);
    CHECK(sum.segments == 3);
    CHECK(sum.cost == 19500);
    CHECK(spending.of("other", november).messages == 0);
}
