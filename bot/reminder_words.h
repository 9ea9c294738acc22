#pragma once
#include "bot/notice_words.h"
#include "conversation/holidays.h"
#include "conversation/message.h"
#include "conversation/texts.h"
#include "storage/connection.h"
#include "storage/reminders.h"

#include <optional>
#include <string_view>
#include <vector>

namespace bot {

// What a reminder says, as the subject stands now. Nothing when there is nothing to say any more.
// `language` is the reader's. Throws StorageError.
[[nodiscard]] std::optional<NoticeWords> reminder_words(storage::Connection& connection,
                                                        const storage::Reminders::Row& row,
                                                        const conversation::Holidays& holidays,
                                                        std::string_view language);

// The buttons under it, where the channel has buttons: what can be answered to it.
// None under what goes to a group, or to who cannot answer.
[[nodiscard]] std::vector<conversation::QuickReply> reminder_buttons(
    const storage::Reminders::Row& row,
    const conversation::Texts& texts,
    std::string_view language);

// The month's board of a team: what was done and is due, villages in and not yet in, holy days. No
// household, no name, no amount.
[[nodiscard]] NoticeWords board_words(storage::Connection& connection,
                                      storage::OrganisationId organisation,
                                      conversation::Period month,
                                      const conversation::Holidays& holidays,
                                      std::string_view language);

}  // namespace bot
