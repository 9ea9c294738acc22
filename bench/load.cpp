// load: an open-loop load generator of signed LINE webhooks. Prints one JSON object when done.
#include "bench/load_driver.h"
#include "bench/names.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>

namespace {

std::atomic<bool> stop{false};

void on_signal(int /*signal*/) {
    stop = true;
}

struct Arguments {
    bench::LoadOptions load;
    std::string ledger;
    std::string script;
    std::string acked_list;
    std::uint32_t active = 0;
    bool wait_for_answer = false;
};

void declare(CLI::App& app, Arguments& arguments) {
    auto& load = arguments.load;
    app.add_option("--port", load.port, "of the server on 127.0.0.1")->required();
    app.add_option("--path", load.path, "of the webhook")->capture_default_str();
    app.add_option("--secret", load.secret, "channel secret")->required();
    app.add_option("--ledger", arguments.ledger, "the file line_sink made")->required();
    app.add_option("--script", arguments.script, "texts, one a line, walked round and round")
        ->required();
    app.add_option("--acked-list", arguments.acked_list, "write the acked event ids there");
    app.add_option("--connections", load.connections)->capture_default_str();
    app.add_option("--rate", load.rate, "turns a second; 0: as many as possible, closed loop");
    app.add_option("--seconds", load.seconds, "0: until SIGTERM")->capture_default_str();
    app.add_option("--drain", load.drain_seconds, "seconds at most")->capture_default_str();
    app.add_option("--bursts", load.bursts, "so often: all connections at once, one turn each");
    app.add_option("--burst-gap", load.burst_gap_seconds)->capture_default_str();
    app.add_option("--run", load.run, "keeps event ids of runs apart")->capture_default_str();
    app.add_option("--first-person", load.first_person)->capture_default_str();
    app.add_option("--active", arguments.active, "so many walk the script at a time; 0: all");
    app.add_option("--redeliver", load.redeliver_percent, "percent of acked bodies sent again");
    app.add_option("--forged", load.forged_percent, "percent of bodies with a wrong signature");
    app.add_option("--events-per-body", load.events_per_body)->check(CLI::Range(1, 100));
    app.add_flag(
        "--wait-for-answer", arguments.wait_for_answer, "nobody types before he was answered");
    app.add_flag("--retry", load.retry, "send again what was not acked");
    app.add_option("--seed", load.seed)->capture_default_str();
}

std::vector<std::string> read_script(const std::string& path) {
    std::ifstream file{path};
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        if (!line.empty()) {
            lines.push_back(line);
        }
    }
    if (lines.empty()) {
        throw std::runtime_error(path + " holds no texts");
    }
    return lines;
}

nlohmann::json by_status(const std::map<int, std::uint64_t>& statuses) {
    nlohmann::json result = nlohmann::json::object();
    for (const auto& [status, count] : statuses) {
        result[std::to_string(status)] = count;
    }
    return result;
}

nlohmann::json as_json(const bench::LoadReport& report) {
    const auto percentile = [&](double share) { return report.ack.percentile(share); };
    return {{"seconds", report.seconds},
            {"offered", report.offered},
            {"sent", report.sent},
            {"acked", report.acked},
            {"acks_per_s", static_cast<double>(report.acked_in_time) / report.seconds},
            {"never_answered", report.never_answered},
            {"statuses", by_status(report.statuses)},
            {"redelivery_statuses", by_status(report.redelivery_statuses)},
            {"forged_statuses", by_status(report.forged_statuses)},
            {"connection_losses", report.connection_losses},
            {"own_cpu_share", report.own_cpu_seconds / report.seconds},
            {"ack_us",
             {{"p50", percentile(0.5)},
              {"p90", percentile(0.9)},
              {"p99", percentile(0.99)},
              {"max", report.ack.max()},
              {"mean", report.ack.mean()}}}};
}

void write_acked(const std::string& path, const bench::Ledger& ledger, std::uint64_t run) {
    std::ofstream file{path};
    for (std::uint64_t turn = 0; turn < ledger.used(); ++turn) {
        if (ledger.turn(turn).acked_us.load() != 0) {
            file << bench::event_id(run, turn) << '\n';
        }
    }
}

int run(const Arguments& arguments) {
    auto ledger = bench::Ledger::open(arguments.ledger);
    bench::People people{{.count = static_cast<std::uint32_t>(ledger.people()),
                          .active = arguments.active,
                          .seed = arguments.load.seed,
                          .wait_for_answer = arguments.wait_for_answer},
                         read_script(arguments.script)};
    bench::Driver driver{arguments.load, ledger, people};
    const auto report = as_json(driver.run(stop));
    if (!arguments.acked_list.empty()) {
        write_acked(arguments.acked_list, ledger, arguments.load.run);
    }
    fmt::print("{}\n", report.dump());
    return 0;
}

}  // namespace

int main(int count, char** words) {
    CLI::App app{"Sends signed LINE webhooks and measures from the intended send time"};
    Arguments arguments;
    declare(app, arguments);
    CLI11_PARSE(app, count, words);
    std::signal(SIGTERM, on_signal);
    std::signal(SIGINT, on_signal);
    try {
        return run(arguments);
    } catch (const std::exception& error) {
        fmt::print(stderr, "load: {}\n", error.what());
        return 1;
    }
}
