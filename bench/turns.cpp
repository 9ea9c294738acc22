// What a turn costs the thread that writes, alone: no gate, no network, no other threads. Walks the
// bench's script with people of a prepared database, in groups as the writer would commit them, and
// says how many microseconds each part takes. How to run it: docs/BENCHMARKS.md.
#include "bot/event_job.h"
#include "bot/form_store.h"
#include "bot/outbox_exchange.h"
#include "conversation/texts.h"
#include "storage/connection.h"
#include "storage/transaction.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;
using conversation::Instant;

struct Parts {
    Microseconds turns{};
    Microseconds outbox{};
    Microseconds commits{};
};

std::vector<std::string> words_of(const char* script) {
    std::ifstream in(script);
    std::vector<std::string> words;
    for (std::string word; std::getline(in, word);) {
        if (!word.empty()) {
            words.push_back(word);
        }
    }
    return words;
}

conversation::IncomingMessage message_of(int person, std::size_t step, const std::string& text) {
    conversation::IncomingMessage message;
    message.kind = conversation::IncomingKind::Text;
    message.channel = "line";
    message.address = fmt::format("line:U{:032x}", person);
    message.event_id = fmt::format("01BENCHTURNS{:010}{:04}", person, step);
    message.message_id = fmt::format("46{:010}{:04}", person, step);
    message.text = text;
    message.reply_token = fmt::format("{:028x}{:04x}", person, step);
    return message;
}

class Walk {
  public:
    Walk(storage::Connection& connection,
         const bot::TurnContext& context,
         const std::vector<std::string>& words)
        : connection_(connection), context_(context), words_(words) {}

    // The whole script with people from `first` on, `group` at a time.
    void go(int first, int group) {
        for (std::size_t step = 0; step < words_.size(); ++step) {
            now_ += std::chrono::seconds(1);
            take(first, group, step);
            settle_and_claim(group);
        }
    }

    [[nodiscard]] const Parts& parts() const { return parts_; }

  private:
    // The group's turns, and what the sender has to settle of the group before.
    void take(int first, int group, std::size_t step) {
        storage::Transaction transaction(connection_);
        const auto start = Clock::now();
        for (int person = first; person < first + group; ++person) {
            storage::Savepoint savepoint(connection_);
            auto message = message_of(person, step, words_[step]);
            message.received_at = now_;
            message.sent_at = now_;
            if (!bot::handle_event(connection_, context_, message, now_).answered) {
                std::fprintf(stderr, "turns: \"%s\" was not answered\n", words_[step].c_str());
                std::exit(1);
            }
            savepoint.keep();
        }
        parts_.turns += Clock::now() - start;
        commit(transaction);
    }

    void settle_and_claim(int group) {
        storage::Transaction transaction(connection_);
        const auto start = Clock::now();
        bot::OutboxExchange exchange;
        exchange.channel = "line";
        exchange.now = now_;
        exchange.room = static_cast<std::size_t>(group);
        for (const auto& row : claimed_) {
            bot::FinishedTry done;
            done.id = row.id;
            done.attempt.outbox = row.id;
            done.attempt.attempt = 1;
            done.settlement.provider_id = fmt::format("5{:018}", row.id.value);
            exchange.finished.push_back(std::move(done));
        }
        carry_out(connection_, exchange);
        claimed_ = std::move(exchange.rows);
        parts_.outbox += Clock::now() - start;
        commit(transaction);
    }

    void commit(storage::Transaction& transaction) {
        const auto start = Clock::now();
        transaction.commit();
        parts_.commits += Clock::now() - start;
    }

    storage::Connection& connection_;
    const bot::TurnContext context_;
    const std::vector<std::string>& words_;
    Instant now_ = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    std::vector<storage::Outbox::Row> claimed_;
    Parts parts_;
};

}  // namespace

int main(int count, char** given) {
    if (count < 4) {
        std::fputs(
            "usage: turns DATABASE SCRIPT FORMS [PEOPLE] [GROUP]\n"
            "DATABASE: a copy of one that the bench has prepared; it is written to\n",
            stderr);
        return 2;
    }
    const int people = count > 4 ? std::atoi(given[4]) : 10'000;
    const int group = count > 5 ? std::atoi(given[5]) : 32;
    const auto words = words_of(given[2]);
    const auto loaded = bot::look_at_forms({given[3]});
    const auto texts = conversation::Texts::built_in();
    const conversation::Office office{"bench", "056-000000"};
    auto connection = storage::Connection::open_writer(given[1]);
    Walk walk(connection, {*loaded.forms, texts, office, nullptr, false}, words);
    for (int first = 1; first + group <= people; first += group) {
        walk.go(first, group);
    }
    const double turns =
        static_cast<double>(people / group * group) * static_cast<double>(words.size());
    const auto& parts = walk.parts();
    std::printf(
        "| part | µs a turn |\n|---|---|\n| turn | %.1f |\n| outbox: settle, claim | %.1f |\n| "
        "commit | %.1f |\n",
        parts.turns.count() / turns,
        parts.outbox.count() / turns,
        parts.commits.count() / turns);
    return 0;
}
