#include "conversation/session.h"

#include <catch2/catch.hpp>

using conversation::FormProgress;
using conversation::HouseholdId;
using conversation::Instant;
using conversation::Period;
using conversation::Session;
using conversation::session_from_json;

namespace {

Session full_session() {
    Session session;
    session.dialogue = "form";
    session.step = "ask";
    session.notes = {{"house", "7"}, {"given.period_label", "พฤศจิกายน \"2568\""}};
    session.then = "report";
    session.started_at = Instant{std::chrono::milliseconds{1'764'900'000'123}};
    session.last_at = Instant{std::chrono::milliseconds{1'764'900'500'000}};
    FormProgress form;
    form.form_key = "household_report:1:0123456789abcdef";
    form.household = HouseholdId{9'007'199'254'740'993};  // more than a double holds
    form.period = Period{2025, 11};
    form.answers_json = R"({"a":"\n\\"})";
    form.question = "income_total";
    form.stage = "check";
    form.order = {"occ_main", "income_total"};
    form.pending = "85000";
    form.misses = 2;
    form.corrects = true;
    session.form = form;
    return session;
}

}  // namespace

TEST_CASE("a session written to JSON reads back the same", "[conversation][session]") {
    const auto text = to_json(full_session());
    const auto read = session_from_json(text);
    REQUIRE(read);
    CHECK(to_json(*read) == text);
    CHECK(read->notes.at("given.period_label") == "พฤศจิกายน \"2568\"");
    CHECK(read->started_at == full_session().started_at);
    REQUIRE(read->form);
    CHECK(read->form->household == HouseholdId{9'007'199'254'740'993});
    CHECK(read->form->period == Period{2025, 11});
    CHECK(read->form->answers_json == R"({"a":"\n\\"})");
    CHECK(read->form->order == std::vector<std::string>{"occ_main", "income_total"});
    CHECK(read->form->misses == 2);
    CHECK(read->form->corrects);
}

TEST_CASE("bytes that are no UTF-8 do not stop a session from being kept",
          "[conversation][session]") {
    Session session = full_session();
    session.notes["form.raw"] = "\xE0\xB8";
    CHECK(session_from_json(to_json(session)).has_value());
}

TEST_CASE("what no version of the program wrote is no session", "[conversation][session]") {
    const std::string_view text = GENERATE(as<std::string_view>{},
                                           "",
                                           "null",
                                           "[]",
                                           "{}",
                                           "{\"format\":1}",
                                           R"({"format":2,"dialogue":"menu"})",
                                           R"({"format":1,"dialogue":7})",
                                           R"({"format":1,"dialogue":"form","started_at":"x"})");
    CAPTURE(text);
    CHECK_FALSE(session_from_json(text).has_value());
}

TEST_CASE("a household that is no number makes no session", "[conversation][session]") {
    auto text = to_json(full_session());
    const std::string number = "9007199254740993";
    text.replace(text.find(number), number.size(), "99999999999999999999999");
    CHECK_FALSE(session_from_json(text).has_value());
}
