#include "bot/log.h"

#include <catch2/catch.hpp>

using namespace bot;

TEST_CASE("bytes from outside cannot start a line or send a code in the log", "[bot][log]") {
    const auto [bytes, shown] = GENERATE(table<std::string, std::string>({
        {"plain ไทย", "plain ไทย"},
        {"a\r\nb", "a\\u000d\\u000ab"},
        {"\x1b[31m", "\\u001b[31m"},
        {"\xe2\x80\xa8x", "\\u2028x"},
        {"\xe2\x80\xaex", "\\u202ex"},
        {"\xc2\x85", "\\u0085"},
        {"a\\b", "a\\u005cb"},
        {"\xff\xfe", "\\xff\\xfe"},
        {"\xe0\xb8", "\\xe0\\xb8"},
        {std::string("\0", 1), "\\u0000"},
    }));
    CHECK(escaped(bytes) == shown);
}

TEST_CASE("a long text is cut in the log", "[bot][log]") {
    CHECK(escaped(std::string(300, 'x'), 10) == "xxxxxxxxxx…");
}

TEST_CASE("an address is shown as a short name that tells two people apart", "[bot][log]") {
    const std::string one = masked("line:U00000000000000000000000000000001");
    CHECK(one.size() == std::string("line:~00000000").size());
    CHECK(one.starts_with("line:~"));
    CHECK(one == masked("line:U00000000000000000000000000000001"));
    CHECK(one != masked("line:U00000000000000000000000000000002"));
    CHECK(masked("no-scheme-at-all-but-long:x").starts_with("~"));
}
