#include "bot/notice_fallback.h"

#include "bot/send_plan.h"
#include "storage/notice_rows.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace bot {

namespace {

using conversation::Instant;
using storage::Connection;
using storage::NoticeRows;
using storage::OutboxId;

constexpr unsigned kAtOnce = 20;  // of what is due where the month is used up

// What the old row is closed with; empty where it is closed already.
std::string_view closing_word(FallbackCause cause) {
    switch (cause) {
        case FallbackCause::KeptBack:
        case FallbackCause::UsedUp:
            return name(SendOutcome::QuotaExhausted);
        case FallbackCause::AddressClosed:
            return "address_closed";
        case FallbackCause::Refused:
        case FallbackCause::NeverTaken:
        case FallbackCause::ReportedLost:
            break;
    }
    return "";
}

// Whether it may go elsewhere at all: it is in the state its cause speaks of, the person cannot
// have it, and some of its life is left.
bool may_leave(const NoticeRows::Row& row, FallbackCause cause, Instant now) {
    const bool queued = !closing_word(cause).empty();
    // The receipt speaks of the last try, the others must be certain by themselves.
    const std::int64_t unsure = cause == FallbackCause::ReportedLost ? 1 : 0;
    const bool certain = cause == FallbackCause::NeverTaken || row.unsure <= unsure;
    return (queued ? row.queued : row.ended) && certain &&
           (!row.expires_at || *row.expires_at > now);
}

}  // namespace

std::optional<std::string> fall_back(Connection& connection,
                                     const NoticeTerms& terms,
                                     OutboxId id,
                                     FallbackCause cause,
                                     Instant now) {
    const auto row = NoticeRows(connection).find(id);
    if (!row || !may_leave(*row, cause, now)) {
        return std::nullopt;
    }
    const auto words = notice_words_from_json(row->notice);
    if (!words || !terms.texts.has(words->key)) {
        return std::nullopt;
    }
    // What is kept back stays when its own address is still the best one, by what is known of it.
    const bool may_stay = cause == FallbackCause::KeptBack;
    auto plan = plan_notice(connection,
                            terms,
                            row->contact,
                            *words,
                            MessagePurpose::Notice,
                            may_stay ? std::string_view{} : row->address,
                            now);
    if (plan.verdict != AddressVerdict::Chosen || plan.draft.address == row->address) {
        return std::nullopt;
    }
    storage::Outbox outbox(connection);
    if (const auto word = closing_word(cause); !word.empty()) {
        outbox.withdraw(id, word, now);
    }
    plan.draft.priority = row->priority;
    // A time that was wanted is kept; the next try where it was is not waited for.
    plan.draft.due = row->postponed ? now : std::max(row->due, now);
    plan.draft.expires_at = row->expires_at;
    plan.draft.instead_of = id;
    const auto instead = outbox.enqueue(plan.draft, now);
    spdlog::info(
        "outbox row {} goes by {} instead, as row {}", id.value, plan.draft.channel, instead.value);
    return std::move(plan.draft.channel);
}

std::vector<std::string> leave_address(Connection& connection,
                                       const NoticeTerms& terms,
                                       std::string_view channel,
                                       std::string_view address,
                                       Instant now) {
    std::vector<std::string> channels;
    for (const auto id : NoticeRows(connection).queued_for(channel, address)) {
        auto moved = fall_back(connection, terms, id, FallbackCause::AddressClosed, now);
        if (moved) {
            channels.push_back(*std::move(moved));
        }
    }
    return channels;
}

std::vector<std::string> leave_used_up(Connection& connection,
                                       const NoticeTerms& terms,
                                       std::string_view channel,
                                       Instant now) {
    std::vector<std::string> channels;
    NoticeRows rows(connection);
    for (const auto id : rows.due(channel, kAtOnce, now)) {
        auto moved = fall_back(connection, terms, id, FallbackCause::UsedUp, now);
        if (moved) {
            channels.push_back(*std::move(moved));
        } else {
            rows.put_off(id, now + kQuotaPause, now);
        }
    }
    return channels;
}

}  // namespace bot
