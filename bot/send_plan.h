#pragma once
#include "bot/channel.h"
#include "bot/send_result.h"
#include "conversation/calendar.h"
#include "storage/outbox.h"

namespace bot {

// A reply token is used while it is younger than this (LINE promises a minute). While the month's
// pushes are used up, an older one is tried all the same: it costs nothing.
inline constexpr std::chrono::seconds kTokenLife{50};
inline constexpr std::chrono::minutes kTokenLastHope{20};

// A message that fails this often although the channel takes others is given up.
inline constexpr int kMaxAttempts = 12;

// An answer nobody could take for this long is not sent any more. A push whose outcome is unknown
// may be repeated with its retry key for this long, too.
inline constexpr std::chrono::hours kAnswerLife{24};

// How long a push waits before the quota is looked at again.
inline constexpr std::chrono::minutes kQuotaPause{10};

// How often a try of unknown outcome is made where receipts tell that it arrived but none comes.
inline constexpr int kMaxUnsure = 3;

// How long a message waits that may be taken later in the day.
inline constexpr std::chrono::hours kNotNowPause{1};

// What a try makes of its row. Pure.
//
// - A reply of unknown outcome is repeated as a reply only: LINE takes a token once. When the token
//   is then invalid, the earlier try had arrived, and the message counts as sent.
// - A token that is invalid at a certain first try is forgotten: the answer is pushed.
// - A push of unknown outcome is repeated with the same retry key, where `terms` say that this is
//   safe; else it waits for a receipt, or is given up.
//
// `channel_works`: it took other messages lately, so that what fails is this message's own fault.
[[nodiscard]] storage::Outbox::Settlement plan_after(const storage::Outbox::Row& row,
                                                     const SendResult& result,
                                                     bool channel_works,
                                                     conversation::Instant now,
                                                     const ChannelTerms& terms = {});

}  // namespace bot
