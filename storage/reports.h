#pragma once
#include "conversation/event.h"
#include "conversation/register.h"
#include "storage/connection.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// The monthly reports of households. A report is never overwritten: every change is a further
// revision, and the highest one that is not void counts. A figure is a value, zero, or unknown with
// its reason.
class Reports {
  public:
    struct Source {
        conversation::ContactId reporter;
        std::string relation;
        bool on_behalf = false;
        std::string informant;
        std::string channel;
        std::string language;
        InboxId message;
        SubmissionId submission;
        std::string form_version;
    };

    struct Added {
        conversation::ReportId report;
        RevisionId id;
        int revision = 1;
        std::string status;
    };

    explicit Reports(Connection& connection) : connection_(connection) {}

    // Adds a revision from answers by save_to: occ_main, occ_second, income_total, income_main,
    // income_second, income_other, income_inkind, expense_total, saving_amount; others are not the
    // report's. An amount that cannot be read as baht is left out, the flag UNREADABLE is set and
    // the status is NEEDS_CHECK.
    Added revise(conversation::HouseholdId household,
                 conversation::Period period,
                 const std::map<std::string, conversation::FieldAnswer>& fields,
                 const std::vector<std::string>& flags,
                 const Source& source,
                 Instant now);

    // Makes void what this reporter said of the month, back to the newest revision of somebody
    // else, which counts again. Returns how many revisions.
    std::int64_t take_back(conversation::HouseholdId household,
                           conversation::Period period,
                           conversation::ContactId reporter,
                           Instant now);

    void set_status(RevisionId id, std::string_view status, Instant now);

    [[nodiscard]] std::optional<conversation::ReportView> find(conversation::HouseholdId household,
                                                               conversation::Period period);
    // Newest period first.
    [[nodiscard]] std::vector<conversation::ReportView> recent(conversation::HouseholdId household,
                                                               unsigned count);
    [[nodiscard]] std::optional<conversation::ReportView> of_revision(RevisionId id);
    [[nodiscard]] RevisionId revision_id(conversation::ReportId report, int revision);
    // Of the known incomes of the 12 months up to `newest`.
    [[nodiscard]] std::optional<std::int64_t> median_income(conversation::HouseholdId household,
                                                            conversation::Period newest);
    // Of the known savings; nothing when no month's is known, which is not the same as none saved.
    [[nodiscard]] std::optional<std::int64_t> saved_in_year(conversation::HouseholdId household,
                                                            int fiscal_year_be);
    [[nodiscard]] std::int64_t count();

  private:
    struct Answers {
        const std::map<std::string, conversation::FieldAnswer>& fields;
        const std::vector<std::string>& flags;
    };

    // Returns the status.
    std::string add_revision(const Added& added,
                             const Answers& answers,
                             const Source& source,
                             Instant now);

    Connection& connection_;
};

}  // namespace storage
