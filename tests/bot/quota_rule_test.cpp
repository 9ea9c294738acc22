#include "bot/quota_rule.h"

#include <catch2/catch.hpp>

#include <string>

using namespace bot;

TEST_CASE("what is left of the quota goes to answers before reminders", "[bot][quota]") {
    const std::string person = "line:U1";
    CHECK(may_push(Quota{std::nullopt, 5000}, PushPurpose::Reminder, person));
    CHECK(may_push(Quota{300, 0}, PushPurpose::Reminder, person));
    CHECK(may_push(Quota{300, 269}, PushPurpose::Reminder, person));
    CHECK_FALSE(may_push(Quota{300, 270}, PushPurpose::Reminder, person));
    CHECK(may_push(Quota{300, 299}, PushPurpose::Answer, person));
    CHECK_FALSE(may_push(Quota{300, 300}, PushPurpose::Answer, person));
    CHECK_FALSE(may_push(Quota{0, 0}, PushPurpose::Answer, person));
    CHECK(may_push(std::nullopt, PushPurpose::Answer, person));
    CHECK_FALSE(may_push(std::nullopt, PushPurpose::Reminder, person));
    CHECK(kept_for_answers(35'000) == 100);
}

TEST_CASE("a group costs its members: it gets a push only where pushes cost nothing",
          "[bot][quota]") {
    const std::string group = GENERATE("line:C1", "line:R1");
    CHECK_FALSE(may_push(Quota{300, 0}, PushPurpose::Answer, group));
    CHECK_FALSE(may_push(std::nullopt, PushPurpose::Answer, group));
    CHECK(may_push(Quota{std::nullopt, 0}, PushPurpose::Answer, group));
}
