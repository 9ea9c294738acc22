#pragma once
#include "conversation/calendar.h"
#include "conversation/ids.h"
#include "conversation/team_activity.h"

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
    PersonId person{};     // of the team, by a code of her own; 0: nobody of the team
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

// What a person of the team is, in term today.
struct TeamRole {
    std::string role;          // OFFICER ADMIN MEMBER CHAIR TRAINER SAGE VOLUNTEER VOLUNTEER_LEADER
    std::string organisation;  // its name; of MEMBER and CHAIR
    std::string organisation_kind;  // CCC WOM VOL SAV
    unsigned moo = 0;               // of the village; 0: none
    std::string tambon_name;
    std::map<std::string, std::string> duties;  // of the organisation: language → text
};

// Somebody of the team: known only by the code the office gave to the person, never by a telephone
// number that happens to be hers. A role counts on the days of its term alone.
struct TeamMember {
    std::vector<TeamRole> roles;  // in term today
    std::optional<Day> ended;     // where none is: the last day of the one that ended last
    bool consented = false;       // to the current notice
};

// A household this person of the team may report for. Whose it is: of the trainer, sage, volunteer
// or volunteer leader it was given to (household_care), as long as a role of that person in its
// village (a leader: anywhere) is in term; where it was given to nobody in term, of all trainers,
// sages and volunteers of its village, whom the office's file names as looking after that village.
// Never one the same contact speaks for: that is an own house.
struct AssignedHouse {
    House house;            // without code and relation
    bool reported = false;  // the month asked about
    bool conflict = false;  // two reports of it differ, and nobody has said which counts
    bool closed =
        false;  // withdrew or asked to be erased: may not be reported for, no reason shown
    bool reachable = false;  // somebody speaks for it and can be written to
    std::string occ_main;    // as the register knows it; may be empty
};

// What an officer is told in chat: how many, never which or how much.
struct OfficeCounts {
    std::int64_t households = 0;
    std::int64_t not_reported = 0;
    std::int64_t requests = 0;   // open
    std::int64_t conflicts = 0;  // of reports, not settled
    std::int64_t untold = 0;     // reports on behalf that the house has not been told of
};

// What a 6-digit code leads to.
struct Invite {
    enum class State { Open, UsedByYou, UsedByOther, Expired, Void };
    State state = State::Open;
    House house;
    std::optional<TeamMember> member{};  // the code is a person's of the team: there is no house
};

// How often a contact tried a wrong code lately; conversation/code_patience says what follows.
struct CodeTries {
    int wrong = 0;                          // within the last hour, since the last lock
    std::optional<Instant> last{};          // the last of them
    std::optional<Instant> locked_until{};  // set while a lock is in force
    int locks = 0;                          // within the last day, those an officer lifted left out
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
    std::string reporter_relation;  // on behalf: the reporter's role
    bool on_behalf = false;
    Instant reported_at{};
};

// Two people said different things of one month.
struct OpenConflict {
    ReportView first;
    ReportView second;
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

struct HeldData;    // conversation/held_data.h
struct HeldPerson;  // conversation/held_data.h
struct ModelYear;   // conversation/model_household.h

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
    [[nodiscard]] virtual CodeTries code_tries() const = 0;

    // Who the contact is in the team; nothing for everybody else. With no role: the term is over.
    [[nodiscard]] virtual std::optional<TeamMember> team() const = 0;
    // Households to report for, by village and number; at most a few hundred. Their figures stay
    // hidden: of a report somebody else made, the functions below show that it is there, by whom,
    // and the occupation, which is asked as "still the same?"; the median is only for checking
    // answers.
    [[nodiscard]] virtual std::vector<AssignedHouse> assigned(Period period) const = 0;
    // For officers in term; nothing for everybody else.
    [[nodiscard]] virtual std::optional<OfficeCounts> office_counts(Period period) const = 0;
    // Of a house this contact speaks for.
    [[nodiscard]] virtual std::optional<OpenConflict> conflict(HouseholdId house,
                                                               Period period) const = 0;

    // Activities this person may answer for, being responsible for them or in the chair of their
    // team: what waits for an answer, then what is ahead, by day; at most twenty.
    [[nodiscard]] virtual std::vector<TeamActivity> activities() const = 0;
    // One of them, answered or not, by a day it has or had; nothing for any other.
    [[nodiscard]] virtual std::optional<TeamActivity> activity(ActivityId id, Day day) const = 0;
    // The one she was reminded of last, within the last days, if it still waits.
    [[nodiscard]] virtual std::optional<TeamActivity> asked_activity() const = 0;
    // The model household of the fiscal year of today, as far as it is for this contact.
    [[nodiscard]] virtual ModelYear model_year() const = 0;

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

    // … and about the contact as a person of the team; nothing when she is none.
    [[nodiscard]] virtual std::optional<HeldPerson> held_person() const = 0;

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
