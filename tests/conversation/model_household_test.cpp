#include "conversation/model_household.h"

#include <catch2/catch.hpp>

#include <string>

using namespace conversation;  // a table of the rules

namespace {

Nominee nominee(std::int64_t id, std::string village, std::string stage) {
    Nominee one;
    one.house.id.value = id;
    one.house.village_code = std::move(village);
    one.stage = std::move(stage);
    one.agreed = true;
    one.scorers = 1;
    return one;
}

AssignedHouse assigned(std::int64_t id, std::string status) {
    AssignedHouse one;
    one.house.id.value = id;
    one.house.village_code = "60030403";
    one.house.status = std::move(status);
    return one;
}

}  // namespace

TEST_CASE("a house may be proposed once a year, by its village's share, when it takes part",
          "[conversation][model]") {
    ModelYear year;
    year.nominees = {nominee(7, "60030403", "WITHDRAWN")};
    CHECK(may_nominate(year, assigned(1, "ACTIVE")) == MayNominate::Yes);
    CHECK(may_nominate(year, assigned(1, "PAUSED")) == MayNominate::Yes);
    CHECK(may_nominate(year, assigned(1, "INVITED")) == MayNominate::NotJoined);
    CHECK(may_nominate(year, assigned(7, "ACTIVE")) == MayNominate::Already);  // it declined
    auto closed = assigned(1, "ACTIVE");
    closed.closed = true;
    CHECK(may_nominate(year, closed) == MayNominate::Closed);
    year.full_villages.insert("60030403");
    CHECK(may_nominate(year, assigned(1, "ACTIVE")) == MayNominate::VillageFull);
}

TEST_CASE("only what agreed and stands on the shortlist is scored", "[conversation][model]") {
    CHECK(may_score(nominee(1, "60030403", "SHORTLISTED")));
    for (const char* stage : {"NOMINATED", "CHOSEN", "NOT_CHOSEN", "WITHDRAWN"}) {
        CAPTURE(stage);
        CHECK_FALSE(may_score(nominee(1, "60030403", stage)));
    }
    auto silent = nominee(1, "60030403", "SHORTLISTED");
    silent.agreed = false;
    CHECK_FALSE(may_score(silent));
}

TEST_CASE("a choice needs scores, the house's agreement, and room in its place",
          "[conversation][model]") {
    struct Row {
        const char* scope;
        std::int64_t quota;
        const char* chosen_village;  // of the house that is chosen already
        MayMove verdict;
    };

    for (const Row& row : {Row{"DISTRICT", 1, "60030501", MayMove::QuotaFull},
                           Row{"DISTRICT", 2, "60030501", MayMove::Yes},
                           Row{"TAMBON", 1, "60030501", MayMove::Yes},
                           Row{"TAMBON", 1, "60030404", MayMove::QuotaFull},
                           Row{"VILLAGE", 1, "60030404", MayMove::Yes},
                           Row{"VILLAGE", 1, "60030403", MayMove::QuotaFull}}) {
        CAPTURE(row.scope, row.quota, row.chosen_village);
        ModelYear year;
        year.scope = row.scope;
        year.quota = row.quota;
        year.nominees = {nominee(1, "60030403", "SHORTLISTED"),
                         nominee(2, row.chosen_village, "CHOSEN")};
        CHECK(may_move(year, year.nominees[0], "CHOSEN") == row.verdict);
    }
    ModelYear year;
    auto one = nominee(1, "60030403", "SHORTLISTED");
    one.scorers = 0;
    CHECK(may_move(year, one, "CHOSEN") == MayMove::NotScored);
    CHECK(may_move(year, one, "NOMINATED") == MayMove::Yes);
    CHECK(may_move(year, nominee(1, "60030403", "NOMINATED"), "CHOSEN") == MayMove::NotScored);
    one.agreed = false;
    CHECK(may_move(year, one, "SHORTLISTED") == MayMove::NotAgreed);
    CHECK(may_move(year, nominee(1, "60030403", "WITHDRAWN"), "SHORTLISTED") ==
          MayMove::NotStanding);
    auto confirmed = nominee(1, "60030403", "CHOSEN");
    confirmed.confirmed = true;
    CHECK(may_move(year, confirmed, "SHORTLISTED") == MayMove::Confirmed);
}
