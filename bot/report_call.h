#pragma once
#include "bot/reminder_pass.h"
#include "console/report_desk.h"

// The office reminds those who have not reported, beside the reminders that come by themselves: the
// same rows, words, addresses and scarce messages (bot/reminder_pass), for houses that
// conversation/report_call does not leave out. In quiet hours rows are made that wait for their
// end.
namespace bot {

// So many houses are looked at for one wish, and so many are done in one job of the writer.
inline constexpr unsigned kMostCalled = 5000;
inline constexpr unsigned kCalledAtOnce = 200;

// Reads only. Throws StorageError.
[[nodiscard]] console::CallOutlook look_at_call(storage::Connection& connection,
                                                const PassTerms& terms,
                                                const console::CallWish& wish,
                                                conversation::Instant now);

// The next houses after the one named. The same wish again says nothing twice. Within a job of the
// writer. Throws StorageError.
[[nodiscard]] console::CallPiece call_piece(storage::Connection& connection,
                                            const PassTerms& terms,
                                            const console::CallWish& wish,
                                            conversation::HouseholdId after,
                                            conversation::Instant now);

}  // namespace bot
