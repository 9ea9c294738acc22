#include "conversation/answer/time.h"
#include "conversation/thai/amount.h"
#include "conversation/thai/date.h"
#include "conversation/thai/normalize.h"
#include "tests/conversation/answer/sentences.h"
#include "tests/conversation/thai/vectors.h"

#include <catch2/catch.hpp>

#include <cstdio>
#include <map>
#include <string>

using namespace conversation;
using nlohmann::json;

namespace {

struct Row {
    std::size_t cases = 0;
    std::size_t right = 0;
    std::size_t asked = 0;
    std::size_t wrong = 0;  // a value, and not the right one
};

void print(const char* title, const std::map<std::string, Row>& rows) {
    std::printf("\n| %s | cases | right | asked | missed | wrong |\n|---|---|---|---|---|---|\n",
                title);
    Row sum;
    const auto line = [](const std::string& name, const Row& row) {
        std::printf("| %s | %zu | %zu | %zu | %zu | %zu |\n",
                    name.c_str(),
                    row.cases,
                    row.right,
                    row.asked,
                    row.cases - row.right - row.asked - row.wrong,
                    row.wrong);
    };
    for (const auto& [name, row] : rows) {
        line(name, row);
        sum.cases += row.cases;
        sum.right += row.right;
        sum.asked += row.asked;
        sum.wrong += row.wrong;
    }
    line("**all**", sum);
}

void amount(const json& one, Row& row) {
    const AmountReading reading = read_amount(one.at("in").get<std::string>());
    const bool value = reading.kind == AmountReading::Kind::Value;
    const bool right = one.value("reject", false)
                           ? !value
                           : value && (reading.baht == one.value("value", "") ||
                                       reading.baht == one.value("spoken_short_reading", "?"));
    ++row.cases;
    row.right += right ? 1U : 0U;
    row.asked += !right && reading.kind == AmountReading::Kind::Ask ? 1U : 0U;
    row.wrong += !right && value ? 1U : 0U;
}

}  // namespace

// conversation_test "[accuracy]" prints the tables of docs/UNDERSTANDING.md.
TEST_CASE("accuracy of the readers on the third-party vectors", "[.][accuracy]") {
    std::map<std::string, Row> rows;
    vectors::each(vectors::load("thai-amounts.json"),
                  [&](const std::string& group, const json& one) { amount(one, rows[group]); });
    vectors::each(vectors::load("thai-not-amounts.json"),
                  [&](const std::string& group, const json& one) { amount(one, rows[group]); });
    print("amounts", rows);

    rows.clear();
    vectors::each(
        vectors::load("thai-amounts-colloquial.json"), [&](const std::string&, const json& one) {
            const AmountReading reading = read_amount(one.at("in").get<std::string>());
            const bool value = reading.kind == AmountReading::Kind::Value;
            const auto policy = one.at("policy").get<std::string>();
            const bool documented = one.at("status").get<std::string>().find("documented") == 0 ||
                                    policy != "accept and echo";
            Row& row = rows[policy + (documented ? "" : " (by convention)")];
            bool right = !value;
            if (policy == "accept and echo") {
                const json& expect = one.at("expect");
                right = value && (!expect.is_string() || reading.baht == expect);
            }
            ++row.cases;
            row.right += right ? 1U : 0U;
            row.asked += !right && reading.kind == AmountReading::Kind::Ask ? 1U : 0U;
            row.wrong += !right && value ? 1U : 0U;
        });
    print("spoken forms, by policy (of \"ask\" and \"reject\", right is: no value)", rows);

    rows.clear();
    vectors::each(vectors::load("thai-normalize.json"), [&](const std::string&, const json& one) {
        if (one.at("fn") == "nfc" || one.at("fn") == "remove_dangling") {
            return;
        }
        Row& row = rows[one.at("fn").get<std::string>()];
        const bool right = normalize(one.at("in").get<std::string>()) ==
                           normalize(one.at("out").get<std::string>());
        ++row.cases;
        row.right += right ? 1U : 0U;
        row.wrong += right ? 0U : 1U;
    });
    print("normalisation", rows);
    CHECK(!rows.empty());
}

TEST_CASE("accuracy of the reader of sentences", "[.][accuracy]") {
    std::printf(
        "\n| sentences | cases | slots | found | asked | wrong |\n|---|---|---|---|---|---|\n");
    for (const char* file : {"worked_on.json", "set_aside.json", "written_after.json"}) {
        const auto score = sentences::measure(file);
        std::printf("| %s | %zu | %zu | %zu (%.1f %%) | %zu | %zu |\n",
                    file,
                    score.sentences,
                    score.slots,
                    score.found,
                    vectors::share(score.found, score.slots),
                    score.asked,
                    score.wrong.size());
        CHECK(score.sentences > 0);
    }
}
