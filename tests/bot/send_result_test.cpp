#include "bot/send_result.h"

#include <catch2/catch.hpp>

#include <set>
#include <stdexcept>

using namespace bot;

TEST_CASE("each outcome is in the table, under a name of its own", "[bot][send_result]") {
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(SendOutcome::Rejected); ++i) {
        const auto& line = traits(static_cast<SendOutcome>(i));
        names.insert(line.name);
        CHECK_FALSE((line.delivered && line.retryable));
    }
    CHECK(names.size() == static_cast<std::size_t>(SendOutcome::Rejected) + 1);
    CHECK_FALSE(traits(SendOutcome::OutcomeUnknown).certain);
    CHECK_THROWS_AS(traits(static_cast<SendOutcome>(99)), std::logic_error);
}
