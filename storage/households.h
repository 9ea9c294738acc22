#pragma once
#include "conversation/event.h"
#include "storage/connection.h"
#include "storage/places.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

// Households with their head, members, flags, baseline and saving forms. Money is whole baht.
class Households {
  public:
    using Change = Places::Change;

    struct Head {
        std::string prefix;
        std::string given_name;
        std::string family_name;
        std::string phone;  // E.164; empty: none known
    };

    struct Record {
        conversation::HouseholdId id;
        std::string village_code;
        std::string house_no;
        std::string house_code;  // 11 digits of the registration book; empty: not known
        Head head;
        std::optional<std::int64_t> members;
        std::optional<std::int64_t> members_15_59;
        std::optional<std::int64_t> members_60plus;
        std::string occ_main;
        std::string trainer_phone;
        std::string status = "INVITED";  // INVITED ACTIVE PAUSED WITHDRAWN MOVED CLOSED
    };

    struct Baseline {
        std::optional<std::int64_t> income_month;
        std::optional<std::int64_t> expense_month;
        std::optional<std::int64_t> saving_month;
        std::optional<std::int64_t> debt_total;
        std::string ref_period;       // PERIOD; empty: not known
        std::string source = "SELF";  // SELF BMN OFFICER

        bool operator==(const Baseline&) const = default;
    };

    using Put = storage::Put<conversation::HouseholdId>;

    explicit Households(Connection& connection) : connection_(connection) {}

    [[nodiscard]] std::optional<Record> find(conversation::HouseholdId id);
    [[nodiscard]] std::optional<Record> find(std::string_view village_code,
                                             std::string_view house_no);
    [[nodiscard]] std::int64_t count();
    // Households whose head has this telephone and these names: the same family in another house?
    [[nodiscard]] std::vector<Record> headed_by(const Head& head);

    // Makes or changes the household of a village and house number; what the record leaves empty
    // stays as it was, status only counts for a new one. The village must be there.
    Put put(const Record& record, Instant now, std::string_view by);

    void set_status(conversation::HouseholdId id, std::string_view status, Instant now);

    // TARGET POOR. Turning on an open flag, or off one that is not set, changes nothing.
    Change set_flag(conversation::HouseholdId id,
                    std::string_view kind,
                    bool on,
                    std::string_view source,
                    Instant now,
                    std::string_view by);
    [[nodiscard]] bool has_flag(conversation::HouseholdId id, std::string_view kind);

    [[nodiscard]] std::optional<Baseline> baseline(conversation::HouseholdId id);
    // What is empty in `baseline` stays as it was.
    Put put_baseline(conversation::HouseholdId id,
                     const Baseline& baseline,
                     Instant now,
                     std::string_view by);
    // Replaces the saving forms (CASH BANK … NONE) of a fiscal year.
    void set_saving_forms(conversation::HouseholdId id,
                          const std::vector<std::string>& forms,
                          int fiscal_year_be,
                          Instant now,
                          std::string_view by);
    [[nodiscard]] std::vector<std::string> saving_forms(conversation::HouseholdId id,
                                                        int fiscal_year_be);

    // What a confirmed `baseline` form says: save_to properties members_total, members_15_59,
    // members_60plus, occ_main, income_month, expense_month, saving_month, debt_total, saving_forms
    // (names separated by blanks). What no such field can hold is left out: the submission keeps
    // it.
    void apply_baseline_form(conversation::HouseholdId id,
                             const std::map<std::string, conversation::FieldAnswer>& fields,
                             Instant now,
                             std::string_view by);

  private:
    Connection& connection_;
};

// Whole baht of an XForms number: "8500", "8500.5" (half up). Nothing when it is no amount of 0 to
// 999,999,999,999 baht.
[[nodiscard]] std::optional<std::int64_t> baht_of(std::string_view text);

}  // namespace storage
