// line_sink: the loopback stand-in of LINE's Messaging API. Prints its port, then serves until
// SIGTERM; GET /bench/stats tells what it saw.
#include "bench/ledger.h"
#include "bench/line_rules.h"
#include "bench/line_server.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <exception>

namespace {

std::atomic<bool> stop{false};

void on_signal(int /*signal*/) {
    stop = true;
}

struct Arguments {
    std::uint16_t port = 0;
    std::string ledger;
    std::uint64_t turns = 4'000'000;
    std::uint64_t people = 10'000;
    std::uint64_t first_person = 1;
    double latency_ms = 0;
    bench::LineFaults faults;
};

void declare(CLI::App& app, Arguments& arguments) {
    app.add_option("--port", arguments.port, "on 127.0.0.1; 0: any")->capture_default_str();
    app.add_option("--ledger", arguments.ledger, "file to make, best in /dev/shm")->required();
    app.add_option("--turns", arguments.turns, "room in the ledger")->capture_default_str();
    app.add_option("--people", arguments.people)->capture_default_str();
    app.add_option("--first-person", arguments.first_person)->capture_default_str();
    app.add_option("--latency", arguments.latency_ms, "ms until each answer leaves");
    app.add_option("--too-many", arguments.faults.too_many, "percent of calls answered 429");
    app.add_option("--broken", arguments.faults.broken, "percent of calls answered 500");
    app.add_option("--drop-before", arguments.faults.drop_before, "percent cut before acting");
    app.add_option("--drop-after", arguments.faults.drop_after, "percent cut after acting");
    app.add_option("--seed", arguments.faults.seed)->capture_default_str();
}

nlohmann::json as_json(const bench::Histogram& histogram) {
    return {{"p50", histogram.percentile(0.5)},
            {"p99", histogram.percentile(0.99)},
            {"max", histogram.max()}};
}

std::string stats(const bench::Ledger& ledger, const bench::LineRules& rules) {
    const auto summary = ledger.summary();
    const auto duration = static_cast<double>(summary.last_us - summary.first_us) / 1e6;
    const nlohmann::json result{
        {"turns", summary.turns},
        {"acked", summary.acked},
        {"answered", summary.answered},
        {"unanswered", summary.unanswered},
        {"doubled", summary.doubled},
        {"faulted", summary.faulted},
        {"forged", summary.forged},
        {"forged_answered", summary.forged_answered},
        {"answers_per_s", duration > 0 ? static_cast<double>(summary.answered) / duration : 0.0},
        {"end_to_end_us", as_json(summary.end_to_end)},
        {"end_to_end_clean_us", as_json(summary.end_to_end_clean)},
        {"calls", rules.counts()}};
    return result.dump();
}

int run(const Arguments& arguments) {
    auto ledger = bench::Ledger::create(arguments.ledger, arguments.turns, arguments.people);
    const auto latency_us = static_cast<std::int64_t>(arguments.latency_ms * 1000);
    bench::LineRules rules{ledger, arguments.faults, latency_us, arguments.first_person};
    bench::LineServer server{[&rules](const bench::HttpReader& request, std::int64_t now) {
                                 return rules.handle(request, now);
                             },
                             arguments.port,
                             latency_us,
                             [&] { return stats(ledger, rules); }};
    fmt::print("{}\n", server.port());
    std::fflush(stdout);
    server.run(stop);
    return 0;
}

}  // namespace

int main(int count, char** words) {
    CLI::App app{"Plays LINE's Messaging API on 127.0.0.1"};
    Arguments arguments;
    declare(app, arguments);
    CLI11_PARSE(app, count, words);
    std::signal(SIGTERM, on_signal);
    std::signal(SIGINT, on_signal);
    try {
        return run(arguments);
    } catch (const std::exception& error) {
        fmt::print(stderr, "line_sink: {}\n", error.what());
        return 1;
    }
}
