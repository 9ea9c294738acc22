#pragma once
#include "conversation/calendar.h"
#include "conversation/ids.h"
#include "conversation/register.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// The closed list of what a turn can make true besides the next session and the messages. Storage
// applies them in the turn's one transaction (storage/turn_commit).
namespace conversation {

// A code was accepted and the house confirmed: the contact now speaks for the household.
struct HouseholdLinked {
    HouseholdId household;
    std::string code;
};

// The address now writing is a further one of another contact: one person on two channels. From now
// on it is hers, with her houses and her open session; the contact that wrote is nobody's any more.
struct AddressJoined {
    ContactId contact;
};

// The contact said the house of the code is not hers: the code is free again.
struct CodeFreed {
    HouseholdId household;
    std::string code;
};

// A code that does not exist, or is not open, was tried.
struct WrongCodeTried {};

// … too often: no code of this contact is looked at until then.
struct CodesLocked {
    Instant until{};
};

// A code of a person of the team was accepted: the contact is that person from now on.
struct TeamLinked {
    std::string code;
};

// The person of the team agreed to the notice, or did not.
struct TeamConsent {
    std::string notice_version;
    std::vector<std::string> purposes;  // empty: refused
};

// … and takes it back: nothing of the team's part in chat until she agrees again.
struct TeamConsentWithdrawn {};

// A person of the team saw which houses are hers to report for.
struct AssignedShown {
    std::size_t houses = 0;
};

// Who the contact is in the house: HEAD SPOUSE CHILD OTHER.
struct RelationGiven {
    HouseholdId household;
    std::string relation;
};

struct ConsentGiven {
    HouseholdId household;
    std::string notice_version;
    std::vector<std::string> purposes;  // DATA MESSAGES PHOTO PUBLISH
};

struct ConsentRefused {
    HouseholdId household;
    std::string notice_version;
};

// No unasked message to the address now writing any more.
struct ContactStopped {};

// … but from now on again.
struct ContactResumed {};

struct LanguageChosen {
    std::string language;
};

// The house a person with several means from now on.
struct HouseChosen {
    HouseholdId household;
};

// An answer as it goes into a record: the value understood, what was typed, or why it is missing.
struct FieldAnswer {
    std::optional<std::string> value;  // as XForms stores it: "8500", "2025-11-30", "RICE"
    std::optional<UnknownReason> unknown;
    std::string raw;  // as typed; empty for buttons and calculations
};

// A form was answered, read back and confirmed (or needs no confirmation).
struct FormSubmitted {
    std::string form_id;
    std::string form_version;
    HouseholdId household;         // 0: not a household's
    std::optional<Period> period;  // of forms with chat_period month
    std::string instance_json;     // every answer by path, with the form's version
    std::string entity;  // the record it becomes besides: "household_report"; may be empty
    std::map<std::string, FieldAnswer> fields;  // by save_to
    std::vector<std::string> flags;             // HIGH LOW TENFOLD SAVE_GT_INCOME …, sorted
    bool corrects = false;                      // a later revision of a report already there
    std::vector<AttachmentId> attachments;
    bool on_behalf = false;     // by somebody of the team, for a house that is not her own
    std::string reporter_role;  // on behalf: VOLUNTEER TRAINER SAGE VOLUNTEER_LEADER
    std::string informant;  // on behalf: who told her (HEAD SPOUSE CHILD OTHER); empty: not asked
    bool insists = false;   // knew that somebody else reported the month, and says this one counts
};

// The contact takes back what she reported for a month: it does not count any more.
struct ReportTakenBack {
    HouseholdId household;
    Period period;
};

// Somebody of the house said which of two differing reports of a month counts.
struct ConflictSettled {
    HouseholdId household;
    Period period;
    int revision = 0;
};

// What came of an activity, or of one day of one that recurs.
struct ActivityAnswered {
    ActivityId activity;
    std::optional<Day> occurrence;  // which day of one that recurs
    std::string result;             // DONE POSTPONED CANCELLED
    std::optional<Day> done_on;     // of DONE
    std::optional<std::int64_t> headcount;
    std::optional<Day> new_day;  // of POSTPONED
    std::string reason;          // why postponed or cancelled, or why another answer is corrected
    std::string note;
    std::vector<AttachmentId> photos;
    bool corrects = false;  // somebody had answered already
};

// The chair of a team puts an activity into its plan; the officer is told.
struct ActivityProposed {
    std::string title;
    std::string place;  // may be empty
    Day day{};
};

// Somebody of a house that was proposed as the model household agreed to it, or does not want it.
struct NominationAnswered {
    HouseholdId household;
    bool agreed = false;
};

// The chair of the women's committee moved a proposed house to a stage of the choice.
struct NominationMoved {
    HouseholdId household;
    std::string stage;  // NOMINATED SHORTLISTED CHOSEN
};

// A member of the women's committee saw which houses are proposed.
struct NomineesShown {
    std::size_t houses = 0;
};

// Something a person must see to: a question to the officer, a late correction, a wish to be
// erased.
struct OfficerAsked {
    std::string kind;  // QUESTION CORRECTION ERASE WITHDRAW ACCESS PAPER_FORM CODES_GUESSED
    HouseholdId household;
    std::string text;
    AttachmentId attachment;
};

// The wish to be erased that this contact said earlier holds no more.
struct EraseTakenBack {};

struct ConsentWithdrawn {
    HouseholdId household;
    std::vector<std::string> purposes = {};  // empty: all, and nothing more is processed
};

// Own data was shown in the chat: audited like every look at a person's record.
struct OwnDataShown {
    HouseholdId household;    // 0: of the contact as a person of the team
    bool everything = false;  // all that is held, not only the last reports
};

// The session ended: by finishing, by the person's word, or because it was too old.
struct SessionEnded {
    std::string reason;  // finished cancelled expired replaced
};

using Event = std::variant<HouseholdLinked,
                           AddressJoined,
                           CodeFreed,
                           WrongCodeTried,
                           CodesLocked,
                           TeamLinked,
                           TeamConsent,
                           TeamConsentWithdrawn,
                           AssignedShown,
                           RelationGiven,
                           ConsentGiven,
                           ConsentRefused,
                           ContactStopped,
                           ContactResumed,
                           LanguageChosen,
                           HouseChosen,
                           FormSubmitted,
                           ReportTakenBack,
                           ConflictSettled,
                           ActivityAnswered,
                           ActivityProposed,
                           NominationAnswered,
                           NominationMoved,
                           NomineesShown,
                           OfficerAsked,
                           EraseTakenBack,
                           ConsentWithdrawn,
                           OwnDataShown,
                           SessionEnded>;

}  // namespace conversation
