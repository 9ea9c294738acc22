#pragma once
#include "conversation/register.h"
#include "storage/connection.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// The register as one contact may see it: its own households, and the public list of villages.
// Asks the database only when asked, on the connection of the turn. Everything about a household
// the contact is not linked to is empty; only invite() shows the house of a code, so that it can be
// repeated to the person.
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
    [[nodiscard]] int wrong_codes() const override;
    [[nodiscard]] std::optional<conversation::ReportView> report(
        conversation::HouseholdId house, conversation::Period period) const override;
    [[nodiscard]] std::vector<conversation::ReportView> recent_reports(
        conversation::HouseholdId house, unsigned count) const override;
    [[nodiscard]] std::optional<std::int64_t> median_income(
        conversation::HouseholdId house) const override;
    [[nodiscard]] std::optional<std::int64_t> saved_in_year(conversation::HouseholdId house,
                                                            int fiscal_year_be) const override;
    [[nodiscard]] conversation::HeldData held(conversation::HouseholdId house) const override;
    [[nodiscard]] std::map<std::string, std::string> last_saved(
        std::string_view form_id, conversation::HouseholdId house) const override;
    [[nodiscard]] std::vector<std::map<std::string, std::string>> rows(
        std::string_view list, unsigned limit) const override;

  private:
    [[nodiscard]] bool may_see(conversation::HouseholdId house) const;

    struct Asked {
        conversation::HouseholdId house;
        bool allowed = false;
    };

    Connection& connection_;
    mutable std::optional<Asked> asked_;
    const conversation::Contact& contact_;
    const conversation::Office& office_;
    Instant now_;
};

}  // namespace storage
