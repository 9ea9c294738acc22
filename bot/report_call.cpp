#include "bot/report_call.h"

#include "storage/quota.h"
#include "storage/spending.h"

#include <algorithm>
#include <map>
#include <utility>

namespace bot {

namespace {

using conversation::CallFate;
using conversation::Instant;
using storage::Connection;
using storage::Coverage;
using storage::Reminders;

// Decides house by house, keeping count of what the houses before take.
class Caller {
  public:
    struct Verdict {
        CallFate fate = CallFate::Closed;
        ReminderDecision decision;  // of Line and Sms
    };

    Caller(Connection& connection,
           const PassTerms& terms,
           const console::CallWish& wish,
           Instant now)
        : connection_(connection),
          terms_(terms),
          wish_(wish),
          now_(now),
          when_(after_quiet_hours(ReminderKind::Report, now)),
          judge_(connection, terms) {
        const auto all = report_reminders(wish.scope.period, terms.planning.holidays);
        useful_until_ = all.front().useful_until;
    }

    [[nodiscard]] bool is_closed() const { return when_ > useful_until_; }

    [[nodiscard]] bool waits() const { return when_ > now_; }

    [[nodiscard]] Instant when() const { return when_; }

    [[nodiscard]] ReminderJudge& judge() { return judge_; }

    [[nodiscard]] Reminders::Row row(conversation::HouseholdId house) const {
        Reminders::Row made;
        made.kind = name(ReminderKind::Report);
        made.rank = rank_of(ReminderKind::Report);
        made.period = wish_.scope.period;
        made.day = conversation::closing_day(wish_.scope.period);
        made.household = house;
        made.due = wish_.asked;
        made.useful_until = useful_until_;
        return made;
    }

    [[nodiscard]] Verdict decide(const Coverage::Silent& house) {
        if (const auto why = conversation::left_out(house.facts, now_)) {
            return {*why, {}};
        }
        auto decision = judge_.judge(row(house.id), when_);
        if (decision.what != ReminderDecision::What::Send) {
            return {conversation::call_fate(decision.reason), {}};
        }
        const bool sms = decision.draft.address.starts_with("tel:");
        if (sms && !take_money(decision.draft.channel, decision.cost)) {
            return {CallFate::NothingLeft, {}};
        }
        return {sms ? CallFate::Sms : CallFate::Line, std::move(decision)};
    }

    // Of an SMS channel, before this wish; none: no budget.
    [[nodiscard]] std::optional<std::int64_t> money(const std::string& channel) {
        const auto* rules = rules_of(channel);
        if (rules == nullptr || !rules->budget) {
            return std::nullopt;
        }
        const auto month = conversation::period_of(conversation::bangkok_day(now_));
        const auto spent = storage::Spending(connection_).of(channel, month).cost;
        return std::max<std::int64_t>(*rules->budget - spent, 0);
    }

    [[nodiscard]] std::int64_t price(const std::string& channel, std::int64_t segments) const {
        const auto* rules = rules_of(channel);
        return rules == nullptr ? 0 : rules->price * segments;
    }

  private:
    [[nodiscard]] const SmsRules* rules_of(const std::string& channel) const {
        if (terms_.notices.sms == nullptr) {
            return nullptr;
        }
        const auto found = terms_.notices.sms->find(channel);
        return found == terms_.notices.sms->end() ? nullptr : &found->second;
    }

    // What does not fit is not queued: the sender would hold it back until it is too late.
    bool take_money(const std::string& channel, std::int64_t segments) {
        const auto known = money_.find(channel);
        auto& left = known == money_.end() ? money_.emplace(channel, money(channel)).first->second
                                           : known->second;
        const auto cost = price(channel, segments);
        if (!left) {
            return true;
        }
        if (*left < cost) {
            return false;
        }
        *left -= cost;
        return true;
    }

    Connection& connection_;
    const PassTerms& terms_;
    const console::CallWish& wish_;
    Instant now_;
    Instant when_;
    Instant useful_until_{};
    ReminderJudge judge_;
    std::map<std::string, std::optional<std::int64_t>> money_;
};

// What the channel had before anything of the wish was counted.
console::CallOutlook::Means means_of(Connection& connection,
                                     Caller& caller,
                                     const ReminderDecision& decision,
                                     Instant now) {
    console::CallOutlook::Means means;
    means.channel = decision.draft.channel;
    means.sms = decision.draft.address.starts_with("tel:");
    if (means.sms) {
        means.left = caller.money(means.channel);
        return means;
    }
    const auto month = conversation::period_of(conversation::bangkok_day(now));
    means.known = storage::Quota(connection).find(means.channel, month).has_value();
    means.left = caller.judge().means(means.channel, now).left;
    return means;
}

}  // namespace

console::CallOutlook look_at_call(Connection& connection,
                                  const PassTerms& terms,
                                  const console::CallWish& wish,
                                  Instant now) {
    console::CallOutlook outlook;
    Caller caller(connection, terms, wish, now);
    const auto silent = Coverage(connection).silent(wish.scope, {}, kMostCalled);
    outlook.cut = silent.size() == kMostCalled;
    outlook.closed = caller.is_closed();
    if (caller.waits()) {
        outlook.later = caller.when();
    }
    std::map<std::string, console::CallOutlook::Means> means;
    for (const auto& house : silent) {
        const auto verdict = caller.decide(house);
        ++outlook.houses[verdict.fate];
        if (verdict.fate != CallFate::Line && verdict.fate != CallFate::Sms) {
            continue;
        }
        const auto& decision = verdict.decision;
        const auto& channel = decision.draft.channel;
        if (!means.contains(channel)) {
            means.emplace(channel, means_of(connection, caller, decision, now));
        }
        const bool sms = verdict.fate == CallFate::Sms;
        means.at(channel).wanted += sms ? caller.price(channel, decision.cost) : decision.cost;
        outlook.segments += sms ? decision.cost : 0;
        if (!sms) {
            caller.judge().spent(channel, decision.cost);
        }
        if (outlook.sample.empty()) {
            outlook.sample = decision.draft.messages.front().text;
        }
    }
    for (auto& [channel, one] : means) {
        outlook.means.push_back(std::move(one));
    }
    return outlook;
}

console::CallPiece call_piece(Connection& connection,
                              const PassTerms& terms,
                              const console::CallWish& wish,
                              conversation::HouseholdId after,
                              Instant now) {
    console::CallPiece piece;
    Caller caller(connection, terms, wish, now);
    const auto silent = Coverage(connection).silent(wish.scope, after, kCalledAtOnce);
    piece.more = silent.size() == kCalledAtOnce;
    Reminders reminders(connection);
    for (const auto& house : silent) {
        piece.last = house.id;
        const auto verdict = caller.decide(house);
        ++piece.houses[verdict.fate];
        if (verdict.fate != CallFate::Line && verdict.fate != CallFate::Sms) {
            continue;
        }
        const auto row = caller.row(house.id);
        reminders.put(row, now);
        if (!caller.waits() &&
            say(connection, caller.judge(), reminders.id_of(row), verdict.decision, now)) {
            piece.channels.insert(verdict.decision.draft.channel);
        }
    }
    return piece;
}

}  // namespace bot
