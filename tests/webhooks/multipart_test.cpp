#include "webhooks/multipart.h"

#include <catch2/catch.hpp>

// Files that browsers send, and what only looks like it.

namespace {

const std::string kType = "multipart/form-data; boundary=----x1";

std::string body_of(const std::string& parts) {
    return "------x1\r\n" + parts + "\r\n------x1--\r\n";
}

}  // namespace

TEST_CASE("the parts of a browser's form are read, the file's bytes as they are", "[webhooks]") {
    const std::string content = std::string("a,b\r\n1,2\r\n--\r\n") + '\0' + "\xEF\xBB\xBF";
    const std::string body = body_of(
        "Content-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n------x1\r\n"
        "Content-Disposition: form-data; name=\"file\"; filename=\"C:\\งาน\\บ้าน.csv\"\r\n"
        "Content-Type: text/csv\r\n\r\n" +
        content);
    const auto parts = webhooks::read_multipart(kType, body);
    REQUIRE(parts.has_value());
    REQUIRE(parts->size() == 2);
    CHECK(webhooks::part(*parts, "csrf")->content == "abc");
    CHECK_FALSE(webhooks::part(*parts, "csrf")->file_name.has_value());
    const auto* const file = webhooks::part(*parts, "file");
    REQUIRE(file != nullptr);
    CHECK(file->file_name == "บ้าน.csv");
    CHECK(file->content == content);
    CHECK(webhooks::part(*parts, "other") == nullptr);
}

TEST_CASE("a form without a chosen file has an empty one", "[webhooks]") {
    const std::string body =
        body_of("Content-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n");
    const auto parts = webhooks::read_multipart(kType, body);
    REQUIRE(parts.has_value());
    CHECK(parts->at(0).file_name == "");
    CHECK(parts->at(0).content.empty());
    CHECK(webhooks::read_multipart(kType, "------x1--\r\n")->empty());
}

TEST_CASE("what is not well-formed is nothing", "[webhooks]") {
    const std::string part = "Content-Disposition: form-data; name=\"a\"\r\n\r\nb";
    CHECK(webhooks::read_multipart(kType, body_of(part)).has_value());
    CHECK_FALSE(webhooks::read_multipart("multipart/form-data", body_of(part)));
    CHECK_FALSE(webhooks::read_multipart("multipart/mixed; boundary=----x1", body_of(part)));
    CHECK_FALSE(webhooks::read_multipart("multipart/form-data; boundary=\"----x1", body_of(part)));
    CHECK_FALSE(webhooks::read_multipart(kType, ""));
    CHECK_FALSE(webhooks::read_multipart(kType, "------x1\r\n" + part));  // cut off
    CHECK_FALSE(webhooks::read_multipart(kType, body_of("no head")));
    CHECK_FALSE(webhooks::read_multipart(kType, body_of("X: form-data; name=\"a\"\r\n\r\nb")));
    CHECK_FALSE(webhooks::read_multipart(
        kType, body_of("Content-Disposition: form-data; size=3\r\n\r\nb")));
    CHECK_FALSE(webhooks::read_multipart(kType,
                                         body_of("Content-Disposition: form-data; name=\"" +
                                                 std::string(5000, 'x') + "\"\r\n\r\nb")));
    std::string many = part;
    for (int count = 0; count < 100; ++count) {
        many += "\r\n------x1\r\n" + part;
    }
    CHECK_FALSE(webhooks::read_multipart(kType, body_of(many)));
}
