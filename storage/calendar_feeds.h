#pragma once
#include "conversation/ics.h"
#include "storage/connection.h"
#include "storage/register_ids.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Secret links under which a calendar program fetches the activities of a team or a person. Only
// the digest of a secret is kept: who lost a link gets another one.
class CalendarFeeds {
  public:
    struct Feed {
        RowId id{};
        OrganisationId organisation{};  // one of the two
        PersonId person{};
        std::optional<Instant> revoked_at{};
        std::optional<Day> fetched_on{};  // the last day it was fetched on
        Instant created_at{};
    };

    // A calendar's name and what is in it.
    struct Calendar {
        std::string name{};
        std::vector<conversation::CalendarEvent> events{};
    };

    explicit CalendarFeeds(Connection& connection) : connection_(connection) {}

    // A new secret: 32 hex digits. One of the two is given. With its audit row.
    [[nodiscard]] std::string make(OrganisationId organisation,
                                   PersonId person,
                                   Instant now,
                                   std::string_view by);
    // False when there is no such link, or it was revoked before. With its audit row.
    bool revoke(RowId id, Instant now, std::string_view by);
    // Newest first.
    [[nodiscard]] std::vector<Feed> all();

    // Not revoked, and of a person: a role of hers is in term today, or she never had one.
    [[nodiscard]] std::optional<Feed> find(std::string_view secret, Day today);
    // Somebody fetched it: once a day a row in the audit log.
    void note_fetch(const Feed& feed, Instant now);

    // Activities from the last fiscal year on, each day of one that recurs by itself; without names
    // of people.
    [[nodiscard]] Calendar calendar(const Feed& feed, Day today);

  private:
    Connection& connection_;
};

}  // namespace storage
