#include "bot/housekeeping.h"

#include "storage/erasure.h"
#include "storage/retention.h"

#include <utility>

namespace bot {

using conversation::Instant;
using storage::Connection;
using storage::Erasure;
using storage::Retention;

void ErasureJob::settle(Instant now) {
    std::vector<Erasure::Farewell> said;
    doors_.write([&](Connection& writer) { said = Erasure(writer).settle_farewells(now); });
    for (auto& farewell : said) {
        addresses_[farewell.request.value].push_back(std::move(farewell.address));
    }
}

ErasureJob::Outcome ErasureJob::run(Instant asked_until, Instant now, std::string_view by) {
    Outcome outcome;
    settle(now);
    const auto wishes = Erasure(doors_.reader).due(asked_until);
    Erasure::Terms terms;
    terms.by = by;
    terms.farewell = [this](std::string_view language, std::string_view receipt) {
        return texts_.get("erase.farewell", language, {{"receipt", std::string(receipt)}});
    };
    for (const auto& wish : wishes) {
        Erasure::Erased erased;
        if (wish.household || wish.contact) {
            const auto seen = Erasure(doors_.reader).look(wish);
            doors_.write([&](Connection& writer) {
                erased = Erasure(writer).carry_out(wish, seen, terms, now);
            });
            ++outcome.erased;
        }
        auto& known = addresses_[wish.request.value];
        known.insert(known.end(), erased.addresses.begin(), erased.addresses.end());
    }
    if (outcome.erased > 0) {
        doors_.shorten();
    }
    for (const auto& wish : wishes) {
        if (!Erasure(doors_.reader).all_said(wish.request)) {
            ++outcome.waiting;
            continue;
        }
        const auto found = storage::find_traces(doors_.reader, addresses_[wish.request.value]);
        const auto traces = static_cast<std::int64_t>(found.size());
        doors_.write(
            [&](Connection& writer) { Erasure(writer).close(wish.request, traces, now, by); });
        addresses_.erase(wish.request.value);
        outcome.traces += traces;
        outcome.closed += traces == 0 ? 1 : 0;
    }
    return outcome;
}

std::vector<RetentionOutcome> run_retention(const HousekeepingDoors& doors,
                                            Instant now,
                                            const std::function<bool()>& go_on) {
    std::vector<RetentionOutcome> outcomes;
    for (const auto& rule : Retention::rules()) {
        RetentionOutcome outcome{
            rule.name, rule.thai, rule.english, Retention::cut_off(rule, now), 0, 0};
        bool more = true;
        while (more) {
            if (go_on && !go_on()) {
                return outcomes;
            }
            doors.write([&](Connection& writer) {
                const auto step = Retention(writer).step(rule, now);
                outcome.rows += step.rows;
                more = step.more;
            });
        }
        outcome.left_over = Retention(doors.reader).count(rule, now);
        doors.write([&](Connection& writer) {
            Retention(writer).prove(rule, outcome.rows, outcome.left_over, now);
        });
        outcomes.push_back(outcome);
    }
    doors.shorten();
    return outcomes;
}

std::vector<RetentionOutcome> preview_retention(Connection& reader, Instant now) {
    std::vector<RetentionOutcome> outcomes;
    for (const auto& rule : Retention::rules()) {
        outcomes.push_back({rule.name,
                            rule.thai,
                            rule.english,
                            Retention::cut_off(rule, now),
                            Retention(reader).count(rule, now),
                            0});
    }
    return outcomes;
}

}  // namespace bot
