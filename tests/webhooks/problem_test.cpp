#include "webhooks/problem.h"

#include "webhooks/refusal.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <set>
#include <string>

using webhooks::all_problems;
using webhooks::describe;
using webhooks::new_problem_id;
using webhooks::Problem;
using webhooks::problem_json;

TEST_CASE("every problem has its own number, which begins with its status", "[webhooks]") {
    std::set<std::string> codes;
    std::string previous;
    for (int i = 0; i <= static_cast<int>(Problem::VersionUnknown); ++i) {
        const auto& info = describe(static_cast<Problem>(i));
        CAPTURE(info.code);
        CHECK(info.problem == static_cast<Problem>(i));
        CHECK(info.code.starts_with(std::to_string(info.status) + "."));
        CHECK(info.sentence.ends_with('.'));
        CHECK_FALSE(info.thai.empty());
        CHECK(codes.emplace(info.code).second);
        CHECK(previous < info.code);
        previous = info.code;
    }
    CHECK(all_problems().size() == codes.size());
}

TEST_CASE("what goes over the wire is a number, a sentence and an id", "[webhooks]") {
    for (const auto& info : all_problems()) {
        CAPTURE(info.code);
        const auto document = nlohmann::json::parse(problem_json(info.problem, "00ff"));
        CHECK(document ==
              nlohmann::json{{"type", "urn:sammachip:problem:" + std::string(info.code)},
                             {"title", info.sentence},
                             {"title_th", info.thai},
                             {"status", info.status},
                             {"code", info.code},
                             {"id", "00ff"}});
    }
}

TEST_CASE("a refusal says which parameter is meant and what to write, whatever it was",
          "[webhooks]") {
    const webhooks::ProblemDetail detail{
        .parameter = "li\"mit\n", .english = "write 1 to \\", .thai = "เขียน 1"};
    const auto document =
        nlohmann::json::parse(problem_json(Problem::BadParameter, "00ff", detail));
    CHECK(document["parameter"] == "li\"mit\n");
    CHECK(document["detail"] == "write 1 to \\");
    CHECK(document["detail_th"] == "เขียน 1");
    CHECK(document["code"] == "400.9");
}

TEST_CASE("problem ids do not repeat", "[webhooks]") {
    std::set<std::string> ids;
    for (int i = 0; i < 10'000; ++i) {
        ids.insert(new_problem_id());
    }
    CHECK(ids.size() == 10'000);
    CHECK(ids.begin()->size() == 16);
}

TEST_CASE("a refusal is a whole answer that ends the connection", "[webhooks]") {
    const std::vector<std::pair<std::string, std::string>> headers{{"X-A", "b"}};
    const auto text = webhooks::refusal(Problem::TooBusy, "00ff", headers);
    CHECK(text.starts_with("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n"));
    CHECK(text.find("\r\nRetry-After: 1\r\n") != std::string::npos);
    CHECK(text.find("\r\nX-A: b\r\n") != std::string::npos);
    const auto body = text.substr(text.find("\r\n\r\n") + 4);
    CHECK(text.find("\r\nContent-Length: " + std::to_string(body.size()) + "\r\n") !=
          std::string::npos);
    CHECK(body == problem_json(Problem::TooBusy, "00ff") + "\n");
}
