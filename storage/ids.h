#pragma once
#include "conversation/calendar.h"
#include "conversation/ids.h"

#include <cstdint>
#include <string>

// Ids of rows: 63-bit numbers, 41 bits of milliseconds since 2020, 14 bits naming the office (drawn
// when the database is made), 8 bits counting within the millisecond. They grow with time, and do
// not collide when the files of several offices are merged.
namespace storage {

using conversation::Instant;

using InboxId = conversation::Id<struct InboxTag>;
using OutboxId = conversation::Id<struct OutboxTag>;
using AddressId = conversation::Id<struct AddressTag>;
using conversation::PersonId;
using TambonId = conversation::Id<struct TambonTag>;
using VillageId = conversation::Id<struct VillageTag>;
using RevisionId = conversation::Id<struct RevisionTag>;
using SubmissionId = conversation::Id<struct SubmissionTag>;
using RequestId = conversation::Id<struct RequestTag>;
using FetchId = conversation::Id<struct FetchTag>;
using ImportBatchId = conversation::Id<struct ImportBatchTag>;
using RowId = conversation::Id<struct RowTag>;  // of tables nobody refers to

inline constexpr unsigned kOfficeNodes = 1U << 14U;

// Makes ids. Not thread-safe: the writing connection owns the only one of a database.
class IdSource {
  public:
    // `node` < kOfficeNodes; `last` is the highest id already used, so that a clock set back does
    // not make an id twice.
    IdSource(unsigned node, std::int64_t last);

    [[nodiscard]] std::int64_t next(Instant now);

  private:
    std::int64_t node_;
    std::int64_t tick_;       // milliseconds of the last id
    std::int64_t count_ = 0;  // ids made within it
};

// The instant inside an id, to the millisecond.
[[nodiscard]] Instant instant_of_id(std::int64_t id);
// The lowest id that can be made at that instant: every id made before is below it.
[[nodiscard]] std::int64_t first_id_at(Instant instant);
[[nodiscard]] unsigned node_of_id(std::int64_t id);

// A random number below kOfficeNodes.
[[nodiscard]] unsigned draw_node();

// A random UUID (version 4), lower case: what retry keys are.
[[nodiscard]] std::string new_uuid();

}  // namespace storage
