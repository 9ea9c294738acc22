#pragma once
#include "bot/channel.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

// Where to reach a person who has several addresses: the cheaper one that works. Pure.
namespace bot {

// An answer goes back the way the question came and needs no choice while its token lives; what is
// left are its pushes.
enum class MessagePurpose { Answer, Reminder, Notice };

struct KnownAddress {
    std::string channel;
    std::string address;   // "line:U…", "tel:+66…"
    bool active = true;    // neither blocked nor left
    bool stopped = false;  // asked for silence there: only answers go
    bool failed = false;   // a message to it was given up lately
    // A month's pushes; nothing while not known: the sender asks before it pushes.
    std::optional<Quota> quota;
    std::int64_t price = 0;            // of one message, hundredths of a satang
    std::optional<std::int64_t> left;  // of the month's budget, likewise; nothing: no budget
};

enum class AddressVerdict {
    Chosen,
    NoAddress,    // none is known
    Unreachable,  // all are blocked, left, or failed lately
    Stopped,      // silence was asked for at all that work
    NothingLeft,  // neither quota nor budget
};

struct AddressChoice {
    AddressVerdict verdict = AddressVerdict::NoAddress;
    std::size_t index = 0;  // Chosen: of `addresses`
};

// LINE within its quota costs nothing; an SMS costs its price, and an answer is never kept back for
// the budget. Of two that cost the same, LINE, then the one known longer.
[[nodiscard]] AddressChoice choose_address(std::span<const KnownAddress> addresses,
                                           MessagePurpose purpose);

[[nodiscard]] std::string_view name(AddressVerdict verdict);  // "chosen", "no_address" …

}  // namespace bot
