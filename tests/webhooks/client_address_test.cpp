#include "webhooks/client_address.h"

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <netinet/in.h>

#include <cstring>
#include <string>
#include <vector>

using webhooks::address_text;
using webhooks::client_address;
using webhooks::HeaderField;

TEST_CASE("the client is the socket's other end, or what a listed proxy says", "[webhooks]") {
    struct Case {
        std::string peer;
        std::vector<HeaderField> headers;
        std::string client;
    };

    const std::vector<std::string> proxies{"127.0.0.1", "10.0.0.1", "::1"};
    const auto now = GENERATE(values<Case>({
        {"192.0.2.7", {}, "192.0.2.7"},
        {"192.0.2.7", {{"X-Forwarded-For", "198.51.100.1"}}, "192.0.2.7"},
        {"127.0.0.1", {}, "127.0.0.1"},
        {"127.0.0.1", {{"X-Forwarded-For", "198.51.100.1"}}, "198.51.100.1"},
        {"::1", {{"x-forwarded-for", "2001:db8::7"}}, "2001:db8::7"},
        // What stands further left was written by the client itself.
        {"127.0.0.1", {{"X-Forwarded-For", "203.0.113.9, 198.51.100.1"}}, "198.51.100.1"},
        {"127.0.0.1", {{"X-Forwarded-For", "198.51.100.1 ,\t10.0.0.1"}}, "198.51.100.1"},
        {"127.0.0.1",
         {{"X-Forwarded-For", "203.0.113.9"}, {"X-Forwarded-For", "198.51.100.1, 10.0.0.1"}},
         "198.51.100.1"},
        {"127.0.0.1",
         {{"X-Forwarded-For", "198.51.100.1"}, {"X-Forwarded-For", "10.0.0.1"}},
         "198.51.100.1"},
        {"127.0.0.1", {{"X-Forwarded-For", "10.0.0.1"}}, "10.0.0.1"},
        {"127.0.0.1", {{"X-Forwarded-For", ""}}, "127.0.0.1"},
        {"127.0.0.1", {{"X-Forwarded-For", "unknown"}}, "127.0.0.1"},
        {"127.0.0.1", {{"X-Forwarded-For", "198.51.100.1, evil"}}, "127.0.0.1"},
        {"127.0.0.1", {{"X-Forwarded-For", "198.51.100.1:80"}}, "127.0.0.1"},
        {"127.0.0.1", {{"Forwarded", "for=198.51.100.1"}}, "127.0.0.1"},
    }));
    CAPTURE(now.peer, now.client);
    CHECK(client_address(now.peer, now.headers, proxies) == now.client);
}

TEST_CASE("socket addresses are shown as text", "[webhooks]") {
    sockaddr_storage storage{};
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    inet_pton(AF_INET, "192.0.2.7", &v4.sin_addr);
    std::memcpy(&storage, &v4, sizeof v4);
    CHECK(address_text(storage) == "192.0.2.7");

    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    inet_pton(AF_INET6, "2001:db8::7", &v6.sin6_addr);
    std::memcpy(&storage, &v6, sizeof v6);
    CHECK(address_text(storage) == "2001:db8::7");
    inet_pton(AF_INET6, "::ffff:192.0.2.7", &v6.sin6_addr);
    std::memcpy(&storage, &v6, sizeof v6);
    CHECK(address_text(storage) == "192.0.2.7");

    CHECK(address_text({}).empty());
}
