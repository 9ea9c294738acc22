#pragma once
#include "bench/http_reader.h"
#include "bench/ledger.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace bench {

// How LINE fails on purpose: percent of the reply and push calls. All of them but drop_after leave
// the chat as it was.
struct LineFaults {
    double too_many = 0;     // 429, the rate limit's text
    double broken = 0;       // 500
    double drop_before = 0;  // connection closed, nothing done
    double drop_after = 0;   // connection closed, message delivered
    std::uint64_t seed = 1;
};

struct LineAnswer {
    int status = 200;
    bool drop = false;  // close the connection instead of answering
    std::string content_type = "application/json";
    std::string headers{};  // further ones, each with its line end
    std::string body{};
};

// The part of LINE's Messaging API that the program uses, with its rules: a reply token works once
// and for one minute, a retry key is taken once and only where LINE takes one. Keeps no clock.
class LineRules {
  public:
    // `latency_us` is how much later than now the answer will leave. `first_person` as given to
    // load.
    LineRules(Ledger& ledger,
              const LineFaults& faults,
              std::int64_t latency_us,
              std::uint64_t first_person);

    [[nodiscard]] LineAnswer handle(const HttpReader& request, std::int64_t now_us);

    // Counts of calls and of what was answered.
    [[nodiscard]] nlohmann::json counts() const;

  private:
    enum class Fate { Normal, TooMany, Broken, DropBefore, DropAfter };

    [[nodiscard]] LineAnswer route(const HttpReader& request, std::int64_t now_us);
    [[nodiscard]] LineAnswer send_message(const HttpReader& request,
                                          bool reply,
                                          std::int64_t now_us);
    [[nodiscard]] LineAnswer reply(const nlohmann::json& body,
                                   const HttpReader& request,
                                   std::int64_t now_us);
    [[nodiscard]] LineAnswer push(const nlohmann::json& body,
                                  const HttpReader& request,
                                  std::int64_t now_us);
    void put_into_chat(std::uint64_t turn, std::int64_t now_us);
    void remember_fault(const nlohmann::json& body, bool reply);
    [[nodiscard]] std::uint64_t turn_of(const nlohmann::json& body, bool reply) const;
    [[nodiscard]] Fate draw();
    [[nodiscard]] LineAnswer count(std::string_view what, LineAnswer answer);

    Ledger& ledger_;
    LineFaults faults_;
    std::int64_t latency_us_;
    std::uint64_t first_person_;
    std::mt19937_64 random_;
    std::vector<bool> used_tokens_;
    std::unordered_set<std::string> retry_keys_;
    std::uint64_t message_id_ = 600'000'000'000'000;
    std::map<std::string, std::uint64_t, std::less<>> counts_;
};

}  // namespace bench
