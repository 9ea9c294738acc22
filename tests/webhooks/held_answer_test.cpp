#include "webhooks/held_answer.h"

#include <catch2/catch.hpp>

#include <vector>

using webhooks::HeldAnswer;
using webhooks::Problem;

TEST_CASE("a held answer tells once how it was released, whichever comes first",
          "[webhooks][held]") {
    std::vector<std::optional<Problem>> told;
    const auto listen = [&](std::optional<Problem> instead) { told.push_back(instead); };
    HeldAnswer held;
    SECTION("the release") {
        held.release(Problem::IntakeUnavailable);
        held.when_released(listen);
    }
    SECTION("the listener") {
        held.when_released(listen);
        CHECK(told.empty());
        held.release(Problem::IntakeUnavailable);
    }
    held.release(std::nullopt);  // later ones say nothing new
    REQUIRE(told.size() == 1);
    CHECK(told[0] == Problem::IntakeUnavailable);
}
