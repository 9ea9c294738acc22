#pragma once
#include <compare>
#include <cstdint>
#include <functional>

// Strong types for the numbers that name rows. An id is a 63-bit number made by storage, unique
// also when the files of several offices are merged (storage/ids.h). Zero is "none". In JSON ids
// are strings.
namespace conversation {

template <class Tag>
struct Id {
    std::int64_t value = 0;

    auto operator<=>(const Id&) const = default;

    explicit operator bool() const { return value != 0; }
};

using ContactId = Id<struct ContactTag>;
using HouseholdId = Id<struct HouseholdTag>;
using PersonId = Id<struct PersonTag>;
using SessionId = Id<struct SessionTag>;
using ReportId = Id<struct ReportTag>;
using AttachmentId = Id<struct AttachmentTag>;
using ActivityId = Id<struct ActivityTag>;

}  // namespace conversation
