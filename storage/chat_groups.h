#pragma once
#include "conversation/ids.h"
#include "storage/connection.h"
#include "storage/register_ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Groups of the channels that we are in, and which team each is.
class ChatGroups {
  public:
    struct Group {
        ChatGroupId id{};
        std::string channel{};
        std::string address{};  // "line:C…", "line:R…"
        OrganisationId organisation{};
        bool active = true;                     // we are in it
        std::optional<std::int64_t> members{};  // what a push costs; nothing: never asked
        std::optional<Instant> members_at{};
    };

    // What was said in a group lately.
    struct Said {
        std::int64_t days_before = 0;  // GROUP_DAY
        std::int64_t boards = 0;       // GROUP_BOARD
        std::optional<Instant> last{};
    };

    explicit ChatGroups(Connection& connection) : connection_(connection) {}

    [[nodiscard]] std::optional<Group> find(ChatGroupId id);
    [[nodiscard]] std::optional<Group> find(std::string_view channel, std::string_view address);
    [[nodiscard]] std::vector<Group> of_organisation(OrganisationId organisation);
    // All that we are in and that are a team's.
    [[nodiscard]] std::vector<Group> bound();

    // All there ever were, those we are in first.
    [[nodiscard]] std::vector<Group> all();
    // Of reminders sent to it since then.
    [[nodiscard]] Said said(ChatGroupId id, Instant since);

    // We were brought in (again), or said something there.
    Group joined(std::string_view channel, std::string_view address, Instant now);
    // We were put out; the team stays known, for when we come back.
    void left(ChatGroupId id, Instant now);
    // The office takes us out: the group is nobody's any more, nothing is sent there.
    void release(ChatGroupId id, Instant now);
    void set_members(ChatGroupId id, std::int64_t members, Instant now);

    // A new code of eight digits by which a group says that it is this organisation's, once.
    [[nodiscard]] std::string make_code(OrganisationId organisation,
                                        std::chrono::days lives,
                                        Instant now,
                                        std::string_view by);
    // Codes of the organisation that nobody used are good no longer.
    void void_codes(OrganisationId organisation, Instant now);
    // The team of an open code, which is used up then; nothing for any other.
    std::optional<OrganisationId> bind(ChatGroupId group,
                                       std::string_view code,
                                       conversation::ContactId by,
                                       Instant now);

  private:
    Connection& connection_;
};

}  // namespace storage
