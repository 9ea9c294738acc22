#include "bot/config.h"

#include <catch2/catch.hpp>

#include <string>

using namespace bot;
using Catch::Matchers::Contains;

namespace {

const std::string kOffice = "[office]\nname = \"สำนักงาน\"\ncontact = \"080-000-0000\"\n";
const std::string kKannel =
    "[[channel]]\nid = \"kannel\"\nkind = \"kannel\"\nusername = \"sam\"\n"
    "password = \"p4ssword\"\ntoken = \"t0kent0ken\"\nfrom = \"4001\"\n";

std::string refusal(const std::string& toml) {
    try {
        (void)parse_config(kOffice + toml, "test.toml");
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("an office may have SMS alone; Kannel is taken to be on this machine",
          "[bot][config][sms]") {
    const Config config = parse_config(kOffice + kKannel, "test.toml");
    CHECK(config.line.empty());
    REQUIRE(config.kannel.size() == 1);
    const auto& kannel = config.kannel[0];
    CHECK(kannel.send_url == "http://127.0.0.1:13013/cgi-bin/sendsms");
    CHECK(kannel.common.callback_base == "http://127.0.0.1:8080");
    CHECK(kannel.common.id == "kannel");
    CHECK(kannel.common.terms.is_sms);
    CHECK(kannel.common.terms.price == 0);
    CHECK_FALSE(kannel.common.terms.budget);
    CHECK(kannel.common.terms.rate_messages == 0);
    CHECK(kannel.common.rules.most_a_minute == 20);
}

TEST_CASE("rates, prices and budgets are read", "[bot][config][sms]") {
    const Config config = parse_config(
        kOffice + kKannel +
            "messages_per_minute = 30\nprice_per_segment = 0.65\nmonthly_budget = 500\n"
            "networks = [\"10.0.0.0/8\"]\nparts_wait_seconds = 60\nmost_messages_a_minute = 5\n"
            "send_url = \"http://192.168.1.5:13013/cgi-bin/sendsms\"\nmax_segments = 3\n",
        "test.toml");
    const auto& sms = config.kannel.at(0).common;
    CHECK(sms.terms.rate_messages == 30);
    CHECK(sms.terms.rate_in == std::chrono::minutes(1));
    CHECK(sms.terms.price == 6'500);
    CHECK(sms.terms.budget == 5'000'000);
    CHECK(sms.rules.parts_wait == std::chrono::seconds(60));
    CHECK(sms.rules.most_a_minute == 5);
    CHECK(sms.max_segments == 3);
    CHECK(sms.networks.size() == 1);
}

TEST_CASE("each mistake of an SMS channel says which key, why and what to write",
          "[bot][config][sms]") {
    const auto without = [](const std::string& key) {
        std::string text = kKannel;
        const auto at = text.find(key + " = ");
        return text.erase(at, text.find('\n', at) + 1 - at);
    };
    CHECK_THAT(refusal(without("token")), Contains("token: is missing") && Contains("write"));
    CHECK_THAT(refusal(without("password")), Contains("password is missing"));
    CHECK_THAT(refusal(without("username")), Contains("username is missing"));
    CHECK_THAT(refusal(kKannel + "send_url = \"http://sms.example/x\"\n"),
               Contains("send_url: must begin with https://") && Contains("private"));
    CHECK_THAT(refusal(kKannel + "networks = [\"nowhere\"]\n"),
               Contains("networks: are the gateway's addresses"));
    CHECK_THAT(refusal(kKannel + "messages_per_minute = 0\n"),
               Contains("messages_per_minute: must be a whole number from 1"));
    CHECK_THAT(refusal(kKannel + "messages_per_minute = 5\nmessages_per_second = 5\n"),
               Contains("keep one of them"));
    CHECK_THAT(refusal(kKannel + "price_per_segment = \"dear\"\n"),
               Contains("price_per_segment: is an amount in baht"));
    CHECK_THAT(refusal(kKannel + "monthly_budget = 500\n"),
               Contains("monthly_budget: needs a price"));
    CHECK_THAT(refusal(kKannel + "colour = \"red\"\n"), Contains("colour: is not a key of"));
    CHECK_THAT(refusal(kKannel + kKannel), Contains("two channels have this name"));
    CHECK_THAT(refusal("[[channel]]\nid = \"x\"\nkind = \"telex\"\nsend = \"y\"\n"),
               Contains("\"kannel\"") && !Contains("send:"));
    const auto all = refusal(without("username") + "password = \"p4ss word\"\n");
    CHECK_THAT(all, !Contains("p4ss") && !Contains("t0ken"));
}

TEST_CASE("Twilio needs an account, a sender and the address it calls", "[bot][config][sms]") {
    const std::string twilio =
        "[[channel]]\nid = \"twilio\"\nkind = \"twilio\"\naccount_sid = \"AC1\"\n"
        "auth_token = \"t0ken\"\n";
    const std::string server = "[server]\npublic_url = \"https://bot.example\"\n";
    const Config config =
        parse_config(server + kOffice + twilio + "from = \"+6621050000\"\n", "test.toml");
    REQUIRE(config.twilio.size() == 1);
    CHECK(config.twilio[0].webhook_url == "https://bot.example/webhooks/twilio");
    CHECK(config.twilio[0].api_base == "https://api.twilio.com");
    CHECK(config.twilio[0].common.terms.repeat == ChannelTerms::Repeat::AfterReceipt);
    CHECK_THAT(refusal(twilio), Contains("from: is missing") && Contains("webhook_url"));
    CHECK_THAT(refusal("[[channel]]\nid = \"t\"\nkind = \"twilio\"\n"),
               Contains("account_sid is missing") && Contains("auth_token is missing"));
}

TEST_CASE("an Android gateway needs its key and its password", "[bot][config][sms]") {
    const std::string android =
        "[[channel]]\nid = \"phone\"\nkind = \"android\"\nsigning_key = \"k3y\"\n"
        "username = \"u\"\npassword = \"p\"\napi_base = \"http://192.168.1.20:8080\"\n";
    const Config config = parse_config(kOffice + android + "sim_number = 2\n", "test.toml");
    REQUIRE(config.android.size() == 1);
    CHECK(config.android[0].sim_number == 2);
    CHECK(config.android[0].api_base == "http://192.168.1.20:8080");
    CHECK(config.android[0].common.terms.repeat == ChannelTerms::Repeat::Safe);
    CHECK_THAT(refusal("[[channel]]\nid = \"p\"\nkind = \"android\"\n"),
               Contains("signing_key is missing") && Contains("password is missing"));
}
