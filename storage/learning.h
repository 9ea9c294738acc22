#pragma once
#include "storage/connection.h"
#include "storage/merge.h"
#include "storage/register_ids.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Where and by whom right livelihood is taught: learning centres with their visits, and the
// sessions that trainers held.
class Learning {
  public:
    struct Centre {
        LearningCentreId id{};
        VillageId village{};
        std::string name_th{};  // unique within its village
        std::string topics{};
        PersonId keeper{};  // 0: not known
        std::optional<Day> opened_on{};
        std::optional<Day> closed_on{};
    };

    struct Visit {
        std::optional<Day> on{};
        std::int64_t people = 0;
        std::string note{};
    };

    struct Session {
        PersonId trainer{};
        VillageId village{};  // 0: none in particular
        std::optional<Day> on{};
        std::string topic{};
        std::optional<std::int64_t> people{};
    };

    explicit Learning(Connection& connection) : connection_(connection) {}

    Put<LearningCentreId> put_centre(const Centre& centre, Instant now, std::string_view by);
    // Of a village, by name.
    [[nodiscard]] std::vector<Centre> centres(VillageId village);

    // Visits of one day with another note are different ones.
    Put<RowId> put_visit(LearningCentreId centre,
                         const Visit& visit,
                         Instant now,
                         std::string_view by);
    // Oldest first.
    [[nodiscard]] std::vector<Visit> visits(LearningCentreId centre);

    // One session a trainer, day and topic.
    Put<RowId> put_session(const Session& session, Instant now, std::string_view by);
    // Oldest first.
    [[nodiscard]] std::vector<Session> sessions(PersonId trainer);

  private:
    Connection& connection_;
};

}  // namespace storage
