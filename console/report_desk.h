#pragma once
#include "conversation/report_call.h"
#include "storage/connection.h"
#include "storage/coverage.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

// "Remind those not yet in", as the office's pages ask the running program for it: what it would
// cost and whom it would not reach, and then the reminders themselves.
namespace console {

struct CallWish {
    storage::Coverage::Scope scope;
    // When the page was made that was confirmed: two confirmations of one page are one wish.
    conversation::Instant asked{};
};

using FateCounts = std::map<conversation::CallFate, std::int64_t>;

// What would become of it now. Nothing is changed.
struct CallOutlook {
    // What a channel has left for reminders this month.
    struct Means {
        std::string channel;
        bool sms = false;
        bool known = true;  // LINE was asked this month
        std::optional<std::int64_t>
            left;                 // messages, of SMS hundredths of a satang; none: no limit
        std::int64_t wanted = 0;  // by this wish, in the same unit
    };

    FateCounts houses;
    std::int64_t segments = 0;                   // of SMS
    std::vector<Means> means;                    // of the channels that would be used, by name
    std::string sample;                          // what the first house would read
    std::optional<conversation::Instant> later;  // quiet hours: not before
    bool closed = false;                         // the month is over: nobody is reminded of it
    bool cut = false;                            // more houses than one wish may have
};

// A piece of the reminders, in one job of the writer.
struct CallPiece {
    FateCounts houses;
    std::set<std::string> channels;  // that have something to send now
    conversation::HouseholdId last{};
    bool more = false;
};

struct ReportDesk {
    std::function<CallOutlook(storage::Connection& reader, const CallWish&, conversation::Instant)>
        look;
    std::function<CallPiece(storage::Connection& writer,
                            const CallWish&,
                            conversation::HouseholdId after,
                            conversation::Instant)>
        call;
    // After the commit: a channel has something to send.
    std::function<void(const std::string& channel)> wake;
};

}  // namespace console
