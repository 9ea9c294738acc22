#pragma once
#include "storage/connection.h"
#include "storage/merge.h"
#include "storage/register_ids.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// The five criteria of the model household.
inline constexpr std::array<std::string_view, 5> kCriteria = {
    "INCOME", "OCCUPATION", "SAVING", "LEARNING", "SHARING"};

// The model household of a fiscal year: named by a volunteer, agreed to by the household itself,
// shortlisted, scored by the women's committee, chosen. Whether somebody may do so, and how many
// are chosen, is the caller's business.
class Nominations {
  public:
    struct Nomination {
        NominationId id{};
        conversation::HouseholdId household{};
        int fiscal_year_be = 0;
        PersonId by{};  // 0: not known
        std::optional<Day> on{};
        std::string stage{};  // NOMINATED SHORTLISTED CHOSEN NOT_CHOSEN WITHDRAWN
        std::optional<Instant> agreed_at{};
        std::optional<Instant> confirmed_at{};  // by the officer
        std::string note{};                     // of who proposed it, to the committee
        SubmissionId submission{};              // 0: not by the form
    };

    struct Criterion {
        std::string criterion{};  // of kCriteria
        bool met = false;
        std::string note{};
    };

    struct Score {
        PersonId member{};
        std::string criterion{};
        std::int64_t score = 0;  // 0 to 10
    };

    struct Stage {
        std::string stage{};
        std::string reason{};
        std::string by{};
        Instant at{};
    };

    explicit Nominations(Connection& connection) : connection_(connection) {}

    [[nodiscard]] std::optional<Nomination> find(NominationId id);
    [[nodiscard]] std::optional<Nomination> find(conversation::HouseholdId household,
                                                 int fiscal_year_be);
    // In order of nomination.
    [[nodiscard]] std::vector<Nomination> of_year(int fiscal_year_be);

    // A household is nominated once a year: the nomination that is there stays as it is.
    Put<NominationId> nominate(const Nomination& nomination, Instant now, std::string_view by);
    Change put_criterion(NominationId id,
                         const Criterion& criterion,
                         Instant now,
                         std::string_view by);
    [[nodiscard]] std::vector<Criterion> criteria(NominationId id);
    // The household's own yes; a second one changes nothing.
    Change agree(NominationId id, Instant at, Instant now);
    // It does not agree any more; no officer's confirmation stands then.
    void disagree(NominationId id, Instant now);
    void confirm(NominationId id, Instant now, std::string_view by);
    void unconfirm(NominationId id, Instant now);
    // Replaces what the member gave for the criterion before.
    void score(NominationId id, const Score& score, Instant now, std::string_view by);
    [[nodiscard]] std::vector<Score> scores(NominationId id);
    // Of all members and criteria.
    [[nodiscard]] std::int64_t total_score(NominationId id);

    // Throws StorageError (Constraint) for CHOSEN without the household's agreement.
    Change move_to(NominationId id,
                   std::string_view stage,
                   std::string_view reason,
                   Instant now,
                   std::string_view by);
    // Oldest first.
    [[nodiscard]] std::vector<Stage> history(NominationId id);

  private:
    Connection& connection_;
};

}  // namespace storage
