#include "webhooks/line_signature.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using webhooks::LineSignature;

namespace {

const std::string kBody = R"({"destination":"U0","events":[]})";

// Everything a forger or a broken proxy might send instead of `good`.
std::vector<std::string> bad_variants(const std::string& good) {
    std::vector<std::string> bad{"",
                                 " ",
                                 "=",
                                 std::string(44, 'A'),
                                 std::string(44, '='),
                                 good + "=",
                                 good + " ",
                                 " " + good,
                                 good + good,
                                 "sha256=" + good,
                                 "\"" + good + "\"",
                                 good + "\n",
                                 good + std::string(1, '\0')};
    for (const std::size_t size : {1U, 10U, 42U, 43U}) {
        bad.push_back(good.substr(0, size));
        bad.push_back(good.substr(size));
    }
    for (std::size_t at = 0; at < good.size() && bad.size() < 40; at += 2) {
        auto flipped = good;
        flipped[at] = flipped[at] == 'A' ? 'B' : 'A';
        bad.push_back(flipped);
    }
    auto upper = good;
    std::ranges::transform(upper, upper.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    bad.push_back(upper);
    // base64 with other unused bits decodes to the same digest; it is not what LINE sends.
    auto loose = good;
    loose[42] = static_cast<char>(loose[42] + 1);
    bad.push_back(loose);
    bad.push_back(LineSignature("another secret").sign(kBody));
    bad.push_back(LineSignature("secret").sign(kBody + " "));
    return bad;
}

}  // namespace

TEST_CASE("the signature is the one OpenSSL's command line computes", "[webhooks][line]") {
    // printf '%s' BODY | openssl dgst -sha256 -hmac secret -binary | base64
    CHECK(LineSignature("secret").sign(kBody) == "KDbazXazGW43gmHESKGC6IsDxXtKu8HznYZdC60ZZh8=");
    CHECK(LineSignature("secret").sign("") == "+eZuF5tnR65UEI+C+K3os8Jddv0wr95sOVgixTAZYWk=");
}

TEST_CASE("a body with its own signature is taken, whatever its bytes", "[webhooks][line]") {
    const LineSignature signature("secret");
    const auto body = GENERATE(
        as<std::string>{}, "", "{}", std::string("\0\xff", 2), std::string(1'000'000, 'x'));
    CHECK(signature.matches(body, signature.sign(body)));
}

TEST_CASE("44 wrong signatures are all refused", "[webhooks][line]") {
    const LineSignature signature("secret");
    const auto good = signature.sign(kBody);
    REQUIRE(signature.matches(kBody, good));
    const auto bad = bad_variants(good);
    REQUIRE(bad.size() >= 44);
    for (const auto& variant : bad) {
        CAPTURE(variant);
        CHECK_FALSE(signature.matches(kBody, variant));
    }
}

TEST_CASE("one byte more, less or other in the body is a wrong signature", "[webhooks][line]") {
    const LineSignature signature("secret");
    const auto good = signature.sign(kBody);
    CHECK_FALSE(signature.matches(kBody + "\n", good));
    CHECK_FALSE(signature.matches(kBody.substr(1), good));
    auto other = kBody;
    other[5] = static_cast<char>(other[5] ^ 1);
    CHECK_FALSE(signature.matches(other, good));
}

TEST_CASE("an empty channel secret is refused", "[webhooks][line]") {
    CHECK_THROWS_AS(LineSignature(""), std::invalid_argument);
}

TEST_CASE("one key serves many threads", "[webhooks][line]") {
    const LineSignature signature("secret");
    const auto good = signature.sign(kBody);
    std::vector<int> wrong(4, 0);
    {
        std::vector<std::jthread> threads;
        for (auto& count : wrong) {
            threads.emplace_back([&] {
                for (int i = 0; i < 500; ++i) {
                    count += signature.matches(kBody, good) ? 0 : 1;
                }
            });
        }
    }
    CHECK(wrong == std::vector<int>(4, 0));
}
