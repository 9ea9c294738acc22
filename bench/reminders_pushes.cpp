#include "bench/http_reader.h"
#include "bench/line_server.h"
#include "bench/reminders.h"
#include "bot/clock.h"
#include "bot/line_channel.h"
#include "bot/outbox_sender.h"
#include "storage/database.h"
#include "storage/transaction.h"
#include "webhooks/metrics.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>

namespace bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRate = 2000;  // LINE's, a second
constexpr std::chrono::minutes kPatience{20};

// LINE as far as pushes go: its rate limit, retry keys, one fault in a hundred (half before it
// acts, half after).
class PushRules {
  public:
    LineAnswer handle(const HttpReader& request, std::int64_t now_us) {
        const std::lock_guard lock(mutex_);
        if (request.start_line().find("/message/push") == std::string_view::npos) {
            return {.body = R"({"type":"none","totalUsage":0})"};
        }
        if (now_us / 1'000'000 != second_) {
            second_ = now_us / 1'000'000;
            in_second_ = 0;
        }
        if (++in_second_ > kRate) {
            ++limited;
            return {
                .status = 429,
                .body = R"({"message":"The API rate limit has been exceeded. Try again later."})"};
        }
        const auto fate = random_() % 200;
        faults += fate < 2 ? 1 : 0;
        if (fate == 0) {
            return {.status = 500, .body = R"({"message":"Internal server error"})"};
        }
        auto answer = push(request);
        answer.drop = fate == 1;
        return answer;
    }

    std::int64_t limited = 0;
    std::int64_t faults = 0;
    std::int64_t repeated = 0;                       // 409
    std::unordered_map<std::string, int> delivered;  // by text and person

  private:
    LineAnswer push(const HttpReader& request) {
        const std::string key(request.header("x-line-retry-key"));
        if (!keys_.insert(key).second) {
            ++repeated;
            return {.status = 409, .body = R"({"message":"The retry key is already accepted"})"};
        }
        const auto body = nlohmann::json::parse(request.body(), nullptr, false);
        ++delivered[body.at("to").get<std::string>() + body.at("messages").dump()];
        return {.body = R"({"sentMessages":[{"id":"1"}]})"};
    }

    std::mutex mutex_;
    std::mt19937_64 random_{1};
    std::int64_t second_ = 0;
    int in_second_ = 0;
    std::unordered_set<std::string> keys_;
};

}  // namespace

bool measure_pushes(const std::filesystem::path& path, std::int64_t pushes) {
    PushRules rules;
    std::atomic<bool> stop{false};
    LineServer server{[&rules](const HttpReader& request, std::int64_t now) {
                          return rules.handle(request, now);
                      },
                      0,
                      0,
                      [] { return std::string("{}"); }};
    std::thread serving([&] { server.run(stop); });

    const auto database = storage::Database::open(path);
    database->writer().run([&](storage::Connection& connection) {
        connection.run_script(
            "bench",
            fmt::format(
                "UPDATE outbox SET state = 'expired'; UPDATE outbox SET state = 'queued', "
                "expires_at = NULL WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT {})",
                pushes));
    });
    const auto transport = bot::make_http_transport();
    bot::LineConfig line;
    line.id = "line";
    line.access_token = bot::Secret("bench");
    line.api_base = fmt::format("http://127.0.0.1:{}", server.port());
    bot::LineChannel channel(line, *transport);
    const bot::SystemClock clock;
    webhooks::Metrics metrics;
    const auto start = Clock::now();
    {
        bot::OutboxSender sender(database->writer(), {&channel}, clock, metrics);
        sender.start();
        auto reader = database->reader();
        const auto waiting = [&reader] {
            return reader.single_value(
                "bench", "SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')");
        };
        while (waiting() != "0" && Clock::now() - start < kPatience) {
            std::this_thread::sleep_for(std::chrono::seconds(1));
        }
    }
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    stop = true;
    serving.join();
    auto reader = database->reader();
    const auto sent =
        reader.single_value("bench", "SELECT count(*) FROM outbox WHERE state = 'sent'");
    std::int64_t doubled = 0;
    for (const auto& [what, times] : rules.delivered) {
        doubled += times > 1 ? 1 : 0;
    }
    fmt::print(
        "| {} pushes at LINE's 2,000/s with 1 % faults | {:.0f} s, {:.0f}/s |\n"
        "| … sent, delivered, doubled | {}, {}, {} |\n"
        "| … faults, 409, 429 | {}, {}, {} |\n",
        pushes,
        seconds,
        static_cast<double>(pushes) / seconds,
        sent,
        rules.delivered.size(),
        doubled,
        rules.faults,
        rules.repeated,
        rules.limited);
    return sent == std::to_string(pushes) && doubled == 0;
}

}  // namespace bench
