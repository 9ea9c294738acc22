#pragma once
#include "conversation/calendar.h"
#include "conversation/ids.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The read-only view of the household register that a turn may look things up in, seen with the
// eyes of one contact: it never shows more than this contact may see. Implemented by
// storage/register_view.
namespace conversation {

struct Contact {
    ContactId id;
    std::string channel;  // of the address now writing
    std::string address;
    std::string language = "th";
    bool stopped = false;  // asked for silence at this address: only direct answers are sent
};

// Why a figure is missing. Value, zero and unknown are three different things.
enum class UnknownReason { NotAsked, DontKnow, Refused };

// A household as its own people see it.
struct House {
    HouseholdId id;
    std::string code;      // the 6 digits on its card
    std::string house_no;  // "14/2"
    unsigned moo = 0;      // 0: not known
    std::string village_code;
    std::string village_name;
    std::string tambon_name;
    std::string status;  // INVITED ACTIVE PAUSED WITHDRAWN MOVED CLOSED
    bool has_baseline = false;
    bool consented = false;  // to the current notice
    std::string relation;    // of this contact: HEAD SPOUSE CHILD OTHER, empty when not linked
};

// What a 6-digit code leads to.
struct Invite {
    enum class State { Open, UsedByYou, UsedByOther, Expired, Void };
    State state = State::Open;
    House house;
};

// Somebody who already speaks for a house, reached by another kind of channel than the contact who
// is writing: perhaps the same person.
struct OtherAddress {
    ContactId contact;
    std::string channel;  // how people call it: "LINE", "SMS"
};

// The highest revision of a household's month.
struct ReportView {
    Period period;
    int revision = 0;
    std::string status;                            // CONFIRMED NEEDS_CHECK VOID
    std::map<std::string, std::string> values;     // occ_main, income_total, saving_amount …
    std::map<std::string, UnknownReason> unknown;  // field → why it is missing
    ContactId reporter;
    std::string reporter_relation;
    Instant reported_at{};
};

// The privacy notice in force.
struct Notice {
    std::string version;
    // Language → text; "th_sms" is Thai's shorter wording for SMS, under the same version.
    std::map<std::string, std::string> text;
};

struct Office {
    std::string name;
    std::string contact;  // telephone or place, shown to people who need a human
};

// "LINE" or "SMS" of an address.
[[nodiscard]] inline std::string_view channel_name(std::string_view address) {
    return address.starts_with("tel:") ? "SMS" : "LINE";
}

struct HeldData;  // conversation/held_data.h

class Register {
  public:
    virtual ~Register() = default;

    [[nodiscard]] virtual const Contact& contact() const = 0;
    [[nodiscard]] virtual const Office& office() const = 0;
    [[nodiscard]] virtual Notice notice() const = 0;

    // Households this contact speaks for, the one used last first.
    [[nodiscard]] virtual std::vector<House> houses() const = 0;
    // The invitation a code belongs to; nothing when there is no such code.
    [[nodiscard]] virtual std::optional<Invite> invite(std::string_view code) const = 0;
    // Who may be the contact now writing, by a code that is open or used: who used it, or the only
    // one who speaks for its house. Nothing when the contact speaks for a house already, or when
    // both are reached by the same kind of channel. Does not tell whose house it is.
    [[nodiscard]] virtual std::optional<OtherAddress> other_address(
        std::string_view code) const = 0;
    // Does a wish of this contact to be erased wait to be carried out?
    [[nodiscard]] virtual bool erase_asked() const = 0;
    // Wrong codes this contact tried within the last hour.
    [[nodiscard]] virtual int wrong_codes() const = 0;

    [[nodiscard]] virtual std::optional<ReportView> report(HouseholdId house,
                                                           Period period) const = 0;
    // Newest period first, void ones left out.
    [[nodiscard]] virtual std::vector<ReportView> recent_reports(HouseholdId house,
                                                                 unsigned count) const = 0;
    // Median of the household's known incomes over the last 12 periods, baht.
    [[nodiscard]] virtual std::optional<std::int64_t> median_income(HouseholdId house) const = 0;
    // Known savings in a Buddhist fiscal year, baht; nothing when no month's is known.
    [[nodiscard]] virtual std::optional<std::int64_t> saved_in_year(HouseholdId house,
                                                                    int fiscal_year_be) const = 0;

    // Everything that is held about one of the contact's own houses; nothing of any other.
    [[nodiscard]] virtual HeldData held(HouseholdId house) const = 0;

    // Answers of the last submission of a form by this household (or contact, when the form is not
    // a household's), by question name; empty when there is none. For ${last-saved#name}.
    [[nodiscard]] virtual std::map<std::string, std::string> last_saved(
        std::string_view form_id, HouseholdId house) const = 0;
    // Rows of villages.csv, households.csv, people.csv, activities.csv for select_one_from_file and
    // instance(): columns by name, at most `limit` rows, only what this contact may see.
    [[nodiscard]] virtual std::vector<std::map<std::string, std::string>> rows(
        std::string_view list, unsigned limit) const = 0;
};

}  // namespace conversation
