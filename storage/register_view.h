#pragma once
#include "conversation/register.h"
#include "storage/connection.h"
#include "storage/invites.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// The register as one contact may see it: its own households, those it may report for (without
// other people's figures: conversation::AssignedHouse), and the public list of villages. Asks the
// database only when asked, on the connection of the turn. Everything about any other household is
// empty; only invite() shows the house of a code, so that it can be repeated to the person.
class RegisterView final : public conversation::Register {
  public:
    // All three must outlive the view.
    RegisterView(Connection& connection,
                 const conversation::Contact& contact,
                 const conversation::Office& office,
                 Instant now);

    [[nodiscard]] const conversation::Contact& contact() const override;
    [[nodiscard]] const conversation::Office& office() const override;
    [[nodiscard]] conversation::Notice notice() const override;
    [[nodiscard]] std::vector<conversation::House> houses() const override;
    [[nodiscard]] std::optional<conversation::Invite> invite(std::string_view code) const override;
    [[nodiscard]] std::optional<conversation::OtherAddress> other_address(
        std::string_view code) const override;
    [[nodiscard]] bool erase_asked() const override;
    [[nodiscard]] conversation::CodeTries code_tries() const override;
    [[nodiscard]] std::optional<conversation::TeamMember> team() const override;
    [[nodiscard]] std::vector<conversation::AssignedHouse> assigned(
        conversation::Period period) const override;
    [[nodiscard]] std::optional<conversation::OfficeCounts> office_counts(
        conversation::Period period) const override;
    [[nodiscard]] std::optional<conversation::OpenConflict> conflict(
        conversation::HouseholdId house, conversation::Period period) const override;
    [[nodiscard]] std::vector<conversation::TeamActivity> activities() const override;
    [[nodiscard]] std::optional<conversation::TeamActivity> activity(
        conversation::ActivityId id, conversation::Day day) const override;
    [[nodiscard]] std::optional<conversation::TeamActivity> asked_activity() const override;
    [[nodiscard]] conversation::ModelYear model_year() const override;
    [[nodiscard]] std::optional<conversation::ReportView> report(
        conversation::HouseholdId house, conversation::Period period) const override;
    [[nodiscard]] std::vector<conversation::ReportView> recent_reports(
        conversation::HouseholdId house, unsigned count) const override;
    [[nodiscard]] std::optional<std::int64_t> median_income(
        conversation::HouseholdId house) const override;
    [[nodiscard]] std::optional<std::int64_t> saved_in_year(conversation::HouseholdId house,
                                                            int fiscal_year_be) const override;
    [[nodiscard]] conversation::HeldData held(conversation::HouseholdId house) const override;
    [[nodiscard]] std::optional<conversation::HeldPerson> held_person() const override;
    [[nodiscard]] std::map<std::string, std::string> last_saved(
        std::string_view form_id, conversation::HouseholdId house) const override;
    [[nodiscard]] std::vector<std::map<std::string, std::string>> rows(
        std::string_view list, unsigned limit) const override;

  private:
    enum class Sight { None, ToReportFor, Own };

    [[nodiscard]] std::vector<conversation::House> linked_houses() const;
    [[nodiscard]] Sight sight(conversation::HouseholdId house) const;
    // Without figures where somebody else's are not for this contact.
    [[nodiscard]] conversation::ReportView seen(conversation::ReportView report, Sight sight) const;
    [[nodiscard]] std::optional<conversation::Invite> invite_of_person(
        const Invites::Invite& found) const;

    [[nodiscard]] Day today() const { return conversation::bangkok_day(now_); }

    struct Asked {
        conversation::HouseholdId house;
        Sight sight = Sight::None;
    };

    struct Assigned {
        conversation::Period period;
        std::vector<conversation::AssignedHouse> houses;
    };

    Connection& connection_;
    mutable std::optional<Asked> asked_;
    mutable std::optional<Assigned> assigned_;
    mutable std::optional<std::vector<conversation::House>> houses_;
    const conversation::Contact& contact_;
    const conversation::Office& office_;
    Instant now_;
};

}  // namespace storage
