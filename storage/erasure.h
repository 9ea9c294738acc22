#pragma once
#include "storage/connection.h"
#include "storage/contact_erasure.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Makes the wish to be erased true. A household goes whole, with everything about it and everybody
// who only spoke for it; its figures stay in the village's anonymous totals; tombstones keep an old
// file from bringing it back. Who also speaks for another house, or has a role, stays, and what was
// said is forgotten. Of the request the receipt stays.
//
//     for (const auto& wish : Erasure(reader).due(now)) {
//         const auto seen = Erasure(reader).look(wish);
//         writer.run([&](Connection& c) { erased = Erasure(c).carry_out(wish, seen, terms, now);
//         });
//         ... the farewells are sent: settle_farewells ...
//         const auto traces = find_traces(reader, erased.addresses);
//         writer.run([&](Connection& c) { Erasure(c).close(wish.request, traces, now); });
//     }
//
// Killed anywhere, it is whole or not at all, and begins again with due(). A second time changes
// nothing.
class Erasure {
  public:
    struct Wish {
        RequestId request;
        conversation::HouseholdId household;  // 0: only the contact, or carried out already
        conversation::ContactId contact;
        std::string receipt;
        Instant asked_at{};
    };

    // What was looked up beforehand on a reader.
    using Seen = std::map<conversation::ContactId, ContactErasure::Found>;

    struct Terms {
        // The last word to somebody in the middle of a conversation, in her language.
        std::function<std::string(std::string_view language, std::string_view receipt)> farewell;
        std::string by = "system";
    };

    struct Erased {
        std::vector<std::string> addresses;  // that may be nowhere any more
        std::int64_t rows = 0;
        std::int64_t farewells = 0;  // that are on their way: close() waits for them
    };

    explicit Erasure(Connection& connection) : connection_(connection) {}

    // Open wishes that were asked until then, the oldest first.
    [[nodiscard]] std::vector<Wish> due(Instant asked_until);
    [[nodiscard]] Seen look(const Wish& wish);
    // In the caller's transaction, which must be one of its own: it may not stay half done.
    [[nodiscard]] Erased carry_out(const Wish& wish,
                                   const Seen& seen,
                                   const Terms& terms,
                                   Instant now);

    struct Farewell {
        RequestId request;
        std::string address;
    };

    // Wipes farewells that were sent or whose time is over, and tells their addresses.
    std::vector<Farewell> settle_farewells(Instant now);
    // Is nothing on its way any more for this request?
    [[nodiscard]] bool all_said(RequestId request);
    // The wish is done, with the proof: in how many places something was still found. With any, it
    // stays open for a person to look at.
    void close(RequestId request, std::int64_t traces, Instant now, std::string_view by);

  private:
    struct Speaker {
        conversation::ContactId contact;
        Instant since{};
        bool stays = false;
    };

    [[nodiscard]] std::vector<Speaker> speakers(const Wish& wish);
    void bury(conversation::HouseholdId household, Instant now, std::string_view by);
    void say_farewell(const Wish& wish, const Speaker& speaker, const Terms& terms, Instant now);
    std::int64_t erase_household(const Wish& wish, Instant now, std::string_view by);
    // Who the contact is in the team: her telephone, and her name too once no term runs.
    std::int64_t forget_person(conversation::ContactId contact, Instant now, std::string_view by);

    Connection& connection_;
};

struct Trace {
    std::string table;
    std::string column;
    std::int64_t rows = 0;
};

// Where one of the addresses still stands, in any text of any table of storage/field_table;
// telephone numbers of people and trainers of other houses are no trace. Reads everything: for a
// reader.
[[nodiscard]] std::vector<Trace> find_traces(Connection& reader,
                                             const std::vector<std::string>& addresses);

}  // namespace storage
