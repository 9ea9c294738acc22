#include "storage/requests.h"

#include "storage/contacts.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

using storage::Contacts;
using storage::Requests;
using support::kNow;
using support::TempDatabase;

TEST_CASE("a wish to be erased stands until its own contact takes it back", "[storage][requests]") {
    TempDatabase db;
    const auto her = Contacts(db.connection).find_or_create("line", "line:U1", kNow).id;
    const auto other = Contacts(db.connection).find_or_create("line", "line:U2", kNow).id;
    Requests requests(db.connection);
    (void)requests.add(
        {.kind = "QUESTION", .household = {}, .text = "?", .attachment = {}}, her, {}, kNow);
    CHECK_FALSE(requests.erase_asked(her));
    (void)requests.add(
        {.kind = "ERASE", .household = {}, .text = "1", .attachment = {}}, her, {}, kNow);
    CHECK(requests.erase_asked(her));
    CHECK_FALSE(requests.erase_asked(other));
    requests.take_back_erasing(other, kNow);
    CHECK(requests.erase_asked(her));
    requests.take_back_erasing(her, kNow);
    CHECK_FALSE(requests.erase_asked(her));
    const auto open = requests.open(10);
    REQUIRE(open.size() == 1);
    CHECK(open[0].kind == "QUESTION");
    CHECK(db.value("SELECT done_by FROM request WHERE kind = 'ERASE'") ==
          "contact:" + std::to_string(her.value));
}
